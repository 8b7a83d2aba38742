import type { Json } from './shape-checks.ts';

/** One way in which Slack fails. */
export type SlackFault =
  /** Answers `ok: false`, with these in `response_metadata`, and does nothing. At a response_url: 404 with this text. */
  | { readonly error: string; readonly messages?: readonly string[] }
  | { readonly status: number }
  /** 429 with this many seconds in Retry-After. */
  | { readonly rateLimited: number }
  /** Redirects to that address with status 307. */
  | { readonly redirectTo: string }
  | { readonly delayMs: number }
  /** Answers once the promise is settled. */
  | { readonly heldBy: Promise<unknown> }
  /** Does the work, then cuts the connection. */
  | { readonly loseAnswer: true }
  /** A proxy's page instead of an answer. */
  | { readonly html: true }
  /** Never answers. */
  | { readonly hang: true };

/** Which of a method's calls a fault waits for; all of them unless said otherwise. */
export interface SlackFaultScope {
  /** Limits the fault to calls with this `channel`. */
  readonly channel?: string;
  /** Limits the fault to calls with blocks: those of a message, or a view. Slack refuses no others as `invalid_blocks`. */
  readonly withBlocks?: true;
}

interface PendingFault extends SlackFaultScope {
  readonly method: string;
  readonly fault: SlackFault;
  left: number;
}

/** Faults that are waiting for their call. */
export class SlackFaultQueue {
  #waiting: PendingFault[] = [];

  /** `method` is a Web API method, `*` for any of them, or `response_url`. */
  add(method: string, fault: SlackFault, { times, ...scope }: SlackFaultScope & { times: number }): void {
    this.#waiting.push({ method, fault, left: times, ...scope });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault for this call, used up by it; one for the method itself goes before one for `*`. */
  take(method: string, args: Json = {}): SlackFault | undefined {
    const fits = (name: string) =>
      this.#waiting.find((each) => each.method === name && each.left > 0 && concerns(each, args));
    const found = fits(method) ?? (method === 'response_url' ? undefined : fits('*'));
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.fault;
  }
}

function concerns({ channel, withBlocks }: SlackFaultScope, args: Json): boolean {
  if (channel !== undefined && channel !== args['channel']) return false;
  const { blocks, view } = args;
  return !withBlocks || view !== undefined || (Array.isArray(blocks) && blocks.length > 0);
}
