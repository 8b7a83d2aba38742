import type { GapKind, System } from '../domain/connector-result.ts';

/** Details of a failed call for the log. Contains no customer data. */
export interface ProblemContext {
  /** Name of the call, such as "subscription" or "sign-in". */
  readonly operation?: string;
  /** HTTP status. */
  readonly status?: number;
  /** The system's error code, such as "50000040" or "INVALID_FIELD". */
  readonly code?: string;
  /** Node's code of a connection failure, such as "ECONNREFUSED" or "CERT_HAS_EXPIRED". */
  readonly causeCode?: string;
}

/** Why there is no value. `detail` never contains upstream text. */
export interface Problem extends ProblemContext {
  readonly ok: false;
  readonly gap: GapKind;
  readonly detail: string;
}

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

/** The result of a call, without a timestamp. Upstream failures are problems, never exceptions. */
export type UpstreamResult<T> = Success<T> | Problem;

/** A completed call including its retries, for metrics. */
export interface UpstreamCall {
  readonly system: System;
  readonly operation: string;
  readonly outcome: 'ok' | GapKind;
  readonly seconds: number;
}

export type OnUpstreamCall = (call: UpstreamCall) => void;

/** Wraps a value. */
export function success<T>(value: T): Success<T> {
  return { ok: true, value };
}

/** Creates a problem. `detail` must not contain upstream text. */
export function problem(gap: GapKind, detail: string, context: ProblemContext = {}): Problem {
  return { ok: false, gap, detail, ...context };
}

/** Returns all values, or the first problem: incomplete lists are not returned. */
export function combineResults<T>(results: readonly UpstreamResult<T>[]): UpstreamResult<T[]> {
  const values: T[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return success(values);
}
