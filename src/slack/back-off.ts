import { setTimeout as timer } from 'node:timers/promises';
import { failureOf } from './slack-error.ts';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Resolves after that time, or as soon as the signal is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits by Node's timers. */
export const waitFor: Wait = async (ms, signal) => {
  await timer(ms, undefined, { signal }).catch(() => {});
};

/**
 * Returns how many milliseconds to wait before another attempt at Slack: doubled with each failure in a row,
 * with jitter, as long as Slack asks for, and never more than 30 seconds.
 */
export function backOffMs(failures: number, error: unknown, random = Math.random): number {
  const failure = failureOf(error);
  const asked = (failure.kind === 'limited' && failure.retryAfterMs) || 0;
  const grown = FIRST_MS * 2 ** Math.min(failures - 1, 10) * (1 + random() / 4);
  return Math.min(LONGEST_MS, Math.max(grown, asked));
}
