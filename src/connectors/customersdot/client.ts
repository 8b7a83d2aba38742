import type { Portal } from '../../ports/systems.ts';

/** CustomersDot has no documented way to read login state, so a person must look. */
export function createCustomersDot(now: () => Date): Portal {
  return {
    loginState: () => Promise.resolve({ ok: true, value: { login: 'unknown' }, asOf: now().toISOString() }),
  };
}
