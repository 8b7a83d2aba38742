import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { countedLogLines, countedReplies, countRepliesWith } from './crash-random/message-counts.ts';
import type { SubmittedHandoff } from './crash-random/submit-handoffs.ts';
import { handoffPostsByCase, submitHandoffsRepeatedly } from './crash-random/submit-handoffs.ts';
import { countPendingWork } from './pending-work.ts';
import { reuseBuild } from './reuse-build.ts';
import { botSettingsFor } from './sandbox/bot-settings.ts';
import type { InteractionResult, LocalSlack, SlackFault } from './sandbox/slack/local-slack.ts';
import { startLocalSlack } from './sandbox/slack/local-slack.ts';
import { SAMPLE_CUSTOMERS } from './sandbox/upstreams/customers.ts';
import { startUpstreams } from './sandbox/upstreams/upstreams.ts';

/** How often the bot is killed; `KILL_COUNT=20 npm run crash-random` is a short run. */
const KILL_COUNT = Number(process.env['KILL_COUNT'] ?? 500);
const PORT = 3987;
/** Between two requests of the stream. */
const REQUEST_INTERVAL_MS = 60;
/** A card that is clicked again and again must stay where it is and not be posted twice. */
const CLICK_SHARE = 0.3;
/** Share of the bots killed while they start; the others are killed at work. */
const EARLY_KILL_SHARE = 0.15;
/** From ready to killed. A handoff takes a check, two forms and a post; most bots live less long than that. */
const MAX_UPTIME_MS = 5_000;
/** Share of the bots that also see a few Slack calls fail. */
const SLACK_FAULT_SHARE = 0.4;
const FAILING_METHODS = [
  'users.info',
  'usergroups.users.list',
  'conversations.info',
  'chat.postMessage',
  'views.update',
];
const SLACK_FAULTS: readonly SlackFault[] = [
  { delayMs: 3_500 },
  { status: 503 },
  { loseAnswer: true },
  { rateLimited: 1 },
];
const DRAIN_TIMEOUT_MS = 240_000;

interface SentRequest {
  readonly kind: 'command' | 'click';
  readonly outcome: InteractionResult;
}

const randomBetween = (low: number, high: number) => low + Math.random() * (high - low);
const randomOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/**
 * Kills the built bot at random moments under a stream of commands, clicks and handoffs while Slack fails now and then.
 * Every acknowledged check must end in exactly one card, every acknowledged handoff in exactly one post to Sales.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reseller-check-crash-random-'));
  const [slack, upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
  slack.deliverTo = `http://127.0.0.1:${PORT}/slack/events`;
  const settings = botSettingsFor({ slack, upstreams, database: join(folder, 'cases.db'), port: PORT });
  const bot = { settings, entry: await reuseBuild(folder), log: join(folder, 'log') };
  const asked: SentRequest[] = [];
  let streaming = true;
  const stream = (async () => {
    while (streaming) {
      void sendRandomRequest(slack).then((one) => one && asked.push(one));
      await sleep(REQUEST_INTERVAL_MS);
    }
  })();
  const people = ['UANA', 'UBEN'].map((user) => submitHandoffsRepeatedly(slack, user, () => streaming));
  await killRepeatedly(bot, slack);
  slack.clearFaults();
  streaming = false;
  await stream;
  const submitted = (await Promise.all(people)).flat();
  const survivor = startBotProcess(bot);
  await waitUntilDrained(settings.DATABASE_URL ?? '');
  survivor.kill('SIGTERM');
  if (!report(slack, asked, submitted)) {
    process.exitCode = 1;
    console.log([...countedReplies(slack), ...(await countedLogLines(bot.log))].join('\n'));
  }
  await Promise.all([slack.close(), upstreams.close()]);
  await rm(folder, { recursive: true, force: true });
}

/** The bot that is started and killed repeatedly. */
interface BotStart {
  readonly settings: Record<string, string>;
  readonly entry: string;
  /** File for warnings and errors. */
  readonly log: string;
}

function startBotProcess({ settings, entry, log }: BotStart): ChildProcess {
  const file = openSync(log, 'a');
  const started = spawn(process.execPath, [entry], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', file, 'inherit'],
  });
  closeSync(file);
  return started;
}

async function killRepeatedly(killed: BotStart, slack: LocalSlack): Promise<void> {
  for (let kill = 1; kill <= KILL_COUNT; kill += 1) {
    if (Math.random() < SLACK_FAULT_SHARE) slack.fail(randomOf(FAILING_METHODS), randomOf(SLACK_FAULTS), 3);
    const bot = startBotProcess(killed);
    if (Math.random() < EARLY_KILL_SHARE) await sleep(randomBetween(50, 600));
    else await waitUntilReady().then(() => sleep(randomBetween(0, MAX_UPTIME_MS)));
    const gone = new Promise((resolve) => bot.once('exit', resolve));
    bot.kill('SIGKILL');
    await gone;
    if (kill % 25 === 0) console.log(`${kill} kills`);
  }
}

