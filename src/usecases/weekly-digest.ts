import { DAY_MS } from '../domain/dates.ts';
import { disputedVerdicts } from '../domain/disputes.ts';
import { type Handoff, handoffStateOf } from '../domain/handoff.ts';
import type { HandoffEvent } from '../domain/handoff-events.ts';
import { unusualLookups } from '../domain/lookups.ts';
import type { WeeklyDigest } from '../ports/messenger.ts';
import type { Ports } from '../ports/ports.ts';
import type { Timer } from '../ports/queues.ts';
import { findReadableCase } from './find-case.ts';

/** The one timer of the weekly digest, while a digest channel is set. */
export const WEEKLY_DIGEST_TIMER = { key: 'digest', kind: 'digest', subjectId: 'week' } as const;

const WEEK_MS = 7 * DAY_MS;

/** Posts the figures since the previous digest, on Support's first working morning of the week, and schedules the next. */
export async function enqueueWeeklyDigest(ports: Ports, timer: Timer): Promise<void> {
  const { businessHours, outbox, timers, now } = ports;
  const { digestChannel: channel } = ports.settings;
  if (channel === null) return;
  const digest = await buildWeeklyDigest(ports, new Date(timer.dueAt));
  const key = `digest:${timer.dueAt.slice(0, 10)}`;
  const postAt = businessHours.nextWorkingTime('support', now());
  await outbox.enqueue([
    { key, kind: 'digest', channel, payload: { digest }, notBefore: postAt.toISOString() },
  ]);
  ports.wakeOutbox();
  // Counted from the post, not from the due time: weeks in which the bot was off are not made up for one by one.
  const dueAt = businessHours.nextWorkingWeek('support', postAt).toISOString();
  await timers.schedule([{ ...timer, dueAt }]);
}

/** Returns the figures of the period that ends at that moment. */
async function buildWeeklyDigest({ cases, handoffs, businessHours }: Ports, to: Date): Promise<WeeklyDigest> {
  const from = previousDigestStart(businessHours, to);
  const [checks, casesByPerson, disputed, changed, active] = await Promise.all([
    cases.countChecksBetween(from, to),
    cases.countCasesByPerson(from, to),
    disputedIn(cases, from, to),
    handoffs.listChangedSince(from),
    handoffs.listActive({}),
  ]);
  const isInPeriod = (event: HandoffEvent) => event.at >= from.toISOString() && event.at < to.toISOString();
  const events = changed.flatMap((handoff) =>
    handoff.events.filter(isInPeriod).map((event) => ({ handoff, event })),
  );
  const eventsOfKinds = (...kinds: HandoffEvent['kind'][]) =>
    events.filter(({ event }) => kinds.includes(event.kind));
  const medianHours = (all: typeof events) =>
    median(all.map(({ handoff, event }) => businessHoursSinceSubmission(businessHours, handoff, event)));
  const ended = eventsOfKinds('done', 'declined', 'withdrawn');
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    checksByVerdict: sumBy(checks, ({ verdict }) => verdict),
    checksByTopic: sumBy(checks, ({ topic }) => topic),
    disputedByVerdict: countOccurrences(disputed),
    unusualLookups: unusualLookups(casesByPerson),
    handoffsSubmitted: new Set(eventsOfKinds('submitted').map(({ handoff }) => handoff.id)).size,
    handoffsEndedByState: countOccurrences(ended.map(({ event }) => event.kind)),
    medianHoursToClaim: medianHours(eventsOfKinds('claimed')),
    medianHoursToDone: medianHours(eventsOfKinds('done')),
    overdueHandoffs: [...new Map([...changed, ...active].map((one) => [one.id, one])).values()].filter(
      (handoff) => isOverdueAt(handoff, to),
    ).length,
  };
}

/** Returns true for a handoff that nobody had claimed at that moment although its answer was due. */
function isOverdueAt(handoff: Handoff, moment: Date): boolean {
  const events = handoff.events.filter(({ at }) => at < moment.toISOString());
  if (!events.some(({ kind }) => kind === 'submitted')) return false;
  const { status, answerDueAt } = handoffStateOf({ ...handoff, events });
  return status === 'open' && answerDueAt !== null && answerDueAt < moment.toISOString();
}

/** Returns the verdicts of the period that somebody called wrong. */
async function disputedIn(cases: Ports['cases'], from: Date, to: Date): Promise<string[]> {
  const ids = await cases.listIdsWithDisputes(from);
  const found = await Promise.all(ids.map((id) => findReadableCase({ cases }, id)));
  return found.flatMap((kase) => (kase ? disputedVerdicts(kase, from, to) : []));
}

/** Returns the due time of the previous digest. Because of days off it may be fewer or more than seven days earlier. */
function previousDigestStart(businessHours: Ports['businessHours'], to: Date): Date {
  for (let weeks = 2; ; weeks += 1) {
    const from = businessHours.nextWorkingWeek('support', new Date(to.getTime() - weeks * WEEK_MS));
    if (from < to) return from;
  }
}

/** Returns the team's business hours from the last submission before the event. */
function businessHoursSinceSubmission(
  businessHours: Ports['businessHours'],
  { events }: Handoff,
  until: HandoffEvent,
): number {
  const submission = events.findLast(({ kind, at }) => kind === 'submitted' && at <= until.at);
  if (submission?.kind !== 'submitted') return 0;
  return businessHours.businessHoursBetween(submission.team, new Date(submission.at), new Date(until.at));
}

function countOccurrences(values: readonly string[]): Record<string, number> {
  return sumBy(
    values.map((value) => ({ value, count: 1 })),
    ({ value }) => value,
  );
}

function sumBy<T extends { readonly count: number }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const item of items) sums[keyOf(item)] = (sums[keyOf(item)] ?? 0) + item.count;
  return sums;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2) * 10) / 10;
}
