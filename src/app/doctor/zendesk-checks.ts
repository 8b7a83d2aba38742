import type { Config } from '../../config.ts';
import { DAY_MS } from '../../domain/dates.ts';
import type { Ticket } from '../../domain/upstream-records.ts';
import { type DoctorFinding, findingsOf } from './report.ts';
import { readingOf, type UpstreamContext, unreadableFieldsOf } from './upstream-reading.ts';

/** The day from which Zendesk accepts no API tokens. */
const ZENDESK_TOKEN_END = '2027-04-30';
const ABSENT_TICKET = '999999999999';

const zendesk = findingsOf('Zendesk');

/** Reads a ticket, and its subscription field when a sample ticket is given. */
export async function checkZendesk(
  { zendesk: settings }: Config,
  context: UpstreamContext,
  { sampleTicket, now }: { readonly sampleTicket: string | null; readonly now: () => Date },
): Promise<DoctorFinding[]> {
  if (!settings) return [zendesk.skipped('Not configured. Tickets cannot be checked.')];
  const { helpdesk, options, failures } = context;
  const ticket = await helpdesk.ticket(sampleTicket ?? ABSENT_TICKET, options);
  const reading = readingOf('Zendesk', 'tickets', ticket, failures);
  return [
    reading,
    ...(reading.status === 'failed'
      ? []
      : [fieldFinding(settings.subscriptionField, sampleTicket, ticket.ok ? ticket.value : null)]),
    ...(settings.auth.kind === 'token' ? [tokenFinding(now())] : []),
    ...unreadableFieldsOf('Zendesk', context),
  ];
}

/** `ticket`: null when it does not exist. */
function fieldFinding(
  field: string | null,
  sampleTicket: string | null,
  ticket: Ticket | null,
): DoctorFinding {
  if (!field)
    return zendesk.warning(
      'No ticket field is read for subscription numbers.',
      'Set ZENDESK_SUBSCRIPTION_FIELD.',
    );
  if (sampleTicket === null)
    return zendesk.skipped(
      `The ticket field ${field} was not checked.`,
      'Give the number of a ticket with a subscription: npm run doctor -- 12345.',
    );
  if (!ticket)
    return zendesk.failed(
      `There is no ticket ${sampleTicket}, or the API user may not see it.`,
      'Use the number of a ticket that an agent can open.',
    );
  return ticket.subscriptionNumbers.length > 0
    ? zendesk.ok(`Ticket ${sampleTicket} has a subscription number in the field ${field}.`)
    : zendesk.warning(
        `Ticket ${sampleTicket} has no subscription number in the field ${field}.`,
        'Try a ticket that has one, or check ZENDESK_SUBSCRIPTION_FIELD.',
      );
}

function tokenFinding(now: Date): DoctorFinding {
  const daysLeft = Math.floor((Date.parse(ZENDESK_TOKEN_END) - now.getTime()) / DAY_MS);
  const fix = 'Create an OAuth client and set ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET.';
  return daysLeft < 0
    ? zendesk.failed(`Zendesk has accepted no API tokens since ${ZENDESK_TOKEN_END}.`, fix)
    : zendesk.warning(
        `Zendesk stops accepting API tokens on ${ZENDESK_TOKEN_END}, in ${daysLeft} days.`,
        fix,
      );
}
