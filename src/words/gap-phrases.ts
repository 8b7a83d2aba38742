import type { GapKind } from '../domain/connector-result.ts';
import type { Ticket } from '../domain/upstream-records.ts';

export { SYSTEM_NAMES } from '../domain/placeholder-values.ts';

/** Why an answer is missing; each follows the name of the system, as in "Zuora did not answer in time". */
export const GAP_PHRASES: Record<GapKind, string> = {
  'not-found': 'has no such record',
  forbidden: "does not let the bot read this; tell the bot's owner",
  unauthenticated: "refused the bot's login; tell the bot's owner",
  'rate-limited': 'was asked too often; try again in a minute',
  timeout: 'did not answer in time',
  'queue-timeout': 'was not asked in time because too many checks were queued; try again in a minute',
  unavailable: 'is not available right now',
  'invalid-response': "sent an answer that the bot cannot read; tell the bot's owner",
  'not-configured': 'is not set up for this bot',
};

/** State of a ticket that is no longer worked on. Shown behind its number. */
export const INACTIVE_TICKET_NOTES: Record<NonNullable<Ticket['gone']>, string> = {
  merged: ' (merged into another ticket: continue there)',
  deleted: ' (deleted in Zendesk)',
};
