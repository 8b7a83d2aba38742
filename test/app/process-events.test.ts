import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handleProcessFaults, stopOnSignals } from '../../src/app/process-events.ts';
import type { Log } from '../../src/log.ts';

const log: Log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
/** The listeners of the process, by event. Called here instead of sending signals to the test runner. */
let listeners: Map<string | symbol, (...args: unknown[]) => void>;
let exitCodes: unknown[];
beforeEach(() => {
  vi.useFakeTimers();
  listeners = new Map();
  exitCodes = [];
  vi.spyOn(process, 'on').mockImplementation((event, listener) => {
    listeners.set(event, listener);
    return process;
  });
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    exitCodes.push(code);
    return undefined as never;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const neverStops = () => new Promise<void>(() => undefined);

describe('stopOnSignals', () => {
  it.each(['SIGTERM', 'SIGINT'])('exits with code 0 when the bot has stopped after %s', async (signal) => {
    stopOnSignals(log)(async () => undefined);

    listeners.get(signal)?.(signal);
    await vi.advanceTimersByTimeAsync(0);

    expect(exitCodes).toEqual([0]);
  });

  it('exits with code 1 after 30 seconds when the bot does not stop', async () => {
    stopOnSignals(log)(neverStops);

    listeners.get('SIGTERM')?.('SIGTERM');
    await vi.advanceTimersByTimeAsync(29_999);
    expect(exitCodes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);

    expect(exitCodes).toEqual([1]);
  });

  it('exits with code 1 at the third signal', () => {
    stopOnSignals(log)(neverStops);

    for (let count = 0; count < 3; count += 1) listeners.get('SIGTERM')?.('SIGTERM');

    expect(exitCodes).toEqual([1]);
  });
});

describe('handleProcessFaults', () => {
  it('exits with code 1 after 30 seconds when the bot does not stop after an uncaught exception', async () => {
    handleProcessFaults(log)(neverStops);

    listeners.get('uncaughtException')?.(new Error('bug'));
    await vi.advanceTimersByTimeAsync(30_000);

    expect(exitCodes).toEqual([1]);
  });
});
