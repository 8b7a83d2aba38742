import type { GapKind } from '../domain/connector-result.ts';
import type { Discrepancy } from '../domain/discrepancies.ts';
import type { EvidenceQuestion, Finding, FindingStatus } from '../domain/findings.ts';
import type { RichText, TextFragment } from '../domain/text-fragments.ts';
import { joinFragments, literalFragment, phrase } from '../domain/text-fragments.ts';

export { SYSTEM_NAMES } from '../domain/placeholder-values.ts';

/** Why an answer is missing. Shown after the name of the system, as in "Zuora did not answer in time". */
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

/** Labels of the four statuses of a finding. */
export const FINDING_STATUS_LABELS: Record<FindingStatus, string> = {
  found: 'Found',
  'not-found': 'Not found',
  'could-not-check': 'Could not check',
  contradicts: 'Contradicts',
};

/** Returns one finding in a few words. Shown after the names of its system and status. */
export function findingText({ question, values, gap }: Finding): TextFragment[] {
  if (gap !== null && gap !== 'not-found') {
    return [{ kind: 'text', text: `${QUESTION_NAMES[question]}: ${GAP_PHRASES[gap]}` }];
  }
  if (values.length > 0) return ANSWER_TEXTS[question](values);
  return [
    {
      kind: 'text',
      text: (gap === 'not-found' ? NO_RECORD_TEXTS[question] : undefined) ?? EMPTY_ANSWER_TEXTS[question],
    },
  ];
}

/** Returns how other systems contradict the verdict, and once what to do about it; empty when none does. */
export function discrepanciesText(all: readonly Discrepancy[]): RichText {
  if (all.length === 0) return [];
  const inSalesforce = all.some(
    ({ kind }) => kind === 'crm-shows-no-partner' || kind === 'crm-shows-partner',
  );
  const advice = inSalesforce
    ? "Go by Zuora, don't change either record, and tell the account owner."
    : 'Go by Zuora.';
  return phrase`${joinFragments(all.map(contradictionText), '; ')}. ${literalFragment(advice)}`;
}

function contradictionText({ kind, value }: Discrepancy): TextFragment[] {
  switch (kind) {
    case 'crm-shows-no-partner':
      return phrase`Salesforce lists no partner`;
    case 'crm-shows-partner':
      return phrase`Salesforce lists ${value ?? 'a partner'}`;
    case 'customer-says-direct':
      return phrase`the customer says no reseller was involved`;
    case 'customer-says-resold':
      return phrase`the customer says a reseller was involved`;
  }
}

/** Returns how another system contradicts Zuora, worded for Sales. */
export function discrepancyReportText({ kind, value }: Discrepancy): TextFragment[] {
  switch (kind) {
    case 'crm-shows-no-partner':
      return phrase`Records disagree: Zuora invoices a reseller, but Salesforce lists no partner.`;
    case 'crm-shows-partner':
      return phrase`Records disagree: Zuora invoices the customer, but Salesforce lists ${value ?? 'a partner'}.`;
    case 'customer-says-direct':
      return phrase`Zuora invoices a reseller, but the customer says they did not buy through one.`;
    case 'customer-says-resold':
      return phrase`Zuora invoices the customer, but the customer says a reseller was involved.`;
  }
}

const QUESTION_NAMES: Record<EvidenceQuestion, string> = {
  subscription: 'subscription',
  accounts: 'matching accounts',
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
  'sold-to': 'the Sold-To contact',
  claim: "the customer's statement",
  login: 'login',
};

const EMPTY_ANSWER_TEXTS: Record<EvidenceQuestion, string> = {
  subscription: 'no such subscription',
  accounts: 'no matching account',
  subscriptions: 'no subscription on the account',
  'invoice-owner': 'invoice owner is blank',
  'invoice-owner-account': 'no account for the invoice owner',
  channel: 'channel is blank or not shown',
  history: 'no earlier invoice owner',
  'account-owner': 'no such account',
  partners: 'no partner listed',
  opportunity: 'no won deal',
  ticket: 'ticket names no organisation',
  organisation: 'ticket names no organisation',
  requester: 'ticket names no requester',
  'sold-to': 'whether the requester is the current Sold-To contact',
  claim: 'customer said nothing about a reseller',
  login: 'no login found',
};

/** Texts for a missing record, where that differs from a blank field. */
const NO_RECORD_TEXTS: Partial<Record<EvidenceQuestion, string>> = {
  channel: 'no such account, so no channel',
  ticket: 'no such ticket, or the bot may not see it',
};

const CLAIM_LABELS: Record<string, string> = {
  no: 'not resold',
  resold: 'bought through a reseller',
  reseller: 'is a reseller',
  unsure: 'not sure',
};

const ANSWER_TEXTS: Record<EvidenceQuestion, (values: readonly string[]) => TextFragment[]> = {
  subscription: (values) => phrase`subscription ${values.join(', ')}`,
  accounts: (values) => [
    ...phrase`${values.join(', ')}`,
    { kind: 'text', text: values.length === 1 ? ' matches' : ' match' },
  ],
  subscriptions: ([count = '', current = '']) => phrase`${count} on the account, ${current} of them current`,
  'invoice-owner': (values) => phrase`invoice owner ${values.join(', ')}`,
  'invoice-owner-account': (values) => phrase`invoice owner's account ${values.join(', ')}`,
  channel: (values) => phrase`channel "${values.join(', ')}"`,
  history: (values) =>
    values.length === 1
      ? phrase`always invoiced to ${values.join('')}`
      : phrase`invoiced to ${values.join(', then ')}`,
  'account-owner': (values) => phrase`account owner is ${values.join(', ')}`,
  partners: (values) => phrase`lists partner ${values.join(', ')}`,
  opportunity: (values) => phrase`newest won deal: ${values.join(', ')}`,
  ticket: (values) => phrase`ticket from ${values.join(', ')}`,
  organisation: (values) => phrase`organisation ${values.join(', ')}`,
  requester: (values) => phrase`requester ${values.join(', ')}`,
  'sold-to': ([answer = '']) => phrase`requester is the current Sold-To contact: ${answer}`,
  claim: ([claim = '']) => phrase`customer says: ${CLAIM_LABELS[claim] ?? claim}`,
  login: (values) => phrase`login is ${values.join(', ')}`,
};
