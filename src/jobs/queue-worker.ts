import { PostInProgress, RetryLater } from '../errors.ts';
import type { Lease, Leased, LeaseQueue } from '../ports/queues.ts';
import { LEASE_RENEWAL_INTERVAL_MS } from './lease-keeper.ts';
import { createUnreadableItems } from './unreadable-items.ts';
import type { JobFields, LaneLimits } from './work-queue.ts';
import { createWorkQueue } from './work-queue.ts';

/**
 * What to do with an item after an attempt. `uncounted`: the attempt does not count. `quarantine` and `unreadable`: the reason,
 * one word. An item that cannot be read is left to another copy first.
 */
export type WorkOutcome =
  | 'done'
  | { readonly retryAt: Date; readonly uncounted?: boolean }
  | { readonly quarantine: string }
  | { readonly unreadable: string };

/** An item in progress. Without lease fields when this process has just enqueued it instead of claiming it. */
export type WorkItem<Item> = Item & Partial<Lease>;

export interface QueueWorkerOptions<Item, Kind extends string, Lane extends string> {
  readonly queue: LeaseQueue<Item, Kind>;
  /** What an item is called in the log, such as "message". */
  readonly itemName: string;
  now(): Date;
  /** Kinds that are claimed separately, so that no kind waits behind another; empty to claim from the whole queue. */
  readonly kinds: readonly Kind[];
  /** The most items of a kind that are claimed and not yet finished. The others wait in the database. */
  readonly maxClaimed: number;
  readonly pollIntervalMs: number;
  readonly limits: Readonly<Record<Lane, LaneLimits>>;
  jobFieldsOf(item: Item): JobFields<Lane>;
  /** Processes an item; may be called again for the same one. */
  process(item: WorkItem<Item>): Promise<WorkOutcome>;
  /** Returns what to do with an item whose `process` has thrown. Reports the error if it needs attention. */
  outcomeOfError(item: WorkItem<Item>, error: unknown): WorkOutcome;
  /** Called when another process had taken over the item while this one processed it. */
  onLeaseLost?(item: Item): Promise<void>;
  /** Returns false while jobs of the lane must not start. */
  mayStart?(lane: Lane): boolean;
  /** Returns true while nothing is to be claimed. */
  isPaused?(): boolean;
  onFault(what: string, error: unknown, item?: Item): void;
}

export interface QueueWorker<Item> {
  /** Starts claiming items: now, at every poll, and whenever half of a kind's claimed items are finished. */
  start(): void;
  /** Processes an item that was just enqueued and leased by this process. Releases it when too many wait. */
  enqueue(item: WorkItem<Item>): Promise<void>;
  /** Starts the jobs that may start now; to be called when `mayStart` may have changed. */
  startWaitingJobs(): void;
  /** Claims items that are due, without waiting for the next poll. Never rejects. */
  poll(): Promise<void>;
  /** Processes items until none is due. */
  runDue(): Promise<void>;
  /** Returns true while no item is being claimed, processed or waiting in memory. */
  isIdle(): boolean;
  /**
   * Claims no more, finishes what was claimed for at most `ms`, then releases the rest for another process. Never rejects.
   */
  drain(ms: number): Promise<void>;
}

/** The most enqueued items that wait in memory. */
const MAX_WAITING = 1_000;
const MAX_WAITING_PER_USER = 20;

interface KindState<Kind> {
  readonly kind: Kind | undefined;
  /** Claimed items that are not finished. */
  unfinished: number;
  /** True when the queue may hold more items than were claimed. */
  hasMore: boolean;
}

/**
 * Creates the loop that serves a persistent queue: claims items, processes them within the limits of their lanes, renews their
 * leases and stores their outcomes. An item stays in the queue until its work is done, even if this process dies.
 */
export function createQueueWorker<
  Item extends { readonly key: string; readonly kind: string },
  Kind extends string,
  Lane extends string,
