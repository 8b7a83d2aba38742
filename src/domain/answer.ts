/** The systems we look at. Zuora decides; the others are shown beside it. */
export const SYSTEMS = ['zuora', 'salesforce', 'customersdot', 'zendesk'] as const;
export type System = (typeof SYSTEMS)[number];

/**
 * Why an answer is missing. `not-found`: the system answered that there is no such record. All others: unknown.
 * `busy`: the call was never made, because the deadline passed while it was queued.
 */
export const GAPS = [
  'not-found',
  'forbidden',
  'auth',
  'throttled',
  'timeout',
  'busy',
  'unavailable',
  'bad-shape',
  'not-configured',
] as const;
export type GapKind = (typeof GAPS)[number];

export interface Found<T> {
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
export type Answer<T> = Found<T> | Gap;

/** The value when there is one. */
export function told<T>(answer: Answer<T> | null): T | null {
  return answer?.ok ? answer.value : null;
}

/** The same answer with its value changed; a gap stays as it is. */
export function mapAnswer<T, U>(answer: Answer<T>, change: (value: T) => U): Answer<U> {
  return answer.ok ? { ...answer, value: change(answer.value) } : answer;
}
