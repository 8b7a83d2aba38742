import type { Desk } from './kysely-store.ts';

/** How far the clocks of two processes may differ. */
const SKEW_MS = 10_000;

/** Column values of a row that no process holds. */
export const UNLEASED = { lease_owner: null, lease_until: null, held_at: null };

/** Returns the column values of a row that this process leases now. */
export function leaseFrom({ now, owner, leaseMs }: Pick<Desk, 'now' | 'owner' | 'leaseMs'>) {
  const at = now();
  return {
    lease_owner: owner,
    lease_until: new Date(at.getTime() + leaseMs).toISOString(),
    held_at: at.toISOString(),
  };
}

/** Returns the column values of a row that is not to be taken before `until`. */
export function postponedTo({ now }: Pick<Desk, 'now'>, until: Date) {
  return { ...UNLEASED, not_before: until.toISOString(), held_at: now().toISOString() };
}

/** Returns the latest valid `held_at`. A later one was written by a clock that has gone back since. */
export function latestHold({ now }: Pick<Desk, 'now'>): string {
  return new Date(now().getTime() + SKEW_MS).toISOString();
}
