import type { Case } from '../domain/case.ts';
import { latestCheck } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf } from '../domain/handoff.ts';
import { answerDueAt } from '../domain/handoff-deadlines.ts';
import type { HandoffEventDetails } from '../domain/handoff-events.ts';
import { isActiveHandoff } from '../domain/handoff-state.ts';
import type { SettledBy } from '../domain/scenario.ts';
import { settledByInput, settledSteps } from '../domain/settled-steps.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { HandoffDraft, KeyedStepEvent } from '../ports/store.ts';
import * as words from '../words/handoff-replies.ts';
import { appendHandoffEvents, type HandoffAction } from './decide-handoff.ts';
import { handoffFactsAndRoute } from './draft-handoff.ts';
import { findCase } from './find-case.ts';
import { retryWhenStale } from './retry-when-stale.ts';

export interface HandoffSubmission {
  readonly draftId: string;
  /** When the draft was saved that the preview showed. A later draft is not sent unseen. */
  readonly savedAt: string;
  /** Slack user id. */
  readonly by: string;
  /** The same for every delivery of the same request, also after a restart. */
  readonly idempotencyKey: string;
}

/**
 * Submits a draft to Sales: appends the event together with the request to post it once. Throws `UserError` when the case
 * or the draft has changed, or another handoff of the case was submitted; the draft is kept.
 */
export async function submitHandoff(ports: Ports, submission: HandoffSubmission): Promise<void> {
  const { by, idempotencyKey } = submission;
  await retryWhenStale(async () => {
    if (await ports.handoffs.hasIdempotencyKey(idempotencyKey)) return 'duplicate';
    const draft = await findSubmittedDraft(ports, submission);
    const kase = await findCase(ports, draft.caseId);
    // The preview must have shown exactly what is sent.
    if (latestCheck(kase).at > draft.savedAt) throw new UserError(words.caseChangedText());
    const handoff = await handoffToSubmit(ports, kase, draft);
    const link = draft.input.salesforceLink;
    const isLinked = link !== null || isSalesforceLinked(handoff);
    const newEvents = [submittedEvent(ports, kase, { draft, isLinked })];
    const settled = settledByInput(draft.input);
    const stepEvents = stepDoneEvents(ports, kase, { settled, link, by, idempotencyKey });
    const action = { handoffId: handoff.id, by, idempotencyKey };
    const caseEventCount = kase.events.length;
    return appendHandoffEvents(ports, action, { handoff, newEvents, stepEvents, caseEventCount });
  });
}

/** Only the author of a draft may submit it: the id in a submission may have been tampered with. */
async function findSubmittedDraft(
  { handoffs }: Ports,
  { draftId, savedAt, by }: HandoffSubmission,
): Promise<HandoffDraft> {
  const draft = await handoffs.findDraft(draftId);
  if (draft?.by !== by) throw new UserError(words.draftNotFoundText());
  if (draft.savedAt !== savedAt) throw new UserError(words.draftChangedText());
  return draft;
}

/** Returns the handoff whose post failed, to be sent again, or a new one. Sales has only one handoff of a case at a time. */
async function handoffToSubmit({ handoffs }: Ports, kase: Case, { channel }: HandoffDraft): Promise<Handoff> {
  const all = await handoffs.listByCase(kase.id);
  const last = all.at(-1);
  const lastState = last && handoffStateOf(last);
  if (lastState && isActiveHandoff(lastState)) throw new UserError(words.alreadyHandedOffText(lastState));
  if (!last || !lastState || lastState.resolution) {
    return { id: `h${kase.id.slice(1)}-${all.length + 1}`, caseId: kase.id, events: [] };
  }
  if (lastState.deliveryFailure?.outcomeUnknown && channel !== lastState.channel)
    throw new UserError(words.confirmFirstPostText());
  return last;
}

/** Returns true when a Chatter post or Case was linked before the handoff is sent again. */
function isSalesforceLinked(handoff: Handoff): boolean {
  return handoff.events.length > 0 && handoffStateOf(handoff).salesforceLink !== null;
}

function submittedEvent(
  ports: Ports,
  kase: Case,
  { draft, isLinked }: { readonly draft: HandoffDraft; readonly isLinked: boolean },
): HandoffEventDetails {
  const { facts } = handoffFactsAndRoute(ports, kase);
  const { channel, team, input } = draft;
  const dueAt = isLinked ? answerDueAt(ports.businessHours, team, ports.now()) : null;
  return { kind: 'submitted', content: { facts, input }, answerDueAt: dueAt, channel, team };
}

interface SettledSteps extends Pick<HandoffAction, 'by' | 'idempotencyKey'> {
  readonly settled: ReadonlySet<SettledBy>;
  readonly link: string | null;
}

/** Returns the events that mark the settled steps as done. A different link replaces an earlier one. */
export function stepDoneEvents(
  ports: Ports,
  kase: Case,
  { settled, link, by, idempotencyKey }: SettledSteps,
): KeyedStepEvent[] {
  const now = ports.now();
  return settledSteps(kase, now, { settled, link }).map(({ step, link: value }) => ({
    stepEvent: { kind: 'step-done', stepId: step.id, value, by, at: now.toISOString() },
    idempotencyKey: `${idempotencyKey}:step:${step.id}`,
  }));
}
