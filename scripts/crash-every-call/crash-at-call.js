import { register } from 'node:module';
import { countCall } from './count-calls.js';

/**
 * Loaded into the bot's process before its own modules: counts every database statement and every Slack Web API call,
 * and ends the process at the one chosen over IPC.
 */
register('./sqlite-loader-hook.js', import.meta.url);

const realFetch = globalThis.fetch;
globalThis.fetch = (...given) =>
  new Request(...given).url.includes('/api/') ? countCall(() => realFetch(...given)) : realFetch(...given);
