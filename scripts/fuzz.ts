import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { collectPayloads, kindOf } from './fuzz/collect-payloads.ts';
import { type FuzzedBot, startFuzzedBot } from './fuzz/fuzzed-bot.ts';
import { createHttpSender } from './fuzz/http-sender.ts';
import { mutateOne, type RealPayload } from './fuzz/mutate-payload.ts';
import { reuseBuild } from './reuse-build.ts';
import { botSettingsFor } from './sandbox/bot-settings.ts';
import { type LocalSlack, startLocalSlack } from './sandbox/slack/local-slack.ts';
import { startUpstreams } from './sandbox/upstreams/upstreams.ts';
import { createRandom } from './simulate/random.ts';

const DEFAULT_COUNT = 100_000;
const DEFAULT_SEED = 20_261_127;
const CONCURRENCY = 16;
/** After each round, the bot finishes its requests and its live memory is measured. */
const [MIN_ROUNDS, MAX_ROUNDS, ROUND_SIZE] = [8, 40, 2_500];
/** The live memory in the last quarter of the rounds may exceed that in the second quarter by this factor. */
const MAX_GROWTH = 1.2;
/** In a run of fewer payloads the caches are still filling: of case histories, with 16 million characters, and of lookups. */
const MIN_COUNT_WITH_FULL_CACHES = 40_000;
const MAX_CACHED_BYTES = 48 * 2 ** 20;
const USER_COUNT = 200;
const MAX_PROBLEMS_SHOWN = 20;

