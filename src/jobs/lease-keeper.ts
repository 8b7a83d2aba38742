import type { Outbox } from '../ports/queues.ts';

/** A third of a lease, so that one failed renewal does no harm. */
export const LEASE_RENEWAL_INTERVAL_MS = 5_000;

export interface LeaseKeeperOptions {
  readonly outbox: Pick<Outbox, 'renewLeases'>;
  /** Calls `task` every `ms` milliseconds. Returns a function that ends this. Node's timers by default. */
  repeat?(task: () => Promise<void>, ms: number): () => void;
  onFault(what: string, error: unknown): void;
}

/** Returns a function that renews our lease on a row of the outbox until `work` has ended. */
export function createLeaseKeeper({ outbox, repeat = repeatByTimer, onFault }: LeaseKeeperOptions) {
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const renew = () =>
      outbox.renewLeases([key]).catch((error: unknown) => onFault('lease not renewed', error));
    const end = repeat(renew, LEASE_RENEWAL_INTERVAL_MS);
    try {
      return await work();
    } finally {
      end();
    }
  };
}

function repeatByTimer(task: () => Promise<void>, ms: number): () => void {
  const timer = setInterval(() => void task(), ms);
  return () => clearInterval(timer);
}
