import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../src/domain/facts.ts';
import type { Step } from '../../src/domain/scenario.ts';
import { pickScenario } from '../../src/scenarios/index.ts';

/** A customer's ticket about a resold subscription, under the seed's rules. */
const USUAL: Facts = { policy: 'seed', verdict: 'reseller', topic: 'other', asker: 'customer', proof: 'unknown' };

function pick(changes: Partial<Facts>) {
  return pickScenario({ ...USUAL, ...changes });
}

const ROWS: readonly (readonly [Partial<Facts>, string])[] = [
  [{}, 'reseller-other'],
  [{ asker: 'unknown' }, 'reseller-other'],
  [{ asker: 'internal' }, 'reseller-other'],
  [{ asker: 'reseller' }, 'reseller-other-by-reseller'],
  [{ topic: 'sign-in' }, 'reseller-sign-in'],
  [{ topic: 'sign-in', asker: 'reseller' }, 'reseller-sign-in'],
  [{ topic: 'license-upload' }, 'reseller-license-upload'],
  [{ topic: 'contact-change' }, 'contact-change-by-customer'],
  [{ topic: 'contact-change', asker: 'reseller' }, 'contact-change-by-reseller'],
  [{ topic: 'contact-change', asker: 'internal' }, 'contact-change-internal'],
  [{ topic: 'contact-change', asker: 'unknown' }, 'contact-change-asker-unknown'],
  [{ topic: 'change-subscription' }, 'reseller-change-subscription'],
  [{ topic: 'direct-renewal' }, 'reseller-direct-renewal'],
  [{ topic: 'enable-login' }, 'reseller-enable-login'],
  [{ topic: 'new-purchase' }, 'reseller-new-purchase'],

  [{ verdict: 'transition-pending', topic: 'enable-login' }, 'transition-pending-login'],
  [{ verdict: 'transition-pending', topic: 'direct-renewal' }, 'transition-pending-login'],
  [{ verdict: 'transition-pending', topic: 'contact-change' }, 'transition-pending'],
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

  [{ policy: '2025', verdict: 'unknown' }, 'unknown'],
  [{ policy: '2025', verdict: 'direct' }, 'direct'],
  [{ policy: '2025', verdict: 'mixed' }, 'mixed'],
  [{ policy: '2025' }, 'fallback'],
  [{ policy: '2025', topic: 'sign-in' }, 'fallback'],
  [{ policy: '2025', verdict: 'direct', topic: 'enable-login' }, 'fallback'],
  [{ policy: '2025', verdict: 'mixed', topic: 'sign-in' }, 'fallback'],
];

describe('which scenario claims which facts', () => {
  it.each(ROWS)('%j -> %s', (facts, id) => {
    expect(pick(facts).id).toBe(id);
  });
});

describe('what must not be lost from the words', () => {
  const ticks = ({ text }: Step) => text.startsWith('Tick "Login activated"');

  it.each([
    { topic: 'sign-in' },
    { topic: 'enable-login' },
    { topic: 'direct-renewal' },
    { verdict: 'transition-pending', topic: 'enable-login' },
    { verdict: 'conflict', topic: 'enable-login' },
    { verdict: 'mixed', topic: 'enable-login' },
    { verdict: 'msp', topic: 'enable-login' },
    { verdict: 'former-reseller', topic: 'enable-login' },
  ] as const)('forbids to tick the login: %j', (facts) => {
    const { never, steps } = pick(facts);

    expect(never.some((text) => text.includes('tick "Login activated"'))).toBe(true);
    expect(steps.filter(ticks)).toEqual([]);
  });

  it.each([
    { topic: 'sign-in' },
    { topic: 'license-upload' },
    { topic: 'contact-change', asker: 'reseller' },
    { topic: 'other', asker: 'reseller' },
    { policy: '2025' },
  ] as const)('forbids to send the licence to the reseller: %j', (facts) => {
    expect(pick(facts).never.some((text) => text.includes('send a licence'))).toBe(true);
  });

  it('says in a direct renewal that the customer first had a reseller purchase', () => {
    const { steps } = pick({ topic: 'direct-renewal' });

    expect(steps.some(({ text }) => text.includes('first had a reseller purchase'))).toBe(true);
  });

  it.each([{ verdict: 'transition-complete' }, { verdict: 'direct' }] as const)(
    'restores a login in order, behind the channel, the Sold-To last: %j',
    ({ verdict }) => {
      const { steps } = pick({ verdict, topic: 'enable-login' });

      expect(steps.map(({ id }) => id)).toEqual([
        'channel',
        'owner-change',
        'history',
        'edit',
        'tick',
        'save',
        'save-sold-to',
      ]);
      expect(steps.filter(({ needs }) => needs).map(({ id }) => id)).toEqual(['tick', 'save']);
    },
  );

  it('never lets a step wait for anything but a direct purchase', () => {
    const waits = ROWS.flatMap(([facts]) => pick(facts).steps.flatMap(({ needs }) => needs?.verdict ?? []));

    expect(new Set(waits)).toEqual(new Set(['transition-complete', 'direct']));
  });

  it('tells nobody "direct" when it does not know', () => {
    expect(pick({ verdict: 'unknown' }).never[0]).toBe('tell {customer} "direct" or "reseller"');
    expect(pick({ verdict: 'not-found' }).never[0]).toMatch(/^say "direct"/);
  });

  it('leaves a direct customer out of the reseller handoff', () => {
    const { never, steps } = pick({ verdict: 'direct', topic: 'sign-in' });

    expect(never).toContain('hand {ticket} to Sales as a reseller case');
    expect(steps.some(({ text }) => text.includes('Chatter'))).toBe(false);
  });
});
