import type { Wait } from '../../src/slack/web-api/back-off.ts';

/** Stands in for time that passes: every wait is recorded and ends when it is told to. */
export interface ManualWait {
  readonly wait: Wait;
  /** Milliseconds of each wait that was begun, in order. */
  readonly startedMs: number[];
  /** Ends every open wait of at most this many milliseconds. */
  advance(ms: number): void;
}

export function createManualWait(): ManualWait {
  const open = new Set<{ readonly ms: number; end(): void }>();
  const begun: number[] = [];
  return {
    startedMs: begun,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const each = {
          ms,
          end() {
            open.delete(each);
            resolve();
          },
        };
        begun.push(ms);
        open.add(each);
        signal.addEventListener('abort', each.end, { once: true });
        if (signal.aborted) each.end();
      }),
    advance(ms) {
      for (const each of open) if (each.ms <= ms) each.end();
    },
  };
}
