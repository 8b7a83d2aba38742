import type { Check } from '../domain/case.ts';

/** Reads a check from its stored JSON. */
export function readStoredCheck(data: string): Check {
  return JSON.parse(data) as Check;
}
