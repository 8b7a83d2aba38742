import type { Evidence } from '../domain/evidence.ts';

/** Which question came back empty, as a sentence to fill with the check's slots. */
export function notFound(evidence: Evidence): string {
  const { subject, ticket, accounts, listing, subscriptions } = evidence;
  if (subject.kind === 'ticket' && ticket && !ticket.ok) {
    return 'Zendesk answered: there is no ticket {ticket}, or the bot may not see it. It may have been deleted.';
  }
  if (subscriptions.length > 0) return 'Zuora answered: there is no subscription {subscription}.';
  const noAccount = `Zuora answered: ${NO_ACCOUNT[subject.kind]}.${untagged(evidence)}`;
  if (accounts && (!accounts.ok || accounts.value.length === 0)) return noAccount;
  if (listing) return 'Zuora answered: {account} has no subscription.';
  return ticket?.ok ? '{ticket} names no subscription, and its organisation leads to no account.' : noAccount;
}

/** What the same address without its "+tag" led to. */
function untagged({ untagged: answer }: Evidence): string {
  if (!answer) return '';
  if (!answer.ok) {
    return answer.gap === 'not-found'
      ? ' Nor has one without the part from "+" on.'
      : ' Without the part from "+" on it could not be looked up.';
  }
  const fits = answer.value.length === 1 ? 'an account' : `${answer.value.length} accounts`;
  return ` Without the part from "+" on it belongs to ${fits}, shown below; check that one if it is the same person.`;
}

const NO_ACCOUNT: Record<Evidence['subject']['kind'], string> = {
  subscription: 'there is no such subscription',
  account: 'there is no account with that number',
  'zuora-subscription': 'there is no subscription with that id',
  'zuora-account': 'there is no account with that id',
  'crm-account': 'no account belongs to that Salesforce id',
  email: 'no account has a contact with that e-mail address',
  ticket: "no account belongs to the ticket's organisation",
};
