/** Business hours of the Sales team within which a claim or an answer is expected, and between two reminders. */
export const ANSWER_BUSINESS_HOURS = 24;
/** Working days of the Sales team after which a claim lapses unless it is reconfirmed. */
export const CLAIM_WORKING_DAYS = 1;
/** Business hours before that in which its owner is asked. */
export const CLAIM_NOTICE_BUSINESS_HOURS = 2;
/** Working days of Support after which the engineer checks with the customer. */
export const FOLLOW_UP_WORKING_DAYS = 2;
/** After so many rounds of silence nobody is reminded any more: the ladder has no further rung. */
export const MAX_REMINDER_ROUNDS = 5;
/** Reminders to one channel that fall due within the same so many minutes are one message. */
export const REMINDER_BATCH_MINUTES = 15;
/** Days for which the systems are looked at after a direct renewal was handed off. */
export const LOGIN_WATCH_DAYS = 120;

const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** The end of the quarter of an hour, or whatever a slot is, that the moment lies in. */
export function reminderBatchEnd(at: Date): Date {
  const batchMs = REMINDER_BATCH_MINUTES * MINUTE_MS;
  return new Date(Math.floor(at.getTime() / batchMs) * batchMs + batchMs);
}
