/** The systems we look at. Zuora decides; the others are shown beside it. */
export const SYSTEMS = ['zuora', 'salesforce', 'customersdot', 'zendesk'] as const;
export type System = (typeof SYSTEMS)[number];

/**
 * Why an answer is missing. `not-found`: the system answered that there is no such record. All others: unknown.
 * `queue-timeout`: the call was never made, because the deadline passed while it was queued.
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
  /** When the system said it: ISO 8601, UTC. A cached answer keeps its own time. */
  readonly asOf: string;
}

export interface Gap {
  readonly ok: false;
  readonly gap: GapKind;
  readonly asOf: string;
  /** Our own words for the log, such as "HTTP 500" or "basicInfo.name: expected string"; never upstream text. */
  readonly detail?: string;
}

/** What a connector returns. A system that is down costs a gap, never an exception. */
export type ConnectorResult<T> = FoundResult<T> | Gap;

/** The value when there is one. */
export function valueOrNull<T>(result: ConnectorResult<T> | null): T | null {
  return result?.ok ? result.value : null;
}

/** The same answer with its value changed; a gap stays as it is. */
export function mapResult<T, U>(result: ConnectorResult<T>, transform: (value: T) => U): ConnectorResult<U> {
  return result.ok ? { ...result, value: transform(result.value) } : result;
}
