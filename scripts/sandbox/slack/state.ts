import type { DeliveryResult, PayloadKind } from './delivery-types.ts';
import type { SlackFaultQueue } from './faults.ts';
import type { InputValues } from './input-values.ts';
import type { ResponseUrls, TriggerIds } from './interaction-tokens.ts';
import type { Messages } from './messages.ts';
import type { Modals } from './modals.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Json } from './shape-checks.ts';
import type { AppIdentity, Workspace } from './workspace.ts';

/** One Web API call as the app made it. */
export interface WebApiCall {
  readonly method: string;
  readonly args: Json;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Undefined until the call is answered; it stays undefined when a fault other than a refusal prevented the answer. */
  answer?: Json;
}

/** State of the local Slack, shared by its parts. */
export interface SlackState {
  readonly ids: AppIdentity;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  readonly url: () => string;
  readonly workspace: Workspace;
  readonly messages: Messages;
  readonly modals: Modals;
  readonly inputs: InputValues;
  readonly triggers: TriggerIds;
  readonly responseUrls: ResponseUrls;
  readonly faults: SlackFaultQueue;
  /** Scopes of the bot token. */
  readonly scopes: Set<string>;
  /** Types of blocks that are refused in messages with `invalid_blocks`. */
  readonly refusedBlocks: Set<string>;
  /** Null: calls are not limited. */
  readonly rateLimits: RateLimits | null;
  /** What `apps.manifest.export` answers. */
  readonly appManifest: Json;
  /** Events that the app subscribes to, such as `message.im`. */
  readonly botEvents: ReadonlySet<string>;
  /** Deliveries to the app of events about messages, which haven't ended. */
  readonly messageDeliveries: Set<Promise<unknown>>;
  readonly calls: WebApiCall[];
  /** Delivers a payload to the app and waits for its acknowledgement. */
  readonly deliver: (kind: PayloadKind, payload: Json) => Promise<DeliveryResult>;
  /** A new Socket Mode address. */
  readonly openSocket: () => string;
  /** Notifies the page of a change. */
  readonly changed: () => void;
}
