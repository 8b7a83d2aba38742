import type { Check } from '../domain/case.ts';
import { isAlliance } from '../domain/known-partners.ts';
import type { SlotValues } from '../domain/text.ts';
import type { Judgement, Obstacle, Verdict } from '../domain/verdict.ts';
import type { WholeVerdict } from '../domain/whole-verdict.ts';
import { GAP_WORDS, SYSTEM_NAMES } from './gaps.ts';
import { notFound } from './not-found.ts';

/** The verdict as the first thing read; each is clear alone. */
export const VERDICT_TITLES: Record<WholeVerdict, string> = {
  reseller: 'Reseller',
  'former-reseller': 'Reseller purchase, ended',
  'transition-pending': 'Going direct, not finished',
  'transition-complete': 'Direct now, reseller before',
  direct: 'Direct',
  conflict: 'Conflict',
  marketplace: 'Cloud marketplace',
  alliance: 'Alliance partner',
  msp: 'Managed service provider',
  unknown: 'Unknown',
  mixed: 'Mixed: subscriptions differ',
  ambiguous: 'Several accounts fit',
  'not-found': 'Not found',
};

const NOT_DIRECT = 'So nobody should be told "direct".';

/** What decided one subscription's verdict, as a sentence to fill with that subscription's slots. */
export function decidedBy(judgement: Judgement, slots: SlotValues): string {
  return `${DECIDED_BY[judgement.verdict](judgement, slots)}${ended(judgement)}`;
}

/** What decided the whole check, as a sentence to fill with the check's slots. */
export function wholeDecidedBy(check: Check, slots: SlotValues): string {
  const { evidence, judgements, verdict } = check;
  const [first] = judgements;
  if (verdict === 'not-found') return notFound(evidence);
  if (verdict === 'ambiguous') return ambiguous(check);
  if (verdict === 'mixed') return mixed(judgements);
  if (!first) return nothingRead(check);
  if (evidence.listing && !evidence.listing.ok) {
    return `Zuora ${GAP_WORDS[evidence.listing.gap]}, so other subscriptions of the account are missing here. ${NOT_DIRECT}`;
  }
  if (judgements.length === 1) return decidedBy(first, slots);
  return `All ${judgements.length} subscriptions agree. ${DECIDED_BY[first.verdict](first, slots)}`;
}

const DECIDED_BY: Record<Verdict, (judgement: Judgement, slots: SlotValues) => string> = {
  reseller: (_, { reseller, invoiceOwner }) =>
    reseller === undefined || reseller === invoiceOwner
      ? 'Decided by Zuora: the invoice goes to {invoiceOwner}, channel "{channel}".'
      : 'Decided by Zuora: the invoice goes to {invoiceOwner}, channel "{channel}". Salesforce names {reseller}.',
  'former-reseller': () => 'Decided by Zuora: the invoice went to {invoiceOwner}, channel "{channel}".',
  msp: () =>
    'Decided by Zuora: the invoice and the Sold-To contact both belong to {invoiceOwner}, channel "{channel}".',
  'transition-pending': ({ owner }) =>
    owner === 'blank'
      ? 'Decided by Zuora: no invoice owner is set, and the channel still reads "{channel}".'
      : 'Decided by Zuora: the invoice goes to {customer} already, but the channel still reads "{channel}".',
  'transition-complete': ({ earlierOwner }) =>
    `Decided by Zuora: the invoice goes to {customer}, channel "{channel}"; before, it went to ${earlierOwner === null ? 'somebody else' : '{earlierOwner}'}.`,
  direct: ({ history }) =>
    `Decided by Zuora: the invoice goes to {customer}, channel "{channel}".${
      history === 'unknown'
        ? ' Earlier invoice owners could not be read, so a past reseller is possible.'
        : ''
    }`,
  conflict: ({ owner }) =>
    owner === 'family'
      ? 'The invoice goes to {invoiceOwner}, a parent or child account of {customer}: that proves no reseller.'
      : 'Zuora contradicts itself: the invoice goes to {invoiceOwner}, but the channel reads "{channel}".',
  marketplace: () => 'Decided by Zuora: bought through {marketplace}; the channel does not matter here.',
  alliance: ({ invoiceOwner }) =>
    invoiceOwner && isAlliance(invoiceOwner.name)
      ? 'Decided by Zuora: the invoice goes to {invoiceOwner}, an alliance partner.'
      : "Decided by Zendesk: the ticket's organisation is an alliance partner.",
  unknown: ({ obstacle }) => `${obstacle ? obstacleWords(obstacle) : 'Zuora left it open.'} ${NOT_DIRECT}`,
};

const ABOUT: Record<Obstacle['about'], string> = {
  subscription: 'The subscription',
  'invoice owner': 'The invoice owner',
  'invoice owner account': "The invoice owner's account",
  channel: 'The channel',
};

function obstacleWords({ about, why }: Obstacle): string {
  if (why === 'blank') return `${ABOUT[about]} is blank in Zuora.`;
  if (why === 'no-field') return "Zuora shows no channel field on the account; tell the bot's owner.";
  if (why === 'other-value') return 'The channel reads "{channel}", a value with no agreed meaning.';
  return `${ABOUT[about]} could not be read: Zuora ${GAP_WORDS[why]}.`;
}

function ended({ endedDaysAgo, verdict, status }: Judgement): string {
  if (endedDaysAgo === null) return status === 'Cancelled' ? ' It is cancelled.' : '';
  const ago = endedDaysAgo === 0 ? 'today' : `${endedDaysAgo} ${endedDaysAgo === 1 ? 'day' : 'days'} ago`;
  const still = verdict === 'reseller' ? ' and still counts as resold' : '';
  return ` It ended on {endsOn} (${ago})${still}.`;
}

function ambiguous({ evidence }: Check): string {
  const count = evidence.accounts?.ok ? evidence.accounts.value.length : 'Several';
  const what = {
    email: 'that e-mail address',
    'crm-account': 'that Salesforce account',
    ticket: "the ticket's organisation",
    account: 'that number',
    subscription: 'that number',
    'zuora-subscription': 'that id',
    'zuora-account': 'that id',
  }[evidence.subject.kind];
  return `${count} Zuora accounts belong to ${what}. None is chosen until you choose.`;
}

function mixed(judgements: readonly Judgement[]): string {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of judgements) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const lines = [...counts].map(([verdict, count]) => `${count} × ${VERDICT_TITLES[verdict]}`);
  return `The subscriptions of this account differ: ${lines.join(', ')}.`;
}

function nothingRead({ evidence }: Check): string {
  const { ticket, accounts, listing } = evidence;
  if (ticket && !ticket.ok && ticket.gap !== 'not-found') {
    return `The ticket could not be read: ${SYSTEM_NAMES.zendesk} ${GAP_WORDS[ticket.gap]}. ${NOT_DIRECT}`;
  }
  const silent = [accounts, listing].find((answer) => answer && !answer.ok && answer.gap !== 'not-found');
  const why = silent && !silent.ok ? GAP_WORDS[silent.gap] : 'left it open';
  const what = silent === listing ? 'The subscriptions' : 'The account';
  return `${what} could not be read: ${SYSTEM_NAMES.zuora} ${why}. ${NOT_DIRECT}`;
}
