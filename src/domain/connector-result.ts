/** The upstream systems. Only Zuora decides the verdict; the data of the others is shown next to it. */
export const SYSTEMS = ['zuora', 'salesforce', 'customersdot', 'zendesk'] as const;
export type System = (typeof SYSTEMS)[number];

/**
 * Reasons why there is no value. `not-found`: the system answered that the record does not exist. Every other kind means
 * "unknown". `queue-timeout`: the deadline passed while the call was queued, so it was never sent.
 */
export const GAP_KINDS = [
  'not-found',
  'forbidden',
  'unauthenticated',
  'rate-limited',
  'timeout',
  'queue-timeout',
  'unavailable',
  'invalid-response',
  'not-configured',
] as const;
export type GapKind = (typeof GAP_KINDS)[number];

export interface FoundResult<T> {
  readonly ok: true;
  readonly value: T;
  /** When the system answered: ISO 8601, UTC. A cached result keeps its original time. */
  readonly asOf: string;
}

export interface Gap {
  readonly ok: false;
  readonly gap: GapKind;
  readonly asOf: string;
  /** Description for the log, such as "HTTP 500" or "basicInfo.name: expected string". Never contains upstream text. */
  readonly detail?: string;
}

/** What a connector returns. Upstream failures are gaps, never exceptions. */
export type ConnectorResult<T> = FoundResult<T> | Gap;

/** Returns the value, or null for a gap. */
export function valueOrNull<T>(result: ConnectorResult<T> | null): T | null {
  return result?.ok ? result.value : null;
}

/** Transforms the value of a result. Returns gaps unchanged. */
export function mapResult<T, U>(result: ConnectorResult<T>, transform: (value: T) => U): ConnectorResult<U> {
  return result.ok ? { ...result, value: transform(result.value) } : result;
}
