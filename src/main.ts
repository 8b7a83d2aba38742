import { handleProcessFaults, stopOnSignals } from './app/process-events.ts';
import { startBot } from './app.ts';
import type { Config } from './config.ts';
import { ConfigError, loadConfig } from './config.ts';
import type { Log } from './log.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { lockDatabase } from './store/open-store.ts';

/** Starts the bot from the environment; ends with exit code 1 and a reason when it cannot. */
async function main(): Promise<void> {
  const warnings: string[] = [];
  const config = loadConfigOrExit((hint) => warnings.push(hint));
  const log = createLog({ level: config.logLevel });
  if (config.proxy) {
    // Loaded on demand: undici takes a large part of the start.
    const { installProxy } = await import('./app/install-proxy.ts');
    log.info('outgoing calls go through a proxy', { hosts: installProxy(config.proxy) });
  }
  log.info('configured', { settings: config.changedSettings });
  for (const hint of warnings) log.warn('setting may be misread', { hint });
  const stopHandlerSetters = [stopOnSignals(log), handleProcessFaults(log)];
  const stop = await lockAndStart(config, log).catch((error: unknown) => {
    log.error('could not start', { error });
    return process.exit(1);
  });
  for (const setStopHandler of stopHandlerSetters) setStopHandler(stop);
}

/** Starts the bot as the only copy on an SQLite file. Returns a function that stops it. */
async function lockAndStart(config: Config, log: Log): Promise<() => Promise<void>> {
  const lock = await lockDatabase(config.database);
  const bot = await startBot(config, { log, metrics: createMetrics(), now: () => new Date() });
  return async () => {
    await bot.stop();
    lock.release();
  };
}

function loadConfigOrExit(onWarning: (hint: string) => void): Config {
  try {
    return loadConfig('.env', onWarning);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n\nTo try the bot without any settings: npm run sandbox\n`);
    return process.exit(1);
  }
}

// An error's stack may quote customer data, so it goes through the scrubbing logger, never to standard error.
await main().catch((error: unknown) => {
  createLog({ level: 'info' }).error('could not start', { error });
  process.exit(1);
});
