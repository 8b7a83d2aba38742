import type { z } from 'zod';
import type { System } from '../domain/answer.ts';
import type { Look } from '../ports.ts';
import type { Credential, Credentials } from './credentials.ts';
import { fitted, type InvalidField } from './fitted.ts';
import type { Http, Question } from './http.ts';
import type { Complain } from './judge.ts';
import type { OnCall, Outcome } from './outcome.ts';
import type { Lane } from './slots.ts';

export interface Read<T> {
  /** Name for metrics and the log, such as "subscription". */
  readonly operation: string;
  /** Path and query, encoded. */
  readonly path: string;
  readonly schema: z.ZodType<T>;
  /** True: a list or a query, where HTTP 404 means that we asked at a wrong place, not "nothing there". */
  readonly isQuery?: boolean;
  /** `deciding` by default. */
  readonly lane?: Lane;
  /** Paths of fields that the answer can be read without, such as "soldToContact" or "users.*.email": see `fitted`. */
  readonly optional?: readonly string[];
  /** Returns fields that are missing from a valid answer although they should be there. They are logged. */
  readonly missingFields?: (value: T) => readonly InvalidField[];
}

/** A field that could not be read in an answer that otherwise could. */
export interface UnreadField extends InvalidField {
  readonly system: System;
  readonly operation: string;
  /** Key of the Slack request that caused the call. */
  readonly key: string | undefined;
}

export type OnUnread = (unread: UnreadField) => void;

/** One question to one system, with credentials, in our shape. Never rejects. */
export type Reader = <T>(read: Read<T>, look: Look) => Promise<Outcome<T>>;

export interface ReaderSettings {
  readonly system: System;
  /** Base address; a credential may name another. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly http: Http;
  readonly credentials: Credentials;
  readonly complain: Complain;
  readonly onCall?: OnCall | undefined;
  readonly onUnread?: OnUnread | undefined;
}

export function createReader(settings: ReaderSettings): Reader {
  return (read, look) =>
    observed(settings, read.operation, async () => {
      const outcome = await withCredential(settings, read, look);
      if (outcome.ok) return validated(settings, read, { look, json: outcome.value });
      if (read.isQuery && outcome.gap === 'not-found') return { ...outcome, gap: 'bad-shape' };
      return outcome;
    });
}

function validated<T>(
  { system, onUnread }: ReaderSettings,
  { schema, optional, missingFields, operation }: Read<T>,
  { look, json }: { readonly look: Look; readonly json: unknown },
): Outcome<T> {
  const { outcome, removed } = fitted(schema, json, optional);
  const missing = outcome.ok ? (missingFields?.(outcome.value) ?? []) : [];
  for (const each of [...removed, ...missing])
    onUnread?.({ ...each, system, operation, key: look.request?.key });
  return outcome;
}

/** Runs a call and reports its outcome to `onCall`. Adds the operation to a problem that has none. */
export async function observed<T>(
  { system, onCall }: Pick<ReaderSettings, 'system' | 'onCall'>,
  operation: string,
  call: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const startedAt = performance.now();
  const outcome = await call();
  const seconds = (performance.now() - startedAt) / 1000;
  onCall?.({ system, operation, outcome: outcome.ok ? 'ok' : outcome.gap, seconds });
  return outcome.ok ? outcome : { operation, ...outcome };
}

async function withCredential(settings: ReaderSettings, read: Call, look: Look): Promise<Outcome<unknown>> {
  const { http, credentials } = settings;
  const { signal } = look;
  const ask = (credential: Credential) => http.send(question(settings, { read, look, credential }), signal);
  const first = await credentials.get(signal);
  if (!first.ok) return first;
  const outcome = await ask(first.value);
  if (outcome.ok || outcome.gap !== 'auth') return outcome;
  const second = await credentials.renew(first.value, signal);
  if (!second.ok) return second;
  const again = await ask(second.value);
  if (!again.ok && again.gap === 'auth') credentials.refusedAgain(again);
  return again;
}

type Call = Pick<Read<unknown>, 'operation' | 'path' | 'lane'>;

interface Asking {
  readonly read: Call;
  readonly look: Look;
  readonly credential: Credential;
}

function question(
  { url, headers, complain }: ReaderSettings,
  { read: { path, operation, lane }, look: { endsAt }, credential }: Asking,
): Question {
  return {
    url: withoutSlash(credential.base ?? url) + path,
    method: 'GET',
    headers: { accept: 'application/json', ...headers, authorization: credential.authorization },
    complain,
    operation,
    ...(lane ? { lane } : {}),
    ...(endsAt ? { endsAt } : {}),
  };
}

function withoutSlash(base: string): string {
  return base.replace(/\/+$/, '');
}
