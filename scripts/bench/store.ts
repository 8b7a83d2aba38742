import { randomUUID } from 'node:crypto';
import type { Case } from '../../src/domain/case.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Store } from '../../src/ports/store.ts';
import { gatherHomeTab } from '../../src/usecases/home-tab.ts';
import { type BenchDatabase, type DatabaseKind, databaseKinds } from './databases.ts';
import type { Benchmark, BenchSize, Figure } from './figures.ts';
import { sampleCases } from './sample-cases.ts';

const LONG_AGO = '2020-01-06T09:00:00.000Z';
const NEVER = '2090-01-06T09:00:00.000Z';
const DUE_TIMERS = 100;
/** As many as the worker claims. */
const TIMERS_PER_CLAIM = 20;
const HOME_USER = 'UHOME';
const HOME_CASES = 30;
const WRITES = 400;
const CONCURRENT_WRITES = 16;

export const storeBenchmark: Benchmark = {
  title: 'The database',
  note: 'Timers: 100 due ones are claimed and completed, while every open case has one that is not due.',
  run: measureStores,
};

async function measureStores(size: BenchSize): Promise<readonly Figure[]> {
  const cases = await sampleCases();
  const figures: Figure[] = [];
  for (const kind of await databaseKinds()) {
    figures.push(...(await measureGrowth(kind, cases, size)), ...(await measureWrites(kind, size)));
  }
  return figures;
}

interface FilledDatabase {
  readonly count: number;
  readonly database: BenchDatabase;
  readonly store: Store;
  readonly dueTimersMs: number[];
  readonly homeMs: number[];
}

async function measureGrowth(
  kind: DatabaseKind,
  samples: readonly Case[],
  { isQuick }: BenchSize,
): Promise<Figure[]> {
  const [counts, rounds] = isQuick ? [[1_000, 10_000], 3] : [[1_000, 10_000, 100_000], 9];
  const filled: FilledDatabase[] = [];
  try {
    for (const count of counts) filled.push(await fillDatabase(kind, count, samples));
    for (let round = 0; round <= rounds; round++)
      for (const { store, dueTimersMs, homeMs } of filled) {
        const [dueTimers, home] = [await timeDueTimers(store), await timeHome(store)];
        // In the first round, statements are prepared and pages are read.
        if (round === 0) continue;
        dueTimersMs.push(dueTimers);
        homeMs.push(home);
      }
  } finally {
    for (const { store, database } of filled) {
      await store.close();
      await database.drop();
    }
  }
  const figuresOf = (what: string, values: (of: FilledDatabase) => number[], atMost?: number): Figure[] =>
    filled.map((each, index) => {
      const name = `${kind.name}: ${what}, ${each.count.toLocaleString('en')} cases`;
      const [smallest] = filled;
      if (index === 0 || !smallest) return { name, unit: 'ms', values: values(each) };
      return {
        name,
        unit: 'ms',
        values: values(each),
        floor: { name: 'of 1,000', values: values(smallest) },
        ...(atMost ? { wanted: { of: 'ratio', atMost } as const } : {}),
      };
    });
  return [
    ...figuresOf('due timers', ({ dueTimersMs }) => dueTimersMs, 1.3),
    ...figuresOf('Home', ({ homeMs }) => homeMs),
  ];
}

