import { setTimeout as timer } from 'node:timers/promises';
import { failureOf } from './slack-error.ts';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Resolves after `ms` milliseconds, or as soon as the signal is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits with Node's timers. */
export const waitFor: Wait = async (ms, signal) => {
  await timer(ms, undefined, { signal }).catch(() => {});
};

/**
 * Returns the delay in milliseconds before the next attempt at Slack: exponential back-off with jitter, at least
 * Slack's `Retry-After`, at most 30 seconds.
 */
export function backOffMs(failures: number, error: unknown, random = Math.random): number {
  const failure = failureOf(error);
  const retryAfterMs = (failure.kind === 'limited' && failure.retryAfterMs) || 0;
  const grown = FIRST_MS * 2 ** Math.min(failures - 1, 10) * (1 + random() / 4);
  return Math.min(LONGEST_MS, Math.max(grown, retryAfterMs));
}
