import type { TimerKind } from '../ports.ts';

/** A sweep by what it takes up. `outbox`: what is to be said. `keys`: forgets what was said long ago. */
export type Sweep = TimerKind | 'outbox' | 'keys';

/**
 * When we look. Nothing is decided here: due times stand in the store, and a sweep that finds nothing due costs one
 * look at an index. So a missed or doubled tick changes nothing. In UTC, which has no hour twice and none missing. One
 * row for all that is looked at as often: after a jump of the clock, the library works through every tick of every row.
 */
export const SCHEDULE: readonly { readonly cron: string; readonly sweeps: readonly Sweep[] }[] = [
  { cron: '*/10 * * * * *', sweeps: ['silence', 'lapse', 'follow-up', 'watch', 'digest', 'outbox'] },
  { cron: '0 * * * * *', sweeps: ['retention'] },
  { cron: '0 0 * * * *', sweeps: ['keys'] },
];
