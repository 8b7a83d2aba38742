import type { WebClient } from '@slack/web-api';
import type { UserError } from '../../errors.ts';
import type { Ports } from '../../ports/ports.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import type { Links } from '../../ports/systems.ts';
import { ACTIONS, COMMAND, SHORTCUTS, VIEWS } from '../ids.ts';
import type { Audience, Authorize } from '../processing/authorization.ts';
import type { CheckLimit } from '../processing/check-limit.ts';
import type { RequestContext, Responder } from '../replies/reply.ts';
import { cardActionHandlers } from './card-actions.ts';
import { handleCheckCommand } from './check-command.ts';
import { handleCheckForm } from './check-form-view.ts';
import { handleCheckShortcut } from './check-message-shortcut.ts';
import { handoffActionHandlers } from './handoff-actions.ts';
import { handoffViewHandlers } from './handoff-views.ts';
import { homeTabHandlers } from './home-tab.ts';
import { openCheckForm } from './open-check-form.ts';
import { stepViewHandlers } from './step-views.ts';

/** What every behaviour may use. */
export interface HandlerContext {
  readonly ports: Ports;
  readonly responder: Responder;
  /** For modals: a client of its own, which no limit on posts can hold up. */
  readonly interactiveClient: WebClient;
  /** Milliseconds between two attempts to fill a modal while Slack is busy. */
  readonly modalRetryMs: number;
  readonly authorize: Authorize;
  readonly checkLimit: CheckLimit;
  readonly links: Links;
  /** Channels where a card may be posted. */
  readonly supportChannels: readonly string[];
  /** Hosts whose ticket links may be opened. */
  readonly ticketHosts: readonly string[];
  /** Logs the reason when a reply tells the user to contact the bot's owner. */
  onReferredToOwner(error: UserError): void;
}

/** One behaviour: does what one kept request asks. Safe to run again for the same request. */
export type Handler = (
  context: HandlerContext,
  request: InboundRequest,
  requestContext: RequestContext,
) => Promise<void>;

/** A handler and its authorization rules. */
export interface HandlerRegistration {
  readonly handle: Handler;
  /** A function when the audience depends on the request, such as on the purpose of a form. */
  readonly audience: Audience | ((request: Pick<InboundRequest, 'body'>) => Audience);
  /**
   * Whether authorization asks Slack again instead of using cached answers: for every request, or for those for which the
   * function returns true.
   */
  readonly bypassCache?: true | ((context: HandlerContext, request: InboundRequest) => Promise<boolean>);
}

/** A handler under its name: the kind of request and Slack's id, such as `action recheck`. */
export type HandlerEntry = readonly [name: string, registration: HandlerRegistration];

/** Every handler by its name, such as `action recheck`. */
export const HANDLERS: ReadonlyMap<string, HandlerRegistration> = new Map<string, HandlerRegistration>([
  [`command ${COMMAND}`, { handle: handleCheckCommand, audience: 'support' }],
  [`shortcut ${SHORTCUTS.checkTicket}`, { handle: handleCheckShortcut, audience: 'support' }],
  [`shortcut ${SHORTCUTS.checkCustomer}`, { handle: openCheckForm, audience: 'support' }],
  [`view ${VIEWS.checkForm}`, { handle: handleCheckForm, audience: 'support' }],
  ...cardActionHandlers(),
  ...stepViewHandlers(),
  ...handoffActionHandlers(),
  ...handoffViewHandlers(),
  ...homeTabHandlers(),
]);

/**
 * Looks at the systems, and presses that only open something: who has waited for long has gone another way, and the
 * trigger that opens a modal has expired. Whatever is not here decides something or keeps what was written, and is done
 * however late.
 */
export const EXPIRABLE_REQUESTS: ReadonlySet<string> = new Set([
  `command ${COMMAND}`,
  `shortcut ${SHORTCUTS.checkTicket}`,
  `shortcut ${SHORTCUTS.checkCustomer}`,
  `view ${VIEWS.checkForm}`,
  `action ${ACTIONS.recheck}`,
  `action ${ACTIONS.chooseSubscription}`,
  `action ${ACTIONS.chooseAccount}`,
  `action ${ACTIONS.chooseReference}`,
  `action ${ACTIONS.checkTicketSubscription}`,
  `action ${ACTIONS.openCheckForm}`,
  `action ${ACTIONS.caseMenu}`,
  `action ${ACTIONS.stepUndo}`,
  `action ${ACTIONS.stepCheckNow}`,
  `action ${ACTIONS.draftHandoff}`,
  `action ${ACTIONS.handoffQuestion}`,
  `action ${ACTIONS.handoffAnswer}`,
  `action ${ACTIONS.handoffDone}`,
  `action ${ACTIONS.handoffDecline}`,
  `action ${ACTIONS.handoffMenu}`,
  `action ${ACTIONS.handoffCheckNow}`,
]);

/** Requests that always call other systems. They take seconds, so they have a queue lane of their own. */
export const CHECK_REQUESTS: ReadonlySet<string> = new Set([
  `command ${COMMAND}`,
  `shortcut ${SHORTCUTS.checkTicket}`,
  `view ${VIEWS.checkForm}`,
  `action ${ACTIONS.recheck}`,
  `action ${ACTIONS.chooseSubscription}`,
  `action ${ACTIONS.chooseAccount}`,
  `action ${ACTIONS.chooseReference}`,
  `action ${ACTIONS.checkTicketSubscription}`,
  `action ${ACTIONS.stepCheckNow}`,
  `action ${ACTIONS.handoffCheckNow}`,
]);

/** The name under which a kept request finds its behaviour. */
export function handlerName({ kind, body }: Pick<InboundRequest, 'kind' | 'body'>): string {
  const { command, callback_id, view, actions, event } = body as {
    command?: string;
    callback_id?: string;
    view?: { callback_id?: string };
    actions?: readonly { action_id?: string }[];
    event?: { type?: string };
  };
  return `${kind} ${command ?? callback_id ?? actions?.[0]?.action_id ?? view?.callback_id ?? event?.type ?? ''}`;
}
