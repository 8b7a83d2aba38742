import type { Json } from './checks.ts';

/** An answer of `ok: false`; the message is Slack's error string. */
export class SlackError extends Error {
  /** Goes into the answer beside `error`. */
  readonly details: Json;

  constructor(error: string, details: Json = {}) {
    super(error);
    this.details = details;
  }
}

/** For blocks and views: Slack lists what is wrong in `response_metadata`. */
export function refusal(error: string, problems: readonly string[]): SlackError {
  return new SlackError(error, {
    response_metadata: { messages: problems.map((each) => `[ERROR] ${each}`) },
  });
}
