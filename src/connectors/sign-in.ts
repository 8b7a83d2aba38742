import { z } from 'zod';
import type { System } from '../domain/connector-result.ts';
import { type MapError, mapSignInError } from './classify-response.ts';
import type { IssuedToken } from './credential-provider.ts';
import { nonBlank } from './field-schemas.ts';
import type { HttpClient, UpstreamRequest } from './http-client.ts';
import { observeCall } from './upstream-reader.ts';
import { type OnUpstreamCall, success, type UpstreamResult } from './upstream-result.ts';
import { validated } from './validated.ts';

export interface SignInSettings {
  readonly system: System;
  readonly http: HttpClient;
  /** URL of the token endpoint. */
  readonly url: string;
  readonly body: URLSearchParams | Readonly<Record<string, string>>;
  readonly mapError: MapError;
  readonly onUpstreamCall?: OnUpstreamCall | undefined;
}

const TokenResponse = z.object({
  access_token: nonBlank.regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().nullish(),
  instance_url: z.url().nullish(),
});

/** When these are invalid, the default lifetime and the configured base URL are used. */
const OPTIONAL_TOKEN_FIELDS = ['expires_in', 'instance_url'];
const SIGN_IN_TIMEOUT_MS = 5000;
/** For systems that do not return a lifetime. A 401 triggers a renewal if it was shorter. */
const DEFAULT_LIFETIME_SECONDS = 3600;

/** Requests a token with client credentials. Returns `unauthenticated` for any kind of refusal. */
export function signIn(settings: SignInSettings, signal: AbortSignal): Promise<UpstreamResult<IssuedToken>> {
  return observeCall(settings, 'sign-in', async () => {
    const response = await settings.http.send(tokenRequest(settings), signal);
    const token = response.ok
      ? validated(TokenResponse, response.value, OPTIONAL_TOKEN_FIELDS).result
      : response;
    if (!token.ok) return token;
    const { access_token, expires_in, instance_url } = token.value;
    const credential = { authorization: `Bearer ${access_token}`, baseUrl: instance_url ?? null };
    return success({ credential, expiresInSeconds: expires_in ?? DEFAULT_LIFETIME_SECONDS });
  });
}

function tokenRequest({ url, body, mapError }: SignInSettings): UpstreamRequest {
  const isForm = body instanceof URLSearchParams;
  return {
    url,
    method: 'POST',
    timeoutMs: SIGN_IN_TIMEOUT_MS,
    operation: 'sign-in',
    priority: 'sign-in',
    headers: {
      accept: 'application/json',
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    body: isForm ? body.toString() : JSON.stringify(body),
    mapError: mapSignInError(mapError),
  };
}
