import { subscriptionNumberAt, userIdAt } from '../load-test/load-environment.ts';
import { BotUnderLoad } from './bot-under-load.ts';
import type { Benchmark, BenchSize, Figure } from './figures.ts';
import { sendCommands } from './signed-commands.ts';

const CALL_MS = 300;
/** The bot processes as many checks at a time. */
const IN_FLIGHT = 8;

export const checkTimeBenchmark: Benchmark = {
  title: 'Time of one check, each system taking 300 ms to answer',
  run: measureCheckTime,
};

/** Checks one customer after the other, each twice in succession, from the command to the card. */
async function measureCheckTime({ isQuick }: BenchSize): Promise<readonly Figure[]> {
  const [warmUp, rounds] = isQuick ? [10, 5] : [30, 15];
  const bot = await BotUnderLoad.start({ people: 200, latencyMs: CALL_MS });
  const [first, repeated, call]: [number[], number[], number[]] = [[], [], []];
  try {
    await bot.check(warmUp, IN_FLIGHT);
    for (let round = 0; round < rounds; round++) {
      call.push(await timed(() => fetch(`${bot.environment.upstreams.zuora.url}/v1/accounts/none`)));
      first.push(await timed(() => checkAt(bot, 100 + round)));
      repeated.push(await timed(() => checkAt(bot, 100 + round)));
    }
  } finally {
    await bot.close();
  }
  return [
    {
      name: 'Command to card',
      unit: 'ms',
      values: first,
      floor: { name: 'one call', values: call },
      wanted: { of: 'ratio', atMost: 2.15 },
    },
    {
      name: 'The same again',
      unit: 'ms',
      values: repeated,
      floor: { name: 'first', values: first },
      wanted: { of: 'ratio', atMost: 0.06 },
    },
  ];
}

async function checkAt(bot: BotUnderLoad, index: number): Promise<void> {
  const { slack, port } = bot.environment;
  const cards = bot.cards();
  const target = { origin: `http://127.0.0.1:${port}`, signingSecret: slack.signingSecret };
  const command = { user: userIdAt(index), text: `${subscriptionNumberAt(index)} new` };
  await sendCommands(target, { connections: 1, until: { count: 1 }, commandAt: () => command });
  await bot.untilCards(cards + 1);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

export const checkRateBenchmark: Benchmark = {
  title: 'Many checks, each system taking 20 ms to answer',
  note:
    'The local Slack, the stand-ins and the load generator share the machine with the bot. ' +
    'Most of the processor time is in HTTP calls (six to systems and two to Slack a check), in building and running ' +
    '18 SQL statements, in rendering the card, and in garbage collection.',
  run: measureCheckRate,
};

/** Keeps 8 checks in flight, after a warm-up that compiles most of the code. */
async function measureCheckRate({ isQuick }: BenchSize): Promise<readonly Figure[]> {
  const [warmUp, rounds, checks] = isQuick ? [50, 2, 60] : [400, 5, 300];
  // Answers are reused for a minute, so every check is of another customer.
  const bot = await BotUnderLoad.start({ people: warmUp + rounds * checks, latencyMs: 20 });
  const [perSecond, cpu, own]: [number[], number[], number[]] = [[], [], []];
  try {
    await bot.check(warmUp, IN_FLIGHT);
    for (let round = 0; round < rounds; round++) {
      const before = await bot.measureProcess();
      const ownBefore = process.cpuUsage();
      const ms = await timed(() => bot.check(checks, IN_FLIGHT));
      const { user, system } = process.cpuUsage(ownBefore);
      const after = await bot.measureProcess();
      perSecond.push((checks / ms) * 1000);
      cpu.push((after.cpuMs - before.cpuMs) / checks);
      own.push((user + system) / 1000 / checks);
    }
  } finally {
    await bot.close();
  }
  return [
    { name: 'Checks, 8 in flight', unit: '/s', values: perSecond, wanted: { of: 'value', atLeast: 60 } },
    {
      name: 'Processor time of a check',
      unit: 'ms',
      values: cpu,
      floor: { name: 'the stand-ins', values: own },
      wanted: { of: 'value', atMost: 12 },
    },
  ];
}

/** The bot counts each person's checks over a minute. Over ten, the default, more would be counted than the default limit allows. */
const SHORT_CHECK_LIMIT = { CHECKS_PER_PERSON: '1000/1m' };
/** After so many, the cache of cases, which is the largest, is full. */
const CHECKS_THAT_FILL_CACHES = 5_000;

export const memoryBenchmark: Benchmark = {
  title: 'Memory after many checks',
  note: 'Live memory: the heap and buffers after garbage was collected. `--memory-checks 100000` takes half an hour.',
  run: measureMemory,
};

/** Measures live memory, because resident memory depends on when garbage was last collected. */
async function measureMemory({ isQuick, memoryChecks }: BenchSize): Promise<readonly Figure[]> {
  const checks = isQuick ? 100 : memoryChecks;
  const warmUp = Math.min(checks / 2, CHECKS_THAT_FILL_CACHES);
  const bot = await BotUnderLoad.start({ people: 1_000, latencyMs: 0 }, SHORT_CHECK_LIMIT);
  try {
    await bot.check(warmUp, IN_FLIGHT);
    const before = await bot.measureLiveMemory();
    await bot.check(checks, IN_FLIGHT);
    const growth = (100 * ((await bot.measureLiveMemory()) - before)) / before;
    const { memoryMb } = await bot.measureProcess();
    return [
      {
        name: `Growth over ${checks.toLocaleString('en')} checks, after ${warmUp.toLocaleString('en')} of warm-up`,
        unit: '%',
        values: [growth],
        // With fewer checks, caches that are still filling count as growth.
        ...(warmUp === CHECKS_THAT_FILL_CACHES && { wanted: { of: 'value' as const, atMost: 5 } }),
      },
      { name: 'Live memory before', unit: 'MB', values: [before] },
      { name: 'Resident memory afterwards', unit: 'MB', values: [memoryMb] },
    ];
  } finally {
    await bot.close();
  }
}
