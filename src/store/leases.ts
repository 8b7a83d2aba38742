import type { Desk } from './kysely-store.ts';

/** Clocks of several processes may differ by this much. */
const SKEW_MS = 10_000;

/** The columns of a row that nobody holds. */
export const UNLEASED = { lease_owner: null, lease_until: null, held_at: null };

/** The columns of a row that this process holds from now on. */
export function leaseFrom({ now, owner, leaseMs }: Pick<Desk, 'now' | 'owner' | 'leaseMs'>) {
  const at = now();
  return {
    lease_owner: owner,
    lease_until: new Date(at.getTime() + leaseMs).toISOString(),
    held_at: at.toISOString(),
  };
}

/** The columns of a row that nobody takes before `until`. */
export function postponedTo({ now }: Pick<Desk, 'now'>, until: Date) {
  return { ...UNLEASED, not_before: until.toISOString(), held_at: now().toISOString() };
}

/** What was held at a later moment than this was held by a clock that has gone back since. */
export function latestHold({ now }: Pick<Desk, 'now'>): string {
  return new Date(now().getTime() + SKEW_MS).toISOString();
}
