import type { WebClient } from '@slack/web-api';
import type { UserError } from '../../errors.ts';
import type { Arrival, Links, Ports } from '../../ports.ts';
import type { Admission, Audience } from '../admission.ts';
import type { CheckLimit } from '../check-limit.ts';
import { ACTIONS, COMMAND, SHORTCUTS, VIEWS } from '../ids.ts';
import type { Origin, Voice } from '../say.ts';
import { actionHandlers } from './actions.ts';
import { handleCommand } from './check-command.ts';
import { handleSubmission } from './check-form-view.ts';
import { handleMessageShortcut } from './check-message-shortcut.ts';
import { handoffHandlers } from './handoff-actions.ts';
import { handoffViewHandlers } from './handoff-views.ts';
import { homeHandlers } from './home.ts';
import { openForm } from './open-form.ts';
import { stepViewHandlers } from './step-views.ts';

/** What every behaviour may use. */
export interface Room {
  readonly ports: Ports;
  readonly voice: Voice;
  /** For modals: a client of its own, which no limit on posts can hold up. */
  readonly opener: WebClient;
  /** Milliseconds between two tries to fill a modal while Slack is busy. */
  readonly formRetryMs: number;
  readonly admit: Admission;
  readonly checkLimit: CheckLimit;
  readonly links: Links;
  /** Channels where a card may be posted. */
  readonly supportChannels: readonly string[];
  /** Hosts whose ticket links may be opened. */
  readonly ticketHosts: readonly string[];
  /** The person reads that they should tell the bot's owner: the log has to have the reason. */
  onReferredToOwner(error: UserError): void;
}

/** One behaviour: does what one kept request asks. Safe to run again for the same request. */
export type Handler = (room: Room, arrival: Arrival, origin: Origin) => Promise<void>;

/** A handler, and who may reach it. */
export interface Listener {
  readonly handle: Handler;
  /** A function where it depends on what a form is about. */
  readonly audience: Audience | ((request: Pick<Arrival, 'body'>) => Audience);
  /**
   * When the standing that was read within the last minute is not enough and Slack is asked again: always, or for the
   * requests of which this says true.
   */
  readonly afresh?: true | ((room: Room, arrival: Arrival) => Promise<boolean>);
}

/** A listener by the name that Slack sends. */
export type Registered = readonly [name: string, listener: Listener];

/** Every listener by the name that Slack sends. Adding one costs nothing at run time. */
export const HANDLERS: ReadonlyMap<string, Listener> = new Map<string, Listener>([
  [`command ${COMMAND}`, { handle: handleCommand, audience: 'support' }],
  [`shortcut ${SHORTCUTS.checkTicket}`, { handle: handleMessageShortcut, audience: 'support' }],
  [`shortcut ${SHORTCUTS.checkCustomer}`, { handle: openForm, audience: 'support' }],
  [`view ${VIEWS.checkForm}`, { handle: handleSubmission, audience: 'support' }],
  ...actionHandlers(),
  ...stepViewHandlers(),
  ...handoffHandlers(),
  ...handoffViewHandlers(),
  ...homeHandlers(),
]);

/**
 * Looks at the systems, and presses that only open something: who has waited for long has gone another way, and the
 * trigger that opens a modal has expired. Whatever is not here decides something or keeps what was written, and is done
 * however late.
 */
export const OF_USE_ONLY_SOON: ReadonlySet<string> = new Set([
  `command ${COMMAND}`,
  `shortcut ${SHORTCUTS.checkTicket}`,
  `shortcut ${SHORTCUTS.checkCustomer}`,
  `view ${VIEWS.checkForm}`,
  `action ${ACTIONS.recheck}`,
  `action ${ACTIONS.chooseSubscription}`,
  `action ${ACTIONS.chooseAccount}`,
  `action ${ACTIONS.chooseReference}`,
  `action ${ACTIONS.useTicket}`,
  `action ${ACTIONS.openCheckForm}`,
  `action ${ACTIONS.caseMenu}`,
  `action ${ACTIONS.stepUndo}`,
  `action ${ACTIONS.stepLook}`,
  `action ${ACTIONS.draftHandoff}`,
  `action ${ACTIONS.handoffQuestion}`,
  `action ${ACTIONS.handoffAnswer}`,
  `action ${ACTIONS.handoffDone}`,
  `action ${ACTIONS.handoffDecline}`,
  `action ${ACTIONS.handoffMenu}`,
  `action ${ACTIONS.handoffLook}`,
]);

/** Requests that always ask other systems: they take seconds, so they do not share a budget with button presses. */
export const CHECKS: ReadonlySet<string> = new Set([
  `command ${COMMAND}`,
  `shortcut ${SHORTCUTS.checkTicket}`,
  `view ${VIEWS.checkForm}`,
  `action ${ACTIONS.recheck}`,
  `action ${ACTIONS.chooseSubscription}`,
  `action ${ACTIONS.chooseAccount}`,
  `action ${ACTIONS.chooseReference}`,
  `action ${ACTIONS.useTicket}`,
  `action ${ACTIONS.stepLook}`,
]);

/** The name under which a kept request finds its behaviour. */
export function handlerName({ kind, body }: Pick<Arrival, 'kind' | 'body'>): string {
  const { command, callback_id, view, actions, event } = body as {
    command?: string;
    callback_id?: string;
    view?: { callback_id?: string };
    actions?: readonly { action_id?: string }[];
    event?: { type?: string };
  };
  return `${kind} ${command ?? callback_id ?? actions?.[0]?.action_id ?? view?.callback_id ?? event?.type ?? ''}`;
}
