import type { InboundRequest } from '../../ports/queues.ts';
import { accessDeniedText, identityPendingText } from '../../words/replies.ts';
import type { Refusal } from '../processing/authorization.ts';
import { ephemeralReply } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';
import type { Wait } from '../web-api/back-off.ts';
import type { ParsedRequest } from './parse-request.ts';

/** Slack allows three seconds for an acknowledgement; the third is left for the database and the network. */
const AUTHORIZATION_WAIT_MS = 2_000;

export interface AcknowledgementOptions {
  /** Returns why the user may not make this request, or null. Rejects while Slack can't be asked. */
  refusalFor(request: Pick<InboundRequest, 'kind' | 'body'>): Promise<Refusal | null>;
  /** Returns true when the user has reached the limit of checks. */
  isOverLimit(request: NonNullable<ParsedRequest['toPersist']>): boolean;
  /** Records that the acknowledgement tells the user that the request is queued. */
  onQueued(request: NonNullable<ParsedRequest['toPersist']>): Promise<void>;
  readonly wait: Wait;
  onFault(what: string, error: unknown): void;
}

/** Returns the text to send with the acknowledgement; undefined when the worker sends every reply itself. */
export type BuildAcknowledgement = (
  body: Record<string, unknown>,
  parsed: ParsedRequest,
  elapsedMs: number,
) => Promise<unknown>;

/**
 * Waits at most two seconds, counted from the arrival of the request, for Slack to confirm the user's identity. A user who
 * is refused, or is over the limit of checks, gets that reply alone: from the worker, or in the acknowledgement when the
 * request is not persisted.
 */
export function createAcknowledgementBuilder(options: AcknowledgementOptions): BuildAcknowledgement {
  return async (body, { kind, acknowledgement, toPersist }, elapsedMs) => {
    if (acknowledgement === undefined || (kind !== 'command' && !toPersist)) return acknowledgement;
    const access = await authorizeWithin(options, { kind, body }, AUTHORIZATION_WAIT_MS - elapsedMs);
    if (access === 'allowed')
      return toPersist && options.isOverLimit(toPersist) ? undefined : acknowledgement;
    if (access !== 'unknown')
      return toPersist ? undefined : ephemeralReply(textReply(accessDeniedText(access)));
    if (kind !== 'command' || !toPersist) return acknowledgement;
    await options
      .onQueued(toPersist)
      .catch((error: unknown) => options.onFault('queued reply not recorded', error));
    return ephemeralReply(textReply(identityPendingText()));
  };
}

async function authorizeWithin(
  { refusalFor, wait }: AcknowledgementOptions,
  request: Pick<InboundRequest, 'kind' | 'body'>,
  ms: number,
): Promise<Refusal | 'allowed' | 'unknown'> {
  const settled = new AbortController();
  const unknown = () => 'unknown' as const;
  const access = refusalFor(request).then((refusal) => refusal ?? ('allowed' as const), unknown);
  const timeout = wait(Math.max(ms, 0), settled.signal).then(unknown, unknown);
  try {
    return await Promise.race([access, timeout]);
  } finally {
    settled.abort();
  }
}
