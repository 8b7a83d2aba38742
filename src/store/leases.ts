import type { StoreContext } from './kysely-store.ts';

/** How far the clocks of two processes may differ. */
const MAX_CLOCK_SKEW_MS = 10_000;

/** Column values of a row that no process holds. */
export const UNLEASED_COLUMNS = { lease_owner: null, lease_until: null, held_at: null };

/** Returns the column values of a row that this process leases now. */
export function leaseColumns({
  now,
  leaseOwner,
  leaseMs,
}: Pick<StoreContext, 'now' | 'leaseOwner' | 'leaseMs'>) {
  const at = now();
  return {
    lease_owner: leaseOwner,
    lease_until: new Date(at.getTime() + leaseMs).toISOString(),
    held_at: at.toISOString(),
  };
}

/** Returns the column values of a row that is not to be taken before `until`. */
export function postponeColumns({ now }: Pick<StoreContext, 'now'>, until: Date) {
  return { ...UNLEASED_COLUMNS, not_before: until.toISOString(), held_at: now().toISOString() };
}

/** Returns the latest valid `held_at`. A later one was written by a clock that has gone back since. */
export function latestValidHeldAt({ now }: Pick<StoreContext, 'now'>): string {
  return new Date(now().getTime() + MAX_CLOCK_SKEW_MS).toISOString();
}
