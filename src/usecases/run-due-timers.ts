import { DAY_MS } from '../domain/dates.ts';
import type { Handoff } from '../domain/handoff.ts';
import { MAX_REMINDER_ROUNDS, reminderBatchAt } from '../domain/handoff-deadlines.ts';
import { BOT_ACTOR } from '../domain/handoff-state.ts';
import { retryDelayMs, UnreadableRow } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { Leased, Timer, TimerKind } from '../ports/queues.ts';
import { decideHandoff } from './decide-handoff.ts';
import { caseUpdatesById } from './handoff-effects.ts';
import { runLoginWatch } from './login-watch.ts';
import { enqueueWeeklyDigest, WEEKLY_DIGEST_TIMER } from './weekly-digest.ts';

/** How many timers are leased at once. */
const BATCH_SIZE = 20;
/** How many timers that call other systems run side by side. Kept low because each takes seconds and must end within its lease. */
const MAX_CONCURRENT_LOOKUPS = 3;
/** The pause between two attempts grows from the first to the longest. */
const FIRST_RETRY_DELAY_MS = 5_000;
const MAX_RETRY_DELAY_MS = 5 * 60_000;
/** A timer that has failed this often (about a day) is set aside. */
const MAX_ATTEMPTS = 300;

/** Runs a due timer. Idempotent: the same timer may run again after a crash. */
const TIMER_HANDLERS: Record<TimerKind, (ports: Ports, timer: Timer) => Promise<void>> = {
  'unclaimed-reminder': remindUnclaimed,
  'claim-expiry': expireClaim,
  'follow-up': requestFollowUp,
  'login-watch': runLoginWatch,
  digest: enqueueWeeklyDigest,
  retention: eraseExpiredCase,
};

/**
 * Runs every due timer of the kind, however long ago it was due, so that a process that was off catches up. A failed
 * timer is reported to `onFault` and retried later.
 */
export async function runDueTimers(
  ports: Ports,
  kind: TimerKind,
  onFault: (what: string, error: unknown) => void,
): Promise<void> {
  const callsSystems = kind === 'login-watch';
  const batchSize = callsSystems ? MAX_CONCURRENT_LOOKUPS : BATCH_SIZE;
  const run = (timer: Leased<Timer>) => runTimer(ports, timer, onFault);
  for (;;) {
    const due = await ports.timers.claim(batchSize, kind);
    if (callsSystems) await Promise.all(due.map(run));
    else for (const timer of due) await run(timer);
    if (due.length < batchSize) return;
  }
}

async function runTimer(
  ports: Ports,
  timer: Leased<Timer>,
  onFault: (what: string, error: unknown) => void,
): Promise<void> {
  const { kind, attempts } = timer;
  try {
    await TIMER_HANDLERS[kind](ports, timer);
    await ports.timers.complete(timer);
  } catch (error) {
    if (error instanceof UnreadableRow) return ports.timers.quarantine(timer, error.reason);
    onFault(`${kind} timer failed`, error);
    if (attempts >= MAX_ATTEMPTS) return ports.timers.quarantine(timer, 'max-attempts');
    const delayRange = { initialDelayMs: FIRST_RETRY_DELAY_MS, maxDelayMs: MAX_RETRY_DELAY_MS };
    const waitMs = retryDelayMs(error, { attempts, random: 0, ...delayRange });
    await ports.timers
      .retryAt(timer, new Date(ports.now().getTime() + waitMs))
      .catch((failed: unknown) => onFault('timer released by lease expiry', failed));
  }
}

/** Schedules the timers that exist from the first start on. */
export async function scheduleInitialTimers(ports: Ports): Promise<void> {
  if (ports.settings.digestChannel === null) return;
  const dueAt = ports.businessHours.nextWorkingWeek('support', ports.now()).toISOString();
  await ports.timers.scheduleIfAbsent({ ...WEEKLY_DIGEST_TIMER, dueAt });
}

/** Reminds the engineer and the channel of an unclaimed handoff. The bot suggests an escalation but never escalates. */
function remindUnclaimed(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, timerAction(timer), (state) => {
    const { status, delivery, question, reminderRounds, snoozedUntil, team } = state;
    if (status !== 'open' || delivery === 'failed' || question) return [];
    // Snoozed after the timer was leased.
    if (snoozedUntil !== null && ports.now().toISOString() < snoozedUntil) return [];
    // A snooze repeats the same escalation level; only a full waiting time suggests the next one.
    const round =
      timer.dueAt === snoozedUntil ? reminderRounds : Math.min(reminderRounds + 1, MAX_REMINDER_ROUNDS);
    return [{ kind: 'reminded', round, batchAt: reminderBatchAt(ports.businessHours, team, ports.now()) }];
  });
}

/** Asks the owner shortly before the end of the claim whether it still holds; ends the claim when it was not reconfirmed. */
function expireClaim(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, timerAction(timer), ({ status, claim }, handoff) => {
    if (status !== 'claimed' || !claim || claimHeldSince(handoff) >= timer.dueAt) return [];
    return [{ kind: ports.now().toISOString() < claim.until ? 'claim-expiring' : 'claim-expired' }];
  });
}

/** Returns when it was last claimed or reconfirmed. Timers that were due by then belong to an earlier claim. */
function claimHeldSince({ events }: Handoff): string {
  return events.findLast(({ kind }) => kind === 'claimed' || kind === 'reconfirmed')?.at ?? '';
}

function requestFollowUp(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, timerAction(timer), ({ status }) =>
    status === 'done' ? [{ kind: 'follow-up' }] : [],
  );
}

/** The idempotency key is the same for every run of the timer for that due time. */
function timerAction({ key, subjectId, dueAt }: Timer) {
  return { handoffId: subjectId, by: BOT_ACTOR, idempotencyKey: `${key}:${dueAt}` };
}

/** Erases a closed case after the retention period since its last activity; else reschedules the timer. */
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
