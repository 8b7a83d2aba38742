import type { GapKind, System } from '../domain/connector-result.ts';

/** Describes a failed call for the log. Contains no customer data. */
export interface ProblemContext {
  /** Name of the call, such as "subscription" or "sign-in". */
  readonly operation?: string;
  /** HTTP status. */
  readonly status?: number;
  /** The system's own code for the failure, such as "50000040" or "INVALID_FIELD". */
  readonly code?: string;
  /** Node's code for a connection that failed, such as "ECONNREFUSED" or "CERT_HAS_EXPIRED". */
  readonly causeCode?: string;
}

/** Why there is no value; `detail` is our own words, never upstream text. */
export interface Problem extends ProblemContext {
  readonly ok: false;
  readonly gap: GapKind;
  readonly detail: string;
}

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

/** An answer before it gets its time. Nothing in this folder throws for what a system does. */
export type UpstreamResult<T> = Success<T> | Problem;

/** One call that ended, retries included; for metrics. */
export interface UpstreamCall {
  readonly system: System;
  readonly operation: string;
  readonly outcome: 'ok' | GapKind;
  readonly seconds: number;
}

export type OnUpstreamCall = (call: UpstreamCall) => void;

export function success<T>(value: T): Success<T> {
  return { ok: true, value };
}

export function problem(gap: GapKind, detail: string, context: ProblemContext = {}): Problem {
  return { ok: false, gap, detail, ...context };
}

/** All values, or the first problem: a list with a hole is not an answer. */
export function combineResults<T>(results: readonly UpstreamResult<T>[]): UpstreamResult<T[]> {
  const values: T[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return success(values);
}
