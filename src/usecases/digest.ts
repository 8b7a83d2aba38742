import type { Handoff, HandoffEvent } from '../domain/handoff.ts';
import { standingOf } from '../domain/handoff.ts';
import { DAY_MS } from '../domain/handoff-times.ts';
import type { Digest, Ports, Timer } from '../ports.ts';

/** There is one, for as long as somebody takes the figures. */
export const DIGEST_TIMER = { key: 'digest', kind: 'digest', about: 'week' } as const;

const WEEK_MS = 7 * DAY_MS;

/** The figures since that of the week before, on Support's first working morning of a week. */
export async function postDigest(ports: Ports, timer: Timer): Promise<void> {
  const { digestChannel: channel, calendars, outbox, timers, now } = ports;
  if (channel === null) return;
  const digest = await figures(ports, new Date(timer.dueAt));
  const key = `digest:${timer.dueAt.slice(0, 10)}`;
  const said = calendars.nextOpen('support', now());
  await outbox.add([{ key, kind: 'digest', channel, data: { digest }, notBefore: said.toISOString() }]);
  ports.nudge();
  // From when it is said, not from when it was due: weeks in which nobody looked are not made up for one by one.
  const dueAt = calendars.nextWeek('support', said).toISOString();
  await timers.set([{ ...timer, dueAt }]);
}

/** What happened in the week that ends at that moment. */
async function figures({ cases, handoffs, calendars }: Ports, to: Date): Promise<Digest> {
  const from = morningBefore(calendars, to);
  const [checks, touched, live] = await Promise.all([
    cases.checksSince(from, to),
    handoffs.since(from),
    handoffs.live({}),
  ]);
  const week = (event: HandoffEvent) => event.at >= from.toISOString() && event.at < to.toISOString();
  const events = touched.flatMap((handoff) =>
    handoff.events.filter(week).map((event) => ({ handoff, event })),
  );
  const of = (...kinds: HandoffEvent['kind'][]) => events.filter(({ event }) => kinds.includes(event.kind));
  const waited = (all: typeof events) =>
    median(all.map(({ handoff, event }) => hoursSince(calendars, handoff, event)));
  const ended = of('done', 'declined', 'withdrawn');
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    verdicts: tally(checks.map(({ verdict }) => verdict)),
    topics: tally(checks.map(({ topic }) => topic)),
    submitted: new Set(of('submitted').map(({ handoff }) => handoff.id)).size,
    ended: tally(ended.map(({ event }) => event.kind)),
    untilClaim: waited(of('claimed')),
    untilEnd: waited(of('done')),
    unanswered: live
      .map(standingOf)
      .filter(({ state, answerBy }) => state === 'open' && answerBy < to.toISOString()).length,
  };
}

/** The first working morning of the last week before that had one: with days off, fewer or more than seven days ago. */
function morningBefore(calendars: Ports['calendars'], to: Date): Date {
  for (let weeks = 2; ; weeks += 1) {
    const from = calendars.nextWeek('support', new Date(to.getTime() - weeks * WEEK_MS));
    if (from < to) return from;
  }
}

/** In the working hours of the team that has it, since it was submitted last before that. */
function hoursSince(calendars: Ports['calendars'], { events }: Handoff, until: HandoffEvent): number {
  const submission = events.findLast(({ kind, at }) => kind === 'submitted' && at <= until.at);
  if (submission?.kind !== 'submitted') return 0;
  return calendars.hoursBetween(submission.team, new Date(submission.at), new Date(until.at));
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2) * 10) / 10;
}
