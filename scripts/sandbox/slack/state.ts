import type { Json } from './checks.ts';
import type { Delivered, Kind } from './delivery.ts';
import type { Faults } from './faults.ts';
import type { InputValues } from './input-values.ts';
import type { Messages } from './messages.ts';
import type { Modals } from './modals.ts';
import type { ResponseUrls, Triggers } from './passes.ts';
import type { Identity, Workspace } from './workspace.ts';

/** One call of the Web API, as the app made it. */
export interface ApiCall {
  readonly method: string;
  readonly args: Json;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Undefined while the call is being answered, and for ever when a fault kept the answer. */
  answer?: Json;
}

/** Everything the local Slack knows, handed to each of its parts. */
export interface SlackState {
  readonly ids: Identity;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  readonly url: () => string;
  readonly workspace: Workspace;
  readonly messages: Messages;
  readonly modals: Modals;
  readonly inputs: InputValues;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly faults: Faults;
  /** Scopes of the bot token. */
  readonly scopes: Set<string>;
  readonly calls: ApiCall[];
  /** Brings a payload to the app and waits for its acknowledgement. */
  readonly deliver: (kind: Kind, payload: Json) => Promise<Delivered>;
  /** A new Socket Mode address. */
  readonly openSocket: () => string;
  /** Tells the page that there is something new to show. */
  readonly changed: () => void;
}
