import type { App, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { UserError } from '../../errors.ts';
import type { Ports } from '../../ports/ports.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import type { Links } from '../../ports/systems.ts';
import type { RequestContext, Responder } from '../replies/reply.ts';

/** What the application passes to every listener. */
export interface HandlerDependencies {
  readonly ports: Ports;
  readonly responder: Responder;
  /** Opens and updates modals. Unlike Bolt's `client`, never delayed by the rate limit of posts. */
  readonly interactiveClient: WebClient;
  /** Milliseconds between two attempts to update a modal while Slack is busy. */
  readonly modalRetryMs: number;
  readonly links: Links;
  /** Channels where a card may be posted. */
  readonly supportChannels: readonly string[];
  /** Hosts whose ticket links may be opened. */
  readonly ticketHosts: readonly string[];
  /** Returns true when this user may do what Support may do. Throws `RetryLater` while Slack can't say. */
  isInSupport(user: string): Promise<boolean>;
  /** Logs the reason when a reply tells the user to contact the bot's owner. */
  onReferredToOwner(error: UserError): void;
}

/** What listeners find in Bolt's `context`, besides Bolt's own properties. */
export interface HandlerContext extends HandlerDependencies {
  /** Who made the request, where, and how to reply. */
  readonly request: RequestContext;
  /** The request as it is stored. */
  readonly inboundRequest: InboundRequest;
}

/** The Bolt app, whose listeners find a `HandlerContext` in their `context`. */
export type BoltApp = App<HandlerContext>;

/** A listener or middleware of button presses and menu choices. */
export type ActionHandler = Middleware<SlackActionMiddlewareArgs, HandlerContext>;
