import type { Check } from '../../src/domain/case.ts';
import { valueOrNull } from '../../src/domain/connector-result.ts';
import { knownFactsOf } from '../../src/domain/known-facts.ts';
import { effectiveEvidence } from '../../src/domain/ticket-mismatch.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import type { Advice } from '../builders/advice.ts';

/** A text that must not stand in some of what an engineer reads or sends. */
export interface TextRule {
  readonly name: string;
  /** Checks to which the rule applies; all when left out. */
  readonly when?: (check: Check) => boolean;
  readonly where: (advice: Advice) => readonly string[];
  readonly forbidden: RegExp;
  /** A text that breaks the rule. */
  readonly example: string;
}

const NAMED_RESELLER = '(?:Quillmark|Northfold)';

// What is read where

const everything = ({ card, copyTexts, handoff }: Advice) => [
  card,
  ...Object.values(copyTexts),
  ...(handoff ? [handoff.salesforce, handoff.slack] : []),
];
const leavesSlack = ({ copyTexts, handoff }: Advice) => [
  ...Object.values(copyTexts),
  ...(handoff ? [handoff.salesforce] : []),
];
const goesToSales = ({ handoff }: Advice) => (handoff ? [handoff.salesforce, handoff.slack] : []);
const PUBLIC_TEXTS: readonly string[] = ['reply', 'afterMacro', 'salesAnswered', 'followUp'];
const publicReplies = ({ copyTexts }: Advice) =>
  Object.entries(copyTexts).flatMap(([name, text]) => (PUBLIC_TEXTS.includes(name) ? [text] : []));
const internalNotes = ({ copyTexts: { note } }: Advice) => (note === undefined ? [] : [note]);
const steps = ({ steps: all }: Advice) => all;
const guidance = (advice: Advice) => [
  ...advice.steps,
  advice.prohibitions,
  ...publicReplies(advice),
  ...goesToSales(advice),
];

// What the evidence carries

const isFrom = (side: Check['requester']) => (check: Check) => check.requester === side;
const isResold = ({ judgements }: Check) =>
  judgements.some(({ verdict }) => verdict === 'reseller' || verdict === 'former-reseller');
const hadEarlierOwner = ({ judgements }: Check) =>
  judgements.some(({ ownerHistory }) => ownerHistory === 'other-before');
const hasPartnerDeal = ({ evidence: { crm } }: Check) =>
  (valueOrNull(crm?.opportunities ?? null) ?? []).some(({ resalePartner }) => resalePartner !== null);
const showsResellerPurchase = (check: Check) =>
  isResold(check) || hadEarlierOwner(check) || hasPartnerDeal(check);
const hasEnded = ({ judgements }: Check) =>
  judgements.length > 0 && judgements.every(({ endedDaysAgo }) => endedDaysAgo !== null);
const runs = ({ judgements }: Check) => judgements.every(({ endedDaysAgo }) => endedDaysAgo === null);
const knows = (fact: Parameters<ReturnType<typeof knownFactsOf>['has']>[0]) => (check: Check) =>
  knownFactsOf(effectiveEvidence(check.evidence, check.manualFacts), check.judgements).has(fact);

const either =
  (...conditions: readonly ((check: Check) => boolean)[]) =>
  (check: Check) =>
    conditions.some((condition) => condition(check));
const not = (condition: (check: Check) => boolean) => (check: Check) => !condition(check);

