import { setTimeout as sleep } from 'node:timers/promises';
import { BotUnderLoad } from './bot-under-load.ts';
import { isPostgresReachable, POSTGRES } from './databases.ts';
import type { Benchmark, BenchSize, Figure } from './figures.ts';

const COPIES = 3;
/** For each copy, so that none of them waits for work. */
const IN_FLIGHT = 8;
/** Three copies that get a fifth of a core each leave most of two cores to the database, the stand-ins and the load generator. */
const FIFTH_OF_A_CORE = 0.2;

export const copiesBenchmark: Benchmark = {
  title: 'Three copies on one PostgreSQL database',
  note: `Twice the work of one copy needs free cores. Here, a control group of Linux gives each copy a fifth of a core, so that the
rest is free for the database, the stand-ins and the load generator. With whole cores, all of them compete.`,
  run: measureCopies,
};

async function measureCopies({ isQuick }: BenchSize): Promise<readonly Figure[]> {
  if (!(await isPostgresReachable())) return [];
  const [rounds, checks, warmUp] = isQuick ? [1, 10, 5] : [3, 120, 40];
  const doubled: number[] = [];
  const measure = async (share: number): Promise<Omit<Figure, 'name'> | null> => {
    const [one, three]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      for (const [copies, values] of [[1, one] as const, [COPIES, three] as const]) {
        const result = await checkWithCopies(copies, { checks, warmUp, share });
        if (!result) return null;
        values.push(result.perSecond);
        doubled.push(result.doubled);
      }
    }
    return { unit: '/s', values: three, floor: { name: 'one copy', values: one } };
  };
  const limited = await measure(FIFTH_OF_A_CORE);
  const whole = isQuick && limited ? null : await measure(1);
  const wanted = { of: 'ratio', atLeast: 2 } as const;
  return [
    ...(limited ? [{ name: 'Checks, a fifth of a core for each copy', ...limited, wanted }] : []),
    ...(whole ? [{ name: 'Checks, whole cores', ...whole, ...(limited ? {} : { wanted }) }] : []),
    { name: 'Cards posted twice', unit: '', values: doubled, wanted: { of: 'value', atMost: 0 } },
  ];
}

/** `checks` and `warmUp` are for each copy. Returns null where `share` of a core can't be set. */
async function checkWithCopies(
  copies: number,
  options: { readonly checks: number; readonly warmUp: number; readonly share: number },
): Promise<{ readonly perSecond: number; readonly doubled: number } | null> {
  const [checks, warmUp] = [options.checks * copies, options.warmUp * copies];
  const database = await POSTGRES.create();
  const settings = { DATABASE_URL: database.url };
  const bot = await BotUnderLoad.start({ people: warmUp + checks, latencyMs: 20 }, settings);
  try {
    for (let copy = 1; copy < copies; copy++) await bot.addCopy(settings);
    await bot.check(warmUp, IN_FLIGHT * copies);
    if (options.share < 1 && !bot.limitProcessor(options.share)) return null;
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
