import pLimit from 'p-limit';

/**
 * Priority of a call. `deciding`: needed for the verdict; may use every slot. `side`: shown beside the verdict; some
 * slots are kept free of it. `sign-in`: needs no slot, because calls that hold a slot may be waiting for it.
 */
export type CallPriority = 'deciding' | 'supporting' | 'sign-in';

/** Limits how many calls run at once. The others wait in order of arrival. */
export interface ConcurrencyLimiter {
  run<T>(priority: CallPriority, work: () => Promise<T>): Promise<T>;
}

/** Calls to one system at once: a quarter of the 40 that Zuora allows a tenant, which other integrations share. */
const MAX_CONCURRENT_CALLS = 10;
/** How many of these `side` calls may use. */
const MAX_CONCURRENT_SUPPORTING_CALLS = 6;

export function createConcurrencyLimiter(): ConcurrencyLimiter {
  const allCalls = pLimit(MAX_CONCURRENT_CALLS);
  const supportingCalls = pLimit(MAX_CONCURRENT_SUPPORTING_CALLS);
  return {
    run(priority, work) {
      if (priority === 'sign-in') return work();
      return priority === 'supporting' ? supportingCalls(() => allCalls(work)) : allCalls(work);
    },
  };
}
