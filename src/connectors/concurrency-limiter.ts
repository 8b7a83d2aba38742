import pLimit from 'p-limit';

/**
 * Priority of a call. `deciding`: needed for the verdict, may use every slot. `supporting`: shown next to the verdict, limited
 * to some of the slots. `sign-in`: bypasses the limit, because calls that hold a slot may be waiting for it.
 */
export type CallPriority = 'deciding' | 'supporting' | 'sign-in';

/** Limits the number of concurrent calls. Further calls are queued in order of arrival. */
export interface ConcurrencyLimiter {
  run<T>(priority: CallPriority, work: () => Promise<T>): Promise<T>;
}

/** A quarter of the 40 concurrent requests that Zuora allows per tenant, which other integrations share. */
const MAX_CONCURRENT_CALLS = 10;
/** Slots available to `supporting` calls. */
const MAX_CONCURRENT_SUPPORTING_CALLS = 6;

/** Creates the limiter of one of several copies of the bot, which share the slots equally and have at least one each. */
export function createConcurrencyLimiter(copies = 1): ConcurrencyLimiter {
  const share = (slots: number) => pLimit(Math.max(1, Math.floor(slots / copies)));
  const allCalls = share(MAX_CONCURRENT_CALLS);
  const supportingCalls = share(MAX_CONCURRENT_SUPPORTING_CALLS);
  return {
    run(priority, work) {
      if (priority === 'sign-in') return work();
      return priority === 'supporting' ? supportingCalls(() => allCalls(work)) : allCalls(work);
    },
  };
}
