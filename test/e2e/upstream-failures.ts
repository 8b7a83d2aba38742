import type { FaultMode, UpstreamFaultOptions } from '../../scripts/sandbox/upstreams/faults.ts';
import type { StandIn } from '../../scripts/sandbox/upstreams/stand-in.ts';
import { sampleItems } from '../sample-size.ts';
import type { TestApp } from './harness.ts';
import { startTestApp } from './harness.ts';

/** One way in which a system fails. */
export interface UpstreamFailure {
  readonly mode: FaultMode;
  readonly options?: UpstreamFaultOptions;
  /** Text that the card must show after the system's name. */
  readonly why: string;
}

const UNREADABLE = 'sent an answer that the bot cannot read';
const ALL_FAILURES: Readonly<Record<string, UpstreamFailure>> = {
  down: { mode: 'down', why: 'is not available right now' },
  slow: { mode: 'slow', why: 'did not answer in time' },
  stalled: { mode: 'stall', why: 'did not answer in time' },
  'refused login': { mode: '401', why: "refused the bot's login" },
  failing: { mode: '500', why: 'is not available right now' },
  'without rights': { mode: '403', why: 'does not let the bot read this' },
  'asked too often': { mode: '429', why: 'was asked too often' },
  'a page': { mode: 'nonsense', options: { variant: 'html' }, why: UNREADABLE },
  'other types': { mode: 'nonsense', options: { variant: 'types' }, why: UNREADABLE },
  'half an answer': { mode: 'nonsense', options: { variant: 'cut' }, why: UNREADABLE },
  'an empty answer': { mode: 'nonsense', options: { variant: 'empty' }, why: UNREADABLE },
};
export const UPSTREAM_FAILURES = Object.fromEntries(sampleItems(Object.entries(ALL_FAILURES), 6));
export const ZUORA_FAILURES = {
  ...UPSTREAM_FAILURES,
  'a failure called success': { mode: 'soft-error', why: 'is not available right now' },
} satisfies Record<string, UpstreamFailure>;

/** Longer than a good answer takes on a busy machine, shorter than any bad one. */
export const SHORT_TIMEOUTS = { UPSTREAM_TIMEOUT_MS: '1000', CHECK_DEADLINE_MS: '4000' };

/** Limit for all failures, one after the other. */
export const ALL_FAILURES_TIMEOUT_MS = 300_000;

/** Runs the same check for every failure, each in an application of its own. */
export async function runForEachFailure<T>(
  troubles: Readonly<Record<string, UpstreamFailure>>,
  look: (testApp: TestApp, trouble: UpstreamFailure) => Promise<T>,
) {
  const all: Record<string, T> = {};
  for (const [name, trouble] of Object.entries(troubles)) {
    const testApp = await startTestApp({ settings: SHORT_TIMEOUTS });
    try {
      all[name] = await look(testApp, trouble);
    } finally {
      await testApp.close();
    }
  }
  return all;
}

/** Returns the same expectation for every failure. */
export function sameForEachFailure<T>(
  troubles: Readonly<Record<string, UpstreamFailure>>,
  same: T,
): Record<string, T> {
  return Object.fromEntries(Object.keys(troubles).map((name) => [name, same]));
}

/** Applies a failure to the calls with this path; without a path, to every call but the sign-in. */
export function applyFailure(system: StandIn, { mode, options }: UpstreamFailure, path?: RegExp): void {
  system.setFault(mode, { ...options, ...(path ? { path } : {}) });
}
