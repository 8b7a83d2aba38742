import type { GapKind, System } from '../domain/answer.ts';

/** Why there is no value; `detail` is our own words, never upstream text. */
export interface Problem {
  readonly ok: false;
  readonly gap: GapKind;
  readonly detail: string;
}

export interface Good<T> {
  readonly ok: true;
  readonly value: T;
}

/** An answer before it gets its time. Nothing in this folder throws for what a system does. */
export type Outcome<T> = Good<T> | Problem;

/** One call that ended, retries included; for metrics. */
export interface UpstreamCall {
  readonly system: System;
  readonly operation: string;
  readonly outcome: 'ok' | GapKind;
  readonly seconds: number;
}

export type OnCall = (call: UpstreamCall) => void;

export function good<T>(value: T): Good<T> {
  return { ok: true, value };
}

export function problem(gap: GapKind, detail: string): Problem {
  return { ok: false, gap, detail };
}

/** All values, or the first problem: a list with a hole is not an answer. */
export function allOf<T>(outcomes: readonly Outcome<T>[]): Outcome<T[]> {
  const values: T[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) return outcome;
    values.push(outcome.value);
  }
  return good(values);
}
