import { type BotProcess, startBotProcess } from './bot-process.ts';

/** The bot of the sandbox, which can be restarted with the same database. */
export interface RestartableBot {
  /** Resolves once the bot answers that it is ready. */
  start(): Promise<void>;
  /** Stops the bot and starts it again. Does nothing while it is being restarted. */
  restart(): Promise<void>;
  /** Resolves once the bot uses a clock that is this many milliseconds ahead of the machine's. */
  moveTo(aheadMs: number): Promise<void>;
  /** Resolves when the bot has ended. */
  stop(): Promise<void>;
}

interface RestartableBotOptions {
  readonly settings: Readonly<Record<string, string>>;
  /** Port on which the bot answers. */
  readonly port: number;
  /** Returns by how many milliseconds the clock is ahead of the machine's. */
  readonly aheadMs: () => number;
  /** Called when the bot ends although nobody stopped it. */
  readonly onUnexpectedEnd: (code: number | null) => void;
}

export function createRestartableBot(options: RestartableBotOptions): RestartableBot {
  const { settings, port, aheadMs, onUnexpectedEnd } = options;
  let bot: BotProcess | null = null;
  let isStopping = false;
  let restarting: Promise<void> | null = null;

  const start = async () => {
    isStopping = false;
    bot = startBotProcess({ settings, aheadMs: aheadMs() });
    bot.process.once('exit', (code) => {
      if (!isStopping) onUnexpectedEnd(code);
    });
    await waitUntilReady(`http://127.0.0.1:${port}/readyz`);
  };
  const stop = async () => {
    isStopping = true;
    await bot?.stop();
  };
  return {
    start,
    stop,
    restart() {
      restarting ??= stop()
        .then(start)
        .finally(() => {
          restarting = null;
        });
      return restarting;
    },
    moveTo: async (to) => bot?.moveTo(to),
  };
}

async function waitUntilReady(url: string): Promise<void> {
  for (;;) {
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
