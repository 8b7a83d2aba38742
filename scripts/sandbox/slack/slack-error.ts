import type { Json } from './shape-checks.ts';

/** An answer of `ok: false`; the message is Slack's error string. */
export class LocalSlackError extends Error {
  /** Goes into the answer beside `error`. */
  readonly details: Json;

  constructor(error: string, details: Json = {}) {
    super(error);
    this.details = details;
  }
}

/** Problems of blocks and views, which Slack lists in `response_metadata`. */
export function errorWithProblems(error: string, problems: readonly string[]): LocalSlackError {
  return new LocalSlackError(error, {
    response_metadata: { messages: problems.map((each) => `[ERROR] ${each}`) },
  });
}
