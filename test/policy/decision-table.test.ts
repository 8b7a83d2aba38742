import { describe, expect, it } from 'vitest';
import type { CaseFacts } from '../../src/domain/case-facts.ts';
import type { KnownFact } from '../../src/domain/known-facts.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { doNot } from '../../src/policy/prohibitions.ts';
import { discrepancyText } from '../../src/words/finding-text.ts';
import { refusedTicketHostText } from '../../src/words/replies.ts';
import { scenarioFor } from '../builders/policy.ts';

/** A ticket about a resold subscription from an unknown requester, under the seed policy. */
const DEFAULT_FACTS: CaseFacts = {
  policy: 'seed',
  verdict: 'reseller',
  topic: 'other',
  requester: 'unknown',
  proof: 'unknown',
};

interface DecisionRow {
  /** Row number of the decision table; a letter follows where a row has several cases. */
  readonly row: string;
  readonly case: string;
  readonly facts: Partial<CaseFacts>;
  readonly known?: readonly KnownFact[];
  readonly id: string;
  /** Required steps in this order: step ids, or patterns for their text. */
  readonly does?: readonly (string | RegExp)[];
  /** Required prohibitions, or patterns for their text. */
  readonly doesNot?: readonly (string | RegExp)[];
}

const DECISION_ROWS: readonly DecisionRow[] = [
  {
    row: '1',
    case: 'cannot sign in',
    facts: { topic: 'sign-in' },
    id: 'reseller-sign-in',
    does: ['set-issue-type'],
    doesNot: [doNot.enableLogin],
  },
  {
    row: '2',
    case: 'cannot sign in, by the newer page',
    facts: { policy: '2025', topic: 'sign-in' },
    id: 'reseller-sign-in-2025',
    does: ['one-time-link', 'history', 'explain-read-only'],
    doesNot: [/password reset as the only answer/, doNot.undoLoginBlock],
  },
  {
    row: '3',
    case: 'the licence does not load because of true-up',
    facts: { topic: 'license-upload' },
    id: 'reseller-license-upload',
    does: ['ask-counts', 'ask-sales-counts'],
    doesNot: [doNot.judgeOverage],
  },
  {
    row: '4',
    case: 'wants seats, an upgrade or storage',
    facts: { topic: 'change-subscription' },
    id: 'reseller-change-subscription',
    does: ['to-reseller'],
    doesNot: [doNot.sellDirectly],
  },
  {
    row: '5',
    case: 'the reseller permits the change: the engineer reads and notes the permission',
    facts: { topic: 'change-subscription' },
    id: 'reseller-change-subscription',
    does: ['permission'],
    doesNot: [/permission you haven't seen in writing/],
  },
  {
    row: '5b',
    case: 'the reseller permits the change, by the newer page: no exception',
    facts: { policy: '2025', topic: 'change-subscription' },
    id: 'reseller-change-subscription-2025',
    doesNot: [/exception because \{reseller\} allows it/],
  },
  {
    row: '6',
    case: 'wants to renew directly',
    facts: { topic: 'direct-renewal' },
    id: 'reseller-direct-renewal',
    does: ['in-writing', 'ask-sales-direct'],
    doesNot: [/tick "Login activated" before Sales has processed/, doNot.promiseDirectRenewal],
  },
  {
    row: '7',
    case: 'wants the login back, not finished',
    facts: { verdict: 'transition-pending', topic: 'enable-login' },
    id: 'transition-pending-login',
    does: ['missing', 'ask-sales-direct', 'purchase-processed'],
    doesNot: [/tick "Login activated" yet/],
  },
  {
    row: '8',
    case: 'wants the login back, finished',
    facts: { verdict: 'transition-complete', topic: 'enable-login' },
    id: 'transition-complete-login',
    does: ['channel', 'owner-change', 'history', 'enable-login', 'save-sold-to'],
    doesNot: [doNot.enableBeforeChannel, doNot.editOtherAccount],
  },
  {
    row: '9',
    case: 'wants the login back, Zuora contradicts itself',
    facts: { verdict: 'conflict', topic: 'enable-login' },
    id: 'conflict-login',
    does: ['ask-billing', 'ask-colleagues'],
    doesNot: [doNot.enableLogin],
  },
  {
    row: '10',
    case: 'bought anew on another account: the old, resold subscription',
    facts: { topic: 'license-upload' },
    id: 'reseller-license-upload',
    does: [/under another account, it isn't a renewal, and the licence starts without the earlier counts/],
  },
  {
    row: '10b',
    case: 'bought anew on another account: the new, direct subscription',
    facts: { verdict: 'direct', topic: 'license-upload' },
    id: 'direct-license-upload',
    does: [/Then this is new, and its licence starts without the earlier user counts/],
    doesNot: [doNot.callItRenewal, /copy earlier user counts/],
  },
  {
    row: '10c',
    case: 'the direct purchase was made on another account and the login is wanted: its own card decides',
    facts: { verdict: 'transition-pending', topic: 'enable-login' },
    id: 'transition-pending-login',
    does: ['other-account'],
  },
  {
    row: '11',
    case: 'the reseller wants a contact changed and attaches the invoice',
    facts: { topic: 'contact-change', requester: 'reseller', proof: 'invoice' },
    id: 'contact-change-invoice',
    does: ['check-invoice', 'add-contact', 'resend'],
    doesNot: [doNot.sendLicence, doNot.revealSoldTo],
  },
  {
    row: '12',
    case: 'the same without an invoice',
    facts: { topic: 'contact-change', requester: 'reseller', proof: 'none' },
    id: 'contact-change-by-reseller',
    does: ['ask-invoice', 'ask-ticket', 'wait'],
    doesNot: [doNot.sendLicence, doNot.revealSoldTo],
  },
  {
    row: '13',
    case: 'the same, and the reseller vouches, by the newer page',
    facts: { policy: '2025', topic: 'contact-change', requester: 'reseller', proof: 'reseller-vouches' },
    id: 'contact-change-reseller-vouches-2025',
    does: ['not-activated', 'same-domain'],
    doesNot: [/copy of the invoice or a valid vouch/],
  },
  {
    row: '13b',
    case: 'the same under the seed: a vouch is no proof',
    facts: { topic: 'contact-change', requester: 'reseller', proof: 'reseller-vouches' },
    id: 'contact-change-reseller-wrong-proof',
    does: ['decline-vouch'],
    doesNot: [doNot.changeBeforeInvoice],
  },
  {
    row: '14',
    case: 'the current Sold-To wants a colleague added',
    facts: { topic: 'contact-change', requester: 'customer' },
    id: 'contact-change-by-customer',
    does: ['check-sold-to', 'ask-proof', 'through-reseller', 'choose-proof'],
  },
  {
    row: '15',
    case: 'the customer brings an invoice of their own',
    facts: { topic: 'contact-change', requester: 'customer', proof: 'own-invoice' },
    id: 'contact-change-wrong-proof',
    does: ['decline-invoice', 'through-reseller'],
  },
  {
    row: '16',
    case: 'the account owner vouches, in the ticket of the customer',
    facts: { topic: 'contact-change', requester: 'customer', proof: 'colleague' },
    id: 'contact-change-wrong-proof',
    does: ['decline-colleague'],
    doesNot: [doNot.changeWithoutInvoice],
  },
  {
    row: '16b',
    case: 'the account owner vouches, in an internal request',
    facts: { topic: 'contact-change', requester: 'internal', proof: 'colleague' },
    id: 'contact-change-internal',
    does: ['decline-colleague'],
    doesNot: [doNot.sendLicenceToInternalAddress, doNot.changeForColleague],
  },
  {
    row: '17',
    case: 'the reseller wants the licence or the code',
    facts: { topic: 'license-upload', requester: 'reseller' },
    id: 'reseller-license-by-reseller',
    does: ['decline-licence'],
    doesNot: [doNot.sendLicence],
  },
  {
    row: '18',
    case: 'the reseller asks about an order',
    facts: { topic: 'change-subscription', requester: 'reseller' },
    id: 'reseller-order-by-reseller',
    does: ['check-requester', 'ask-sales'],
    doesNot: [doNot.tellMoreThanTheirOrder],
  },
  {
    row: '19',
    case: 'partner programme: the engineer sees that and points to partner support',
    facts: { requester: 'reseller' },
    id: 'reseller-other-by-reseller',
    does: ['partner-support'],
  },
  {
    row: '20',
    case: 'an alliance partner',
    facts: { verdict: 'alliance' },
    id: 'alliance',
    does: ['alliance-form'],
    doesNot: [/reseller steps/, /Zendesk organisation/],
  },
  {
    row: '21',
    case: 'a customer of a cloud marketplace',
    facts: { verdict: 'marketplace', topic: 'direct-renewal' },
    id: 'marketplace',
    does: ['amazon', 'google', 'ask-cloud', 'ask-sales'],
    doesNot: [/in the portal/, /promise a direct renewal/],
  },
  {
    row: '22',
    case: 'a managed service provider',
    facts: { verdict: 'msp' },
    id: 'msp',
    does: ['provider-is-sold-to'],
    doesNot: [doNot.treatCustomerAsOwner, doNot.refuseProvider],
  },
  {
    row: '23',
    case: 'the reseller behind a distributor asks',
    facts: { topic: 'contact-change', requester: 'reseller', proof: 'invoice' },
    id: 'contact-change-invoice',
    does: ['distributor'],
  },
  {
    row: '24',
    case: 'subscriptions of both kinds on one account',
    facts: { verdict: 'mixed', topic: 'enable-login' },
    id: 'mixed-login',
    does: ['choose-subscription', 'strictest'],
    doesNot: [doNot.concludeForAccount],
  },
  {
    row: '25',
    case: 'seats bought in another way: a step tells the engineer what is possible',
    facts: { verdict: 'mixed', topic: 'license-upload' },
    id: 'mixed',
    does: ['seats'],
    doesNot: [/merge the subscriptions/],
  },
  {
    row: '27',
    case: 'Zuora does not answer',
    facts: { verdict: 'unknown' },
    id: 'unknown',
    does: ['by-hand'],
    doesNot: [doNot.sayDirectOrReseller, /decide by Salesforce/],
  },
  {
    row: '28',
    case: 'nothing found',
    facts: { verdict: 'not-found' },
    id: 'not-found',
    does: ['another-way', 'new-quote'],
    doesNot: [/call it direct/, /guess/],
  },
  {
    row: '29',
    case: 'one address, several accounts',
    facts: { verdict: 'ambiguous' },
    id: 'ambiguous',
    does: ['choose-account', 'one-account'],
    doesNot: [/take the first account/],
  },
  {
    row: '30',
    case: 'a resold subscription that ended up to 30 days ago is still resold',
    facts: { topic: 'direct-renewal' },
    id: 'reseller-direct-renewal',
    known: ['ended-recently'],
    does: ['extension', 'ask-sales-direct'],
  },
  {
    row: '30b',
    case: 'the same, and a new purchase is wanted: not before the 30 days are over',
    facts: { topic: 'new-purchase' },
    id: 'reseller-new-purchase',
    does: [/The portal accepts it 30 days after \{endsOn\}/],
  },
  {
    row: '31',
    case: 'a resold subscription that ended longer ago',
    facts: { verdict: 'former-reseller', topic: 'new-purchase' },
    id: 'former-reseller-new-purchase',
    does: ['explain-new-purchase', 'counts'],
    doesNot: [/call it a renewal/],
  },
  {
    row: '32',
    case: 'wants a legacy licence',
    facts: { topic: 'license-upload' },
    id: 'reseller-license-upload',
    doesNot: [/legacy licence before Sales has the exemption/],
  },
  {
    row: '34',
    case: 'Sales is silent: a step of every handoff says what to do after 24 hours',
    facts: { topic: 'sign-in' },
    id: 'reseller-sign-in',
    does: ['follow-up'],
  },
];

describe('the decision table', () => {
  it.each(DECISION_ROWS)('$row: $case', ({ facts, known, id, does = [], doesNot = [] }) => {
    const scenario = scenarioFor({ ...DEFAULT_FACTS, ...facts }, known);
    const positions = does.map((wanted) =>
      scenario.steps.findIndex((step) =>
        wanted instanceof RegExp ? wanted.test(step.text) : wanted === step.id,
      ),
    );
    const missing = doesNot.filter(
      (wanted) =>
        !scenario.prohibitions.some((text) =>
          wanted instanceof RegExp ? wanted.test(text) : wanted === text,
        ),
    );

    expect(scenario.id).toBe(id);
    expect(positions).not.toContain(-1);
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    expect(missing).toEqual([]);
  });

  it('26: Salesforce disagrees: shown with the evidence, whatever the scenario', () => {
    const words = plainText(discrepancyText({ kind: 'crm-shows-no-partner', value: null }));

    expect(words).toMatch(/Go by Zuora, and let the account owner know/);
  });

  it('33: a US Government ticket: refused before a scenario is selected', () => {
    const words = plainText(refusedTicketHostText('federal.example'));

    expect(words).toMatch(/only inside their own Zendesk\. I looked up and stored nothing/);
  });

  it('is covered in full', () => {
    const covered = new Set([...DECISION_ROWS.map(({ row }) => Number.parseInt(row, 10)), 26, 33]);

    expect([...covered].sort((one, other) => one - other)).toEqual(
      Array.from({ length: 34 }, (_, index) => index + 1),
    );
  });
});
