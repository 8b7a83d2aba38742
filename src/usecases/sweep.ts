import type { Handoff } from '../domain/handoff.ts';
import { BOT } from '../domain/handoff.ts';
import { DAY_MS, MOST_ROUNDS } from '../domain/handoff-times.ts';
import { retryDelayMs, UnreadableRow } from '../errors.ts';
import type { Ports, TakenTimer, Timer, TimerKind } from '../ports.ts';
import { decideHandoff } from './decide-handoff.ts';
import { DIGEST_TIMER, postDigest } from './digest.ts';
import { redrawingsOf } from './handoff-effects.ts';
import { reminderSlot } from './handoff-timers.ts';
import { watchHandoff } from './watch-handoff.ts';

/** How many timers are taken up at once. */
const AT_ONCE = 20;
/** How many timers that call other systems run side by side. Kept low because each takes seconds and must end within its lease. */
const LOOKS_AT_ONCE = 3;
/** The pause between two attempts grows from the first to the longest. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** A timer that has failed this often (about a day) is set aside. */
const MAX_ATTEMPTS = 300;

/** What is done when a timer is due. Each may run again for the same timer, and then does nothing twice. */
const DUE: Record<TimerKind, (ports: Ports, timer: Timer) => Promise<void>> = {
  silence: remindOfSilence,
  lapse: lapseClaim,
  'follow-up': askToFollowUp,
  watch: watchHandoff,
  digest: postDigest,
  retention: eraseOld,
};

/**
 * Looks at every timer of the kind whose time has come, however long ago: a process that was off catches up. One that
 * fails is reported to `onFault` and tried again later; the others go on.
 */
export async function sweep(
  ports: Ports,
  kind: TimerKind,
  onFault: (what: string, error: unknown) => void,
): Promise<void> {
  const callsSystems = kind === 'watch';
  const atOnce = callsSystems ? LOOKS_AT_ONCE : AT_ONCE;
  const run = (timer: TakenTimer) => runTimer(ports, timer, onFault);
  for (;;) {
    const due = await ports.timers.take(kind, atOnce);
    if (callsSystems) await Promise.all(due.map(run));
    else for (const timer of due) await run(timer);
    if (due.length < atOnce) return;
  }
}

async function runTimer(
  ports: Ports,
  timer: TakenTimer,
  onFault: (what: string, error: unknown) => void,
): Promise<void> {
  const { kind, attempts } = timer;
  try {
    await DUE[kind](ports, timer);
    await ports.timers.done(timer);
  } catch (error) {
    if (error instanceof UnreadableRow) return ports.timers.setAside(timer, error.reason);
    onFault(`${kind} timer failed`, error);
    if (attempts >= MAX_ATTEMPTS) return ports.timers.setAside(timer, 'always-fails');
    const range = { firstMs: FIRST_PAUSE_MS, longestMs: LONGEST_PAUSE_MS };
    const waitMs = retryDelayMs(error, { attempts, random: 0, ...range });
    await ports.timers
      .postpone(timer, new Date(ports.now().getTime() + waitMs))
      .catch((failed: unknown) => onFault('timer left to its lease', failed));
  }
}

/** Timers that are there from the first start on. */
export async function seedTimers(ports: Ports): Promise<void> {
  if (ports.digestChannel === null) return;
  const dueAt = ports.calendars.nextWeek('support', ports.now()).toISOString();
  await ports.timers.seed({ ...DIGEST_TIMER, dueAt });
}

/** Nobody has claimed it: the engineer gets a suggestion, the channel a reminder. Nothing is escalated by the bot. */
function remindOfSilence(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, pressOf(timer), (standing) => {
    const { state, delivery, question, rounds, snoozedUntil, team } = standing;
    if (state !== 'open' || delivery === 'refused' || question) return [];
    // Put off by somebody who was quicker than this look.
    if (snoozedUntil !== null && ports.now().toISOString() < snoozedUntil) return [];
    // Only a whole wait is a reason to climb, and above the last rung there is none.
    const round = timer.dueAt === snoozedUntil ? rounds : Math.min(rounds + 1, MOST_ROUNDS);
    return [{ kind: 'reminded', round, slot: reminderSlot(ports, team, ports.now()) }];
  });
}

/** First asks whether the claim still holds; when nobody said so by its end, it lapses. */
function lapseClaim(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, pressOf(timer), ({ state, claim }, handoff) => {
    if (state !== 'claimed' || !claim || heldSince(handoff) >= timer.dueAt) return [];
    return [{ kind: ports.now().toISOString() < claim.until ? 'lapse-near' : 'lapsed' }];
  });
}

/** When it was last claimed or reconfirmed: timers that were due by then are about an earlier claim. */
function heldSince({ events }: Handoff): string {
  return events.findLast(({ kind }) => kind === 'claimed' || kind === 'reconfirmed')?.at ?? '';
}

function askToFollowUp(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, pressOf(timer), ({ state }) =>
    state === 'done' ? [{ kind: 'follow-up' }] : [],
  );
}

/** The same for every run of the timer at that moment. */
function pressOf({ key, about, dueAt }: Timer) {
  return { handoffId: about, by: BOT, eventKey: `${key}:${dueAt}` };
}

/** Erases a closed case on which nothing has happened for long enough; else comes back when that will be so. */
async function eraseOld(ports: Ports, timer: Timer): Promise<void> {
  const id = timer.about;
  const last = await ports.cases.lastActivity(id);
  if (!last) return;
  const keptMs = ports.retentionDays * DAY_MS;
  const now = ports.now().getTime();
  const due = last.isOpen ? now + keptMs : Date.parse(last.at) + keptMs;
  if (due > now) {
    await ports.timers.set([{ ...timer, dueAt: new Date(due).toISOString() }]);
    return;
  }
  const erased = await ports.cases.erase(id, ports.now(), await redrawingsOf(ports, id));
  if (erased === 'erased') ports.nudge();
}
