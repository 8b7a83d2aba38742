import type { z } from 'zod';
import type { System } from '../domain/connector-result.ts';
import type { LookupOptions } from '../ports/systems.ts';
import type { MapError } from './classify-response.ts';
import type { CallPriority } from './concurrency-limiter.ts';
import type { Credential, CredentialProvider } from './credential-provider.ts';
import type { HttpClient, UpstreamRequest } from './http-client.ts';
import type { OnUpstreamCall, UpstreamResult } from './upstream-result.ts';
import { type InvalidField, validated } from './validated.ts';

export interface ReadRequest<T> {
  /** Name for metrics and the log, such as "subscription". */
  readonly operation: string;
  /** URL-encoded path and query string. */
  readonly path: string;
  readonly schema: z.ZodType<T>;
  /** True for lists and queries, where HTTP 404 means a wrong URL rather than a missing record. */
  readonly isQuery?: boolean;
  /** `deciding` by default. */
  readonly priority?: CallPriority;
  /** Paths of fields that may be invalid, such as "soldToContact" or "users.*.email". See `validated`. */
  readonly optionalFields?: readonly string[];
  /** Returns fields that a valid response lacks although they should exist. They are logged. */
  readonly missingFields?: (value: T) => readonly InvalidField[];
}

/** An unreadable field in an otherwise valid response. */
export interface UnreadableField extends InvalidField {
  readonly system: System;
  readonly operation: string;
  /** Key of the Slack request that caused the call. */
  readonly key: string | undefined;
}

export type OnUnreadableField = (field: UnreadableField) => void;

/** Sends an authorized request to one system and validates the response. Never rejects. */
export type UpstreamReader = <T>(
  request: ReadRequest<T>,
  options: LookupOptions,
) => Promise<UpstreamResult<T>>;

export interface UpstreamReaderSettings {
  readonly system: System;
  /** Base URL. A credential may override it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly http: HttpClient;
  readonly credentials: CredentialProvider;
  readonly mapError: MapError;
  readonly onUpstreamCall?: OnUpstreamCall | undefined;
  readonly onUnreadableField?: OnUnreadableField | undefined;
}

/** Creates the reader of one system. */
export function createUpstreamReader(settings: UpstreamReaderSettings): UpstreamReader {
  return (request, options) =>
    observeCall(settings, request.operation, async () => {
      const result = await sendWithCredential(settings, request, options);
      if (result.ok) return validateAnswer(settings, request, { options, json: result.value });
      if (request.isQuery && result.gap === 'not-found') return { ...result, gap: 'invalid-response' };
      return result;
    });
}

function validateAnswer<T>(
  { system, onUnreadableField }: UpstreamReaderSettings,
  { schema, optionalFields, missingFields, operation }: ReadRequest<T>,
  { options, json }: { readonly options: LookupOptions; readonly json: unknown },
): UpstreamResult<T> {
  const { result, removedFields } = validated(schema, json, optionalFields);
  const missing = result.ok ? (missingFields?.(result.value) ?? []) : [];
  for (const field of [...removedFields, ...missing])
    onUnreadableField?.({ ...field, system, operation, key: options.request?.key });
  return result;
}

/** Runs a call and reports its outcome and duration to `onUpstreamCall`. Adds the operation to problems without one. */
export async function observeCall<T>(
  { system, onUpstreamCall }: Pick<UpstreamReaderSettings, 'system' | 'onUpstreamCall'>,
  operation: string,
  call: () => Promise<UpstreamResult<T>>,
): Promise<UpstreamResult<T>> {
  const startedAt = performance.now();
  const result = await call();
  const seconds = (performance.now() - startedAt) / 1000;
  onUpstreamCall?.({ system, operation, outcome: result.ok ? 'ok' : result.gap, seconds });
  return result.ok ? result : { operation, ...result };
}

async function sendWithCredential(
  settings: UpstreamReaderSettings,
  target: RequestTarget,
  options: LookupOptions,
): Promise<UpstreamResult<unknown>> {
  const { http, credentials } = settings;
  const { signal } = options;
  const send = (credential: Credential) =>
    http.send(toUpstreamRequest(settings, { target, options, credential }), signal);
  const current = await credentials.get(signal);
  if (!current.ok) return current;
  const result = await send(current.value);
  if (result.ok || result.gap !== 'unauthenticated') return result;
  const renewed = await credentials.renew(current.value, signal);
  if (!renewed.ok) return renewed;
  const retried = await send(renewed.value);
  if (!retried.ok && retried.gap === 'unauthenticated') credentials.reportRefusal(retried);
  return retried;
}

type RequestTarget = Pick<ReadRequest<unknown>, 'operation' | 'path' | 'priority'>;

interface AuthorizedRequest {
  readonly target: RequestTarget;
  readonly options: LookupOptions;
  readonly credential: Credential;
}

function toUpstreamRequest(
  { url, headers, mapError }: UpstreamReaderSettings,
  {
    target: { path, operation, priority },
    options: { deadlineMonotonicMs: endsAt },
    credential,
  }: AuthorizedRequest,
): UpstreamRequest {
  return {
    url: withoutTrailingSlash(credential.baseUrl ?? url) + path,
    method: 'GET',
    headers: { accept: 'application/json', ...headers, authorization: credential.authorization },
    mapError,
    operation,
    ...(priority ? { priority } : {}),
    ...(endsAt ? { endsAt } : {}),
  };
}

function withoutTrailingSlash(base: string): string {
  return base.replace(/\/+$/, '');
}
