import pLimit from 'p-limit';

/**
 * Which calls a call may hold up. `deciding`: needed for the verdict. `side`: shown beside it; never takes every slot.
 * `sign-in`: needs no slot, since the calls that wait for it would wait behind each other.
 */
export type Lane = 'deciding' | 'side' | 'sign-in';

/** Lets a few calls run at once; all others wait for their turn, first come, first served. */
export interface Slots {
  run<T>(lane: Lane, work: () => Promise<T>): Promise<T>;
}

/** Calls to one system at once: a quarter of the 40 that Zuora allows a tenant, which other integrations share. */
const AT_ONCE = 10;
/** Of these, the most that side questions may hold. */
const SIDE_AT_ONCE = 6;

export function createSlots(): Slots {
  const all = pLimit(AT_ONCE);
  const side = pLimit(SIDE_AT_ONCE);
  return {
    run(lane, work) {
      if (lane === 'sign-in') return work();
      return lane === 'side' ? side(() => all(work)) : all(work);
    },
  };
}