>(options: QueueWorkerOptions<Item, Kind, Lane>): QueueWorker<Item> {
  const { queue, itemName, maxClaimed, onFault } = options;
  const kinds: KindState<Kind>[] = (options.kinds.length > 0 ? options.kinds : [undefined]).map((kind) => ({
    kind,
    unfinished: 0,
    hasMore: false,
  }));
  const unreadableItems = createUnreadableItems(options.now);
  const timers: NodeJS.Timeout[] = [];
  let polling: Promise<void> = Promise.resolve();
  let isPollQueued = false;
  let isPolling = false;
  let isStarted = false;
  let isStopping = false;
  const jobs = createWorkQueue<Lane>({
    limits: options.limits,
    mayStart: (lane) => options.mayStart?.(lane) ?? true,
    onJobEnd: refill,
    onFault: (error) =>
      onFault(`outcome of the ${itemName} not stored; it is retried when its lease expires`, error),
  });

  function addJob(item: WorkItem<Item>, onEnd: () => void = () => undefined): boolean {
    const run = () => processAndStoreOutcome(item).finally(onEnd);
    return jobs.add({ key: item.key, ...options.jobFieldsOf(item), run });
  }

  /** Rejects when the outcome cannot be stored; the item is claimed again after its lease. */
  async function processAndStoreOutcome(item: WorkItem<Item>): Promise<void> {
    let outcome: WorkOutcome;
    try {
      outcome = await options.process(item);
    } catch (error) {
      outcome = options.outcomeOfError(item, error);
    }
    await storeOutcome(item, outcome);
  }

  async function storeOutcome(item: WorkItem<Item>, found: WorkOutcome): Promise<void> {
    const isUnreadable = typeof found === 'object' && 'unreadable' in found;
    const outcome = isUnreadable ? unreadableItems.outcomeOf(item.key, found.unreadable) : found;
    if (outcome === 'done') {
      if ((await queue.complete(item)) === 'lease-lost') await options.onLeaseLost?.(item);
    } else if ('quarantine' in outcome) await queue.quarantine(item, outcome.quarantine);
    else if (outcome.uncounted) await queue.retryUncountedAt(item, outcome.retryAt);
    else await queue.retryAt(item, outcome.retryAt);
  }

  async function claimKind(state: KindState<Kind>): Promise<void> {
    const capacity = maxClaimed - state.unfinished;
    if (capacity <= 0) return;
    const claimed = await queue.claim(capacity, state.kind);
    state.hasMore = claimed.length === capacity;
    for (const item of claimed) {
      const onEnd = () => {
        state.unfinished -= 1;
      };
      if (await addIfReadable(item, onEnd)) state.unfinished += 1;
    }
  }

  /** Returns false for an item whose lane or user cannot be read. */
  async function addIfReadable(item: Leased<Item>, onEnd: () => void): Promise<boolean> {
    try {
      return addJob(item, onEnd);
    } catch (error) {
      if (!unreadableItems.has(item.key)) onFault(`stored ${itemName} not readable`, error, item);
      await storeOutcome(item, { unreadable: 'invalid-shape' });
      return false;
    }
  }

  async function claimAll(): Promise<void> {
    isPollQueued = false;
    isPolling = true;
    try {
      for (const state of kinds) if (!isStopping && !options.isPaused?.()) await claimKind(state);
    } catch (error) {
      onFault(`${itemName} queue not read`, error);
    }
    isPolling = false;
  }

  /** Polls after the poll that is running; polls that are requested before it begins share one. */
  function poll(): Promise<void> {
    if (!isPollQueued) polling = polling.then(claimAll);
    isPollQueued = true;
    return polling;
  }

  /** Claims more once half of a kind's items are finished, so that rows are claimed in batches. */
  function refill(): void {
    if (!isStarted) return;
    const refillable = kinds.filter(({ hasMore, unfinished }) => hasMore && unfinished <= maxClaimed / 2);
    if (refillable.length === 0) return;
    for (const each of refillable) each.hasMore = false;
    void poll();
  }

  function repeat(ms: number, task: () => Promise<void>): void {
    timers.push(setInterval(() => void task(), ms));
  }

  return {
    start() {
      isStarted = true;
      repeat(options.pollIntervalMs, poll);
      repeat(LEASE_RENEWAL_INTERVAL_MS, () =>
        queue.renewLeases(jobs.keys()).catch((error: unknown) => onFault('lease not renewed', error)),
      );
      void poll();
    },
    async enqueue(item) {
      const { userId } = options.jobFieldsOf(item);
      const isFull = jobs.waitingCount() >= MAX_WAITING || jobs.waitingCount(userId) >= MAX_WAITING_PER_USER;
      if (!isFull) return void addJob(item);
      await queue.retryAt(item, new Date(0));
      for (const state of kinds) state.hasMore ||= state.kind === item.kind;
    },
    startWaitingJobs: () => jobs.startWaitingJobs(),
    poll,
    async runDue() {
      do {
        await poll();
        if (jobs.keys().length === 0) return;
        await jobs.whenIdle();
      } while (!isStopping);
    },
    isIdle: () => !isPollQueued && !isPolling && jobs.keys().length === 0,
    async drain(ms) {
      isStopping = true;
      for (const timer of timers) clearInterval(timer);
      await polling;
      await within(ms, jobs.whenIdle());
      jobs.stop();
      // A failure here must keep nothing else from stopping: the leases expire without it.
      await queue
        .releaseLeases()
        .catch((error: unknown) => onFault(`${itemName} leases not released; they expire`, error));
    },
  };
}

/** Reports why an attempt failed, except that another worker or copy is posting the message, which is no fault. */
export function reportFailedAttempt<Item>(
  { itemName, onFault }: Pick<QueueWorkerOptions<Item, never, never>, 'itemName' | 'onFault'>,
  item: Item,
  error: unknown,
): void {
  if (error instanceof PostInProgress) return;
  onFault(`${itemName} ${error instanceof RetryLater ? 'postponed' : 'failed'}`, error, item);
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