async function waitUntilReady(): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const ok = await fetch(`http://127.0.0.1:${PORT}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await sleep(20);
  }
}

const SUBSCRIPTION_NUMBERS = SAMPLE_CUSTOMERS.flatMap(({ subscriptions = [] }) =>
  subscriptions.map(({ number }) => number),
);

async function sendRandomRequest(slack: LocalSlack): Promise<SentRequest | null> {
  const user = randomOf(['UANA', 'UBEN']);
  if (Math.random() < CLICK_SHARE) {
    const card = randomOf(caseCards(slack));
    if (!card) return null;
    const outcome = await slack
      .click({ user, channel: card.channel, ts: card.ts, actionId: 'recheck' })
      .catch(() => null);
    return outcome && { kind: 'click', outcome };
  }
  const channel = randomOf(['CSUPPORT', 'CRANDOM']);
  // Without "new", a check of a subscription that has an open case gets no card of its own.
  const text = Math.random() < 0.9 ? `${randomOf(SUBSCRIPTION_NUMBERS)} new` : 'A-S00';
  const outcome = await slack.command({ user, channel, command: '/reseller-check', text }).catch(() => null);
  return outcome && { kind: 'command', outcome };
}

function caseCards(slack: LocalSlack): { channel: string; ts: string; caseId: string }[] {
  const places = ['CSUPPORT', 'CRANDOM', 'CSALES'];
  const homes = ['UANA', 'UBEN'].map((user) => slack.channelOfDirectMessages(user));
  return [...places, ...homes].flatMap((channel) =>
    slack.messages(channel).flatMap(({ ts, metadata }) => {
      const { case_id } = (metadata?.['event_payload'] ?? {}) as { case_id?: string };
      const isCard = metadata?.['event_type'] === 'reseller_case';
      return isCard && case_id ? [{ channel, ts, caseId: case_id }] : [];
    }),
  );
}

/** Waits until the last bot has no pending work. */
async function waitUntilDrained(databaseUrl: string): Promise<void> {
  const deadline = Date.now() + DRAIN_TIMEOUT_MS;
  for (;;) {
    await sleep(500);
    if (Date.now() > deadline) throw new Error('the inbox and the outbox did not drain');
    if ((await countPendingWork(databaseUrl.replace('sqlite:', ''))) === 0) return;
  }
}

/** Prints the counts. Returns true when nothing was lost or doubled. */
function report(
  slack: LocalSlack,
  asked: readonly SentRequest[],
  submitted: readonly SubmittedHandoff[],
): boolean {
  const shown = new Map<string, number>();
  for (const { caseId } of caseCards(slack)) shown.set(caseId, (shown.get(caseId) ?? 0) + 1);
  const commands = asked.filter(({ kind }) => kind === 'command');
  const acknowledged = commands.filter(({ outcome }) => outcome.status === 200);
  const checks = acknowledged.filter(({ outcome }) => !isCompleteAnswer(outcome));
  const unacknowledged = commands.filter(({ outcome }) => outcome.status !== 200);
  const count = ({ outcome }: SentRequest) => shown.get(caseIdOf(outcome)) ?? 0;
  const missing = checks.filter((one) => count(one) === 0).length;
  const dropped = countRepliesWith(slack, 'waited too long');
  const lost = Math.max(0, missing - dropped);
  const doubled = [...shown.values()].filter((times) => times > 1).length;
  const posts = handoffPostsByCase(slack);
  const sent = new Set(submitted.filter(({ status }) => status === 200).map(({ caseId }) => caseId));
  const unposted = [...sent].filter((caseId) => !posts.has(caseId)).length;
  const replaced = countRepliesWith(slack, 'Your draft was changed since this preview');
  const unsent = Math.max(0, unposted - replaced);
  const twice = [...posts.values()].filter((times) => times > 1).length;
  const nothing = checks.length === 0 || sent.size === 0 ? 1 : 0;
  const wrong = lost + doubled + unsent + twice + nothing;
  console.log(
    [
      `kills: ${KILL_COUNT}`,
      `commands: ${commands.length}, acknowledged: ${acknowledged.length}`,
      `answered with the acknowledgement: ${acknowledged.length - checks.length}`,
      `checks acknowledged: ${checks.length}, with exactly one card: ${checks.length - missing - doubled}`,
      `dropped after 15 minutes, and the person was told: ${dropped}`,
      `lost: ${lost}, doubled: ${doubled}`,
      `never acknowledged: ${unacknowledged.length}, of which shown all the same: ${unacknowledged.filter(count).length}`,
      `clicks acknowledged: ${asked.filter(({ kind, outcome }) => kind === 'click' && outcome.status === 200).length}`,
      `handoffs submitted: ${submitted.length}, acknowledged for ${sent.size} cases: ${sent.size - unposted} posted, ${unsent} lost, ${twice} posted twice`,
      `previews replaced by a newer draft of the same person, who was told: ${replaced}`,
      `${wrong === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed'}`,
    ].join('\n'),
  );
  return wrong === 0;
}

/** A mistyped id is answered with the acknowledgement itself; a check only says that it has begun or is queued. */
function isCompleteAnswer({ body }: InteractionResult): boolean {
  const text = JSON.stringify(body ?? '');
  return text.includes('I do not recognise that');
}

/** Returns the id that the bot gives a case: a hash of the request that opened it. */
function caseIdOf({ triggerId }: InteractionResult): string {
  return `c${createHash('sha256').update(`command ${triggerId}`).digest('hex').slice(0, 15)}`;
}

await main();
