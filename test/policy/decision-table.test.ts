import { describe, expect, it } from 'vitest';
import type { CaseFacts } from '../../src/domain/case-facts.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { selectScenario } from '../../src/policy/select-scenario.ts';
import { discrepancyText } from '../../src/words/finding-text.ts';
import { refusedTicketHostText } from '../../src/words/replies.ts';

/** A ticket about a resold subscription whose requester nobody has placed yet, under the seed's rules. */
const DEFAULT_FACTS: CaseFacts = {
  policy: 'seed',
  verdict: 'reseller',
  topic: 'other',
  requester: 'unknown',
  proof: 'unknown',
};

interface DecisionRow {
  /** Of the decision table. A letter where one row has more than one case. */
  readonly row: string;
  readonly case: string;
  readonly facts: Partial<CaseFacts>;
  readonly id: string;
  /** What must be done, in words of its steps. */
  readonly does?: RegExp;
  /** What must not, in words of its prohibitions. */
  readonly never?: RegExp;
}

const DECISION_ROWS: readonly DecisionRow[] = [
  {
    row: '1',
    case: 'cannot sign in',
    facts: { topic: 'sign-in' },
    id: 'reseller-sign-in',
    does: /"Sales-assistance required", then "Reseller"/,
    never: /tick "Login activated"/,
  },
  {
    row: '2',
    case: 'cannot sign in, by the newer page',
    facts: { policy: '2025', topic: 'sign-in' },
    id: 'reseller-sign-in-2025',
    does: /one-time sign-in link[\s\S]*login_activated = false[\s\S]*read-only/,
    never: /password reset as the only answer[\s\S]*deliberate block/,
  },
  {
    row: '3',
    case: 'the licence does not load because of true-up',
    facts: { topic: 'license-upload' },
    id: 'reseller-license-upload',
    does: /users in licence, billable and maximum users[\s\S]*Chatter/,
    never: /explain, judge or waive an overage/,
  },
  {
    row: '4',
    case: 'wants seats, an upgrade or storage',
    facts: { topic: 'change-subscription' },
    id: 'reseller-change-subscription',
    does: /ask \{reseller\} for it/,
    never: /"Add seats" in the portal/,
  },
  {
    row: '5',
    case: 'the reseller permits the change: the engineer reads and notes the permission',
    facts: { topic: 'change-subscription' },
    id: 'reseller-change-subscription',
    does: /allow a direct change, in writing\? Note in \{ticket\} where/,
    never: /permission that you have not seen in writing/,
  },
  {
    row: '5b',
    case: 'the reseller permits the change, by the newer page: no exception',
    facts: { policy: '2025', topic: 'change-subscription' },
    id: 'reseller-change-subscription-2025',
    never: /exception because \{reseller\} allows it/,
  },
  {
    row: '6',
    case: 'wants to renew directly',
    facts: { topic: 'direct-renewal' },
    id: 'reseller-direct-renewal',
    does: /in writing[\s\S]*\{customer\} first had a reseller purchase, from \{reseller\}/,
    never: /tick "Login activated" before Sales has processed[\s\S]*promise a direct renewal/,
  },
  {
    row: '7',
    case: 'wants the login back, not finished',
    facts: { verdict: 'transition-pending', topic: 'enable-login' },
    id: 'transition-pending-login',
    does: /what is missing[\s\S]*Chatter thread[\s\S]*processed/,
    never: /tick "Login activated" yet/,
  },
  {
    row: '8',
    case: 'wants the login back, finished',
    facts: { verdict: 'transition-complete', topic: 'enable-login' },
    id: 'transition-complete-login',
    does: /"Non-Reseller"[\s\S]*invoice owner changed[\s\S]*login_activated[\s\S]*Tick "Login activated"[\s\S]*Sold-To's record once more/,
    never: /read the channel in Zuora[\s\S]*another account than \{account\}/,
  },
  {
    row: '9',
    case: 'wants the login back, Zuora contradicts itself',
    facts: { verdict: 'conflict', topic: 'enable-login' },
    id: 'conflict-login',
    does: /Ask Billing which is right[\s\S]*Licensing & Renewals/,
    never: /tick "Login activated"/,
  },
  {
    row: '10',
    case: 'bought anew on another account: the old, resold subscription',
    facts: { topic: 'license-upload' },
    id: 'reseller-license-upload',
    does: /another account\? Then it is no renewal, and the licence starts without the earlier counts/,
  },
  {
    row: '10b',
    case: 'bought anew on another account: the new, direct subscription',
    facts: { verdict: 'direct', topic: 'license-upload' },
    id: 'direct-license-upload',
    does: /new purchase: its licence starts without the earlier user counts/,
    never: /call a purchase on another account a renewal[\s\S]*copy earlier user counts/,
  },
  {
    row: '10c',
    case: 'the direct purchase was made on another account and the login is wanted: its own card decides',
    facts: { verdict: 'transition-pending', topic: 'enable-login' },
    id: 'transition-pending-login',
    does: /another account\? Then check that subscription: its own card decides/,
  },
  {
    row: '11',
    case: 'the reseller wants a contact changed and attaches the invoice',
    facts: { topic: 'contact-change', requester: 'reseller', proof: 'invoice' },
    id: 'contact-change-reseller-invoice',
    does: /for \{subscription\} and made out to \{invoiceOwner\}[\s\S]*contact workflow[\s\S]*new Sold-To, resend the licence to that person alone/,
    never: /licence or an activation code to \{reseller\}[\s\S]*copy them in/,
  },
  {
    row: '12',
    case: 'the same without an invoice',
    facts: { topic: 'contact-change', requester: 'reseller', proof: 'none' },
    id: 'contact-change-reseller-no-invoice',
    does: /Ask the requester for a copy of the invoice[\s\S]*current Sold-To opens a ticket[\s\S]*change nothing/,
    never: /licence or an activation code to \{reseller\}[\s\S]*name the current Sold-To/,
  },
  {
    row: '13',
    case: 'the same, and the reseller vouches, by the newer page',
    facts: { policy: '2025', topic: 'contact-change', requester: 'reseller', proof: 'reseller-vouches' },
    id: 'contact-change-reseller-vouches-2025',
    does: /ever activated[\s\S]*mail domain[\s\S]*Sold-To of \{invoiceOwner\}/,
    never: /unless both comparisons fit/,
  },
  {
    row: '13b',
    case: 'the same under the seed: a vouch is no proof',
    facts: { topic: 'contact-change', requester: 'reseller', proof: 'reseller-vouches' },
    id: 'contact-change-reseller-vouches',
    does: /is no proof, not even for a licence that was never activated/,
    never: /change anything before a copy of the invoice/,
  },
  {
    row: '14',
    case: 'the current Sold-To wants a colleague added',
    facts: { topic: 'contact-change', requester: 'customer' },
    id: 'contact-change-by-customer',
    does: /whether the requester is the current Sold-To[\s\S]*approval of an existing contact[\s\S]*leave "Login activated" unticked/,
  },
  {
    row: '15',
    case: 'the customer brings an invoice of their own',
    facts: { topic: 'contact-change', requester: 'customer', proof: 'own-invoice' },
    id: 'contact-change-own-invoice',
    does: /is no proof here[\s\S]*copies \{reseller\} into \{ticket\} and authorises them there in writing/,
  },
  {
    row: '16',
    case: 'the account owner vouches, in the ticket of the customer',
    facts: { topic: 'contact-change', requester: 'customer', proof: 'colleague' },
    id: 'contact-change-colleague',
    does: /staff cannot vouch for a contact, the account owner included/,
    never: /on a colleague's word/,
  },
  {
    row: '16b',
    case: 'the account owner vouches, in an internal request',
    facts: { topic: 'contact-change', requester: 'internal', proof: 'colleague' },
    id: 'contact-change-internal',
    does: /staff cannot vouch for a contact, the account owner included/,
    never: /an address from an internal request[\s\S]*a colleague's word is no proof/,
  },
  {
    row: '17',
    case: 'the reseller wants the licence or the code',
    facts: { topic: 'license-upload', requester: 'reseller' },
    id: 'reseller-license-by-reseller',
    does: /decline, and offer the contact change/,
    never: /licence or an activation code to \{reseller\}/,
  },
  {
    row: '18',
    case: 'the reseller asks about an order',
    facts: { topic: 'change-subscription', requester: 'reseller' },
    id: 'reseller-order-by-reseller',
    does: /\{invoiceOwner\}[\s\S]*reach out: \{customer\}, \{reseller\}/,
    never: /more than their own order covers/,
  },
  {
    row: '19',
    case: 'partner programme: the engineer sees that and points to partner support',
    facts: { requester: 'reseller' },
    id: 'reseller-other-by-reseller',
    does: /partner programme or portal: point them to partner support/,
  },
  {
    row: '20',
    case: 'an alliance partner',
    facts: { verdict: 'alliance' },
    id: 'alliance',
    does: /alliance partner form/,
    never: /reseller steps[\s\S]*Zendesk organisation/,
  },
  {
    row: '21',
    case: 'a customer of a cloud marketplace',
    facts: { verdict: 'marketplace', topic: 'direct-renewal' },
    id: 'marketplace',
    does: /cloud alliance team[\s\S]*private offer/,
    never: /in the portal[\s\S]*promise a direct renewal/,
  },
  {
    row: '22',
    case: 'a managed service provider',
    facts: { verdict: 'msp' },
    id: 'msp',
    does: /Sold-To of \{subscription\} belongs to \{invoiceOwner\}/,
    never: /\{customer\} as the owner[\s\S]*refuse \{invoiceOwner\} its licence/,
  },
  {
    row: '23',
    case: 'the reseller behind a distributor asks',
    facts: { topic: 'contact-change', requester: 'reseller', proof: 'invoice' },
    id: 'contact-change-reseller-invoice',
    does: /Another reseller than \{invoiceOwner\} is asking\? The copy has to come through \{invoiceOwner\}/,
  },
  {
    row: '24',
    case: 'subscriptions of both kinds on one account',
    facts: { verdict: 'mixed', topic: 'enable-login' },
    id: 'mixed-login',
    does: /which subscription \{ticket\} is about[\s\S]*strictest/,
    never: /for the whole account/,
  },
  {
    row: '25',
    case: 'seats bought in another way: a step tells the engineer what is possible',
    facts: { verdict: 'mixed', topic: 'license-upload' },
    id: 'mixed',
    does: /one licence for the sum is possible if the invoice owners differ/,
    never: /merge the subscriptions/,
  },
  {
    row: '27',
    case: 'Zuora does not answer',
    facts: { verdict: 'unknown' },
    id: 'unknown',
    does: /look in Zuora yourself/,
    never: /"direct" or "reseller"[\s\S]*decide by Salesforce/,
  },
  {
    row: '28',
    case: 'nothing found',
    facts: { verdict: 'not-found' },
    id: 'not-found',
    does: /another way in[\s\S]*request for a new quote/,
    never: /say "direct"[\s\S]*guess/,
  },
  {
    row: '29',
    case: 'one address, several accounts',
    facts: { verdict: 'ambiguous' },
    id: 'ambiguous',
    does: /Choose that account on this card[\s\S]*give up the other/,
    never: /take the first account/,
  },
  {
    row: '30',
    case: 'a resold subscription that ended up to 30 days ago is still resold',
    facts: { topic: 'direct-renewal' },
    id: 'reseller-direct-renewal',
    does: /More time is for the account owner to grant/,
  },
  {
    row: '30b',
    case: 'the same, and a new purchase is wanted: not before the 30 days are over',
    facts: { topic: 'new-purchase' },
    id: 'reseller-new-purchase',
    does: /the portal takes it 30 days after \{endsOn\}/,
  },
  {
    row: '31',
    case: 'a resold subscription that ended longer ago',
    facts: { verdict: 'former-reseller', topic: 'new-purchase' },
    id: 'former-reseller-new-purchase',
    does: /may buy from us as a new purchase[\s\S]*without the earlier user counts/,
    never: /call it a renewal/,
  },
  {
    row: '32',
    case: 'wants a legacy licence',
    facts: { topic: 'license-upload' },
    id: 'reseller-license-upload',
    never: /legacy licence before Sales has the exemption/,
  },
  {
    row: '34',
    case: 'Sales is silent: a step of every handoff says what to do after 24 working hours',
    facts: { topic: 'sign-in' },
    id: 'reseller-sign-in',
    does: /24 working hours: look at the activity of the account, then ask one level higher/,
  },
];

