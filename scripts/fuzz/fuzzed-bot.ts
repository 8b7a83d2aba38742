import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOG_CANARIES } from './mutate-payload.ts';

const HEAP_PROBE_URL = new URL('../heap-probe.js', import.meta.url).href;
const START_LIMIT_MS = 30_000;
const FINISH_LIMIT_MS = 300_000;
const POLL_MS = 20;
const UNCAUGHT = /unhandled rejection|uncaught exception/;

/** The built bot in its own process. */
export interface FuzzedBot {
  /** Base URL of its server. */
  readonly url: string;
  /** Log lines with a canary or an uncaught error, and everything in its standard error. */
  readonly logProblems: ReadonlySet<string>;
  isUp(): boolean;
  /** The value of a metric without labels. */
  metric(name: string): Promise<number>;
  /** Returns its live memory in bytes, after a full collection. */
  liveBytes(): Promise<number>;
  /** Resolves when at most so many acknowledged requests are pending. */
  untilPending(max: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the bot and resolves once it listens. */
export async function startFuzzedBot(
  entry: string,
  settings: Readonly<Record<string, string>>,
): Promise<FuzzedBot> {
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', HEAP_PROBE_URL, entry], {
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const logProblems = new Set<string>();
  let url = '';
  const readLine = (line: string) => {
    if (line.includes('"msg":"started"')) url = `http://127.0.0.1:${/"port":(\d+)/.exec(line)?.[1]}`;
    if (UNCAUGHT.test(line) || LOG_CANARIES.some((canary) => line.includes(canary))) logProblems.add(line);
  };
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(readLine);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => logProblems.add(`standard error: ${text}`));

  const isUp = () => child.exitCode === null && child.signalCode === null;
  const metric = async (name: string) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };
  const waitUntil = async (what: string, limitMs: number, isTrue: () => boolean | Promise<boolean>) => {
    for (const end = performance.now() + limitMs; performance.now() < end && isUp(); await sleep(POLL_MS))
      if (await isTrue()) return;
    throw new Error(`The bot did not ${what}.\n${[...logProblems].join('\n')}`);
  };
  const liveBytes = () =>
    new Promise<number>((resolve, reject) => {
      child.once('message', (answer) => resolve((answer as { liveBytes: number }).liveBytes));
      child.send({ heap: 'read' }, (error) => error && reject(error));
    });
  await waitUntil('start', START_LIMIT_MS, () => url !== '');
  return {
    url,
    logProblems,
    isUp,
    metric,
    liveBytes,
    untilPending: (max) =>
      waitUntil(
        'finish its requests',
        FINISH_LIMIT_MS,
        async () => (await metric('reseller_check_inbox_pending')) <= max,
      ),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
