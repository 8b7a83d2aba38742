import { late, orWhenAborted } from './abort.ts';
import { good, type Outcome, type Problem, problem } from './outcome.ts';

export interface Credential {
  /** Value of the Authorization header. */
  readonly authorization: string;
  /** Where to ask with it; null: at the usual address. */
  readonly base: string | null;
}

/** A credential, and for how many seconds it lives. */
export interface Grant {
  readonly credential: Credential;
  readonly lifeSeconds: number;
}

export interface Credentials {
  get(signal: AbortSignal): Promise<Outcome<Credential>>;
  /** Another one than the one that was refused. */
  renew(refused: Credential, signal: AbortSignal): Promise<Outcome<Credential>>;
  /** Call this when a renewed credential was refused too. No sign-in is tried for a few seconds. */
  refusedAgain(refusal: Problem): void;
}

export interface TokenSettings {
  readonly signIn: (signal: AbortSignal) => Promise<Outcome<Grant>>;
  /** Milliseconds a sign-in may take, tries and all. 5,000 unless told. */
  readonly limitMs?: number;
  /** Milliseconds without another sign-in after a refusal. 5,000 unless told. */
  readonly restMs?: number;
}

interface Held {
  readonly credential: Credential;
  readonly refreshAt: number;
  readonly expiresAt: number;
}

/** A credential that never changes; refused means refused. */
export function fixedCredential(authorization: string): Credentials {
  return {
    get: () => Promise.resolve(good({ authorization, base: null })),
    renew: () => Promise.resolve(problem('auth', 'credentials refused')),
    refusedAgain: () => undefined,
  };
}

/** Tokens: one sign-in at a time however many ask, and a new one before the old one ends. */
export function createTokens(settings: TokenSettings): Credentials {
  const tokens = new Tokens(settings);
  return {
    get: (signal) => tokens.get(signal),
    renew: (refused, signal) => tokens.renew(refused, signal),
    refusedAgain: (refusal) => tokens.rest(refusal),
  };
}

class Tokens {
  private readonly settings: TokenSettings;
  private held: Held | null = null;
  private signingIn: Promise<Outcome<Credential>> | null = null;
  private restUntil = 0;
  /** The answer to every caller while no sign-in is tried. */
  private refusal = problem('auth', 'credentials refused');

  constructor(settings: TokenSettings) {
    this.settings = settings;
  }

  async get(signal: AbortSignal): Promise<Outcome<Credential>> {
    if (this.held && performance.now() < this.held.refreshAt) return good(this.held.credential);
    const fresh = await this.another(signal);
    // The old one still has a tenth of its life: a sign-in that fails meanwhile need not stop anybody.
    if (!fresh.ok && this.held && performance.now() < this.held.expiresAt) return good(this.held.credential);
    return fresh;
  }

  renew(refused: Credential, signal: AbortSignal): Promise<Outcome<Credential>> {
    if (this.held && this.held.credential.authorization !== refused.authorization) {
      return Promise.resolve(good(this.held.credential));
    }
    if (this.isResting()) return Promise.resolve(this.refusal);
    this.held = null;
    return this.another(signal);
  }

  rest(refusal: Problem): void {
    this.refusal = refusal;
    this.restUntil = performance.now() + (this.settings.restMs ?? 5000);
  }

  private another(signal: AbortSignal): Promise<Outcome<Credential>> {
    if (!this.signingIn && this.isResting()) return Promise.resolve(this.refusal);
    this.signingIn ??= this.signIn().finally(() => {
      this.signingIn = null;
    });
    return orWhenAborted<Outcome<Credential>>(this.signingIn, signal, late);
  }

  /** Runs on its own time limit: the first caller's deadline is not the next one's. */
  private async signIn(): Promise<Outcome<Credential>> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.settings.limitMs ?? 5000);
    const askedAt = performance.now();
    const grant = await this.settings.signIn(limit.signal).finally(() => clearTimeout(timer));
    if (grant.ok) this.held = heldFrom(grant.value, askedAt);
    else if (grant.gap === 'auth') this.rest(grant);
    return grant.ok ? good(grant.value.credential) : grant;
  }

  private isResting(): boolean {
    return performance.now() < this.restUntil;
  }
}

/** Renewed at 90 % of its life or 300 s before the end, whichever is sooner, but never in the first half. */
function heldFrom({ credential, lifeSeconds }: Grant, since: number): Held {
  const useful = Math.min(lifeSeconds * 0.9, Math.max(lifeSeconds - 300, lifeSeconds / 2));
  return { credential, refreshAt: since + useful * 1000, expiresAt: since + lifeSeconds * 1000 };
}
