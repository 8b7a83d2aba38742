import type { TimerKind } from '../ports/queues.ts';

/**
 * A sweep is named after what it handles. `outbox`: messages to deliver. `clock`: leases and delays set by a clock that
 * has gone back since. `keys`: deletes rows that were done long ago, and sets aside rows of unknown kinds.
 */
export type ScheduledJob = TimerKind | 'outbox' | 'clock' | 'keys';

/**
 * Pause between the end of a sweep and its next start, in milliseconds. Due times are in the store; a sweep that finds
 * nothing due costs one index look-up.
 */
export const JOB_INTERVALS_MS: Readonly<Record<ScheduledJob, number>> = {
  clock: 10_000,
  'unclaimed-reminder': 10_000,
  'claim-expiry': 10_000,
  'follow-up': 10_000,
  'login-watch': 10_000,
  digest: 10_000,
  outbox: 10_000,
  retention: 60_000,
  keys: 60 * 60_000,
};
