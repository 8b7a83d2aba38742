import type { z } from 'zod';
import type { System } from '../domain/answer.ts';
import type { Credential, Credentials } from './credentials.ts';
import { fitted } from './fitted.ts';
import type { Http, Question } from './http.ts';
import type { Complain } from './judge.ts';
import { type OnCall, type Outcome, problem } from './outcome.ts';

export interface Read<T> {
  /** Name for metrics, such as "subscription". */
  readonly operation: string;
  /** Path and query, encoded. */
  readonly path: string;
  readonly schema: z.ZodType<T>;
  /** True: a list or a query, where HTTP 404 means that we asked at a wrong place, not "nothing there". */
  readonly isQuery?: boolean;
}

/** One question to one system, with credentials, in our shape. Never rejects. */
export type Reader = <T>(read: Read<T>, signal: AbortSignal) => Promise<Outcome<T>>;

export interface ReaderSettings {
  readonly system: System;
  /** Base address; a credential may name another. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly http: Http;
  readonly credentials: Credentials;
  readonly complain: Complain;
  readonly onCall?: OnCall | undefined;
}

export function createReader(settings: ReaderSettings): Reader {
  return (read, signal) =>
    observed(settings, read.operation, async () => {
      const outcome = await withCredential(settings, read.path, signal);
      if (outcome.ok) return fitted(read.schema, outcome.value);
      if (read.isQuery && outcome.gap === 'not-found') return problem('bad-shape', outcome.detail);
      return outcome;
    });
}

/** Runs a call and tells the observer how it went. */
export async function observed<T>(
  { system, onCall }: Pick<ReaderSettings, 'system' | 'onCall'>,
  operation: string,
  call: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const startedAt = performance.now();
  const outcome = await call();
  const seconds = (performance.now() - startedAt) / 1000;
  onCall?.({ system, operation, outcome: outcome.ok ? 'ok' : outcome.gap, seconds });
  return outcome;
}

async function withCredential(
  settings: ReaderSettings,
  path: string,
  signal: AbortSignal,
): Promise<Outcome<unknown>> {
  const { http, credentials } = settings;
  const first = await credentials.get(signal);
  if (!first.ok) return first;
  const outcome = await http.send(question(settings, path, first.value), signal);
  if (outcome.ok || outcome.gap !== 'auth') return outcome;
  const second = await credentials.renew(first.value, signal);
  if (!second.ok) return second;
  const again = await http.send(question(settings, path, second.value), signal);
  if (!again.ok && again.gap === 'auth') credentials.refusedAgain();
  return again;
}

function question(
  { url, headers, complain }: ReaderSettings,
  path: string,
  credential: Credential,
): Question {
  return {
    url: withoutSlash(credential.base ?? url) + path,
    method: 'GET',
    headers: { accept: 'application/json', ...headers, authorization: credential.authorization },
    complain,
  };
}

function withoutSlash(base: string): string {
  return base.replace(/\/+$/, '');
}
