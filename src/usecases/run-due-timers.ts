import { DAY_MS } from '../domain/dates.ts';
import type { Handoff } from '../domain/handoff.ts';
import { MAX_REMINDER_ROUNDS, reminderBatchAt } from '../domain/handoff-deadlines.ts';
import { BOT_ACTOR } from '../domain/handoff-state.ts';
import { retryDelayMs, UnreadableRow } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { LeasedTimer, Timer, TimerKind } from '../ports/queues.ts';
import { decideHandoff } from './decide-handoff.ts';
import { caseUpdatesById } from './handoff-effects.ts';
import { runLoginWatch } from './login-watch.ts';
import { enqueueWeeklyDigest, WEEKLY_DIGEST_TIMER } from './weekly-digest.ts';

/** How many timers are taken up at once. */
const BATCH_SIZE = 20;
/** How many timers that call other systems run side by side. Kept low because each takes seconds and must end within its lease. */
const MAX_CONCURRENT_LOOKUPS = 3;
/** The pause between two attempts grows from the first to the longest. */
const FIRST_RETRY_DELAY_MS = 5_000;
const MAX_RETRY_DELAY_MS = 5 * 60_000;
/** A timer that has failed this often (about a day) is set aside. */
const MAX_ATTEMPTS = 300;

/** What is done when a timer is due. Each may run again for the same timer, and then does nothing twice. */
const TIMER_HANDLERS: Record<TimerKind, (ports: Ports, timer: Timer) => Promise<void>> = {
  'unclaimed-reminder': remindUnclaimed,
  'claim-expiry': expireClaim,
  'follow-up': requestFollowUp,
  'login-watch': runLoginWatch,
  digest: enqueueWeeklyDigest,
  retention: eraseExpiredCase,
};

/**
 * Looks at every timer of the kind whose time has come, however long ago: a process that was off catches up. One that
 * fails is reported to `onFault` and tried again later; the others go on.
 */
export async function runDueTimers(
  ports: Ports,
  kind: TimerKind,
  onFault: (what: string, error: unknown) => void,
): Promise<void> {
  const callsSystems = kind === 'login-watch';
  const batchSize = callsSystems ? MAX_CONCURRENT_LOOKUPS : BATCH_SIZE;
  const run = (timer: LeasedTimer) => runTimer(ports, timer, onFault);
  for (;;) {
    const due = await ports.timers.lease(kind, batchSize);
    if (callsSystems) await Promise.all(due.map(run));
    else for (const timer of due) await run(timer);
    if (due.length < batchSize) return;
  }
}

async function runTimer(
  ports: Ports,
  timer: LeasedTimer,
  onFault: (what: string, error: unknown) => void,
): Promise<void> {
  const { kind, attempts } = timer;
  try {
    await TIMER_HANDLERS[kind](ports, timer);
    await ports.timers.markDone(timer);
  } catch (error) {
    if (error instanceof UnreadableRow) return ports.timers.setAside(timer, error.reason);
    onFault(`${kind} timer failed`, error);
    if (attempts >= MAX_ATTEMPTS) return ports.timers.setAside(timer, 'always-fails');
    const delayRange = { initialDelayMs: FIRST_RETRY_DELAY_MS, maxDelayMs: MAX_RETRY_DELAY_MS };
    const waitMs = retryDelayMs(error, { attempts, random: 0, ...delayRange });
    await ports.timers
      .postpone(timer, new Date(ports.now().getTime() + waitMs))
      .catch((failed: unknown) => onFault('timer left to its lease', failed));
  }
}

/** Timers that are there from the first start on. */
export async function scheduleInitialTimers(ports: Ports): Promise<void> {
  if (ports.settings.digestChannel === null) return;
  const dueAt = ports.businessHours.nextWorkingWeek('support', ports.now()).toISOString();
  await ports.timers.scheduleIfAbsent({ ...WEEKLY_DIGEST_TIMER, dueAt });
}

/** Nobody has claimed it: the engineer gets a suggestion, the channel a reminder. Nothing is escalated by the bot. */
function remindUnclaimed(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, timerAction(timer), (standing) => {
    const { status: state, delivery, question, reminderRounds: rounds, snoozedUntil, team } = standing;
    if (state !== 'open' || delivery === 'failed' || question) return [];
    // Put off by somebody who was quicker than this look.
    if (snoozedUntil !== null && ports.now().toISOString() < snoozedUntil) return [];
    // Only a whole wait is a reason to climb, and above the last rung there is none.
    const round = timer.dueAt === snoozedUntil ? rounds : Math.min(rounds + 1, MAX_REMINDER_ROUNDS);
    return [{ kind: 'reminded', round, batchAt: reminderBatchAt(ports.businessHours, team, ports.now()) }];
  });
}

/** First asks whether the claim still holds; when nobody said so by its end, it lapses. */
function expireClaim(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, timerAction(timer), ({ status: state, claim }, handoff) => {
    if (state !== 'claimed' || !claim || claimHeldSince(handoff) >= timer.dueAt) return [];
    return [{ kind: ports.now().toISOString() < claim.until ? 'claim-expiring' : 'claim-expired' }];
  });
}

/** When it was last claimed or reconfirmed: timers that were due by then are about an earlier claim. */
function claimHeldSince({ events }: Handoff): string {
  return events.findLast(({ kind }) => kind === 'claimed' || kind === 'reconfirmed')?.at ?? '';
}

function requestFollowUp(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, timerAction(timer), ({ status: state }) =>
    state === 'done' ? [{ kind: 'follow-up' }] : [],
  );
}

/** The same for every run of the timer at that moment. */
function timerAction({ key, subjectId, dueAt }: Timer) {
  return { handoffId: subjectId, by: BOT_ACTOR, idempotencyKey: `${key}:${dueAt}` };
}

/** Erases a closed case on which nothing has happened for long enough; else comes back when that will be so. */
async function eraseExpiredCase(ports: Ports, timer: Timer): Promise<void> {
  const caseId = timer.subjectId;
  const last = await ports.cases.lastActivity(caseId);
  if (!last) return;
  const retentionMs = ports.settings.retentionDays * DAY_MS;
  const now = ports.now().getTime();
  const dueAtMs = last.isOpen ? now + retentionMs : Date.parse(last.at) + retentionMs;
  if (dueAtMs > now) {
    await ports.timers.schedule([{ ...timer, dueAt: new Date(dueAtMs).toISOString() }]);
    return;
  }
  const erased = await ports.cases.erase(caseId, ports.now(), await caseUpdatesById(ports, caseId));
  if (erased === 'erased') ports.wakeOutbox();
}
