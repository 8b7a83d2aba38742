import type { Check } from '../domain/case.ts';
import type { VerdictObstacle } from '../domain/classify-subscription.ts';
import { isAllianceName } from '../domain/known-partners.ts';
import type { OverallVerdict } from '../domain/overall-verdict.ts';
import type { PlaceholderValues } from '../domain/text-fragments.ts';
import type { Judgement, Verdict } from '../domain/verdict.ts';
import { GAP_PHRASES, SYSTEM_NAMES } from './finding-text.ts';
import { notFoundTemplate } from './not-found-template.ts';

/** Titles of the verdicts, shown first on the card and in notifications. */
export const VERDICT_TITLES: Record<OverallVerdict, string> = {
  reseller: 'Reseller',
  'former-reseller': 'Former reseller',
  'transition-pending': 'Between reseller and direct',
  'transition-complete': 'Direct (was reseller)',
  direct: 'Direct',
  conflict: 'Conflict',
  marketplace: 'Cloud marketplace',
  alliance: 'Alliance partner',
  msp: 'Managed service provider',
  unknown: 'Unknown',
  mixed: 'Mixed',
  ambiguous: 'Several accounts',
  'not-found': 'Not found',
};

/** One mark per verdict, shown before its title. The title carries the meaning. */
export const VERDICT_MARKS: Record<OverallVerdict, string> = {
  reseller: '🟠',
  'former-reseller': '⌛',
  'transition-pending': '🟡',
  'transition-complete': '🔵',
  direct: '🟢',
  conflict: '🔴',
  marketplace: '☁️',
  alliance: '🤝',
  msp: '🛠️',
  unknown: '❓',
  mixed: '🔀',
  ambiguous: '👥',
  'not-found': '🔍',
};

const NOT_DIRECT_WARNING = "Don't tell the customer it's direct.";

/**
 * Returns a template with the reason for one subscription's verdict. Its placeholders are filled with that
 * subscription's values.
 */
export function verdictReasonTemplate(judgement: Judgement, values: PlaceholderValues): string {
  return `${VERDICT_REASON_TEMPLATES[judgement.verdict](judgement, values)}${endDateTemplate(judgement)}`;
}

/** Returns a template with the reason for the overall verdict. Its placeholders are filled with the check's values. */
export function overallVerdictReasonTemplate(check: Check, values: PlaceholderValues): string {
  const { evidence, judgements, verdict } = check;
  const [first] = judgements;
  if (verdict === 'not-found') return notFoundTemplate(evidence);
  if (verdict === 'ambiguous') return ambiguousTemplate(check);
  if (verdict === 'mixed') return mixedTemplate(judgements);
  if (!first) return unreadableTemplate(check);
  if (evidence.subscriptionCount && !evidence.subscriptionCount.ok) {
    return `Zuora ${GAP_PHRASES[evidence.subscriptionCount.gap]}, so other subscriptions of the account are missing here. ${NOT_DIRECT_WARNING}`;
  }
  if (judgements.length === 1) return verdictReasonTemplate(first, values);
  const shown = leastKnown(judgements) ?? first;
  const reason = VERDICT_REASON_TEMPLATES[shown.verdict](shown, values);
  const end = judgements.every(({ endedDaysAgo }) => endedDaysAgo !== null) ? ' All of them have ended.' : '';
  return `All ${judgements.length} subscriptions agree. ${reason}${end}`;
}

/** Returns the subscription whose history says least, so that the reason claims nothing that another one does not show. */
function leastKnown(judgements: readonly Judgement[]): Judgement | undefined {
  return (['unknown', 'always-own', 'other-before'] as const)
    .map((kind) => judgements.find(({ ownerHistory }) => ownerHistory === kind))
    .find((judgement) => judgement !== undefined);
}

const VERDICT_REASON_TEMPLATES: Record<Verdict, (judgement: Judgement, values: PlaceholderValues) => string> =
  {
    reseller: (_, { reseller, invoiceOwner }) =>
      reseller === undefined || reseller === invoiceOwner
        ? 'Zuora: invoice owner {invoiceOwner}, channel "{channel}".'
        : 'Zuora: invoice owner {invoiceOwner}, channel "{channel}". Salesforce lists {reseller} as the reseller.',
    'former-reseller': () => 'Zuora: the last invoice owner was {invoiceOwner}, channel "{channel}".',
    msp: ({ managedService }) =>
      `Zuora: invoice owner and Sold-To contact {invoiceOwner}, channel "{channel}". ${
        managedService === 'opportunity'
          ? 'Salesforce: newest won deal on a partner account.'
          : 'The managed service was confirmed by hand.'
      }`,
    'transition-pending': pendingTemplate,
    'transition-complete': ({ earlierOwner }) =>
      `Zuora: invoice owner {customer}, channel "{channel}". Before that, the invoice owner was ${earlierOwner === null ? 'another company' : '{earlierOwner}'}.`,
    direct: ({ ownerHistory: history, resoldSibling }) =>
      `Zuora: invoice owner {customer}, channel "{channel}".${
        history === 'unknown'
          ? ' Earlier invoice owners could not be read, so a past reseller is possible.'
          : ''
      }${resoldSibling === null ? '' : SIBLING_TEMPLATE}`,
    conflict: ({ invoiceOwnerKind: owner }) =>
      owner === 'related-account'
        ? "The invoice owner {invoiceOwner} is a parent or child account of {customer}, which doesn't prove that a reseller was involved."
        : 'Zuora contradicts itself: the invoice owner is {invoiceOwner}, but the channel is "{channel}".',
    marketplace: () => 'Zuora: bought through {marketplace}, so the channel does not matter.',
    alliance: ({ invoiceOwner }) =>
      invoiceOwner && isAllianceName(invoiceOwner.name)
        ? 'Zuora: the invoice owner is {invoiceOwner}, an alliance partner.'
        : "Zendesk: the ticket's organisation is an alliance partner.",
    unknown: ({ obstacle }) =>
      `${obstacle ? obstacleTemplate(obstacle) : 'Zuora has no answer.'} ${NOT_DIRECT_WARNING}`,
  };

