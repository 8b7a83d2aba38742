import { either, guidance, knows, steps, type TextRule } from './rule.ts';

const KNOWN_TERMS = ['plan-known', 'seats-known', 'end-known'] as const;

/** No step asks what the evidence has answered. */
export const ANSWERED_RULES: readonly TextRule[] = [
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
    forbidden: /Check whether the requester works for/,
    example: '1. Check whether the requester works for Quillmark Resale Ltd.',
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
