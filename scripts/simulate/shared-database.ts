import type { Dialect } from 'kysely';
import type { Scheduler, SimulatedProcess } from './scheduler.ts';

/** Runs a call of a process to the database at a time that the seed decides. A crash may prevent it or lose its answer. */
export type RunStoreCall = <T>(
  owner: SimulatedProcess,
  what: string,
  call: () => T | Promise<T>,
) => Promise<T>;

export type Row = Readonly<Record<string, unknown>>;

/** The database that all copies of a run share. */
export interface SharedDatabase {
  /** True for a server, whose clock measures due times and leases whatever the clocks of the copies show. */
  readonly hasOwnClock: boolean;
  /** Deletes all rows for another run. */
  clear(scheduler: Scheduler): Promise<void>;
  /** Returns rows as they are committed. Placeholders are `?`. */
  select(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Returns all rows as text. */
  dump(): Promise<string>;
  queueTimes(): QueueTimes;
  dialect(owner: SimulatedProcess, runCall: RunStoreCall): Dialect;
  /** Rolls back the transactions of a process that has ended. */
  releaseEnded(owner: SimulatedProcess): void;
  close(): Promise<void>;
}

/** Select the rows that `QueueTimes` is created from. */
export const QUEUE_TIMES_QUERIES = {
  dueTimes:
    'select queue, partition, min(case when available_at > due_at then available_at else due_at end) as due from queue_items where done_at is null group by queue, partition',
  lastLease:
    'select max(unavailable_since) as last from (select max(unavailable_since) as unavailable_since from queue_items union all select max(updated_at) from channel_rate_limits) as leases',
};

/** When something falls due in the queues, in epoch milliseconds. */
export class QueueTimes {
  /** By queue and partition. */
  readonly #due: ReadonlyMap<string, number>;
  readonly #lastLease: number;

  constructor(dueTimes: readonly Row[], [lastLease]: readonly Row[]) {
    this.#due = new Map(
      dueTimes.map(({ queue, partition, due }) => [
        [queue, partition].join(' '),
        due === '' ? 0 : Date.parse(String(due)),
      ]),
    );
    const last = lastLease?.['last'];
    this.#lastLease = typeof last === 'string' ? Date.parse(last) : Number.NEGATIVE_INFINITY;
  }

  /** When the next row falls due: 0 for a row that is due at once. */
  get nextDue(): number {
    return Math.min(...this.#due.values(), Number.POSITIVE_INFINITY);
  }

  /** Returns true when the partition of a queue, or any partition without one, has a row that is due at `now`. */
  hasDue(queue: string, partition: string | undefined, now: number): boolean {
    for (const [name, due] of this.#due)
      if (
        due <= now &&
        (partition === undefined ? name.startsWith(`${queue} `) : name === `${queue} ${partition}`)
      )
        return true;
    return false;
  }

  /** Returns true when a lease, or the slot of a channel, was taken after `time`. */
  hasLeaseAfter(time: number): boolean {
    return this.#lastLease > time;
  }
}

/** Returns the verb and the table of a statement, for the log. */
export function summaryOf(sql: string): string {
  const [verb] = sql.split(' ', 1);
  const table = /(?:from|into|update) "(\w+)"/.exec(sql)?.[1] ?? '';
  return `${verb} ${table}`;
}
