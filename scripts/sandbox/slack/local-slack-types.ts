import type { Click } from './click.ts';
import type { RawDeliveryOptions } from './delivery.ts';
import type { DeliveryResult, SendToApp, SentRequest } from './delivery-types.ts';
import type { SlackFault, SlackFaultScope } from './faults.ts';
import type { InteractionResult } from './interaction-result.ts';
import type { EphemeralMessage, Message } from './messages.ts';
import type { View } from './modals.ts';
import type { Json } from './shape-checks.ts';
import type { WebApiCall } from './state.ts';
import type { GlobalShortcut, MessageShortcut, SlashCommand, UserMessage } from './user-actions.ts';
import type { ViewClosing, ViewSubmission } from './view-submission.ts';
import type { NewChannel, UserGroup, WorkspaceUser } from './workspace.ts';
import type { WorkspaceContents } from './workspace-file.ts';

export interface LocalSlackOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  /** Name of the app; Reseller Check by default. */
  readonly botName?: string;
  /** Scopes of the bot token; those that Reseller Check needs by default. */
  readonly scopes?: readonly string[];
  /** Events about messages that the app subscribes to; `message.im` and `app_mention` by default. */
  readonly botEvents?: readonly string[];
  /** People, channels and user groups; those of Reseller Check's sandbox by default. */
  readonly workspace?: WorkspaceContents;
  /** Limits the calls of a minute by the tiers of their methods; no by default. */
  readonly hasRateLimits?: boolean;
  /** What `apps.manifest.export` answers; nothing by default. */
  readonly appManifest?: Json;
  /** The workspace belongs to this Enterprise Grid organisation. */
  readonly enterpriseId?: string | null;
  /** Epoch milliseconds: timestamps of messages, life of trigger ids and response urls. */
  readonly now?: () => number;
  /** Epoch milliseconds for request signatures. The wall clock, since Bolt compares with that. */
  readonly signingNow?: () => number;
  /** Waits before a delayed answer; real time by default. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Milliseconds in which the app must acknowledge; 3,000 as in Slack. */
  readonly ackLimitMs?: number;
  /** Address at which the app reaches the local Slack, without a trailing slash; by default the address it listens on. */
  readonly publicUrl?: string;
  /** Brings requests to the app in place of HTTP and Socket Mode. */
  readonly send?: SendToApp;
  /** The folder with index.html. */
  readonly pageDir?: string;
  /** Becomes `extra` in the page's state. */
  readonly extraState?: () => unknown;
  /** Answers the page's `POST /sandbox/extra`. */
  readonly onExtra?: (body: Json) => unknown;
}

/** A Slack workspace on this machine, with one app installed. */
export interface LocalSlack extends WorkspaceSetup, UserActions, WorkspaceReader {
  readonly url: string;
  /** Value for SLACK_API_URL; ends with a slash. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  /** An app configuration token, which reads the manifest. */
  readonly configToken: string;
  readonly signingSecret: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly appId: string;
  readonly teamId: string;
  /** The app's `/slack/events`. Null: over Socket Mode. */
  deliverTo: string | null;
  /** Scopes of the bot token; change them to see `missing_scope`. */
  readonly scopes: Set<string>;
  /** Types of blocks that Slack refuses in messages, as for a workspace that does not have them. */
  readonly refusedBlocks: Set<string>;
  /** Number of Socket Mode connections of the app. */
  readonly socketCount: number;
  /** Asks the app to reconnect. Closes the old connections after `closeAfterMs`; without it they stay open. */
  disconnectSockets(reason?: string, closeAfterMs?: number): void;
  /** Cuts the connections without a closing handshake. */
  dropSockets(): void;
  /** Stops reading and writing on all open connections without closing them. */
  silenceSockets(): void;
  /** Sends one WebSocket frame as it is: text, or a buffer for a binary one. */
  sendFrame(data: string | Buffer): void;
  /** `method`: a Web API method, `*` for any of them, or `response_url`. */
  fail(method: string, fault: SlackFault, times?: number, scope?: SlackFaultScope): void;
  clearFaults(): void;
  /** Empties `calls`. They hold every version of every message, which fills the memory in a long run. */
  forgetCalls(): void;
  /** Calls back, with a growing number, whenever there may be something new to show; returns how to stop. */
  onChange(listener: (change: number) => void): () => void;
  close(): Promise<void>;
}

/** Changes of the workspace that happen without the app. */
export interface WorkspaceSetup {
  addUser(user: WorkspaceUser): void;
  addChannel(channel: NewChannel): void;
  /** Adds a user group, or replaces the one with that id. */
  addUserGroup(group: UserGroup): void;
  invite(channel: string, user: string): void;
  kick(channel: string, user: string): void;
  archive(channel: string): void;
  /** Another company joins the channel, or leaves it. */
  setExtShared(channel: string, isShared: boolean): void;
  /** Deletes a message of anybody, as an administrator may. Throws when there is none. */
  deleteMessage(channel: string, ts: string): void;
}

/**
 * What people do. Each builds Slack's payload, delivers it and waits for the acknowledgement. They throw when the
 * person could not have done it in Slack: a mistake in the test, or a card without that button.
 */
export interface UserActions {
  command(command: SlashCommand): Promise<InteractionResult>;
  messageShortcut(shortcut: MessageShortcut): Promise<InteractionResult>;
  globalShortcut(shortcut: GlobalShortcut): Promise<InteractionResult>;
  click(click: Click): Promise<InteractionResult>;
  submitView(submission: ViewSubmission): Promise<InteractionResult>;
  /** Resolves to undefined when the app isn't notified of the closing of this view. */
  closeView(closing: ViewClosing): Promise<InteractionResult | undefined>;
  openHome(user: string): Promise<InteractionResult>;
  /** Returns the ts. The app gets the event in the background. */
  postAsUser(saying: UserMessage): string;
  /** Resolves when the events of all messages have been delivered to the app. */
  messagesDelivered(): Promise<void>;
  /** Sends any event, in the envelope of the Events API. */
  sendEvent(event: Json): Promise<InteractionResult>;
  /** Slack's check of the address when the app is set up; the body of the answer must hold the challenge. */
  verifyUrl(challenge: string): Promise<DeliveryResult>;
  /** Sends any body over HTTP, with a valid, forged, stale or future signature. */
  deliverRaw(body: string, options?: RawDeliveryOptions): Promise<DeliveryResult>;
  /** Sends the same request again, with its signature and time. */
  redeliver(last: { readonly sent: SentRequest }): Promise<DeliveryResult>;
}

/** Reads the state of the workspace. */
export interface WorkspaceReader {
  /** Threads included, oldest first; with `latest`, only so many at the end. */
  messages(channel: string, latest?: number): readonly Message[];
  /** Replies of a thread, without its first message. */
  replies(channel: string, ts: string): readonly Message[];
  /** `user`: the person who sees the message. */
  ephemerals(wanted?: { user?: string; channel?: string }): readonly EphemeralMessage[];
  /** Open modals, the topmost last. */
  views(user: string): readonly View[];
  home(user: string): View | null;
  directMessages(user: string): { channel: string; messages: readonly Message[] };
  channelOfDirectMessages(user: string): string;
  /** All Web API calls since the last `forgetCalls`, oldest first. */
  readonly calls: readonly WebApiCall[];
}
