import { setTimeout as timer } from 'node:timers/promises';
import { classifySlackError } from './slack-error.ts';

const INITIAL_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

/** Resolves after `ms` milliseconds, or as soon as the signal is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits with Node's timers. */
export const waitFor: Wait = async (ms, signal) => {
  await timer(ms, undefined, { signal }).catch(() => {});
};

/**
 * Returns the delay in milliseconds before the next attempt to connect to Slack: Slack's `Retry-After` or an exponential
 * back-off with jitter, whichever is longer, capped at 30 seconds.
 */
export function backOffMs(failures: number, error: unknown, random = Math.random): number {
  const failure = classifySlackError(error);
  const retryAfterMs = (failure.kind === 'rate-limited' && failure.retryAfterMs) || 0;
  const exponentialMs = INITIAL_DELAY_MS * 2 ** Math.min(failures - 1, 10) * (1 + random() / 4);
  return Math.min(MAX_DELAY_MS, Math.max(exponentialMs, retryAfterMs));
}
