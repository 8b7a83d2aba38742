import { z } from 'zod';
import type { System } from '../domain/answer.ts';
import type { Grant } from './credentials.ts';
import { fitted } from './fitted.ts';
import type { Http, Question } from './http.ts';
import { type Complain, complainOfSignIn } from './judge.ts';
import { good, type OnCall, type Outcome } from './outcome.ts';
import { observed } from './reader.ts';
import { filled } from './shapes.ts';

export interface SignIn {
  readonly system: System;
  readonly http: Http;
  /** Address of the token endpoint. */
  readonly url: string;
  readonly body: URLSearchParams | Readonly<Record<string, string>>;
  readonly complain: Complain;
  readonly onCall?: OnCall | undefined;
}

const Token = z.object({
  access_token: filled.regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().nullish(),
  instance_url: z.url().nullish(),
});

/** Without them, the default lifetime and the configured address are used. */
const OPTIONAL_FIELDS = ['expires_in', 'instance_url'];
const LIMIT_MS = 5000;
/** Some systems do not say how long a token lives; a 401 tells us when it was shorter. */
const USUAL_LIFE_S = 3600;

/** One call to a token endpoint with client credentials. Refused in any way: `auth`. */
export function signIn(settings: SignIn, signal: AbortSignal): Promise<Outcome<Grant>> {
  return observed(settings, 'sign-in', async () => {
    const answer = await settings.http.send(question(settings), signal);
    const token = answer.ok ? fitted(Token, answer.value, OPTIONAL_FIELDS).outcome : answer;
    if (!token.ok) return token;
    const { access_token, expires_in, instance_url } = token.value;
    const credential = { authorization: `Bearer ${access_token}`, base: instance_url ?? null };
    return good({ credential, lifeSeconds: expires_in ?? USUAL_LIFE_S });
  });
}

function question({ url, body, complain }: SignIn): Question {
  const isForm = body instanceof URLSearchParams;
  return {
    url,
    method: 'POST',
    timeoutMs: LIMIT_MS,
    operation: 'sign-in',
    lane: 'sign-in',
    headers: {
      accept: 'application/json',
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    body: isForm ? body.toString() : JSON.stringify(body),
    complain: complainOfSignIn(complain),
  };
}
