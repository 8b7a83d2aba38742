import type { ChoiceContext } from './domain/lookup-target.ts';
import type { Reference } from './domain/reference.ts';
import type { TextFragment } from './domain/text-fragments.ts';
import { plainText } from './domain/text-fragments.ts';

/** Its sentence is for the person who asked, and says what to do next. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly sentence: readonly TextFragment[];

  constructor(sentence: readonly TextFragment[], cause?: unknown) {
    super(plainText(sentence), { cause });
    this.sentence = sentence;
  }
}

/** What was asked leads to several things; a person has to say which. */
export class ChoiceRequiredError extends Error {
  override readonly name = 'SeveralFound';
  readonly choices: readonly Reference[];
  /** Goes along with whatever is chosen. */
  readonly context: ChoiceContext;

  constructor(choices: readonly Reference[], context: ChoiceContext = {}) {
    super('several things fit');
    this.choices = choices;
    this.context = context;
  }
}

/** Nothing is decided yet: the same work is to be tried again, and doing it twice does no harm. */
export class RetryLater extends Error {
  override readonly name: string = 'RetryLater';
  readonly afterMs: number;

  constructor(reason: string, afterMs: number, cause?: unknown) {
    super(reason, { cause });
    this.afterMs = afterMs;
  }
}

/** Slack does not accept the bot's own token. Nothing can be posted until an operator has seen to it. */
export class SlackAuthError extends RetryLater {
  override readonly name = 'NoAccess';
}

export interface RetryDelayOptions {
  /** Tries so far, the failed one included. */
  readonly attempts: number;
  /** From 0 to 1: waits differ, so that what failed together is not tried again together. */
  readonly random: number;
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
}

/** Returns how long to wait after a failure: as long as it asks for, and at least twice as long after each try. */
export function retryDelayMs(
  error: unknown,
  { attempts, random, initialDelayMs, maxDelayMs }: RetryDelayOptions,
): number {
  const requestedMs = error instanceof RetryLater ? error.afterMs : 0;
  const backoffMs = Math.min(maxDelayMs, initialDelayMs * 2 ** attempts);
  return Math.max(requestedMs, Math.round(backoffMs * (1 - random / 2)));
}

/** Slack will not have a post there, and a person has to see to it. */
export class PermanentSlackError extends Error {
  override readonly name = 'NotTaken';
  /** Slack's own word, or `shared-channel`. */
  readonly slackError: string;
  /** An earlier try may have arrived, and the channel cannot be read to find out. */
  readonly outcomeUnknown: boolean;

  constructor(slackError: string, outcomeUnknown = false) {
    super(`slack does not take it: ${slackError}`);
    this.slackError = slackError;
    this.outcomeUnknown = outcomeUnknown;
  }
}

/** Where a row that cannot be read is stored. */
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

/** A stored row cannot be read: trying again does not help, and the rows beside it are fine. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  readonly source: RowSource;
  readonly key: string;
  /** One word; never what the row holds. */
  readonly reason: string;

  constructor(source: RowSource, key: string, reason: string) {
    super(`${source} ${key} cannot be read: ${reason}`);
    this.source = source;
    this.key = key;
    this.reason = reason;
  }
}