describe('the rows of the decision table', () => {
  it.each(DECISION_ROWS)('$row: $case', ({ facts, id, does, never }) => {
    const scenario = selectScenario({ ...DEFAULT_FACTS, ...facts });
    const steps = scenario.steps.map(({ text }) => text).join('\n');
    const prohibitions = scenario.prohibitions.join('\n');

    expect(scenario.id).toBe(id);
    if (does) expect(steps).toMatch(does);
    if (never) expect(prohibitions).toMatch(never);
  });

  it('26: Salesforce says otherwise: shown beside the evidence, whatever the scenario', () => {
    const words = plainText(discrepancyText({ kind: 'crm-shows-no-partner', value: null }));

    expect(words).toMatch(/Zuora decides; tell the account owner/);
  });

  it('33: a ticket of the US Government: refused before any scenario is picked', () => {
    const words = plainText(refusedTicketHostText('federal.example'));

    expect(words).toMatch(/only inside their own Zendesk\. I looked nothing up and kept nothing/);
  });

  it('are all there', () => {
    const covered = new Set([...DECISION_ROWS.map(({ row }) => Number.parseInt(row, 10)), 26, 33]);

    expect([...covered].sort((one, other) => one - other)).toEqual(
      Array.from({ length: 34 }, (_, index) => index + 1),
    );
  });
});
