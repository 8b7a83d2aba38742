import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MOVED_CLOCK_URL } from './clock/movable-clock.ts';

const BUILT_BOT_ENTRY = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface BotOptions {
  /** The whole environment of the bot, besides PATH and the log level. */
  readonly settings: Readonly<Record<string, string>>;
  /** The built bot; that of this repository unless given. */
  readonly entry?: string;
  /** Addresses of modules to be loaded before it, after the one that moves its clock. */
  readonly preload?: readonly string[];
  /** Milliseconds by which the bot's clock is ahead of the machine's from the start. */
  readonly aheadMs?: number;
}

/** The production application as a process of its own, with a clock that can be moved. */
export interface BotProcess {
  readonly process: ChildProcess;
  isUp(): boolean;
  /** Sends a message and answers with the first one back that fits. Rejects when the bot ends before. */
  tell(message: object, isAnswer: (answer: object) => boolean): Promise<object>;
  /** Resolves once the bot uses a clock that is this many milliseconds ahead of the machine's. */
  moveTo(aheadMs: number): Promise<void>;
  /** Stops the bot with SIGTERM. Resolves when it has ended. */
  stop(): Promise<void>;
  /** Kills the bot with SIGKILL. Resolves when it has ended. */
  kill(): Promise<void>;
}

export function startBotProcess({
  settings,
  entry = BUILT_BOT_ENTRY,
  preload = [],
  aheadMs = 0,
}: BotOptions): BotProcess {
  const modules = [MOVED_CLOCK_URL, ...preload].flatMap((address) => ['--import', address]);
  const bot = spawn(process.execPath, ['--enable-source-maps', ...modules, entry], {
    cwd: tmpdir(),
    env: {
      PATH: process.env['PATH'] ?? '',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
      ...settings,
      CLOCK_OFFSET_MS: String(aheadMs),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C in the terminal is for the sandbox, which then stops the bot.
    detached: true,
  });
  const isUp = () => bot.exitCode === null && bot.signalCode === null;
  const tell: BotProcess['tell'] = (message, isAnswer) => sendAndAwaitReply(bot, { message, isAnswer });
  return {
    process: bot,
    isUp,
    tell,
    async moveTo(clock) {
      await tell({ clock }, (answer) => 'clock' in answer && answer.clock === clock);
    },
    stop: () => stopProcess(bot, 'SIGTERM'),
    kill: () => stopProcess(bot, 'SIGKILL'),
  };
}

function sendAndAwaitReply(
  bot: ChildProcess,
  { message, isAnswer }: { message: object; isAnswer: (answer: object) => boolean },
): Promise<object> {
  return new Promise((resolve, reject) => {
    const stopListening = () => bot.off('message', onMessage).off('exit', onEnd);
    const onEnd = () => {
      stopListening();
      reject(new Error('The bot is not running.'));
    };
    const onMessage = (answer: unknown) => {
      if (typeof answer !== 'object' || answer === null || !isAnswer(answer)) return;
      stopListening();
      resolve(answer);
    };
    if (!bot.connected) return onEnd();
    bot.on('message', onMessage).once('exit', onEnd);
    bot.send(message, (error) => error && onEnd());
  });
}

function stopProcess(bot: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (bot.exitCode !== null || bot.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    bot.once('exit', () => resolve());
    bot.kill(signal);
  });
}
