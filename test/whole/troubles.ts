import type { FaultMode, FaultOptions } from '../../scripts/sandbox/upstreams/faults.ts';
import type { StandIn } from '../../scripts/sandbox/upstreams/stand-in.ts';
import { sample } from '../size.ts';
import type { Whole } from './harness.ts';
import { startWhole } from './harness.ts';

/** One way for a system to fail. */
export interface Trouble {
  readonly mode: FaultMode;
  readonly options?: FaultOptions;
  /** What the card must say, after the system's name. */
  readonly why: string;
}

const UNREADABLE = 'sent an answer that the bot cannot read';
const ALL: Readonly<Record<string, Trouble>> = {
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
export const TROUBLES = Object.fromEntries(sample(Object.entries(ALL), 4));
export const ZUORA_TROUBLES = {
  ...TROUBLES,
  'a failure called success': { mode: 'soft-error', why: 'is not available right now' },
} satisfies Record<string, Trouble>;

/** Longer than a good answer takes on a busy machine, shorter than any bad one. */
export const PATIENCE = { UPSTREAM_TIMEOUT_MS: '1000', CHECK_DEADLINE_MS: '4000' };

/** For all of them, one after the other. */
export const ENOUGH_MS = 300_000;

/** The same look at every trouble, each in an application of its own. */
export async function inEach<T>(
  troubles: Readonly<Record<string, Trouble>>,
  look: (whole: Whole, trouble: Trouble) => Promise<T>,
) {
  const all: Record<string, T> = {};
  for (const [name, trouble] of Object.entries(troubles)) {
    const whole = await startWhole({ settings: PATIENCE });
    try {
      all[name] = await look(whole, trouble);
    } finally {
      await whole.close();
    }
  }
  return all;
}

/** The same of every trouble. */
export function ofEach<T>(troubles: Readonly<Record<string, Trouble>>, same: T): Record<string, T> {
  return Object.fromEntries(Object.keys(troubles).map((name) => [name, same]));
}

/** Without a path, every call but the sign-in. */
export function spoil(system: StandIn, { mode, options }: Trouble, path?: RegExp): void {
  system.fault(mode, { ...options, ...(path ? { path } : {}) });
}
