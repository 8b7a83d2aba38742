import { register } from 'node:module';
import { counted } from './count-calls.js';

/**
 * Loaded into the bot's process before its own modules: every statement of its database and every call of Slack's Web
 * API is counted, and the process ends at one of them when it was told to.
 */
register('./sqlite-loader-hook.js', import.meta.url);

const realFetch = globalThis.fetch;
globalThis.fetch = (...given) =>
  new Request(...given).url.includes('/api/') ? counted(() => realFetch(...given)) : realFetch(...given);
