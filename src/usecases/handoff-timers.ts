import type { HandoffEvent, HandoffOutcome, HandoffState } from '../domain/handoff.ts';
import {
  ANSWER_BUSINESS_HOURS,
  CLAIM_NOTICE_BUSINESS_HOURS,
  FOLLOW_UP_WORKING_DAYS,
  MAX_REMINDER_ROUNDS,
  reminderBatchEnd,
} from '../domain/handoff-deadlines.ts';
import { needsLoginWatch } from '../domain/handoff-draft-view.ts';
import type { Ports } from '../ports/ports.ts';
import type { Timer, TimerKind } from '../ports/queues.ts';

/** What is looked at later because of what happened, and what nobody waits for any more. */
export interface TimerChanges {
  readonly timers: readonly Timer[];
  /** Keys. */
  readonly cancelTimers: readonly string[];
}

/** An event of a handoff, and where that leaves it. */
export interface HandoffTransition {
  readonly handoffId: string;
  readonly event: HandoffEvent;
  readonly stateAfter: HandoffState;
}

/** True of an outcome after which the login will not be restored because of this handoff. */
export function endsLoginWatch(outcome: HandoffOutcome | null | undefined): boolean {
  return outcome === 'stays-with-partner' || outcome === 'duplicate';
}

export function timerChangesAfter(
  ports: Ports,
  { handoffId, event, stateAfter }: HandoffTransition,
): TimerChanges {
  const { businessHours } = ports;
  const at = new Date(event.at);
  const timer = (kind: TimerKind, due: Date | string): Timer => ({
    key: timerKey(kind, handoffId),
    kind,
    subjectId: handoffId,
    dueAt: typeof due === 'string' ? due : due.toISOString(),
  });
  const timerKeys = (...kinds: TimerKind[]) => kinds.map((kind) => timerKey(kind, handoffId));
  const loginWatchTimers = () =>
    needsLoginWatch(stateAfter.content.facts)
      ? [timer('watch', businessHours.nextWorkingMorning('support', at))]
      : [];
  switch (event.kind) {
    case 'submitted':
      return {
        timers: [timer('silence', event.answerDueAt), ...loginWatchTimers()],
        cancelTimers: [],
      };
    case 'claimed':
    case 'reconfirmed':
      return {
        timers: [timer('lapse', claimExpiryNoticeAt(ports, stateAfter.team, at, event.until))],
        cancelTimers: timerKeys('silence'),
      };
    case 'lapse-near':
      return { timers: stateAfter.claim ? [timer('lapse', stateAfter.claim.until)] : [], cancelTimers: [] };
    case 'released':
    case 'lapsed':
      return {
        timers: stateAfter.question ? [] : [timer('silence', nextReminderAt(ports, stateAfter, at))],
        cancelTimers: timerKeys('lapse'),
      };
    case 'asked':
      return { timers: [], cancelTimers: timerKeys('silence') };
    case 'answered':
      return {
        timers: stateAfter.status === 'open' ? [timer('silence', nextReminderAt(ports, stateAfter, at))] : [],
        cancelTimers: [],
      };
    case 'reminded':
      return {
        timers:
          event.round < MAX_REMINDER_ROUNDS ? [timer('silence', nextReminderAt(ports, stateAfter, at))] : [],
        cancelTimers: [],
      };
    case 'snoozed':
      return {
        timers: [timer(stateAfter.status === 'done' ? 'follow-up' : 'silence', event.until)],
        cancelTimers: [],
      };
    case 'done': {
      const due = businessHours.addWorkingDays(
        'support',
        businessHours.nextWorkingTime('support', at),
        FOLLOW_UP_WORKING_DAYS,
      );
      const cancelledKinds = endsLoginWatch(event.outcome) ? (['watch'] as const) : [];
      return {
        timers: [timer('follow-up', due)],
        cancelTimers: timerKeys('silence', 'lapse', ...cancelledKinds),
      };
    }
    case 'refused':
    case 'declined':
    case 'withdrawn':
    case 'erased':
      return { timers: [], cancelTimers: timerKeys('silence', 'lapse', 'follow-up', 'watch') };
    // It may have been given up meanwhile.
    case 'posted':
      return { timers: loginWatchTimers(), cancelTimers: [] };
    case 'not-there':
    case 'linked':
    case 'follow-up':
    case 'watched':
      return { timers: [], cancelTimers: [] };
  }
}

export function timerKey(kind: TimerKind, subjectId: string): string {
  return `${kind}:${subjectId}`;
}

/** When a case is looked at for erasing; it moves on for as long as something happens to the case. */
export function retentionTimer(caseId: string, due: Date): Timer {
  return {
    key: timerKey('retention', caseId),
    kind: 'retention',
    subjectId: caseId,
    dueAt: due.toISOString(),
  };
}

/**
 * When the silence of a handoff that is open from that moment on may be brought up: after a whole wait since the
 * submission, the last reminder and the last answer, and not before what a snooze put it off to.
 */
function nextReminderAt(
  { businessHours }: Ports,
  { team, answerDueAt: answerBy, remindedAt, answer, snoozedUntil }: HandoffState,
  from: Date,
): string {
  const earliestReminders = [remindedAt, answer?.at]
    .filter((moment) => typeof moment === 'string')
    .map((moment) =>
      businessHours.addBusinessHours(team, new Date(moment), ANSWER_BUSINESS_HOURS).toISOString(),
    );
  const open = businessHours.nextWorkingTime(team, from).toISOString();
  return [answerBy, open, snoozedUntil ?? open, ...earliestReminders].reduce((one, other) =>
    one > other ? one : other,
  );
}

/** A little before a claim lapses, in the team's hours; at once when it holds no longer than that. */
function claimExpiryNoticeAt({ businessHours }: Ports, team: string, from: Date, until: string): Date {
  const hours = businessHours.businessHoursBetween(team, from, new Date(until)) - CLAIM_NOTICE_BUSINESS_HOURS;
  return hours > 0 ? businessHours.addBusinessHours(team, from, hours) : new Date(until);
}

/** The slot in which a channel is reminded of what fell due at that moment: in the team's hours. */
export function reminderSlot(
  { businessHours }: Pick<Ports, 'businessHours'>,
  team: string,
  at: Date,
): string {
  const slot = reminderBatchEnd(at);
  return (
    businessHours.isWorkingTime(team, slot) ? slot : businessHours.nextWorkingTime(team, slot)
  ).toISOString();
}
