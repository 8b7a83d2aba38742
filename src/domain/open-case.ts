import type { Case, Check } from './case.ts';
import { latestCheck } from './case.ts';
import { DAY_MS } from './dates.ts';
import { ticketReferenceOf } from './evidence.ts';
import type { Handoff } from './handoff.ts';
import { handoffStateOf } from './handoff.ts';
import { isActiveHandoff } from './handoff-state.ts';
import type { Reference, TicketReference } from './reference.ts';
import { isSettled, stepProgressOf } from './step-progress.ts';
import { unresolvedMismatch } from './ticket-mismatch.ts';

/** A check of a ticket or subscription shows its open case only when something happened to it in this time. */
export const OPEN_CASE_MAX_AGE_MS = 30 * DAY_MS;

/**
 * Returns what identifies the case of a request: its subscription, else its ticket; null for a request that names neither.
 * A ticket next to a subscription does not count, because a ticket may be about several customers.
 */
export function requestedCaseReference(subject: Reference): string | null {
  if (subject.kind === 'subscription') return subscriptionReference(subject.number);
  return subject.kind === 'ticket' ? ticketReference(subject) : null;
}

/** Returns the subscription and the ticket that a check is about. A ticket of another customer does not count. */
export function caseReferences({ evidence, judgements, manualFacts }: Check): string[] {
  const { subject } = evidence;
  const [judged, ...others] = judgements;
  const number =
    subject.kind === 'subscription' ? subject.number : others.length === 0 ? judged?.number : undefined;
  const ownTicket = ticketReferenceOf(evidence);
  const isOwnTicket = unresolvedMismatch(evidence, manualFacts) === null;
  return [
    ...(number === undefined ? [] : [subscriptionReference(number)]),
    ...(ownTicket && isOwnTicket ? [ticketReference(ownTicket)] : []),
  ];
}

/**
 * Returns true while there is something to do: a step is left, or Sales has to act on a handoff. A case that was erased, or
 * that nothing has happened to for 30 days, is not open.
 */
export function isOpenCase(kase: Case, handoffs: readonly Handoff[], now: Date): boolean {
  if (kase.erasedAt !== null) return false;
  const lastCaseEvent = kase.events.findLast(({ kind }) => kind !== 'case-shown');
  const lastEvents = [lastCaseEvent, ...handoffs.map(({ events }) => events.at(-1))];
  const lastAt = lastEvents.map((event) => Date.parse(event?.at ?? kase.openedAt));
  if (now.getTime() - Math.max(...lastAt) > OPEN_CASE_MAX_AGE_MS) return false;
  const hasStepLeft = stepProgressOf(kase, now).some(({ state }) => !isSettled(state));
  return hasStepLeft || handoffs.some((handoff) => isActiveHandoff(handoffStateOf(handoff)));
}

/** Returns the first case of each ticket and subscription, in the given order. */
export function withoutRepeatedCases(cases: readonly Case[]): Case[] {
  const seen = new Set<string>();
  return cases.filter((kase) => {
    const references = caseReferences(latestCheck(kase));
    const isRepeated = references.some((reference) => seen.has(reference));
    for (const reference of references) seen.add(reference);
    return !isRepeated;
  });
}

function subscriptionReference(number: string): string {
  return `subscription ${number}`;
}

function ticketReference({ host, id }: Pick<TicketReference, 'host' | 'id'>): string {
  return `ticket ${host} ${id}`;
}
