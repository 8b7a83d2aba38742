import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { TakenErrand } from '../ports.ts';
import { DRAWINGS, SAYINGS } from '../ports.ts';
import type { Desk } from './kysely-store.ts';
import { leaseFrom } from './leases.ts';
import { readRow, readRows, setAsideRows, storedObject, storedWord } from './set-aside.ts';
import type { Tables } from './tables.ts';

type Row = ExpressionBuilder<Tables, 'outbox'>;

/**
 * Leases messages that may be delivered now: the oldest of each channel that may be posted to, and those without a
 * channel. Reads only the first rows of each channel, so a backlog in one does not slow down the others.
 */
export async function takeOutbox(desk: Desk, limit: number): Promise<TakenErrand[]> {
  const moment = desk.now().toISOString();
  const heads = [...(await headsOfChannels(desk, moment)), ...(await withoutChannel(desk, moment, limit))];
  const ids = heads.sort((a, b) => a - b).slice(0, limit);
  if (ids.length === 0) return [];
  // Checked again, because another process may have taken some of them meanwhile.
  const rows = await desk
    .db()
    .updateTable('outbox')
    .set((row) => ({ ...leaseFrom(desk), attempts: row('attempts', '+', 1) }))
    .where('id', 'in', ids)
    .where((row) =>
      row.and([isFree(row, moment), row.or([row('not_before', 'is', null), isPast(row, moment)])]),
    )
    .returningAll()
    .execute();
  const { read, unreadable } = readRows(
    rows.sort((a, b) => a.id - b.id),
    ({ key, kind, channel, data, not_before, version, attempts }) =>
      readRow('outbox', key, () => ({
        key,
        kind: storedWord([...DRAWINGS, ...SAYINGS], kind),
        channel,
        data: storedObject(data),
        notBefore: not_before,
        version,
        attempts,
      })),
  );
  await setAsideRows(desk, 'outbox', unreadable);
  return [...read];
}

function isFree(row: Row, moment: string): Expression<SqlBool> {
  return row.and([
    row('done_at', 'is', null),
    row.or([row('lease_until', 'is', null), row('lease_until', '<=', moment)]),
  ]);
}

function isPast(row: Row, moment: string): Expression<SqlBool> {
  return row('not_before', '<=', moment);
}

/** Returns the oldest due row of each channel that may be posted to. Walks from channel to channel in the index. */
async function headsOfChannels({ db }: Desk, moment: string): Promise<number[]> {
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
      const first = () =>
        row
          .selectFrom('outbox')
          .select('outbox.id')
          .whereRef('outbox.channel', '=', 'waiting.channel')
          .where((inner) => isFree(inner, moment))
          .limit(1);
      return [
        first().where('outbox.not_before', 'is', null).orderBy('outbox.id').as('at_once'),
        first()
          .where((inner) => isPast(inner, moment))
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
async function withoutChannel({ db }: Desk, moment: string, limit: number): Promise<number[]> {
  const first = () =>
    db()
      .selectFrom('outbox')
      .select('id')
      .where('channel', 'is', null)
      .where((row) => isFree(row, moment))
      .limit(limit);
  const atOnce = await first().where('not_before', 'is', null).orderBy('id').execute();
  const putOff = await first()
    .where((row) => isPast(row, moment))
    .orderBy('not_before')
    .orderBy('id')
    .execute();
  return [...atOnce, ...putOff].map(({ id }) => id);
}
