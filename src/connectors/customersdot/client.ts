import type { Portal } from '../../ports.ts';

/** CustomersDot has no documented way to read login state, so a person must look. */
export function createPortal(now: () => Date): Portal {
  return {
    state: () => Promise.resolve({ ok: true, value: { login: 'unknown' }, asOf: now().toISOString() }),
  };
}
