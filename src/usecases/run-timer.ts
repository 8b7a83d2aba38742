import { DAY_MS } from '../domain/dates.ts';
import type { Handoff } from '../domain/handoff.ts';
import { MAX_REMINDER_ROUNDS, reminderBatchAt } from '../domain/handoff-deadlines.ts';
import { BOT_ACTOR } from '../domain/handoff-state.ts';
import type { Ports } from '../ports/ports.ts';
import type { Timer, TimerKind } from '../ports/queues.ts';
import { decideHandoff } from './decide-handoff.ts';
import { caseUpdatesById } from './handoff-effects.ts';
import { runLoginWatch } from './login-watch.ts';
import { enqueueWeeklyDigest, WEEKLY_DIGEST_TIMER } from './weekly-digest.ts';

const TIMER_HANDLERS: Record<TimerKind, (ports: Ports, timer: Timer) => Promise<void>> = {
  'link-reminder': requestLink,
  'unclaimed-reminder': remindUnclaimed,
  'claim-expiry': expireClaim,
  'follow-up': requestFollowUp,
  'login-watch': runLoginWatch,
  digest: enqueueWeeklyDigest,
  retention: eraseExpiredCase,
};

/** Does what a timer is for. Running the same timer again has no further effect. */
export function runTimer(ports: Ports, timer: Timer): Promise<void> {
  const dueAt = new Date(timer.dueAt);
  // The timer is due by the clock of the database. The clock of this process may be behind, and show that it is not due yet.
  const now = () => {
    const ownTime = ports.now();
    return ownTime < dueAt ? dueAt : ownTime;
  };
  return TIMER_HANDLERS[timer.kind]({ ...ports, now }, timer);
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
    // Snoozed after the timer was leased. The snooze has moved the timer.
    if (snoozedUntil !== null && timer.dueAt < snoozedUntil) return [];
    // A snooze repeats the same escalation level; only a full waiting time suggests the next one.
    const round =
      timer.dueAt === snoozedUntil ? reminderRounds : Math.min(reminderRounds + 1, MAX_REMINDER_ROUNDS);
    return [{ kind: 'reminded', round, batchAt: reminderBatchAt(ports.businessHours, team, ports.now()) }];
  });
}

/** Asks the engineer for the link to the Chatter post or Case, without which Sales has not been asked formally. */
function requestLink(ports: Ports, timer: Timer): Promise<void> {
  return decideHandoff(ports, timerAction(timer), ({ salesforceLink, resolution, delivery }, { events }) => {
    if (salesforceLink !== null || resolution !== null || delivery === 'failed') return [];
    const earlierRounds = events.filter(({ kind }) => kind === 'link-reminded').length;
    return [{ kind: 'link-reminded', round: earlierRounds + 1 }];
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
  const dueAtMs = last.hasActiveHandoff ? now + retentionMs : Date.parse(last.at) + retentionMs;
  if (dueAtMs > now) {
    await ports.timers.schedule([{ ...timer, dueAt: new Date(dueAtMs).toISOString() }]);
    return;
  }
  const erased = await ports.cases.erase(caseId, ports.now(), await caseUpdatesById(ports, caseId));
  if (erased === 'erased') ports.wakeOutbox();
}
