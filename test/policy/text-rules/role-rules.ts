import { goesToSales, isFrom, NAMED_RESELLER, publicReplies, type TextRule } from './rule.ts';

/** Nobody reads advice that is meant for somebody else. */
export const ROLE_RULES: readonly TextRule[] = [
  {
    name: 'the reseller is not named to somebody unknown',
    when: isFrom('unknown'),
    where: publicReplies,
    forbidden: new RegExp(NAMED_RESELLER),
    example: 'It was bought through Quillmark Resale Ltd.',
  },
  {
    name: 'a handoff of a case that the reseller opened says who asks',
    when: isFrom('reseller'),
    where: goesToSales,
    forbidden:
      /\bHalden Mills (?:wants|cannot|asks|has a question)|\bThe customer (?:wants|asks|cannot|has a question)/,
    example: 'Halden Mills wants to change the subscription.',
  },
];
