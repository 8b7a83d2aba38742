import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { readPages } from './batching.ts';
import {
  deleteCopyMark,
  findCopyMark,
  getFingerprintSalt,
  isDatabaseInUse,
  TRANSIENT_SETTINGS,
  writeCopyMark,
} from './database-settings.ts';
import { isUpToDate } from './migrate.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Every table with its primary key. A table comes after those that it refers to. */
const TABLE_KEYS: Readonly<Record<keyof Tables, readonly string[]>> = {
  cases: ['id'],
  case_events: ['id'],
  case_references: ['reference', 'case_id'],
  latest_cases: ['reference'],
  handoffs: ['id'],
  handoff_counts: ['state'],
  handoff_events: ['id'],
  handoff_drafts: ['id'],
  posts: ['key'],
  people: ['id'],
  queue_items: ['id'],
  channel_rate_limits: ['channel'],
  quarantined_rows: ['source', 'key'],
  database_settings: ['name'],
};

export interface CopyStoreOptions {
  /** Opened for reading, with the tables of this version. */
  readonly from: Kysely<Tables>;
  /** With the tables of this version, empty or a copy of `from` that was interrupted. */
  readonly to: Kysely<Tables>;
  readonly now: Date;
  /** Makes the next row of each table follow the last one that was copied. */
  resetIdentities(): Promise<void>;
  /** Called after each batch that was written. */
  onBatch?(table: string, rows: number): void;
}

/** `tables`: of all tables, in both databases. */
export type CopyOutcome =
  | { readonly kind: 'copied' | 'different'; readonly tables: readonly TableComparison[] }
  | { readonly kind: 'source-in-use' | 'target-not-empty' | 'other-source' | 'other-version' };

export interface TableComparison {
  readonly table: string;
  readonly from: TableDigest;
  readonly to: TableDigest;
}

export interface TableDigest {
  readonly rows: number;
  /** SHA-256 of all rows in the order of their keys, in hexadecimal digits. */
  readonly checksum: string;
}

/**
 * Copies all tables, then compares them. Can be interrupted at any moment and repeated: it goes on after the last row that
 * was written. Until it has succeeded, no bot starts on the copy, and the copy cannot be copied: this throws `StoreError`.
 */
export async function copyStore({
  from,
  to,
  now,
  resetIdentities,
  onBatch,
}: CopyStoreOptions): Promise<CopyOutcome> {
  if (!(await isUpToDate(from))) return { kind: 'other-version' };
  if ((await findCopyMark(from)) !== null) throw new StoreError('incomplete-copy');
  if (await isDatabaseInUse(from, now)) return { kind: 'source-in-use' };
  const source = createHash('sha256')
    .update(await getFingerprintSalt(from))
    .digest('hex');
  const mark = await findCopyMark(to);
  if (mark !== null && mark !== source) return { kind: 'other-source' };
  if (mark === null) {
    if (!(await isEmpty(to))) return { kind: 'target-not-empty' };
    await writeCopyMark(to, source);
  }
  for (const table of tableNames()) await copyTable({ from, to, onBatch }, table);
  const tables = await compareTables(from, to);
  if (tables.some((one) => one.from.checksum !== one.to.checksum)) return { kind: 'different', tables };
  await resetIdentities();
  await deleteCopyMark(to);
  return { kind: 'copied', tables };
}

type Row = Readonly<Record<string, string | number | null>>;
/** Tables whose names are known only at run time. */
type AnyTables = Record<string, Record<string, string | number | null>>;

function tableNames(): (keyof Tables)[] {
  return Object.keys(TABLE_KEYS) as (keyof Tables)[];
}

async function isEmpty(kysely: Kysely<Tables>): Promise<boolean> {
  for (const table of tableNames()) {
    const [first] = await readRowsAfter(kysely, table, { after: undefined, limit: 1 });
    if (first !== undefined) return false;
  }
  return true;
}

async function copyTable(
  {
    from,
    to,
    onBatch,
  }: Pick<CopyStoreOptions, 'from' | 'to'> & {
    readonly onBatch: CopyStoreOptions['onBatch'] | undefined;
  },
  table: keyof Tables,
): Promise<void> {
  for await (const rows of readRowPages(from, table, await findLastRow(to, table))) {
    await anyTables(to)
      .insertInto(table)
      .values([...rows])
      .execute();
    onBatch?.(table, rows.length);
  }
}

async function compareTables(from: Kysely<Tables>, to: Kysely<Tables>): Promise<TableComparison[]> {
  const comparisons: TableComparison[] = [];
  for (const table of tableNames())
    comparisons.push({ table, from: await digestOf(from, table), to: await digestOf(to, table) });
  return comparisons;
}

async function digestOf(kysely: Kysely<Tables>, table: keyof Tables): Promise<TableDigest> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const rows of readRowPages(kysely, table)) {
    count += rows.length;
    for (const row of rows) hash.update(`${JSON.stringify(row, Object.keys(row).toSorted())}\n`);
  }
  return { rows: count, checksum: hash.digest('hex') };
}

/** Reads all rows, or those after one, in the order of their keys. */
function readRowPages(kysely: Kysely<Tables>, table: keyof Tables, resumeAfter?: Row) {
  return readPages((last: Row | undefined, limit) =>
    readRowsAfter(kysely, table, { after: last ?? resumeAfter, limit }),
  );
}

async function readRowsAfter(
  kysely: Kysely<Tables>,
  table: keyof Tables,
  { after, limit }: { readonly after: Row | undefined; readonly limit: number },
): Promise<Row[]> {
  const keys = TABLE_KEYS[table];
  const columns = sql.join(keys.map((key) => sql.ref(key)));
  return rowsOf(kysely, table, 'asc')
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(${columns}) > (${sql.join(keys.map((key) => after?.[key]))})`),
    )
    .limit(limit)
    .execute();
}

function findLastRow(kysely: Kysely<Tables>, table: keyof Tables): Promise<Row | undefined> {
  return rowsOf(kysely, table, 'desc').limit(1).executeTakeFirst();
}

/** Returns a query of the rows in the order of their keys, without transient settings. */
function rowsOf(kysely: Kysely<Tables>, table: keyof Tables, order: 'asc' | 'desc') {
  return anyTables(kysely)
    .selectFrom(table)
    .selectAll()
    .$if(table === 'database_settings', (query) =>
      query
        .where('name', '<>', TRANSIENT_SETTINGS.name)
        .where('name', 'not like', `${TRANSIENT_SETTINGS.prefix}%`),
    )
    .$call((query) => TABLE_KEYS[table].reduce((ordered, key) => ordered.orderBy(key, order), query));
}

function anyTables(kysely: Kysely<Tables>): Kysely<AnyTables> {
  return kysely as unknown as Kysely<AnyTables>;
}
