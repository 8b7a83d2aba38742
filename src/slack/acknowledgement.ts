import type { Arrival } from '../ports.ts';
import { refusal, waits } from '../words/answers.ts';
import type { Refusal } from './admission.ts';
import type { Wait } from './back-off.ts';
import type { Passed } from './door.ts';
import { line } from './lines.ts';
import { ephemeral } from './say.ts';

/** Slack allows three seconds for an acknowledgement; the third one is left to the database and the network. */
const MAX_WAIT_MS = 2_000;

export interface AcknowledgementRules {
  /** Returns why the user may not make this request, or null. Rejects while Slack can't be asked. */
  refusalFor(request: Pick<Arrival, 'kind' | 'body'>): Promise<Refusal | null>;
  /** Returns true when the user has reached the limit of checks. */
  isOverLimit(request: NonNullable<Passed['keep']>): boolean;
  /** Records that the acknowledgement tells the user that the request is queued. */
  onQueued(request: NonNullable<Passed['keep']>): Promise<void>;
  readonly wait: Wait;
  onFault(what: string, error: unknown): void;
}

/** Returns the text to send with the acknowledgement; undefined when the worker sends every reply itself. */
export type Acknowledgement = (
  body: Record<string, unknown>,
  passed: Passed,
  spentMs: number,
) => Promise<unknown>;

/**
 * Waits at most two seconds, counted from the arrival of the request, for Slack to confirm the user's identity. A user who
 * is refused, or is over the limit of checks, gets that reply alone: from the worker, or in the acknowledgement when the
 * request is not persisted.
 */
export function createAcknowledgement(rules: AcknowledgementRules): Acknowledgement {
  return async (body, { kind, answer, keep }, spentMs) => {
    if (answer === undefined || (kind !== 'command' && !keep)) return answer;
    const access = await accessWithin(rules, { kind, body }, MAX_WAIT_MS - spentMs);
    if (access === 'allowed') return keep && rules.isOverLimit(keep) ? undefined : answer;
    if (access !== 'unknown') return keep ? undefined : ephemeral(line(refusal(access)));
    if (kind !== 'command' || !keep) return answer;
    await rules.onQueued(keep).catch((error: unknown) => rules.onFault('queued reply not recorded', error));
    return ephemeral(line(waits()));
  };
}

async function accessWithin(
  { refusalFor, wait }: AcknowledgementRules,
  request: Pick<Arrival, 'kind' | 'body'>,
  ms: number,
): Promise<Refusal | 'allowed' | 'unknown'> {
  const settled = new AbortController();
  const unknown = () => 'unknown' as const;
  const access = refusalFor(request).then((refused) => refused ?? ('allowed' as const), unknown);
  const timeout = wait(Math.max(ms, 0), settled.signal).then(unknown, unknown);
  try {
    return await Promise.race([access, timeout]);
  } finally {
    settled.abort();
  }
}
