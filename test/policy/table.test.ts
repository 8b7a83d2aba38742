import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { CaseFacts } from '../../src/domain/case-facts.ts';
import type { Scenario, Step } from '../../src/domain/scenario.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { matchesFacts } from '../../src/policy/select-scenario.ts';
import { ALL_VARIANTS, RELEVANT_FACTS, scenarioFor, variantsFor } from '../builders/policy.ts';

const DIRECT = ['transition-complete', 'direct'];
/** Verdicts under which the customer still buys, or last bought, through a reseller. */
const RESOLD = ['reseller', 'former-reseller', 'transition-pending'] as const;
const SENDS_LICENCE = /^send a licence or code to \{reseller\}/;

/** A customer's ticket about a resold subscription, under the seed policy. */
const DEFAULT_FACTS: CaseFacts = {
  policy: 'seed',
  verdict: 'reseller',
  topic: 'other',
  requester: 'customer',
  proof: 'unknown',
};

function pickScenarioWith(changes: Partial<CaseFacts>) {
  return scenarioFor({ ...DEFAULT_FACTS, ...changes });
}

/** Returns the facts with this verdict and topic, under every policy and for every requester and proof. */
function factsWith({ verdict, topic }: Pick<CaseFacts, 'verdict' | 'topic'>): CaseFacts[] {
  return RELEVANT_FACTS.filter((facts) => facts.verdict === verdict && facts.topic === topic);
}

/** Returns whether the step asks Sales. Its id depends on what it asks for. */
function asksSales({ id }: Step): boolean {
  return id.startsWith('ask-sales');
}

function idsOf({ steps }: Scenario): string[] {
  return steps.map(({ id }) => id);
}

