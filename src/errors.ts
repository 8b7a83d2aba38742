import type { ChoiceContext } from './domain/lookup-target.ts';
import type { Reference } from './domain/reference.ts';
import type { TextFragment } from './domain/text-fragments.ts';
import { plainText } from './domain/text-fragments.ts';

/** A failure that is explained to the requesting user. `sentence` says what to do next. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly sentence: readonly TextFragment[];
  /** The sentence where it is kept, as in direct messages: without a customer's name, because no erasure reaches it. */
  readonly lastingSentence: readonly TextFragment[];

  constructor(sentence: readonly TextFragment[], cause?: unknown, lastingSentence = sentence) {
    super(plainText(sentence), { cause });
    this.sentence = sentence;
    this.lastingSentence = lastingSentence;
  }
}

/** A ticket does not say which subscription it is about. The user can enter it in a form. */
export class SubscriptionNeededError extends UserError {
  override readonly name = 'SubscriptionNeededError';
  /** Applies to the subscription that is entered. */
  readonly context: ChoiceContext;

  constructor(sentence: readonly TextFragment[], context: ChoiceContext) {
    super(sentence);
    this.context = context;
  }
}

/** A request matches several records, one of which the user has to choose. */
export class ChoiceRequiredError extends Error {
  override readonly name = 'ChoiceRequiredError';
  readonly choices: readonly Reference[];
  /** Applies to the record that is chosen. */
  readonly context: ChoiceContext;

  constructor(choices: readonly Reference[], context: ChoiceContext = {}) {
    super('the request matches several records');
    this.choices = choices;
    this.context = context;
  }
}

/** A temporary failure. The work is idempotent and is retried after `afterMs` milliseconds. */
export class RetryLater extends Error {
  override readonly name: string = 'RetryLater';
  readonly afterMs: number;

  constructor(reason: string, afterMs: number, cause?: unknown) {
    super(reason, { cause });
    this.afterMs = afterMs;
  }
}

/** Another worker or another copy of the bot is posting the message. Not a failure: the work waits for it. */
export class PostInProgress extends RetryLater {
  override readonly name = 'PostInProgress';
}

/** Slack refuses the app or its token. Nothing can be posted until an operator, or an admin of the workspace, has acted. */
export class SlackAuthError extends RetryLater {
  override readonly name = 'SlackAuthError';
}

export interface RetryDelayOptions {
  /** Number of attempts so far, including the failed one. */
  readonly attempts: number;
  /** From 0 to 1, for jitter: work that failed at the same time is retried at different times. */
  readonly random: number;
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
}

/** Returns the delay in milliseconds before the next attempt: exponential back-off, but at least what a `RetryLater` asks for. */
export function retryDelayMs(
  error: unknown,
  { attempts, random, initialDelayMs, maxDelayMs }: RetryDelayOptions,
): number {
  const requestedMs = error instanceof RetryLater ? error.afterMs : 0;
  const backoffMs = Math.min(maxDelayMs, initialDelayMs * 2 ** attempts);
  return Math.max(requestedMs, Math.round(backoffMs * (1 - random / 2)));
}

/** Slack refuses a message for good, so that a retry cannot succeed and a person has to act. */
export class PermanentSlackError extends Error {
  override readonly name = 'PermanentSlackError';
  /** Slack's error code, or `shared-channel`. */
  readonly slackError: string;
  /** True when an earlier attempt may have succeeded and the channel cannot be read to find out. */
  readonly outcomeUnknown: boolean;

  constructor(slackError: string, outcomeUnknown = false) {
    super(`Slack refused the message: ${slackError}`);
    this.slackError = slackError;
    this.outcomeUnknown = outcomeUnknown;
  }
}

/** The tables that an unreadable row can come from. */
export const ROW_SOURCES = [
  'inbox',
  'outbox',
  'timers',
  'cases',
  'handoffs',
  'drafts',
  'posts',
  'people',
] as const;
export type RowSource = (typeof ROW_SOURCES)[number];

/** A stored row cannot be parsed. A retry does not help; other rows are not affected. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  readonly source: RowSource;
  readonly key: string;
  /** One word; never content of the row. */
  readonly reason: string;

  constructor(source: RowSource, key: string, reason: string) {
    super(`${source} ${key} cannot be read: ${reason}`);
    this.source = source;
    this.key = key;
    this.reason = reason;
  }
}