const FORM_RULES: readonly TextRule[] = [
  {
    name: 'no unfilled placeholder',
    where: everything,
    forbidden: /\{[A-Za-z]+\}|\bundefined\b|\bNaN\b|\[object/,
    example: 'Tell {customer} about it.',
  },
  {
    name: 'no stand-in for a missing name beside the word it stands for',
    where: everything,
    forbidden:
      /\breseller the reseller\b|\b(the (?:customer|reseller|account|ticket)) \1\b|\bmarketplace a cloud marketplace\b|\breseller the earlier invoice owner\b/,
    example: 'Moving from the reseller the reseller to direct.',
  },
  {
    name: 'no e-mail address',
    where: everything,
    forbidden: /[\w.+-]+@[\w-]+\.\w+/,
    example: 'Write to ops@halden-mills.example.',
  },
  {
    name: 'no rule id in a text that leaves Slack',
    where: leavesSlack,
    forbidden: /\bR\d+\b/,
    example: 'Handbook page: Working with Sales (rules R8).',
  },
  {
    name: 'no raw field or id of ours in a text that leaves Slack or goes to Sales',
    where: (advice) => [...leavesSlack(advice), ...goesToSales(advice)],
    forbidden: new RegExp(
      `\\b\\w+__c\\b|\\b[a-z]+_[a-z_]+\\b|Private Offer|\\b(?:${[...VERDICTS, 'not-found'].filter((verdict) => verdict.includes('-')).join('|')})\\b`,
    ),
    example: 'The organisation is an authorized_reseller.',
  },
  {
    name: 'no raw marketplace field on the card',
    where: ({ card }) => [card],
    forbidden: /Private Offer|__c\b/,
    example: 'Bought on AWS, Private Offer.',
  },
];

const CLAIM_RULES: readonly TextRule[] = [
  {
    name: 'a marketplace, an alliance partner and a provider are not called a reseller',
    when: ({ verdict }) => ['marketplace', 'alliance', 'msp'].includes(verdict),
    where: (advice) => [...publicReplies(advice), ...goesToSales(advice)],
    forbidden: /\b(?:bought|sold) (?:via|through) (?:the reseller|a reseller)|\(reseller\)/,
    example: 'Bought through Amazon Web Services, Inc. (reseller).',
  },
  {
    name: 'no word of a first purchase through a reseller without one on record, except for a direct renewal',
    when: (check) => !showsResellerPurchase(check) && check.topic !== 'direct-renewal',
    where: everything,
    forbidden:
      /original(?:ly)?\b.{0,20}\b(?:bought|purchase).{0,30}reseller|first (?:had|bought).{0,30}reseller/i,
    example: 'The original purchase was through a reseller.',
  },
  {
    name: 'no word of a move to us without an earlier owner or a deal',
    when: not(either(hadEarlierOwner, hasPartnerDeal, knows('direct-deal-known'))),
    where: (advice) => [
      ...publicReplies(advice),
      ...internalNotes(advice),
      ...goesToSales(advice),
      ...advice.steps,
    ],
    forbidden:
      /\byour move\b|\bis moving (?:to|from)|moving from the reseller|Moving to direct|until the move is/i,
    example: "Your move from a reseller to us isn't complete in our records yet.",
  },
  {
    name: 'a subscription that has ended does not keep working',
    when: hasEnded,
    where: (advice) => [...advice.steps, ...leavesSlack(advice)],
    forbidden: /keeps working|product (?:is not|isn't) affected|doesn't affect your product|runs until/i,
    example: 'Your product keeps working as before.',
  },
  {
    name: 'a subscription that runs has not ended',
    when: (check) => runs(check) && check.judgements.length > 0,
    where: (advice) => [...publicReplies(advice), ...goesToSales(advice)],
    forbidden: /\b(?:has|have) ended\b|\bended (?:on )?\d{4}/,
    example: 'It ended on 2022-11-10.',
  },
  {
    name: 'nothing is said to be done before it is ticked',
    where: (advice) =>
      advice.copyTexts['afterMacro'] ? [] : [...publicReplies(advice), ...internalNotes(advice)],
    forbidden:
      /\bI've (?:changed|asked|passed|told)|\bwas changed\b|\bhas been changed\b|(?:^|[.:] )(?:Changed (?!nothing)|Checked|Told (?!nobody)|Asked|Explained|Suggested|Enabled (?!nothing)|Pointed|Gave|Compared|Sent (?!no))\b|Then enabled/,
    example: 'Handled for the customer. Changed the contact.',
  },
  {
    name: 'nobody is called direct while there is no verdict',
    when: ({ verdict }) => ['unknown', 'not-found', 'ambiguous', 'conflict'].includes(verdict),
    where: (advice) => [...publicReplies(advice), ...goesToSales(advice)],
    forbidden: /\bbought from us\b|\bdirect(?:ly)? (?:with|from) us\b|\bwas bought through\b/i,
    example: 'Our records show that A-S00900001 was bought from us.',
  },
];

const ROLE_RULES: readonly TextRule[] = [
  {
    name: 'the reseller is not named to somebody unknown',
    when: isFrom('unknown'),
    where: publicReplies,
    forbidden: new RegExp(NAMED_RESELLER),
    example: 'It was bought through Quillmark Resale Ltd.',
  },
];

const ANSWERED_RULES: readonly TextRule[] = [
  {
    name: 'no choice between Chatter and Case where the account owner is known',
    when: knows('crm-account-found'),
    where: steps,
    forbidden: /SMB pool/,
    example: '4. In Chatter (SMB pool: Case), ask the account owner.',
  },
  {
    name: 'no Chatter post for the SMB pool, which does not read it',
    when: knows('smb-pool'),
    where: steps,
    forbidden: /\b(?:in|In|via) (?:the )?Chatter\b/,
    example: '4. In Chatter, ask the account owner.',
  },
  {
    name: 'no question whether Salesforce has the account where it has answered',
    when: either(knows('crm-account-found'), knows('crm-account-missing')),
    where: steps,
    forbidden:
      /whether .* (?:has an account|is) in Salesforce|If (?:there is no account|it isn't) in Salesforce/,
    example: '1. Check whether Halden Mills has an account in Salesforce.',
  },
  {
    name: 'no account owner of a marketplace customer to ask where Salesforce has no account',
    when: (check) => check.verdict === 'marketplace' && knows('crm-account-missing')(check),
    where: steps,
    forbidden: /(?:ask|[Ss]end|Tell) the account owner\b|[Pp]ost .*on the account/,
    example: '4. In Chatter, ask the account owner to contact Halden Mills.',
  },
  {
    name: 'no question about earlier owners where the history was read',
    when: knows('owner-history-read'),
    where: steps,
    forbidden: /no earlier invoice owners|unless the card already shows|If this was a renewal/,
    example: '3. If the card shows no earlier invoice owners, check the history.',
  },
  {
    name: 'AWS customers read nothing about Google',
    when: ({ judgements }) =>
      judgements.length > 0 && judgements.every(({ marketplace }) => /aws|amazon/i.test(marketplace ?? '')),
    where: guidance,
    forbidden: /\bGoogle\b/,
    example: '3. For Google, changes go through Sales.',
  },
  {
    name: 'Google customers read nothing about AWS',
    when: ({ judgements }) =>
      judgements.length > 0 && judgements.every(({ marketplace }) => /google/i.test(marketplace ?? '')),
    where: guidance,
    forbidden: /\bAmazon\b|\bAWS\b/,
    example: '3. For Amazon with more than five seats, offer a private offer.',
  },
];

const KNOWN_TERMS = ['plan-known', 'seats-known', 'end-known'] as const;

const FURTHER_ANSWERED_RULES: readonly TextRule[] = [
  {
    name: 'nobody is asked to note plan, seats and end date that Zuora shows',
    when: (check) => KNOWN_TERMS.every((fact) => knows(fact)(check)),
    where: steps,
    forbidden: /\bNote the plan\b/,
    example: '2. Note the plan, seats and end date of A-S00900001.',
  },
  {
    name: 'nobody compares the requester with the invoice owner where that is known',
    when: either(knows('requester-is-invoice-owner'), knows('requester-is-not-invoice-owner')),
    where: steps,
    forbidden: /Compare the requester with/,
    example: '1. Compare the requester with Quillmark Resale Ltd.',
  },
  {
    name: 'nobody compares the requester with the Sold-To contact where that is known',
    when: (check) =>
      check.requester === 'customer' &&
      check.proof !== 'sold-to' &&
      either(knows('requester-is-sold-to'), knows('requester-is-not-sold-to'))(check),
    where: steps,
    forbidden: /requester is the current Sold-To/,
    example: '1. Check in Zuora whether the requester is the current Sold-To contact.',
  },
  {
    name: 'no blank field is looked for while Zuora is silent',
    when: knows('zuora-silent'),
    where: steps,
    forbidden: /field is blank/,
    example: '3. If a field is blank or unexpected, ask Billing which value is right.',
  },
  {
    name: 'nobody waits for Zuora after it has answered',
    when: knows('zuora-field-unclear'),
    where: steps,
    forbidden: /didn't respond|in a minute/,
    example: "1. If a system didn't respond, re-check in a minute.",
  },
  {
    name: 'nobody looks for a company group that the accounts show',
    when: knows('owner-is-related'),
    where: steps,
    forbidden: /\bIf .* is a parent or sister/,
    example:
      "2. If Quillmark Resale Ltd is a parent or sister company of Halden Mills, it's a billing setup.",
  },
  {
    name: 'the first step refers to none before it',
    where: ({ steps: all }) => all.slice(0, 1),
    forbidden: /^\d+\. (?:Otherwise|Or|Then)\b/,
    example: '1. Otherwise ask for one proof.',
  },
  {
    name: 'nobody is asked for another subscription of an account whose list was read',
    when: knows('one-subscription'),
    where: steps,
    forbidden: /no other active subscription/,
    example: '1. Make sure that Halden Mills has no other active subscription.',
  },
];

export const TEXT_RULES: readonly TextRule[] = [
  ...FORM_RULES,
  ...CLAIM_RULES,
  ...ROLE_RULES,
  ...ANSWERED_RULES,
  ...FURTHER_ANSWERED_RULES,
];
