import type { KnownBlock } from '@slack/types';
import type { MessageMetadata, WebClient } from '@slack/web-api';
import type { MessageLocation } from '../../domain/case.ts';
import type { Posts } from '../../ports/store.ts';
import type { Audience } from '../processing/authorization.ts';
import type { IsSharedChannel } from '../processing/shared-channels.ts';
import type { SlackIdentity } from '../web-api/slack-status.ts';

/** The content of a message, and the metadata by which it is found again. */
export interface RenderedMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** The same message without folded blocks, for workspaces where Slack refuses them. */
  readonly unfolded?: {
    render(): KnownBlock[];
    /** Called when Slack took these blocks and refused the folded ones. `refusesContainers`: because they are folded. */
    onAccepted(refusal: { readonly refusesContainers: boolean }): void;
  };
  readonly metadata: MessageMetadata;
}

export interface PostSpec {
  /** The idempotency key of the message. */
  readonly key: string;
  readonly location: MessageLocation;
  /**
   * The user whose direct messages get the message when the location refuses it. null for a message that belongs to this
   * location only: it must not be shared with another company, and a refusal is thrown as `PermanentSlackError`.
   */
  readonly fallbackUserId: string | null;
  /** Who may read the message in direct messages; `support` by default. */
  readonly audience?: Audience;
  /**
   * Returns false when the message now belongs to another channel than `location`. Asked only before a message without a
   * fallback is moved to `location`; without it the move is always right.
   */
  readonly isLocationCurrent?: () => Promise<boolean>;
  readonly rendered: RenderedMessage;
  /**
   * What replaces an existing message whose channel has become shared with another company; by default, that message stays as it
   * is. The same as `rendered` when that shows no customer, as after an erasure: then nobody may be kept from seeing it.
   */
  readonly withoutCustomers?: RenderedMessage | null;
  /** The field of the metadata payload that identifies the message. */
  readonly metadataKey: string;
  /** Updates an existing message, but posts no new one. */
  readonly updateOnly?: boolean;
  /** How long to wait, in milliseconds, before posting again after an attempt whose outcome is unknown. */
  readonly repostDelayMs: number;
}

export interface PostDependencies {
  readonly posts: Posts;
  readonly client: WebClient;
  /** Returns why a user must not see what is for that audience, or null. */
  refusalOf(user: string, audience: Audience): Promise<string | null>;
  readonly isSharedChannel: IsSharedChannel;
  /** Returns by whom the bot's messages are; undefined until Slack has answered `auth.test`. */
  ownIdentity(): Pick<SlackIdentity, 'botId' | 'botUserId'> | undefined;
  now(): Date;
  /** Monotonic clock in milliseconds; `performance` by default. */
  monotonic?(): number;
}
