import type { TimerKind } from '../ports.ts';

/**
 * A sweep by what it takes up. `outbox`: what is to be said. `clock`: what a clock held that has gone back since. `keys`:
 * forgets what was said long ago, and sets aside what no kind is known for.
 */
export type Sweep = TimerKind | 'outbox' | 'clock' | 'keys';

/**
 * How long after its end a sweep begins again. Nothing is decided here: due times stand in the store, and a sweep that
 * finds nothing due costs one look at an index.
 */
export const PAUSES_MS: Readonly<Record<Sweep, number>> = {
  clock: 10_000,
  silence: 10_000,
  lapse: 10_000,
  'follow-up': 10_000,
  watch: 10_000,
  digest: 10_000,
  outbox: 10_000,
  retention: 60_000,
  keys: 60 * 60_000,
};
