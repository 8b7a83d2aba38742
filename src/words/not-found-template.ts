import type { Evidence } from '../domain/evidence.ts';

/** Which question came back empty, as a sentence to fill with the check's slots. */
export function notFoundTemplate(evidence: Evidence): string {
  const { subject, ticket, accounts, subscriptionCount: listing, subscriptions } = evidence;
  if (subject.kind === 'ticket' && ticket && !ticket.ok) {
    return 'Zendesk answered: there is no ticket {ticket}, or the bot may not see it. It may have been deleted.';
  }
  if (subscriptions.length > 0) return 'Zuora answered: there is no subscription {subscription}.';
  const noAccount = `Zuora answered: ${NO_ACCOUNT_PHRASES[subject.kind]}.${untaggedTemplate(evidence)}`;
  if (accounts && (!accounts.ok || accounts.value.length === 0)) return noAccount;
  if (listing) return 'Zuora answered: {account} has no subscription.';
  return ticket?.ok ? '{ticket} names no subscription, and its organisation leads to no account.' : noAccount;
}

/** Result of looking up the same address without its "+tag". */
function untaggedTemplate({ untaggedEmailAccounts: answer }: Evidence): string {
  if (!answer) return '';
  if (!answer.ok) {
    return answer.gap === 'not-found'
      ? ' It was not found without the part after "+" either.'
      : ' The lookup without the part after "+" failed.';
  }
  const fits = answer.value.length === 1 ? 'an account' : `${answer.value.length} accounts`;
  return ` Without the part after "+", it belongs to ${fits}, shown below. Check that one if it is the same person.`;
}

const NO_ACCOUNT_PHRASES: Record<Evidence['subject']['kind'], string> = {
  subscription: 'there is no such subscription',
  account: 'there is no account with that number',
  'zuora-subscription': 'there is no subscription with that id',
  'zuora-account': 'there is no account with that id',
  'crm-account': 'no account belongs to that Salesforce id',
  email: 'no account has a contact with that e-mail address',
  ticket: "no account belongs to the ticket's organisation",
};
