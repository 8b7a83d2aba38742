import type { Kysely } from 'kysely';
import type { Timer, TimerKind, Timers } from '../ports/queues.ts';
import { TIMER_KINDS } from '../ports/queues.ts';
import { createLeaseQueue } from './lease-queue.ts';
import { cancelItems, enqueueItems } from './queue-items.ts';
import type { StoreContext } from './store-context.ts';
import { parseStoredLiteral, parseStoredTimestamp } from './stored-values.ts';
import type { Tables } from './tables.ts';

/** Half of what the column holds. */
const MAX_FIRST_VERSION = 2 ** 30;

export function createTimerStore(context: StoreContext): Timers {
  const { db, transaction } = context;
  return {
    ...createLeaseQueue<Timer, TimerKind>(context, {
      queue: 'timers',
      partitions: TIMER_KINDS,
      keepsCompleted: false,
      readItem: ({ key, kind, subject_id, due_at }) => ({
        key,
        kind: parseStoredLiteral(TIMER_KINDS, kind),
        subjectId: subject_id ?? '',
        dueAt: parseStoredTimestamp(due_at),
      }),
    }),
    async schedule(timers) {
      await transaction((trx) => scheduleTimers(trx, context, timers));
    },
    async scheduleIfAbsent(timer) {
      await enqueueItems(db(), context, { queue: 'timers', items: [toQueueItem(timer)], existing: 'keep' });
    },
    cancel: async (keys) => cancelTimers(db(), keys),
  };
}

/** Schedules timers, moving those that exist; of several with one key, the last. To be called in a transaction. */
export async function scheduleTimers(
  db: Kysely<Tables>,
  context: Pick<StoreContext, 'clock'>,
  timers: readonly Timer[],
): Promise<void> {
  const lastByKey = new Map(timers.map((timer) => [timer.key, toQueueItem(timer)]));
  await enqueueItems(db, context, { queue: 'timers', items: [...lastByKey.values()], existing: 'replace' });
}

export function cancelTimers(db: Kysely<Tables>, keys: readonly string[]): Promise<void> {
  return cancelItems(db, 'timers', keys);
}

/**
 * The rows of timers are deleted. One that is scheduled anew must not have the version of the deleted one, or a process that still
 * processes the deleted one would complete it.
 */
function toQueueItem({ key, kind, subjectId, dueAt }: Timer) {
  const firstVersion = 1 + Math.floor(Math.random() * MAX_FIRST_VERSION);
  return { key, kind, partition: kind, subjectId, dueAt, payload: '{}', firstVersion };
}
