import { deadlineExceeded, raceWithAbort } from './deadline.ts';
import { type Problem, problem, success, type UpstreamResult } from './upstream-result.ts';

export interface Credential {
  /** Value of the Authorization header. */
  readonly authorization: string;
  /** Base URL that the token is valid for; null for the configured one. */
  readonly baseUrl: string | null;
}

/** A credential and its lifetime. */
export interface IssuedToken {
  readonly credential: Credential;
  readonly expiresInSeconds: number;
}

/** Provides the credential for calls to one system. */
export interface CredentialProvider {
  /** Returns a valid credential, signing in if necessary. */
  get(signal: AbortSignal): Promise<UpstreamResult<Credential>>;
  /** Returns a credential other than the refused one. */
  renew(refused: Credential, signal: AbortSignal): Promise<UpstreamResult<Credential>>;
  /** Reports that a renewed credential was refused, too. Suspends sign-ins for `refusalCooldownMs`. */
  reportRefusal(refusal: Problem): void;
}

export interface TokenProviderSettings {
  readonly signIn: (signal: AbortSignal) => Promise<UpstreamResult<IssuedToken>>;
  /** Time limit of a sign-in including retries, in milliseconds. Defaults to 5,000. */
  readonly signInTimeoutMs?: number;
  /** Pause between a refusal and the next sign-in, in milliseconds. Defaults to 5,000. */
  readonly refusalCooldownMs?: number;
}

interface CachedCredential {
  readonly credential: Credential;
  readonly refreshAt: number;
  readonly expiresAt: number;
}

/** Returns a provider of a fixed credential, which cannot be renewed. */
export function staticCredentialProvider(authorization: string): CredentialProvider {
  return {
    get: () => Promise.resolve(success({ authorization, baseUrl: null })),
    renew: () => Promise.resolve(problem('unauthenticated', 'credentials refused')),
    reportRefusal: () => undefined,
  };
}

/** Creates a provider of access tokens. Concurrent callers share one sign-in, and tokens are renewed before they expire. */
export function createTokenProvider(settings: TokenProviderSettings): CredentialProvider {
  const provider = new TokenProvider(settings);
  return {
    get: (signal) => provider.get(signal),
    renew: (refused, signal) => provider.renew(refused, signal),
    reportRefusal: (refusal) => provider.startCooldown(refusal),
  };
}

class TokenProvider {
  private readonly settings: TokenProviderSettings;
  private cached: CachedCredential | null = null;
  private pendingSignIn: Promise<UpstreamResult<Credential>> | null = null;
  private cooldownUntil = 0;
  /** Returned to every caller while sign-ins are suspended. */
  private lastRefusal = problem('unauthenticated', 'credentials refused');

  constructor(settings: TokenProviderSettings) {
    this.settings = settings;
  }

  async get(signal: AbortSignal): Promise<UpstreamResult<Credential>> {
    if (this.cached && performance.now() < this.cached.refreshAt) return success(this.cached.credential);
    const renewed = await this.signInOnce(signal);
    // The cached token is still valid, so a failed renewal does not matter yet.
    if (!renewed.ok && this.cached && performance.now() < this.cached.expiresAt)
      return success(this.cached.credential);
    return renewed;
  }

  renew(refused: Credential, signal: AbortSignal): Promise<UpstreamResult<Credential>> {
    if (this.cached && this.cached.credential.authorization !== refused.authorization) {
      return Promise.resolve(success(this.cached.credential));
    }
    if (this.isCoolingDown()) return Promise.resolve(this.lastRefusal);
    this.cached = null;
    return this.signInOnce(signal);
  }

  startCooldown(refusal: Problem): void {
    this.lastRefusal = refusal;
    this.cooldownUntil = performance.now() + (this.settings.refusalCooldownMs ?? 5000);
  }

  private signInOnce(signal: AbortSignal): Promise<UpstreamResult<Credential>> {
    if (!this.pendingSignIn && this.isCoolingDown()) return Promise.resolve(this.lastRefusal);
    this.pendingSignIn ??= this.signIn().finally(() => {
      this.pendingSignIn = null;
    });
    return raceWithAbort<UpstreamResult<Credential>>(this.pendingSignIn, signal, deadlineExceeded);
  }

  /** Signs in with its own time limit, because callers with different deadlines share the result. */
  private async signIn(): Promise<UpstreamResult<Credential>> {
    const timeoutController = new AbortController();
    const timer = setTimeout(() => timeoutController.abort(), this.settings.signInTimeoutMs ?? 5000);
    const requestedAt = performance.now();
    const issued = await this.settings.signIn(timeoutController.signal).finally(() => clearTimeout(timer));
    if (issued.ok) this.cached = cachedCredentialFrom(issued.value, requestedAt);
    else if (issued.gap === 'unauthenticated') this.startCooldown(issued);
    return issued.ok ? success(issued.value.credential) : issued;
  }

  private isCoolingDown(): boolean {
    return performance.now() < this.cooldownUntil;
  }
}

/** Schedules the renewal at 90 % of the lifetime or 300 s before its end, whichever is earlier, but not in the first half. */
function cachedCredentialFrom(
  { credential, expiresInSeconds }: IssuedToken,
  issuedAt: number,
): CachedCredential {
  const refreshAfterSeconds = Math.min(
    expiresInSeconds * 0.9,
    Math.max(expiresInSeconds - 300, expiresInSeconds / 2),
  );
  return {
    credential,
    refreshAt: issuedAt + refreshAfterSeconds * 1000,
    expiresAt: issuedAt + expiresInSeconds * 1000,
  };
}
