/**
 * What can be wrong with a system.
 * down: the connection is cut. slow: the right answer, late. stall: headers, then nothing. 500: an HTML page.
 * 429: plain text, Retry-After: 1. nonsense: HTTP 200 with something unreadable. 401: no token is good enough.
 * 403: not for you. soft-error (Zuora only): HTTP 200 that says success: false.
 */
export type FaultMode =
  | 'none'
  | 'down'
  | 'slow'
  | 'stall'
  | '500'
  | '429'
  | '401'
  | '403'
  | 'nonsense'
  | 'soft-error';

/** types: the right JSON with values of other types. cut: half of it. empty: no byte. html: a page. */
export const NONSENSE_VARIANTS = ['html', 'types', 'cut', 'empty'] as const;
export type NonsenseVariant = (typeof NONSENSE_VARIANTS)[number];

export interface UpstreamFaultOptions {
  /** Calls that the fault affects. Without it, every call but the sign-in; `down` affects the sign-in too. */
  readonly path?: RegExp;
  /** Number of calls that the fault affects; all of them by default. */
  readonly times?: number;
  /** For `slow`: the delay in seconds, 5 by default. */
  readonly seconds?: number;
  /** For `nonsense`: `html` by default. */
  readonly variant?: NonsenseVariant;
  /** For `soft-error`: eight digits, of which the last two are the kind; 50000061 (try later) by default. */
  readonly code?: number;
  /** For `403` at Salesforce: `limit` means that the daily quota is used up. */
  readonly reason?: 'limit';
}

export interface UpstreamFault {
  readonly mode: Exclude<FaultMode, 'none'>;
  readonly options: UpstreamFaultOptions;
}

export interface FaultSwitch {
  /** Adds a fault, the newest first in line; one without `path` replaces all others, and `none` ends them all. */
  set(mode: FaultMode, options?: UpstreamFaultOptions): void;
  /** The fault that hits this call; it counts as used. */
  take(path: string, isSignIn: boolean): UpstreamFault | null;
}

export function createFaultSwitch(): FaultSwitch {
  let rules: { fault: UpstreamFault; left: number }[] = [];
  return {
    set(mode, options = {}) {
      if (mode === 'none' || !options.path) rules = [];
      if (mode !== 'none') rules.unshift({ fault: { mode, options }, left: options.times ?? Infinity });
    },
    take(path, isSignIn) {
      const rule = rules.find(({ fault, left }) => left > 0 && matchesFault(fault, path, isSignIn));
      if (rule) rule.left -= 1;
      return rule?.fault ?? null;
    },
  };
}

/** A body that cannot be read, made from the one that would have been right. */
export function nonsenseBody(variant: NonsenseVariant, right: unknown): { type: string; text: string } {
  const json = JSON.stringify(right);
  switch (variant) {
    case 'html':
      return { type: 'text/html', text: '<!doctype html><title>Welcome</title><p>Please sign in.' };
    case 'types':
      return { type: 'application/json', text: JSON.stringify(withOtherTypes(right)) };
    case 'cut':
      return { type: 'application/json', text: json.slice(0, Math.floor(json.length / 2)) };
    case 'empty':
      return { type: 'application/json', text: '' };
  }
}

function matchesFault({ mode, options }: UpstreamFault, path: string, isSignIn: boolean): boolean {
  if (options.path) return options.path.test(path);
  return mode === 'down' || !isSignIn;
}

/** Numbers where texts were, texts where numbers were, objects where lists were. */
function withOtherTypes(value: unknown): unknown {
  if (typeof value === 'string') return 7;
  if (typeof value === 'number') return 'seven';
  if (typeof value === 'boolean') return 'yes';
  if (Array.isArray(value)) return { list: value.map(withOtherTypes) };
  if (value === null || typeof value !== 'object') return 0;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withOtherTypes(inner)]));
}