/**
 * Sends mutated payloads of every kind, properly signed, to the built bot over HTTP. Fails when the bot exits, answers with
 * 5xx, doesn't acknowledge a payload, logs what it was sent, or uses more and more memory while no request is pending. Prints the
 * figures and the seed.
 * `npm run fuzz -- --count 2000 --seed 7`
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } });
  const [count, seed] = [Number(values.count ?? DEFAULT_COUNT), Number(values.seed ?? DEFAULT_SEED)];
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed))
    throw new Error('--count and --seed are whole numbers.');
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  let bot: FuzzedBot | null = null;
  const sender = createHttpSender();
  const [slack, upstreams] = await Promise.all([startLocalSlack({ send: sender.send }), startUpstreams()]);
  const settings = {
    ...botSettingsFor({ slack, upstreams, database: join(folder, 'cases.db'), port: 0 }),
    SALES_USERGROUP: 'SSALES',
    // The default; `botSettingsFor` sets a higher limit.
    CHECKS_PER_PERSON: '30/10m',
    LOG_LEVEL: 'debug',
  };
  try {
    const payloads = await collectPayloads(slack, { settings, sender });
    bot = await startFuzzedBot(await reuseBuild(folder), settings);
    sender.url = `${bot.url}/slack/events`;
    console.log(
      `${payloads.length} real payloads of ${new Set(payloads.map(kindOf)).size} kinds, seed ${seed}`,
    );
    const problems = [
      ...(await fuzz({ bot, slack, payloads, count, seed })),
      ...(await problemsAfterwards(bot, slack)),
    ];
    for (const problem of problems.slice(0, MAX_PROBLEMS_SHOWN)) console.error(problem);
    console.log(
      `Fuzzing with seed ${seed}: ${problems.length === 0 ? 'no problem' : `${problems.length} problems`}.`,
    );
    process.exitCode = problems.length === 0 ? 0 : 1;
  } finally {
    await bot?.stop();
    await Promise.all([slack.close(), upstreams.close(), sender.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

interface FuzzRun {
  readonly bot: FuzzedBot;
  readonly slack: LocalSlack;
  readonly payloads: readonly RealPayload[];
  readonly count: number;
  readonly seed: number;
}

/** Sends all payloads and prints the figures. Returns the problems. */
async function fuzz({ bot, slack, payloads, count, seed }: FuzzRun): Promise<string[]> {
  const random = createRandom(seed);
  const users = addUsers(slack);
  // Slack accepts every reply. Otherwise replies would become direct messages, of which Slack accepts one a second.
  slack.fail('response_url', { status: 200 }, Number.POSITIVE_INFINITY);
  const responseUrl = `${slack.url}/response/fuzz`;
  const problems: string[] = [];
  const answersByStatus = new Map<string, number>();
  const liveBytes: number[] = [];
  const rounds = Math.max(MIN_ROUNDS, Math.min(MAX_ROUNDS, Math.round(count / ROUND_SIZE)));
  const startedAt = performance.now();
  let slowestMs = 0;
  let next = 0;
  const sendUntil = async (end: number) => {
    while (next < end && bot.isUp()) {
      const { body, contentType, isPayload } = mutateOne(payloads, random, {
        index: next,
        users,
        responseUrl,
      });
      next += 1;
      const { status, ms } = await slack.deliverRaw(body, { contentType });
      slowestMs = Math.max(slowestMs, ms);
      const key = `${isPayload ? 'payload' : 'damaged body'} ${status}`;
      answersByStatus.set(key, (answersByStatus.get(key) ?? 0) + 1);
      const isAnswered = isPayload ? status >= 200 && status < 300 : status >= 200 && status < 500;
      if (!isAnswered) problems.push(`${key}: ${contentType} ${body.slice(0, 300)}`);
    }
  };
  for (let round = 1; round <= rounds && bot.isUp(); round += 1) {
    const roundStartedAt = performance.now();
    const end = Math.ceil((count * round) / rounds);
    await Promise.all(Array.from({ length: CONCURRENCY }, () => sendUntil(end)));
    if (!bot.isUp()) break;
    const sentMs = performance.now() - roundStartedAt;
    const pending = await bot.metric('reseller_check_inbox_pending');
    await bot.untilPending(0);
    const processedMs = performance.now() - roundStartedAt - sentMs;
    liveBytes.push(await bot.liveBytes());
    console.log(
      `round ${round} of ${rounds}: ${next} sent, the last ${pending} requests processed ${(processedMs / 1_000).toFixed(1)} s later; ${mebibytes(liveBytes.at(-1) ?? 0)} live, ${mebibytes(await bot.metric('process_resident_memory_bytes'))} resident`,
    );
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(
    `${next} payloads in ${seconds.toFixed(0)} s, ${(next / seconds).toFixed(0)} a second; slowest answer ${slowestMs.toFixed(0)} ms`,
  );
  for (const [key, amount] of [...answersByStatus].sort(([one], [other]) => one.localeCompare(other)))
    console.log(`${key}: ${amount}`);
  return [
    ...problems,
    ...growthProblems(liveBytes, count < MIN_COUNT_WITH_FULL_CACHES ? MAX_CACHED_BYTES : 0),
  ];
}

/** Adds many people to Support, because Slack accepts one message a second for each. Returns their ids. */
function addUsers(slack: LocalSlack): string[] {
  const users = Array.from({ length: USER_COUNT }, (_, index) => `UFUZZ${index}`);
  for (const id of users) slack.addUser({ id, name: id.toLowerCase(), realName: id });
  for (const id of users) for (const channel of ['CSUPPORT', 'CSALES']) slack.invite(channel, id);
  slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UANA', 'UBEN', ...users] });
  return users;
}

/**
 * Compares the smallest live memory of the second and of the last quarter of the rounds. Caches may have added
 * `cachedBytes`.
 */
function growthProblems(liveBytes: readonly number[], cachedBytes: number): string[] {
  const quarter = Math.floor(liveBytes.length / 4);
  const before = Math.min(...liveBytes.slice(quarter, 2 * quarter));
  const after = Math.min(...liveBytes.slice(-quarter));
  console.log(
    `live memory while no request is pending: ${mebibytes(before)} in the second quarter, ${mebibytes(after)} in the last`,
  );
  return after > before * MAX_GROWTH + cachedBytes
    ? [`memory grew from ${mebibytes(before)} to ${mebibytes(after)}`]
    : [];
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** Checks that the process is still running, answers, and logged nothing that it was sent. */
async function problemsAfterwards(bot: FuzzedBot, slack: LocalSlack): Promise<string[]> {
  if (!bot.isUp()) return ['the bot has exited', ...bot.logProblems];
  const { status } = await fetch(`${bot.url}/readyz`);
  const help = { user: 'UBEN', channel: 'CSUPPORT', command: '/reseller-check', text: 'help' };
  const { status: answered } = await slack.command(help);
  return [
    ...(status === 200 ? [] : [`/readyz answers ${status}`]),
    ...(answered === 200 ? [] : [`a command is answered with ${answered}`]),
    ...bot.logProblems,
  ];
}

await main();