/** Returns whether the step enables a login, however it is worded. */
function opensLogin({ id, text }: Step): boolean {
  const ticks = /\btick\b/i.test(text) && text.includes('Login activated');
  return id === 'enable-login' || ticks || /restore the login(?!")/i.test(text);
}

const TABLE_ROWS: readonly (readonly [Partial<CaseFacts>, string])[] = [
  [{}, 'reseller-other'],
  [{ requester: 'unknown' }, 'reseller-other'],
  [{ requester: 'internal' }, 'reseller-other'],
  [{ requester: 'reseller' }, 'reseller-other-by-reseller'],
  [{ topic: 'sign-in' }, 'reseller-sign-in'],
  [{ topic: 'sign-in', requester: 'internal' }, 'reseller-sign-in'],
  [{ topic: 'sign-in', requester: 'reseller' }, 'reseller-login-by-reseller'],
  [{ topic: 'enable-login', requester: 'reseller' }, 'reseller-login-by-reseller'],
  [{ topic: 'license-upload' }, 'reseller-license-upload'],
  [{ topic: 'license-upload', requester: 'reseller' }, 'reseller-license-by-reseller'],
  [{ topic: 'change-subscription' }, 'reseller-change-subscription'],
  [{ topic: 'change-subscription', requester: 'reseller' }, 'reseller-order-by-reseller'],
  [{ topic: 'direct-renewal' }, 'reseller-direct-renewal'],
  [{ topic: 'direct-renewal', requester: 'reseller' }, 'reseller-order-by-reseller'],
  [{ topic: 'enable-login' }, 'reseller-enable-login'],
  [{ topic: 'new-purchase' }, 'reseller-new-purchase'],
  [{ topic: 'new-purchase', requester: 'reseller' }, 'reseller-order-by-reseller'],

  [{ topic: 'contact-change' }, 'contact-change-by-customer'],
  [{ topic: 'contact-change', proof: 'none' }, 'contact-change-by-customer'],
  [{ topic: 'contact-change', proof: 'invoice' }, 'contact-change-invoice'],
  [{ topic: 'contact-change', proof: 'sold-to' }, 'contact-change-proof'],
  [{ topic: 'contact-change', proof: 'contract' }, 'contact-change-proof'],
  [{ topic: 'contact-change', proof: 'own-invoice' }, 'contact-change-wrong-proof'],
  [{ topic: 'contact-change', proof: 'other-subscription-invoice' }, 'contact-change-wrong-proof'],
  [{ topic: 'contact-change', proof: 'colleague' }, 'contact-change-wrong-proof'],
  [{ topic: 'contact-change', proof: 'reseller-vouches' }, 'contact-change-wrong-proof'],
  [{ topic: 'contact-change', requester: 'reseller' }, 'contact-change-by-reseller'],
  [{ topic: 'contact-change', requester: 'reseller', proof: 'none' }, 'contact-change-by-reseller'],
  [{ topic: 'contact-change', requester: 'reseller', proof: 'invoice' }, 'contact-change-invoice'],
  [{ topic: 'contact-change', requester: 'reseller', proof: 'sold-to' }, 'contact-change-proof'],
  [
    { topic: 'contact-change', requester: 'reseller', proof: 'other-partner-invoice' },
    'contact-change-reseller-wrong-proof',
  ],
  [
    { topic: 'contact-change', requester: 'reseller', proof: 'contract' },
    'contact-change-reseller-wrong-proof',
  ],
  [
    { topic: 'contact-change', requester: 'reseller', proof: 'reseller-vouches' },
    'contact-change-reseller-wrong-proof',
  ],
  [{ topic: 'contact-change', requester: 'internal' }, 'contact-change-internal'],
  [{ topic: 'contact-change', requester: 'internal', proof: 'invoice' }, 'contact-change-internal'],
  [{ topic: 'contact-change', requester: 'unknown' }, 'contact-change-by-customer'],
  [{ topic: 'contact-change', requester: 'unknown', proof: 'invoice' }, 'contact-change-invoice'],
  [{ verdict: 'direct', topic: 'contact-change', requester: 'internal' }, 'contact-change-internal'],
  [{ verdict: 'former-reseller', topic: 'contact-change' }, 'contact-change-by-customer'],
  [{ verdict: 'transition-pending', topic: 'contact-change' }, 'contact-change-by-customer'],

  [{ verdict: 'direct', requester: 'reseller' }, 'direct-by-reseller'],
  [{ verdict: 'transition-complete', topic: 'sign-in', requester: 'reseller' }, 'direct-by-reseller'],
  [
    { verdict: 'former-reseller', topic: 'license-upload', requester: 'reseller' },
    'reseller-license-by-reseller',
  ],
  [
    { verdict: 'transition-pending', topic: 'direct-renewal', requester: 'reseller' },
    'reseller-order-by-reseller',
  ],

  [{ verdict: 'transition-pending', topic: 'enable-login' }, 'transition-pending-login'],
  [{ verdict: 'transition-pending', topic: 'direct-renewal' }, 'transition-pending-login'],
  [{ verdict: 'transition-pending' }, 'transition-pending'],
  [{ verdict: 'transition-complete', topic: 'enable-login' }, 'transition-complete-login'],
  [{ verdict: 'transition-complete', topic: 'direct-renewal' }, 'transition-complete-login'],
  [{ verdict: 'transition-complete', topic: 'license-upload' }, 'transition-complete'],

  [{ verdict: 'former-reseller' }, 'former-reseller'],
  [{ verdict: 'former-reseller', topic: 'sign-in' }, 'former-reseller-login'],
  [{ verdict: 'former-reseller', topic: 'license-upload' }, 'former-reseller-license-upload'],
  [{ verdict: 'former-reseller', topic: 'new-purchase' }, 'former-reseller-new-purchase'],
  [{ verdict: 'former-reseller', topic: 'direct-renewal' }, 'former-reseller-new-purchase'],

  [{ verdict: 'direct', topic: 'sign-in' }, 'direct'],
  [{ verdict: 'direct', topic: 'license-upload' }, 'direct-license-upload'],
  [{ verdict: 'direct', topic: 'enable-login' }, 'direct-enable-login'],
  [{ verdict: 'conflict' }, 'conflict'],
  [{ verdict: 'conflict', topic: 'enable-login' }, 'conflict-login'],
  [{ verdict: 'marketplace' }, 'marketplace'],
  [{ verdict: 'marketplace', topic: 'sign-in' }, 'marketplace-login'],
  [{ verdict: 'alliance', topic: 'sign-in' }, 'alliance'],
  [{ verdict: 'msp', topic: 'license-upload' }, 'msp'],

  [{ verdict: 'unknown', topic: 'enable-login' }, 'unknown'],
  [{ verdict: 'not-found' }, 'not-found'],
  [{ verdict: 'ambiguous' }, 'ambiguous'],
  [{ verdict: 'mixed' }, 'mixed'],
  [{ verdict: 'mixed', topic: 'enable-login' }, 'mixed-login'],

  [{ policy: '2025' }, 'reseller-other-2025'],
  [{ policy: '2025', requester: 'reseller' }, 'reseller-other-by-reseller'],
  [{ policy: '2025', topic: 'sign-in' }, 'reseller-sign-in-2025'],
  [{ policy: '2025', topic: 'sign-in', requester: 'reseller' }, 'reseller-login-by-reseller-2025'],
  [{ policy: '2025', topic: 'enable-login' }, 'reseller-enable-login-2025'],
  [{ policy: '2025', topic: 'license-upload' }, 'reseller-license-upload'],
  [{ policy: '2025', topic: 'license-upload', requester: 'reseller' }, 'reseller-license-by-reseller'],
  [{ policy: '2025', topic: 'change-subscription' }, 'reseller-change-subscription-2025'],
  [{ policy: '2025', topic: 'change-subscription', requester: 'reseller' }, 'reseller-order-by-reseller'],
  [{ policy: '2025', topic: 'direct-renewal' }, 'reseller-direct-renewal-2025'],
  [{ policy: '2025', topic: 'new-purchase' }, 'reseller-new-purchase'],
  [{ policy: '2025', topic: 'contact-change' }, 'contact-change-by-customer-2025'],
  [{ policy: '2025', topic: 'contact-change', proof: 'none' }, 'contact-change-by-customer-2025'],
  [{ policy: '2025', topic: 'contact-change', proof: 'invoice' }, 'contact-change-invoice-2025'],
  [{ policy: '2025', topic: 'contact-change', proof: 'own-invoice' }, 'contact-change-wrong-proof-2025'],
  [{ policy: '2025', topic: 'contact-change', proof: 'colleague' }, 'contact-change-wrong-proof-2025'],
  [{ policy: '2025', topic: 'contact-change', requester: 'reseller' }, 'contact-change-by-reseller-2025'],
  [
    { policy: '2025', topic: 'contact-change', requester: 'reseller', proof: 'invoice' },
    'contact-change-invoice-2025',
  ],
  [
    { policy: '2025', topic: 'contact-change', requester: 'reseller', proof: 'reseller-vouches' },
    'contact-change-reseller-vouches-2025',
  ],
  [{ policy: '2025', topic: 'contact-change', requester: 'internal' }, 'contact-change-internal'],
  [{ policy: '2025', topic: 'contact-change', requester: 'unknown' }, 'contact-change-by-customer-2025'],
  [{ policy: '2025', verdict: 'former-reseller', topic: 'sign-in' }, 'former-reseller-login-2025'],
  [{ policy: '2025', verdict: 'former-reseller', topic: 'new-purchase' }, 'former-reseller-new-purchase'],
  [{ policy: '2025', verdict: 'transition-pending', topic: 'sign-in' }, 'transition-pending-login-2025'],
  [{ policy: '2025', verdict: 'transition-pending' }, 'transition-pending'],
  [{ policy: '2025', verdict: 'transition-complete', topic: 'sign-in' }, 'transition-complete-login-2025'],
  [{ policy: '2025', verdict: 'direct' }, 'direct'],
  [{ policy: '2025', verdict: 'direct', topic: 'enable-login' }, 'direct-enable-login-2025'],
  [{ policy: '2025', verdict: 'conflict', topic: 'sign-in' }, 'conflict-login-2025'],
  [{ policy: '2025', verdict: 'marketplace', topic: 'sign-in' }, 'marketplace-login-2025'],
  [{ policy: '2025', verdict: 'msp' }, 'msp-2025'],
  [{ policy: '2025', verdict: 'mixed' }, 'mixed'],
  [{ policy: '2025', verdict: 'mixed', topic: 'sign-in' }, 'mixed-login-2025'],
  [{ policy: '2025', verdict: 'unknown' }, 'unknown'],
  [{ policy: '2025', topic: 'contact-change', proof: 'loaded-licence' }, 'contact-change-proof-2025'],
  [
    { policy: '2025', topic: 'contact-change', requester: 'reseller', proof: 'own-invoice' },
    'contact-change-reseller-wrong-proof-2025',
  ],

  [{ policy: '2026', topic: 'sign-in' }, 'reseller-sign-in-2025'],
  [{ policy: '2026', topic: 'contact-change' }, 'contact-change-by-customer-2026'],
  [{ policy: '2026', topic: 'contact-change', requester: 'reseller' }, 'contact-change-by-reseller-2026'],
  [{ policy: '2026', topic: 'contact-change', proof: 'invoice' }, 'contact-change-invoice-2026'],
  [{ policy: '2026', topic: 'contact-change', proof: 'sold-to' }, 'contact-change-proof-2026'],
  [{ policy: '2026', topic: 'contact-change', proof: 'colleague' }, 'contact-change-wrong-proof-2026'],
  [
    { policy: '2026', topic: 'contact-change', requester: 'reseller', proof: 'colleague' },
    'contact-change-reseller-wrong-proof-2026',
  ],
  [
    { policy: '2026', topic: 'contact-change', proof: 'reseller-vouches' },
    'contact-change-reseller-vouches-2026',
  ],
  [{ policy: '2026', topic: 'no-billing-access' }, 'no-billing-access-2026'],
  [{ policy: '2026', topic: 'already-linked', requester: 'reseller' }, 'already-linked-2026'],
  [{ policy: '2026', verdict: 'direct', topic: 'no-billing-access' }, 'no-billing-access-2026'],
  [{ policy: '2026', topic: 'usage-billing' }, 'usage-billing-2026'],
  [{ policy: '2026', verdict: 'direct', topic: 'usage-billing' }, 'direct'],
  [{ topic: 'no-billing-access' }, 'reseller-sign-in'],
  [{ policy: '2025', topic: 'usage-billing' }, 'reseller-other-2025'],
];

describe('the scenario for given facts', () => {
  it.each(TABLE_ROWS)('%j -> %s', (facts, id) => {
    expect(pickScenarioWith(facts).id).toBe(id);
  });
});

describe('a pattern of facts', () => {
  const facts: CaseFacts = {
    policy: 'seed',
    verdict: 'reseller',
    topic: 'sign-in',
    requester: 'customer',
    proof: 'unknown',
  };

  it('allows the value that it names, any of a list, and every value of a fact that it does not name', () => {
    expect(matchesFacts({ verdict: 'reseller' }, facts)).toBe(true);
    expect(matchesFacts({ verdict: ['direct', 'reseller'], topic: 'sign-in' }, facts)).toBe(true);
    expect(matchesFacts({ verdict: 'reseller', topic: 'other' }, facts)).toBe(false);
  });

  it('does not match a verdict whose name it contains', () => {
    expect(matchesFacts({ verdict: 'former-reseller' }, facts)).toBe(false);
  });
});

describe('Rules for every scenario', () => {
  it.each([
    { topic: 'sign-in' },
    { topic: 'enable-login' },
    { topic: 'direct-renewal' },
    { topic: 'sign-in', requester: 'reseller' },
    { verdict: 'transition-pending', topic: 'enable-login' },
    { verdict: 'conflict', topic: 'enable-login' },
    { verdict: 'mixed', topic: 'enable-login' },
    { verdict: 'msp', topic: 'enable-login' },
    { verdict: 'marketplace', topic: 'enable-login' },
    { verdict: 'former-reseller', topic: 'enable-login' },
  ] as const)('forbids enabling the login: %j', (facts) => {
    const { prohibitions, steps } = pickScenarioWith(facts);

    expect(prohibitions.some((text) => text.includes('tick "Login activated"'))).toBe(true);
    expect(steps.map(({ id }) => id)).not.toContain('enable-login');
  });

  it.each(RESOLD.flatMap((verdict) => TOPICS.map((topic) => ({ verdict, topic }) as const)))(
    'forbids sending the licence to the reseller: %j',
    (facts) => {
      const all = factsWith(facts).flatMap(variantsFor);

      const open = all.filter(({ prohibitions }) => !prohibitions.some((text) => SENDS_LICENCE.test(text)));
      expect([...new Set(open.map(({ id }) => id))]).toEqual([]);
    },
  );

  it.each([
    ['the licence to the reseller', SENDS_LICENCE],
    ['a change without the invoice', /^change anything .*\bcopy of the invoice\b/],
    ['staff who vouch', /a colleague's word/],
    ['revealing the Sold-To or copying them in', /^reveal or copy in the current Sold-To contact/],
  ])(
    'keeps this prohibition in every contact change, whatever the requester and the proof: %s',
    (_, pattern) => {
      const all = RESOLD.flatMap((verdict) => factsWith({ verdict, topic: 'contact-change' })).flatMap(
        variantsFor,
      );

      const without = all.filter(({ prohibitions }) => !prohibitions.some((text) => pattern.test(text)));
      expect([...new Set(without.map(({ id }) => id))]).toEqual([]);
    },
  );

  it("accepts the reseller's word under the newer policy only", () => {
    const vouched = { topic: 'contact-change', requester: 'reseller', proof: 'reseller-vouches' } as const;

    expect(idsOf(pickScenarioWith(vouched))).not.toContain('add-contact');
    expect(pickScenarioWith(vouched).newer?.date).toBe('2026-05-01');
    expect(idsOf(pickScenarioWith({ ...vouched, policy: '2025' }))).toContain('add-contact');
  });

  it.each(['none', 'own-invoice', 'colleague', 'reseller-vouches'] as const)(
    'changes no contact for a reseller under the seed policy: proof %s',
    (proof) => {
      const ids = idsOf(pickScenarioWith({ topic: 'contact-change', requester: 'reseller', proof }));

      expect(ids).not.toContain('add-contact');
      expect(ids).not.toContain('resend');
    },
  );

  it('tells Sales about the original reseller purchase in every direct renewal of a resold subscription', () => {
    const renewals = RESOLD.flatMap((verdict) => factsWith({ verdict, topic: 'direct-renewal' }))
      .filter(({ requester }) => requester !== 'reseller')
      .flatMap(variantsFor);

    const silent = renewals.filter(
      ({ steps }) =>
        !steps.some(({ id, text }) => id === 'ask-sales-direct' && text.includes('originally bought via')),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it.each([{ verdict: 'transition-complete' }, { verdict: 'direct' }] as const)(
    'restores a login after everything else, and saves the Sold-To last: %j',
    ({ verdict }) => {
      const { steps } = pickScenarioWith({ verdict, topic: 'enable-login' });

      expect(steps.map(({ id }) => id)).toEqual([
        'other-account',
        'purchase-processed',
        'channel',
        'owner-change',
        'history',
        'enable-login',
        'save-sold-to',
      ]);
      expect(steps.find(({ id }) => id === 'enable-login')?.requires).toEqual({
        verdict: ['transition-complete', 'direct'],
        steps: ['purchase-processed', 'channel', 'owner-change', 'history'],
      });
      expect(steps.find(({ id }) => id === 'save-sold-to')?.requires).toEqual({ steps: ['enable-login'] });
    },
  );

  it('enables a login only after a fresh check that shows a direct purchase', () => {
    const ticking = ALL_VARIANTS.flatMap(({ id, steps }) =>
      steps.filter(opensLogin).map(({ requires }) => ({ id, verdict: requires?.verdict })),
    );

    expect(ticking.length).toBeGreaterThan(0);
    expect(ticking.filter(({ verdict }) => !isDeepStrictEqual(verdict, DIRECT))).toEqual([]);
  });

  it('locks steps only until a direct purchase is shown', () => {
    const waits = ALL_VARIANTS.flatMap(({ steps }) =>
      steps.flatMap(({ requires }) => (requires?.verdict ? [requires.verdict] : [])),
    );

    expect(waits.filter((verdict) => !isDeepStrictEqual(verdict, DIRECT))).toEqual([]);
  });

  it('asks for the Chatter link before the ticket is marked in every handoff to Sales', () => {
    const handoffs = ALL_VARIANTS.filter((each) => each.steps.some(asksSales));
    const loose = handoffs.filter(({ steps }) => {
      const asking = steps.find(asksSales);
      const noting = steps.find(({ id }) => /^(?:set-issue-type|set-category|note-link)$/.test(id));
      const marking = steps.find(({ id }) => id === 'mark-ticket');
      const isNoted = asking && noting?.requires?.steps?.includes(asking.id);
      return !asking?.linkLabel || !isNoted || !marking?.requires?.steps?.includes(noting?.id ?? '');
    });

    expect(handoffs.length).toBeGreaterThan(10);
    expect([...new Set(loose.map(({ id }) => id))]).toEqual([]);
  });

  it("says what to do when Sales doesn't answer, in every handoff that has no other follow-up", () => {
    const handoffs = ALL_VARIANTS.filter(
      (each) =>
        each.steps.some(asksSales) &&
        !/recheck|purchase-processed|history|ask-login-ticket/.test(idsOf(each).join()),
    );
    const silent = handoffs.filter(
      ({ steps }) =>
        !steps.some(({ text }) => text.includes('24 hours (not counting weekends and holidays)')),
    );

    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('forbids calling an unknown or missing subscription direct', () => {
    expect(pickScenarioWith({ verdict: 'unknown' }).prohibitions[0]).toBe(
      'tell {customer} "direct" or "reseller"',
    );
    expect(pickScenarioWith({ verdict: 'not-found' }).prohibitions[0]).toMatch(/^call it direct/);
  });

  it('does not hand a direct customer to Sales as a reseller case', () => {
    const { prohibitions, steps } = pickScenarioWith({ verdict: 'direct', topic: 'sign-in' });

    expect(prohibitions).toContain('pass {ticket} to Sales as a reseller case');
    expect(steps.some(({ text }) => text.includes('Chatter'))).toBe(false);
  });
});
