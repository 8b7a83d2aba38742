import type { IncomingHttpHeaders } from 'node:http';
import type { FaultOptions } from './faults.ts';

/** One request as a desk sees it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Base URL of this stand-in, for absolute links. */
  readonly url: string;
  /** Parts of the path that the route's pattern caught, decoded. */
  readonly parts: readonly string[];
}

/** `body` is sent as JSON; `text` as it is, with `type`. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly pattern: RegExp;
  readonly reply: (call: Call) => Reply;
}

/** Why a desk turns a call away; each system says it in its own format. */
export type Refusal = 'unauthorized' | 'forbidden' | 'not-found' | 'method';

/** What makes one stand-in speak like one system. */
export interface Desk {
  readonly signInPath: string;
  /** Answers a sign-in; hands out tokens from `tokens`. */
  signIn(call: Call, tokens: Tokens): Reply;
  /** Null when the call carries what this system accepts. */
  turnAway(call: Call, tokens: Tokens): 'unauthorized' | 'forbidden' | null;
  /** Calls that need a token. */
  readonly routes: readonly Route[];
  /** Small pages for a person who follows a link. */
  readonly pages: readonly Route[];
  refuse(refusal: Refusal, call: Call, options?: FaultOptions): Reply;
  /** HTTP 200 that says it failed; null when the system has no such thing. */
  softError(call: Call, options: FaultOptions): Reply | null;
  /** Headers on every answer. */
  headers(call: Call): Readonly<Record<string, string>>;
  /** True: answers over 1,000 bytes are compressed for whoever asks for it. */
  readonly compresses: boolean;
}

export interface Tokens {
  issue(seconds: number, scope?: string): string;
  /** Scope of a token that is good, null of one that is not. */
  scopeOf(token: string): string | null;
  expireAll(): void;
}

/** Tokens of one stand-in, in memory. */
export function makeTokens(): Tokens {
  const good = new Map<string, { scope: string; until: number }>();
  return {
    issue(seconds, scope = '') {
      const token = crypto.randomUUID().replaceAll('-', '');
      good.set(token, { scope, until: Date.now() + seconds * 1000 });
      return token;
    },
    scopeOf(token) {
      const entry = good.get(token);
      return entry && entry.until > Date.now() ? entry.scope : null;
    },
    expireAll: () => good.clear(),
  };
}

/** The token of an `Authorization: Bearer` header, or null. */
export function bearerOf(call: Call): string | null {
  return /^Bearer (\S+)$/i.exec(call.headers.authorization ?? '')?.[1] ?? null;
}