/** A change under way is claimed only where an earlier invoice owner or a direct deal shows it. */
function pendingTemplate({
  invoiceOwnerKind: owner,
  ownerHistory,
  earlierOwner,
  hasDirectDeal,
}: Judgement): string {
  const isKnown = ownerHistory === 'other-before' || hasDirectDeal;
  const subject = owner === 'blank' ? 'no invoice owner is set' : 'the invoice owner is {customer}';
  if (!isKnown)
    return `Zuora: ${subject}, yet the channel is "{channel}". Neither an earlier invoice owner nor a direct deal shows a change, so it isn't known which is right.`;
  const former = earlierOwner === null ? 'another company' : '{earlierOwner}';
  const signs = [
    ...(ownerHistory === 'other-before' ? [`Before that, the invoice owner was ${former}.`] : []),
    ...(hasDirectDeal ? ['Salesforce: the newest won deal is a direct one.'] : []),
  ];
  return `Zuora: ${subject}, but the channel is still "{channel}". ${signs.join(' ')}`;
}

const SIBLING_TEMPLATE =
  " The channel follows {sibling}, another subscription of the account, which is resold. The two shouldn't share an account. For the login, the account's strictest verdict counts.";

const OBSTACLE_SUBJECTS: Record<VerdictObstacle['field'], string> = {
  subscription: 'The subscription',
  'invoice owner': 'The invoice owner',
  'invoice owner account': "The invoice owner's account",
  channel: 'The channel',
};

function obstacleTemplate({ field, reason }: VerdictObstacle): string {
  if (reason === 'blank') return `${OBSTACLE_SUBJECTS[field]} is blank in Zuora.`;
  if (reason === 'no-field') return "Zuora shows no channel field on the account; tell the bot's owner.";
  if (reason === 'other-value') return 'The channel is "{channel}", which has no agreed meaning.';
  return `${OBSTACLE_SUBJECTS[field]} could not be read: Zuora ${GAP_PHRASES[reason]}.`;
}

function endDateTemplate({ endedDaysAgo, verdict, status }: Judgement): string {
  if (endedDaysAgo === null) return status === 'Cancelled' ? ' It is cancelled.' : '';
  const ago = endedDaysAgo === 0 ? 'today' : `${endedDaysAgo} ${endedDaysAgo === 1 ? 'day' : 'days'} ago`;
  const still = verdict === 'reseller' ? ' and still counts as resold' : '';
  return ` It ended on {endsOn} (${ago})${still}.`;
}

/** Returns the verdict of one of several matching accounts. */
export function accountVerdictText(verdict: OverallVerdict, hasSubscriptions: boolean): string {
  if (hasSubscriptions) return VERDICT_TITLES[verdict];
  return verdict === 'not-found' ? 'no subscription' : 'could not read its subscriptions';
}

function ambiguousTemplate({ evidence }: Check): string {
  const count = evidence.accounts?.ok ? evidence.accounts.value.length : 'Several';
  const what = {
    email: 'that email address',
    'crm-account': 'that Salesforce account',
    ticket: "the ticket's organisation",
    account: 'that number',
    subscription: 'that number',
    'zuora-subscription': 'that id',
    'zuora-account': 'that id',
  }[evidence.subject.kind];
  return `${count} accounts match ${what}.`;
}

function mixedTemplate(judgements: readonly Judgement[]): string {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of judgements) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const lines = [...counts].map(([verdict, count]) => `${count} × ${VERDICT_TITLES[verdict]}`);
  return `The subscriptions of this account differ: ${lines.join(', ')}.`;
}

function unreadableTemplate({ evidence }: Check): string {
  const { ticket, accounts, subscriptionCount: listing } = evidence;
  if (ticket && !ticket.ok && ticket.gap !== 'not-found') {
    return `The ticket could not be read: ${SYSTEM_NAMES.zendesk} ${GAP_PHRASES[ticket.gap]}. ${NOT_DIRECT_WARNING}`;
  }
  const failed = [accounts, listing].find((answer) => answer && !answer.ok && answer.gap !== 'not-found');
  const why = failed && !failed.ok ? GAP_PHRASES[failed.gap] : 'has no answer';
  const what = failed === listing ? 'The subscriptions' : 'The account';
  return `${what} could not be read: ${SYSTEM_NAMES.zuora} ${why}. ${NOT_DIRECT_WARNING}`;
}
