import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { LeasedOutboxMessage } from '../ports/queues.ts';

import { OUTBOX_POST_ONCE_KINDS, OUTBOX_UPDATE_KINDS } from '../ports/queues.ts';

import type { StoreContext } from './kysely-store.ts';
import { leaseColumns } from './leases.ts';
import { parseStoredLiteral, parseStoredObject, quarantineRows, readRow, readRows } from './quarantine.ts';
import type { Tables } from './tables.ts';

type OutboxExpression = ExpressionBuilder<Tables, 'outbox'>;

/**
 * Leases messages that may be delivered now: the oldest of each channel that may be posted to, and those without a
 * channel. Reads only the first rows of each channel, so a backlog in one does not slow down the others.
 */
export async function leaseOutboxMessages(
  context: StoreContext,
  limit: number,
): Promise<LeasedOutboxMessage[]> {
  const moment = context.now().toISOString();
  const candidateIds = [
    ...(await firstDueIdPerChannel(context, moment)),
    ...(await dueIdsWithoutChannel(context, moment, limit)),
  ];
  const ids = candidateIds.sort((a, b) => a - b).slice(0, limit);
  if (ids.length === 0) return [];
  // Checked again, because another process may have taken some of them meanwhile.
  const rows = await context
    .db()
    .updateTable('outbox')
    .set((row) => ({ ...leaseColumns(context), attempts: row('attempts', '+', 1) }))
    .where('id', 'in', ids)
    .where((row) =>
      row.and([isAvailable(row, moment), row.or([row('not_before', 'is', null), isDelayOver(row, moment)])]),
    )
    .returningAll()
    .execute();
  const { read, unreadable } = readRows(
    rows.sort((a, b) => a.id - b.id),
    ({ key, kind, channel, data, not_before, version, attempts }) =>
      readRow('outbox', key, () => ({
        key,
        kind: parseStoredLiteral([...OUTBOX_UPDATE_KINDS, ...OUTBOX_POST_ONCE_KINDS], kind),
        channel,
        payload: parseStoredObject(data),
        notBefore: not_before,
        version,
        attempts,
      })),
  );
  await quarantineRows(context, 'outbox', unreadable);
  return [...read];
}

function isAvailable(row: OutboxExpression, moment: string): Expression<SqlBool> {
  return row.and([
    row('done_at', 'is', null),
    row.or([row('lease_until', 'is', null), row('lease_until', '<=', moment)]),
  ]);
}

function isDelayOver(row: OutboxExpression, moment: string): Expression<SqlBool> {
  return row('not_before', '<=', moment);
}

/** Returns the oldest due row of each channel that may be posted to. Walks from channel to channel in the index. */
async function firstDueIdPerChannel({ db }: StoreContext, moment: string): Promise<number[]> {
  const rows = await db()
    .withRecursive('waiting(channel)', (cte) =>
      cte
        .selectNoFrom((row) =>
          row
            .selectFrom('outbox')
            .select('outbox.channel')
            .where('outbox.done_at', 'is', null)
            .where('outbox.channel', '>', '')
            .orderBy('outbox.channel')
            .limit(1)
            .as('channel'),
        )
        .unionAll(
          cte
            .selectFrom('waiting')
            .where('waiting.channel', 'is not', null)
            .select((row) =>
              row
                .selectFrom('outbox')
                .select('outbox.channel')
                .where('outbox.done_at', 'is', null)
                .whereRef('outbox.channel', '>', 'waiting.channel')
                .orderBy('outbox.channel')
                .limit(1)
                .as('channel'),
            ),
        ),
    )
    .selectFrom('waiting')
    .leftJoin('outbox_turns', 'outbox_turns.channel', 'waiting.channel')
    .where('waiting.channel', 'is not', null)
    .where((row) =>
      row.or([row('outbox_turns.next_at', 'is', null), row('outbox_turns.next_at', '<=', moment)]),
    )
    .select((row) => {
      const firstAvailable = () =>
        row
          .selectFrom('outbox')
          .select('outbox.id')
          .whereRef('outbox.channel', '=', 'waiting.channel')
          .where((inner) => isAvailable(inner, moment))
          .limit(1);
      return [
        firstAvailable().where('outbox.not_before', 'is', null).orderBy('outbox.id').as('at_once'),
        firstAvailable()
          .where((inner) => isDelayOver(inner, moment))
          .orderBy('outbox.not_before')
          .orderBy('outbox.id')
          .as('put_off'),
      ];
    })
    .execute();
  return rows.flatMap(({ at_once, put_off }) => {
    const ids = [at_once, put_off].filter((id) => id !== null);
    return ids.length > 0 ? [Math.min(...ids)] : [];
  });
}

/** Returns due rows that are not posts: they wait for no channel. */
async function dueIdsWithoutChannel({ db }: StoreContext, moment: string, limit: number): Promise<number[]> {
  const firstAvailable = () =>
    db()
      .selectFrom('outbox')
      .select('id')
      .where('channel', 'is', null)
      .where((row) => isAvailable(row, moment))
      .limit(limit);
  const immediate = await firstAvailable().where('not_before', 'is', null).orderBy('id').execute();
  const postponed = await firstAvailable()
    .where((row) => isDelayOver(row, moment))
    .orderBy('not_before')
    .orderBy('id')
    .execute();
  return [...immediate, ...postponed].map(({ id }) => id);
}
