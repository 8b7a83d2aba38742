import {
  goesToSales,
  isFrom,
  NAMED_RESELLER,
  publicReplies,
  steps,
  type TextRule,
  THE_RESELLER,
} from './rule.ts';

/** Nobody reads advice that is meant for somebody else. */
export const ROLE_RULES: readonly TextRule[] = [
  {
    name: 'a reseller is not told to turn to the reseller',
    when: isFrom('reseller'),
    where: publicReplies,
    forbidden: new RegExp(
      `\\byour (?:reseller|partner)\\b|\\b(?:ask|contact|reach|copy|authorise) ${THE_RESELLER}|\\b(?:order(?:ed)?|renew|request|goe?s?|managed?|handled|arranged)\\b[^.]{0,40}\\b(?:from|with|through|via) ${THE_RESELLER}|the reseller's word`,
      'i',
    ),
    example: 'Please order it from Quillmark Resale Ltd.',
  },
  {
    name: 'a reseller is not addressed as the customer',
    when: isFrom('reseller'),
    where: publicReplies,
    forbidden:
      /\byour (?:purchase|subscription|product|account|instance|move)\b|\b(?:you|you've) (?:have )?(?:since )?bought\b|\byou can now buy\b/i,
    example: 'Your product is not affected.',
  },
  {
    name: 'a step does not send the customer to the reseller while the reseller asks',
    when: isFrom('reseller'),
    where: steps,
    forbidden: new RegExp(`\\b(?:Point|Tell|Ask) Halden Mills\\b.{0,60}(?:${NAMED_RESELLER}|the reseller)`),
    example: '2. Point Halden Mills to Quillmark Resale Ltd for changes and invoices.',
  },
  {
    name: 'a customer is not addressed as a reseller',
    when: isFrom('customer'),
    where: publicReplies,
    forbidden:
      /\byour (?:own )?(?:customer|order)\b|\byour customer's\b|end customer's contact at your request/i,
    example: "I can't change your customer's contact.",
  },
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
