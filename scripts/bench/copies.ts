import { setTimeout as sleep } from 'node:timers/promises';
import { BotUnderLoad } from './bot-under-load.ts';
import { isPostgresReachable, POSTGRES } from './databases.ts';
import type { Benchmark, BenchSize, Figure } from './figures.ts';

const COPIES = 3;
/** For each copy, so that none of them waits for work. */
const IN_FLIGHT = 8;

export const copiesBenchmark: Benchmark = {
  title: 'Three copies on one PostgreSQL database',
  note: 'The wanted ratio needs a core for each copy besides those of the database, the stand-ins and the sender.',
  run: measureCopies,
};

async function measureCopies({ isQuick }: BenchSize): Promise<readonly Figure[]> {
  if (!(await isPostgresReachable())) return [];
  const [rounds, checks, warmUp] = isQuick ? [1, 30, 15] : [3, 240, 60];
  const [one, three, doubled]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    one.push((await checksPerSecond(1, { checks, warmUp })).perSecond);
    const several = await checksPerSecond(COPIES, { checks, warmUp: COPIES * warmUp });
    three.push(several.perSecond);
    doubled.push(several.doubled);
  }
  return [
    {
      name: 'Checks',
      unit: '/s',
      values: three,
      floor: { name: 'one copy', values: one },
      wanted: { of: 'ratio', atLeast: 2 },
    },
    { name: 'Cards posted twice', unit: '', values: doubled, wanted: { of: 'value', atMost: 0 } },
  ];
}

async function checksPerSecond(
  copies: number,
  { checks, warmUp }: { readonly checks: number; readonly warmUp: number },
) {
  const database = await POSTGRES.create();
  const settings = { DATABASE_URL: database.url };
  const bot = await BotUnderLoad.start({ people: warmUp + checks, latencyMs: 20 }, settings);
  try {
    for (let copy = 1; copy < copies; copy++) await bot.addCopy(settings);
    await bot.check(warmUp, IN_FLIGHT * copies);
    const startedAt = performance.now();
    await bot.check(checks, IN_FLIGHT * copies);
    const perSecond = (checks * 1000) / (performance.now() - startedAt);
    // A second card of a check would come soon after the first.
    await sleep(1_000);
    return { perSecond, doubled: bot.cards() - warmUp - checks };
  } finally {
    await bot.close();
    await database.drop();
  }
}
