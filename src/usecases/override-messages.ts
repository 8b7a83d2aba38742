import type { Case, CaseEvent, StepEvent } from '../domain/case.ts';
import type { OutboxMessage } from '../ports/queues.ts';

/**
 * Returns the messages about overrides that new events of a case cause: a request is posted, and updated once it was
 * approved. `stepEvents` follow the events of `kase`.
 */
export function overrideMessages(kase: Case, stepEvents: readonly StepEvent[]): OutboxMessage[] {
  const events = [...kase.events, ...stepEvents];
  return stepEvents.flatMap((event, index): OutboxMessage[] => {
    const eventIndex = kase.events.length + index;
    if (event.kind === 'override-requested') return [overrideRequestMessage(kase, event, eventIndex)];
    if (event.kind !== 'override-approved') return [];
    const requested = events
      .slice(0, eventIndex)
      .findLastIndex((one) => one.kind === 'override-requested' && one.stepId === event.stepId);
    return overrideUpdates(kase, requested);
  });
}

/** Returns requests to render the override requests of a case again, where they were posted: that one, or all. */
export function overrideUpdates(kase: Case, onlyIndex?: number): OutboxMessage[] {
  return kase.events.flatMap((event, index): OutboxMessage[] => {
    if (event.kind !== 'override-requested' || index !== (onlyIndex ?? index)) return [];
    const request = overrideRequestMessage(kase, event, index);
    return [{ ...request, key: `update:${request.key}`, kind: 'override-update' }];
  });
}

/** Returns the key of the post that requests the approval of an override. */
export function overrideRequestKey({ id }: Case, eventIndex: number): string {
  return `override:${id}:${eventIndex}`;
}

function overrideRequestMessage(
  kase: Case,
  { colleague }: Extract<CaseEvent, { kind: 'override-requested' }>,
  eventIndex: number,
): OutboxMessage {
  return {
    key: overrideRequestKey(kase, eventIndex),
    kind: 'override-request',
    channel: colleague ?? kase.location.channel,
    payload: { caseId: kase.id, eventIndex },
    notBefore: null,
  };
}

/** Returns the message to who requested an override that its request could not be delivered. */
export function overrideUndelivered(kase: Case, eventIndex: number): OutboxMessage {
  return {
    key: `undelivered:${overrideRequestKey(kase, eventIndex)}`,
    kind: 'override-undelivered',
    channel: kase.events[eventIndex]?.by ?? null,
    payload: { caseId: kase.id, eventIndex },
    notBefore: null,
  };
}
