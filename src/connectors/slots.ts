import pLimit from 'p-limit';

/**
 * Priority of a call. `deciding`: needed for the verdict; may use every slot. `side`: shown beside the verdict; some
 * slots are kept free of it. `sign-in`: needs no slot, because calls that hold a slot may be waiting for it.
 */
export type Lane = 'deciding' | 'side' | 'sign-in';

/** Limits how many calls run at once. The others wait in order of arrival. */
export interface Slots {
  run<T>(lane: Lane, work: () => Promise<T>): Promise<T>;
}

/** Calls to one system at once: a quarter of the 40 that Zuora allows a tenant, which other integrations share. */
const AT_ONCE = 10;
/** How many of these `side` calls may use. */
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
