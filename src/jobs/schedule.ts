import type { TimerKind } from '../ports.ts';

/** A sweep by what it takes up. `outbox`: what is to be said. `keys`: forgets what was said long ago. */
export type Sweep = TimerKind | 'outbox' | 'keys';

/**
 * When we look. Nothing is decided here: due times stand in the store, and a sweep that finds nothing due costs one
 * look at an index. So a missed or doubled tick changes nothing. In UTC, which has no hour twice and none missing.
 */
export const SCHEDULE: readonly { readonly sweep: Sweep; readonly cron: string }[] = [
  { sweep: 'outbox', cron: '*/5 * * * * *' },
  { sweep: 'silence', cron: '*/5 * * * * *' },
  { sweep: 'lapse', cron: '*/5 * * * * *' },
  { sweep: 'follow-up', cron: '*/5 * * * * *' },
  { sweep: 'watch', cron: '*/15 * * * * *' },
  { sweep: 'digest', cron: '*/15 * * * * *' },
  { sweep: 'retention', cron: '0 * * * * *' },
  { sweep: 'keys', cron: '0 0 * * * *' },
];
