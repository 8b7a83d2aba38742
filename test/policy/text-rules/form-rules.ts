import { VERDICTS } from '../../../src/domain/verdict.ts';
import { everything, goesToSales, leavesSlack, type TextRule } from './rule.ts';

/** What no text may contain, whatever it is about. */
export const FORM_RULES: readonly TextRule[] = [
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
    name: 'no email address',
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
