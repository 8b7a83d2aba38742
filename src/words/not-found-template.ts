import type { Evidence } from '../domain/evidence.ts';
import { type RemainingLookup, remainingLookups } from '../domain/remaining-lookups.ts';
import { joinWithAnd } from '../domain/text-fragments.ts';

/** Labels of the links to the look-ups by hand. */
export const LOOKUP_LINK_LABELS: Record<RemainingLookup['kind'], string> = {
  customersdot: 'Search CustomersDot',
  'mail-domain': 'Search CustomersDot by domain',
  salesforce: 'Open in Salesforce',
};

/**
 * Returns a template that says which lookup found nothing and which are left. Its placeholders are filled with the check's
 * values.
 */
export function notFoundTemplate(evidence: Evidence): string {
  const left = remainingLookups(evidence).map((lookup) => remainingLookupPhrase(lookup, evidence));
  const missing = missingRecordTemplate(evidence);
  return left.length === 0 ? missing : `${missing} Still to look up: ${joinWithAnd(left)}.`;
}

function remainingLookupPhrase({ kind }: RemainingLookup, { subject }: Evidence): string {
  switch (kind) {
    case 'customersdot':
      return subject.kind === 'email' ? 'CustomersDot by the whole address' : 'CustomersDot by the number';
    case 'mail-domain':
      return 'CustomersDot by the mail domain';
    case 'salesforce':
      return 'Salesforce';
  }
}

function missingRecordTemplate(evidence: Evidence): string {
  const { subject, ticket, accounts, subscriptionCount: listing, subscriptions } = evidence;
  if (subject.kind === 'ticket' && ticket && !ticket.ok) {
    return 'Zendesk has no ticket {ticket}, or the bot may not see it. It may have been deleted.';
  }
  if (subscriptions.length > 0) return 'Zuora has no subscription {subscription}.';
  const noAccount = `Zuora has ${NO_ACCOUNT_PHRASES[subject.kind]}.${untaggedTemplate(evidence)}`;
  if (accounts && (!accounts.ok || accounts.value.length === 0)) return noAccount;
  if (listing) return '{account} has no subscription in Zuora.';
  return ticket?.ok ? '{ticket} names no subscription, and no account matches its organisation.' : noAccount;
}

/** Returns the result of looking up the same email address without its "+tag". */
function untaggedTemplate({ untaggedEmailAccounts: answer }: Evidence): string {
  if (!answer) return '';
  if (!answer.ok) {
    return answer.gap === 'not-found'
      ? ' It was not found without the part after "+" either.'
      : ' The lookup without the part after "+" failed.';
  }
  const matches = answer.value.length === 1 ? 'an account' : `${answer.value.length} accounts`;
  return ` Without the part after "+", it belongs to ${matches}, shown below. Check that one if it is the same person.`;
}

const NO_ACCOUNT_PHRASES: Record<Evidence['subject']['kind'], string> = {
  subscription: 'no such subscription',
  account: 'no account with that number',
  'zuora-subscription': 'no subscription with that id',
  'zuora-account': 'no account with that id',
  'crm-account': 'no account with that Salesforce id',
  email: 'no account that has a contact with that email address',
  ticket: "no account for the ticket's organisation",
};
