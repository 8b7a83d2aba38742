import type { Arrival } from '../ports.ts';
import { refusal, waits } from '../words/answers.ts';
import type { Refusal } from './admission.ts';
import type { Wait } from './back-off.ts';
import type { Passed } from './door.ts';
import { line } from './lines.ts';
import { alone } from './say.ts';

/** Slack allows three seconds for an acknowledgement; what is left is for the database and the network. */
const LONGEST_MS = 2_000;

export interface AcknowledgementRules {
  /** Says who may ask; rejects while Slack does not tell. */
  standingOf(request: Pick<Arrival, 'kind' | 'body'>): Promise<Refusal | null>;
  /** True when the person has run as many checks as one person may. */
  isOverLimit(request: NonNullable<Passed['keep']>): boolean;
  /** The person was told that their request is queued, and need not be told again. */
  onQueued(request: NonNullable<Passed['keep']>): Promise<void>;
  readonly wait: Wait;
}

/** Returns what goes back with the acknowledgement; nothing: the worker says all there is to say. */
export type Acknowledgement = (
  body: Record<string, unknown>,
  passed: Passed,
  spentMs: number,
) => Promise<unknown>;

/**
 * Holds an answer back until Slack has told who asks, at most two seconds after the request came in. Who is refused, or
 * has reached the limit of checks, reads that alone: the worker says it, or it is the answer where nothing is kept.
 */
export function createAcknowledgement(rules: AcknowledgementRules): Acknowledgement {
  return async (body, { kind, answer, keep }, spentMs) => {
    if (answer === undefined || (kind !== 'command' && !keep)) return answer;
    const standing = await standingWithin(rules, { kind, body }, LONGEST_MS - spentMs);
    if (standing === 'fine') return keep && rules.isOverLimit(keep) ? undefined : answer;
    if (standing !== 'unknown') return keep ? undefined : alone(line(refusal(standing)));
    if (kind !== 'command' || !keep) return answer;
    await rules.onQueued(keep).catch(() => undefined);
    return alone(line(waits()));
  };
}

async function standingWithin(
  { standingOf, wait }: AcknowledgementRules,
  request: Pick<Arrival, 'kind' | 'body'>,
  ms: number,
): Promise<Refusal | 'fine' | 'unknown'> {
  const patience = new AbortController();
  const unknown = () => 'unknown' as const;
  const standing = standingOf(request).then((refused) => refused ?? ('fine' as const), unknown);
  const tooLate = wait(Math.max(ms, 0), patience.signal).then(unknown, unknown);
  try {
    return await Promise.race([standing, tooLate]);
  } finally {
    patience.abort();
  }
}
