import { percentile } from '../load-test/measurements.ts';
import { startLocalSlack } from '../sandbox/slack/local-slack.ts';
import { BotUnderLoad } from './bot-under-load.ts';
import type { Benchmark, BenchSize, Figure } from './figures.ts';
import { bareBoltProgram, startProgram } from './programs.ts';
import { type Acknowledgements, type CommandFlood, sendCommands } from './signed-commands.ts';

type Flood = (flood: Omit<CommandFlood, 'commandAt'>) => Promise<Acknowledgements>;

const CONNECTIONS = [1, 16] as const;

/** Commands before the first measurement of a program. */
function warmUpOf({ isQuick }: BenchSize) {
  return { connections: 16, until: { count: isQuick ? 60 : 300 } };
}

export const acknowledgementBenchmark: Benchmark = {
  title: 'Acknowledgements of commands that are written to disk and processed',
  note: 'Bare Bolt only acknowledges. The bot also processes checks meanwhile; each system takes 20 ms to answer.',
  run: measureAcknowledgements,
};

/** Restarts both programs in every round, the bot with an empty database. */
async function measureAcknowledgements(size: BenchSize): Promise<readonly Figure[]> {
  const [rounds, ms] = size.isQuick ? [1, 1_000] : [5, 3_000];
  const results: { bare: Acknowledgements[]; bot: Acknowledgements[] }[] = [];
  const cards: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const bare = await floodBareBolt(ms, size);
    const { results: bot, cardsPerSecond } = await floodBot(ms, size);
    results.push({ bare, bot });
    cards.push(cardsPerSecond);
  }
  const compare = (index: number, select: (acknowledgements: Acknowledgements) => number) => ({
    values: results.map(({ bot }) => select(bot[index] as Acknowledgements)),
    floor: {
      name: 'bare Bolt',
      values: results.map(({ bare }) => select(bare[index] as Acknowledgements)),
    },
  });
  const figures = CONNECTIONS.flatMap((connections, index): Figure[] => {
    const suffix = connections === 1 ? '1 connection' : `${connections} connections`;
    const name = `Acknowledgements, ${suffix}`;
    return [
      {
        name,
        unit: '/s',
        ...compare(index, ({ perSecond }) => perSecond),
        ...(connections === 16 ? { wanted: { of: 'value', atLeast: 600 } as const } : {}),
      },
      { name: `p50, ${suffix}`, unit: 'ms', ...compare(index, ({ times }) => percentile(times, 0.5)) },
      { name: `p99, ${suffix}`, unit: 'ms', ...compare(index, ({ times }) => percentile(times, 0.99)) },
    ];
  });
  return [...figures, { name: 'Cards posted meanwhile', unit: '/s', values: cards }];
}

async function floodAll(flood: Flood, ms: number): Promise<Acknowledgements[]> {
  const results = [];
  for (const connections of CONNECTIONS) results.push(await flood({ connections, until: { ms } }));
  return results;
}

async function floodBareBolt(ms: number, size: BenchSize): Promise<Acknowledgements[]> {
  const slack = await startLocalSlack();
  const { child, port } = await startProgram(bareBoltProgram(slack));
  const target = { origin: `http://127.0.0.1:${port}`, signingSecret: slack.signingSecret };
  const commandAt = (index: number) => ({ user: `UPERSON${index % 500}`, text: 'A-S00801000 new' });
  const flood: Flood = (options) => sendCommands(target, { ...options, commandAt });
  try {
    await flood(warmUpOf(size));
    return await floodAll(flood, ms);
  } finally {
    child.kill('SIGKILL');
    await slack.close();
  }
}

async function floodBot(ms: number, size: BenchSize) {
  const warmUp = warmUpOf(size);
  const bot = await BotUnderLoad.start({ people: 500, latencyMs: 20 });
  try {
    const flood: Flood = (options) => bot.send(options);
    await flood(warmUp);
    await bot.untilCards(warmUp.until.count);
    const before = bot.cards();
    const results = await floodAll(flood, ms);
    const cardsPerSecond = (1000 * (bot.cards() - before)) / (CONNECTIONS.length * ms);
    return { results, cardsPerSecond };
  } finally {
    await bot.close();
  }
}

/** The bot refuses more than 500 connections at once; its warm-up leaves some open. */
const MAX_CONNECTIONS = 400;

export const burstBenchmark: Benchmark = {
  title: 'Checks that arrive at once, each system taking 300 ms to answer',
  run: measureBursts,
};

async function measureBursts({ isQuick }: BenchSize): Promise<readonly Figure[]> {
  const [rounds, sizes] = isQuick ? [1, [200]] : [3, [200, 1_000]];
  const figures: Figure[] = [];
  for (const size of sizes) {
    const p99: number[] = [];
    for (let round = 0; round < rounds; round++) p99.push(await acknowledgementP99OfBurst(size));
    figures.push({
      name: `Acknowledgement p99 of ${size.toLocaleString('en')} checks`,
      unit: 'ms',
      values: p99,
      ...(size === 200 ? { wanted: { of: 'value', atMost: 500 } as const } : {}),
    });
  }
  return figures;
}

async function acknowledgementP99OfBurst(size: number): Promise<number> {
  const warmUp = 32;
  const bot = await BotUnderLoad.start({ people: size + warmUp, latencyMs: 300 });
  try {
    await bot.send({ connections: 8, until: { count: warmUp } });
    await bot.untilCards(warmUp);
    const { times } = await bot.send({
      connections: Math.min(size, MAX_CONNECTIONS),
      until: { count: size },
    });
    return percentile(times, 0.99);
  } finally {
    await bot.close();
  }
}