/** Opens a few cases through the store, and inserts rows in the database up to the given number of cases. */
async function fillDatabase(
  kind: DatabaseKind,
  count: number,
  samples: readonly Case[],
): Promise<FilledDatabase> {
  const database = await kind.create();
  const store = await database.open();
  for (let index = 0; index < HOME_CASES; index++) {
    const sample = samples[index % samples.length] as Case;
    await store.cases.open({ ...sample, id: `home${index}`, openedBy: HOME_USER });
  }
  await database.run([
    `insert into cases (id, opened_at, opened_by, channel, thread)
      select 'bulk' || i, '${LONG_AGO}', 'U' || i % 500, 'CSUPPORT', null from ${numbersTo(count)}`,
    `insert into case_events (case_id, event_key, at, "by", kind, data)
      select 'bulk' || i, 'bulk' || i, '${LONG_AGO}', 'U' || i % 500, 'checked', '{}' from ${numbersTo(count)}`,
    `insert into queue_items (queue, key, partition, kind, subject_id, due_at, payload, enqueued_at, version, attempts)
      select 'timers', 'bulk' || i, 'retention', 'retention', 'bulk' || i, '${NEVER}', '{}', '${LONG_AGO}', 1, 0
      from ${numbersTo(count)}`,
    'analyze',
  ]);
  return { count, database, store, dueTimersMs: [], homeMs: [] };
}

function numbersTo(count: number): string {
  return `(with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${count})
    select i from numbers) as all_numbers`;
}

async function timeDueTimers({ timers }: Store): Promise<number> {
  await timers.schedule(
    Array.from({ length: DUE_TIMERS }, (_, index) => ({
      key: `due${index}`,
      kind: 'retention',
      subjectId: `bulk${index + 1}`,
      dueAt: LONG_AGO,
    })),
  );
  const startedAt = performance.now();
  for (;;) {
    const due = await timers.claim(TIMERS_PER_CLAIM, 'retention');
    if (due.length === 0) return performance.now() - startedAt;
    await Promise.all(due.map((timer) => timers.complete(timer)));
  }
}

async function timeHome({ cases, handoffs, users }: Store): Promise<number> {
  const ports = { cases, handoffs, users, now: () => new Date() } as unknown as Ports;
  const startedAt = performance.now();
  await gatherHomeTab(ports, HOME_USER);
  return performance.now() - startedAt;
}

/** Measures writes of 16 callers at a time, and single commits without the store. */
async function measureWrites(kind: DatabaseKind, { isQuick }: BenchSize): Promise<Figure[]> {
  const rounds = isQuick ? 2 : 7;
  const database = await kind.create();
  const store = await database.open();
  const [requests, messages, commits]: [number[], number[], number[]] = [[], [], []];
  try {
    await database.run(['create table scratch (id integer)']);
    for (let round = 0; round < rounds; round++) {
      const inserts = Array.from({ length: WRITES / 4 }, () => 'insert into scratch values (1)');
      commits.push(await rateOf(inserts.length, () => database.run(inserts)));
      requests.push(await rateOf(WRITES, () => inParallel(() => acceptAndComplete(store))));
      messages.push(await rateOf(WRITES, () => deliverMessages(store)));
    }
  } finally {
    await store.close();
    await database.drop();
  }
  const floor = { name: 'single commits', values: commits };
  return [
    { name: `${kind.name}: requests accepted and completed`, unit: '/s', values: requests, floor },
    { name: `${kind.name}: messages through the outbox`, unit: '/s', values: messages, floor },
  ];
}

async function rateOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (count * 1000) / (performance.now() - startedAt);
}

async function inParallel(work: () => Promise<void>): Promise<void> {
  let left = WRITES;
  await Promise.all(
    Array.from({ length: CONCURRENT_WRITES }, async () => {
      while (left-- > 0) await work();
    }),
  );
}

async function acceptAndComplete({ inbox }: Store): Promise<void> {
  const key = randomUUID();
  const body = { command: '/reseller-check', user_id: 'U1', channel_id: 'CSUPPORT' };
  await inbox.accept({ key, kind: 'command', receivedAt: new Date().toISOString(), body });
  await inbox.complete({ key });
}

async function deliverMessages({ outbox }: Store): Promise<void> {
  const enqueue = () =>
    outbox.enqueue([
      { key: randomUUID(), kind: 'home-tab', channel: null, payload: { user: 'U1' }, notBefore: null },
    ]);
  await inParallel(enqueue);
  for (;;) {
    const messages = await outbox.claim(10);
    if (messages.length === 0) return;
    await Promise.all(messages.map((message) => outbox.complete(message)));
  }
}
