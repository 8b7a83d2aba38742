import type { SoqlLiteral } from './soql.ts';

/** 15 or 18 letters and digits. */
export function isSalesforceId(value: SoqlLiteral): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(value);
}

/** Both lengths name the same record; the first 15 characters decide, with their case. */
export function shortSalesforceId(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 15) : null;
}

/** Texts are compared without case. */
export function withoutType(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** Returns the regular expression for a LIKE pattern, which matches whole texts only. */
export function likePattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 'is');
}

/** Names are compared without case. */
export function equalIgnoringCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
