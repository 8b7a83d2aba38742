import {
  advised,
  either,
  everything,
  goesToSales,
  hadEarlierOwner,
  hasEnded,
  hasPartnerDeal,
  internalNotes,
  knows,
  leavesSlack,
  not,
  publicReplies,
  runs,
  showsResellerPurchase,
  type TextRule,
} from './rule.ts';

/** No text claims what the evidence does not carry. */
export const CLAIM_RULES: readonly TextRule[] = [
  {
    name: 'nobody is said to have bought through a reseller where no record shows it',
    when: not(showsResellerPurchase),
    where: advised,
    // "Originally" and "first bought" have a rule of their own below; "subscriptions bought …" is about no single one.
    forbidden:
      /(?<!originally |first |subscriptions )\b(?:bought|was sold|purchased) (?:via|through) (?!Sales\b)/i,
    example: 'Ask the account owner to contact Halden Mills, who bought via the reseller.',
  },
  {
    name: 'a marketplace, an alliance partner and a provider are not called a reseller',
    when: ({ verdict }) => ['marketplace', 'alliance', 'msp'].includes(verdict),
    where: (advice) => [...publicReplies(advice), ...goesToSales(advice)],
    // What was bought first has a rule of its own below.
    forbidden: /(?<!first )\b(?:bought|sold) (?:via|through) (?:the reseller|a reseller)|\(reseller\)/,
    example: 'Bought through Amazon Web Services, Inc. (reseller).',
  },
  {
    name: 'no reseller has to act, or gets anything, where the customer buys from us',
    when: (check) => check.verdict === 'direct' && !hasPartnerDeal(check),
    where: (advice) => [...advice.steps, advice.prohibitions, ...leavesSlack(advice)],
    forbidden: /\b(?:to|from|via|through) the reseller\b|\bthe reseller (?:to|with|who)\b/,
    example: '2. Ask for a ticket from the reseller with a copy of the invoice.',
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
