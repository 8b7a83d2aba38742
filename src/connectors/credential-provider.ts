import { deadlineExceeded, raceWithAbort } from './deadline.ts';
import { type Problem, problem, success, type UpstreamResult } from './upstream-result.ts';

export interface Credential {
  /** Value of the Authorization header. */
  readonly authorization: string;
  /** Where to ask with it; null: at the usual address. */
  readonly baseUrl: string | null;
}

/** A credential, and for how many seconds it lives. */
export interface IssuedToken {
  readonly credential: Credential;
  readonly expiresInSeconds: number;
}

export interface CredentialProvider {
  get(signal: AbortSignal): Promise<UpstreamResult<Credential>>;
  /** Another one than the one that was refused. */
  renew(refused: Credential, signal: AbortSignal): Promise<UpstreamResult<Credential>>;
  /** Call this when a renewed credential was refused too. No sign-in is tried for a few seconds. */
  reportRefusal(refusal: Problem): void;
}

export interface TokenProviderSettings {
  readonly signIn: (signal: AbortSignal) => Promise<UpstreamResult<IssuedToken>>;
  /** Milliseconds a sign-in may take, tries and all. 5,000 unless told. */
  readonly signInTimeoutMs?: number;
  /** Milliseconds without another sign-in after a refusal. 5,000 unless told. */
  readonly refusalCooldownMs?: number;
}

interface CachedCredential {
  readonly credential: Credential;
  readonly refreshAt: number;
  readonly expiresAt: number;
}

/** A credential that never changes; refused means refused. */
export function staticCredentialProvider(authorization: string): CredentialProvider {
  return {
    get: () => Promise.resolve(success({ authorization, baseUrl: null })),
    renew: () => Promise.resolve(problem('unauthenticated', 'credentials refused')),
    reportRefusal: () => undefined,
  };
}

/** Tokens: one sign-in at a time however many ask, and a new one before the old one ends. */
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
  /** The answer to every caller while no sign-in is tried. */
  private lastRefusal = problem('unauthenticated', 'credentials refused');

  constructor(settings: TokenProviderSettings) {
    this.settings = settings;
  }

  async get(signal: AbortSignal): Promise<UpstreamResult<Credential>> {
    if (this.cached && performance.now() < this.cached.refreshAt) return success(this.cached.credential);
    const renewed = await this.signInOnce(signal);
    // The old one still has a tenth of its life: a sign-in that fails meanwhile need not stop anybody.
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

  /** Runs on its own time limit: the first caller's deadline is not the next one's. */
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

/** Renewed at 90 % of its life or 300 s before the end, whichever is sooner, but never in the first half. */
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
