import type { BusinessHours } from './business-calendar.ts';
import { MINUTE_MS } from './dates.ts';
import type { HandoffState } from './handoff-state.ts';

/**
 * Working days of the Sales team until an answer is due, and between two reminders: 24 hours by the clock, with weekends,
 * holidays and days off left out.
 */
const ANSWER_WORKING_DAYS = 1;
/** Working days of the Sales team after which a claim expires unless it is reconfirmed. */
export const CLAIM_WORKING_DAYS = 1;
/** Business hours before a claim expires at which its owner is asked whether the claim still holds. */
export const CLAIM_NOTICE_BUSINESS_HOURS = 2;
/** Working days of Support after a handoff is done until the engineer is asked to check with the customer. */
export const FOLLOW_UP_WORKING_DAYS = 2;
/** Business hours of Support after which the engineer is asked for a missing link to the Chatter post or Case. */
export const LINK_REMINDER_BUSINESS_HOURS = 2;
/** The number of times that the engineer is asked for it: after those hours, then on each working morning. */
export const MAX_LINK_REMINDERS = 5;
/** The number of reminders that suggest a further escalation level. */
export const MAX_REMINDER_ROUNDS = 5;
/** Reminders to one channel that fall due within the same interval of this length are one message. */
export const REMINDER_BATCH_MINUTES = 15;
/** How long before its post a handoff joins a reminder; longer than clocks differ and a transaction takes. */
const MIN_TIME_TO_JOIN_MS = MINUTE_MS;
/** Days for which the login is checked after a direct renewal was handed off. */
export const LOGIN_WATCH_DAYS = 120;

/**
 * Returns the end of the batching interval that a handoff joins at that moment: the current one, or the next one shortly before
 * its end, because the message of the current one may then be posted before the handoff is stored as part of it.
 */
export function reminderBatchEnd(at: Date): Date {
  const batchMs = REMINDER_BATCH_MINUTES * MINUTE_MS;
  return new Date(Math.ceil((at.getTime() + MIN_TIME_TO_JOIN_MS) / batchMs) * batchMs);
}

/** Returns when the channel is reminded of a handoff that fell due at `at`, within the team's hours: ISO 8601, UTC. */
export function reminderBatchAt(calendar: BusinessHours, team: string, at: Date): string {
  return calendar.nextWorkingTime(team, reminderBatchEnd(at)).toISOString();
}

/**
 * Returns when Sales is expected to answer a request made at `from`: at the same local time on the team's next working day.
 * A request made outside working hours counts from the next opening. ISO 8601, UTC.
 */
export function answerDueAt(calendar: BusinessHours, team: string, from: Date): string {
  return addDaysFromOpening(calendar, team, { from, days: ANSWER_WORKING_DAYS });
}

/** Returns when the engineer is asked for the missing link, for the first time or again. ISO 8601, UTC. */
export function linkReminderAt(calendar: BusinessHours, from: Date, again: boolean): string {
  const next = again
    ? calendar.nextWorkingMorning('support', from)
    : calendar.addBusinessHours('support', from, LINK_REMINDER_BUSINESS_HOURS);
  return next.toISOString();
}

/**
 * Returns when the next reminder about an open handoff is due: `ANSWER_WORKING_DAYS` after the Chatter post or Case was
 * linked, after the last reminder and after the last answer, whichever is latest; never during a snooze or outside the
 * team's hours. ISO 8601, UTC. Null while no link starts the clock.
 */
export function nextReminderAt(
  calendar: BusinessHours,
  { team, answerDueAt: firstDueAt, remindedAt, answer, snoozedUntil }: HandoffState,
  from: Date,
): string | null {
  if (firstDueAt === null) return null;
  const afterWaiting = [remindedAt, answer?.at]
    .filter((moment) => typeof moment === 'string')
    .map((moment) => answerDueAt(calendar, team, new Date(moment)));
  const nextOpening = calendar.nextWorkingTime(team, from).toISOString();
  return [firstDueAt, nextOpening, snoozedUntil ?? nextOpening, ...afterWaiting].reduce((one, other) =>
    one > other ? one : other,
  );
}

/** Returns when a claim made at `from` expires. A claim made outside working hours counts from the next opening. */
export function claimExpiresAt(calendar: BusinessHours, team: string, from: Date): string {
  return addDaysFromOpening(calendar, team, { from, days: CLAIM_WORKING_DAYS });
}

/**
 * Returns when the owner of a claim is asked whether it still holds: `CLAIM_NOTICE_BUSINESS_HOURS` before its end, or at
 * its end when the claim is shorter than that.
 */
export function claimNoticeAt(
  calendar: BusinessHours,
  team: string,
  { from, until }: { readonly from: Date; readonly until: string },
): string {
  const hours = calendar.businessHoursBetween(team, from, new Date(until)) - CLAIM_NOTICE_BUSINESS_HOURS;
  return hours > 0 ? calendar.addBusinessHours(team, from, hours).toISOString() : until;
}

/** Returns when the engineer is asked to check with the customer. */
export function followUpAt(calendar: BusinessHours, doneAt: Date): string {
  return addDaysFromOpening(calendar, 'support', { from: doneAt, days: FOLLOW_UP_WORKING_DAYS });
}

function addDaysFromOpening(
  calendar: BusinessHours,
  team: string,
  { from, days }: { readonly from: Date; readonly days: number },
): string {
  return calendar.addWorkingDays(team, calendar.nextWorkingTime(team, from), days).toISOString();
}
