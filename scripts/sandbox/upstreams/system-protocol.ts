import type { IncomingHttpHeaders } from 'node:http';
import type { UpstreamFaultOptions } from './faults.ts';

/** One request as a stand-in receives it. */
export interface StandInRequest {
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
export interface StandInReply {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StandInRoute {
  readonly pattern: RegExp;
  readonly reply: (call: StandInRequest) => StandInReply;
}

/** Why a desk turns a call away; each system says it in its own format. */
export type RefusalReason = 'unauthorized' | 'forbidden' | 'not-found' | 'method';

/** The protocol of one system, which a stand-in speaks. */
export interface SystemProtocol {
  readonly signInPath: string;
  /** Answers a sign-in with a token from `tokens`. */
  signIn(call: StandInRequest, tokens: TokenStore): StandInReply;
  /** Null when the call carries what this system accepts. */
  authorize(call: StandInRequest, tokens: TokenStore): 'unauthorized' | 'forbidden' | null;
  /** Calls that need a token. */
  readonly routes: readonly StandInRoute[];
  /** Small pages for a person who follows a link. */
  readonly pages: readonly StandInRoute[];
  refuse(refusal: RefusalReason, call: StandInRequest, options?: UpstreamFaultOptions): StandInReply;
  /** HTTP 200 that says it failed; null when the system has no such thing. */
  softError(call: StandInRequest, options: UpstreamFaultOptions): StandInReply | null;
  /** Headers on every answer. */
  headers(call: StandInRequest): Readonly<Record<string, string>>;
  /** True: answers over 1,000 bytes are compressed for clients that accept it. */
  readonly compresses: boolean;
}

export interface TokenStore {
  issue(seconds: number, scope?: string): string;
  /** Scope of a token that is good, null of one that is not. */
  scopeOf(token: string): string | null;
  expireAll(): void;
}

/** Tokens of one stand-in, in memory. */
export function createTokenStore(): TokenStore {
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
export function bearerToken(call: StandInRequest): string | null {
  return /^Bearer (\S+)$/i.exec(call.headers.authorization ?? '')?.[1] ?? null;
}
