import type { Discrepancy, Finding, Question, Standing } from '../domain/findings.ts';
import { type Piece, say } from '../domain/text.ts';
import { GAP_WORDS } from './gaps.ts';

/** How one answer stands; four states that must not be taken for one another. */
export const STANDING_WORDS: Record<Standing, string> = {
  found: 'Found',
  'not-there': 'Not there',
  'could-not-check': 'Could not check',
  contradicts: 'Contradicts',
};

/** One answer in a few words, to stand after its system and its standing. */
export function sayFinding({ question, values, gap }: Finding): Piece[] {
  if (gap !== null && gap !== 'not-found') {
    return [{ kind: 'text', text: `${ASKED_FOR[question]}: ${GAP_WORDS[gap]}` }];
  }
  if (values.length > 0) return SEEN[question](values);
  return [
    { kind: 'text', text: (gap === 'not-found' ? NO_RECORD[question] : undefined) ?? NOTHING[question] },
  ];
}

/** What another system says beside the verdict, and what to do about it. */
export function sayDiscrepancy({ kind, value }: Discrepancy): Piece[] {
  switch (kind) {
    case 'crm-shows-no-partner':
      return say`Salesforce lists no partner. Zuora decides; tell the account owner that the two differ.`;
    case 'crm-shows-partner':
      return say`Salesforce lists ${value ?? 'a partner'}. Zuora decides; tell the account owner that the two differ.`;
    case 'customer-says-direct':
      return say`The customer says they did not buy through a reseller. That is a claim; Zuora decides.`;
    case 'customer-says-resold':
      return say`The customer says a reseller was involved. That is a claim; Zuora decides.`;
  }
}

const ASKED_FOR: Record<Question, string> = {
  subscription: 'subscription',
  accounts: 'accounts that fit',
  subscriptions: "the account's subscriptions",
  'invoice-owner': 'invoice owner',
  'invoice-owner-account': "invoice owner's account",
  channel: 'channel',
  history: 'earlier invoice owners',
  'account-owner': 'account owner',
  partners: 'partners',
  opportunity: 'won deals',
  ticket: 'ticket',
  organisation: "the ticket's organisation",
  requester: "the ticket's requester",
  claim: "the customer's own word",
  login: 'login',
};

const NOTHING: Record<Question, string> = {
  subscription: 'no such subscription',
  accounts: 'no account fits',
  subscriptions: 'no subscription on the account',
  'invoice-owner': 'invoice owner is blank',
  'invoice-owner-account': "invoice owner's account is not there",
  channel: 'channel is blank or not shown',
  history: 'no earlier invoice owner',
  'account-owner': 'no such account',
  partners: 'no partner listed (proves nothing)',
  opportunity: 'no won deal',
  ticket: 'ticket names no organisation',
  organisation: 'ticket names no organisation',
  requester: 'ticket names no requester',
  claim: 'customer said nothing about a reseller',
  login: 'no login found (proves nothing)',
};

/** Where the record itself is missing, which is another thing than a blank field. */
const NO_RECORD: Partial<Record<Question, string>> = {
  channel: 'no such account, so no channel',
  ticket: 'no such ticket, or the bot may not see it',
};

const CLAIMS: Record<string, string> = {
  no: 'not resold',
  resold: 'bought through a reseller',
  reseller: 'is a reseller',
  unsure: 'not sure',
};

const SEEN: Record<Question, (values: readonly string[]) => Piece[]> = {
  subscription: (values) => say`subscription ${values.join(', ')}`,
  accounts: (values) => [
    ...say`${values.join(', ')}`,
    { kind: 'text', text: values.length === 1 ? ' fits' : ' fit' },
  ],
  subscriptions: ([count = '']) => say`${count} on the account`,
  'invoice-owner': (values) => say`invoice goes to ${values.join(', ')}`,
  'invoice-owner-account': (values) => say`invoice owner's account ${values.join(', ')}`,
  channel: (values) => say`channel "${values.join(', ')}"`,
  history: (values) =>
    values.length === 1
      ? say`invoice always went to ${values.join('')}`
      : say`invoice went in turn to ${values.join(', then ')}`,
  'account-owner': (values) => say`account owner is ${values.join(', ')}`,
  partners: (values) => say`lists partner ${values.join(', ')} (decides nothing)`,
  opportunity: (values) => say`newest won deal: ${values.join(', ')}`,
  ticket: (values) => say`ticket from ${values.join(', ')}`,
  organisation: (values) => say`organisation ${values.join(', ')}`,
  requester: (values) => say`requester ${values.join(', ')}`,
  claim: ([claim = '']) => say`customer says: ${CLAIMS[claim] ?? claim} (a claim)`,
  login: (values) => say`login is ${values.join(', ')} (proves nothing)`,
};
