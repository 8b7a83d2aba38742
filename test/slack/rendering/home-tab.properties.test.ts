import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  validateBlocks,
  validateMrkdwn,
  validateView,
} from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case } from '../../../src/domain/case.ts';
import type { Handoff } from '../../../src/domain/handoff.ts';
import type { HandoffEventDetails } from '../../../src/domain/handoff-events.ts';
import { TOPICS } from '../../../src/domain/topics.ts';
import type { HomeTabContent } from '../../../src/ports/messenger.ts';
import { renderHomeTab } from '../../../src/slack/rendering/home-tab.ts';
import { renderMineMessage } from '../../../src/slack/rendering/mine-message.ts';
import { aCase, aCheck, anEvidence, LINKS, resoldSubscriptionEvidence } from '../../builders/cases.ts';
import { aHandoff, aHandoffFacts, aHandoffSubscription } from '../../builders/handoffs.ts';
import { anyUntrustedText } from '../../builders/untrusted-text.ts';
import { sampleSize } from '../../sample-size.ts';
import { controlsOf, textsOf } from './rendered-blocks.ts';

const CANARY = 'canary.local@harbour.example';

const name = fc.oneof(
  { weight: 4, arbitrary: anyUntrustedText() },
  { weight: 1, arbitrary: anyUntrustedText().map((text) => `${text} ${CANARY}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'N'.repeat(200),
      'שלום '.repeat(40),
      '👩‍👩‍👧‍👦'.repeat(30),
      '\u202E<!here>'.repeat(25),
    ),
  },
);
const moment = fc.constantFrom('2022-11-22T14:20:00.000Z', '2022-12-24T09:00:00.000Z');

const fact: fc.Arbitrary<HandoffEventDetails> = fc.oneof(
  fc.record({ kind: fc.constantFrom('claimed' as const, 'reconfirmed' as const), until: moment }),
  fc.record({ kind: fc.constant('question-asked' as const), question: name }),
  fc.record({ kind: fc.constant('question-answered' as const), answer: name }),
  fc.record({ kind: fc.constant('delivery-failed' as const), error: name, outcomeUnknown: fc.boolean() }),
  fc.constantFrom<HandoffEventDetails>({ kind: 'released' }, { kind: 'claim-expired' }, { kind: 'posted' }),
  fc.record({ kind: fc.constant('withdrawn' as const), reason: name }),
  fc.constant<HandoffEventDetails>({ kind: 'erased' }),
);
const numbers = fc.array(
  fc.integer({ min: 10_000_000, max: 9_999_999_999 }).map((digits) => `A-S${digits}`),
  { maxLength: 6 },
);

const handoff: fc.Arbitrary<Handoff> = fc
  .record({
    happened: fc.array(fact, { maxLength: 4 }),
    customer: fc.option(name),
    subscriptions: numbers,
    topic: fc.constantFrom(...TOPICS),
    posted: fc.boolean(),
  })
  .map(({ happened, subscriptions, posted, ...facts }) => {
    const all = subscriptions.map((number) => aHandoffSubscription({ number, status: null, endsOn: null }));
    return aHandoff(happened, { facts: aHandoffFacts({ ...facts, subscriptions: all }), posted });
  });

const kase: fc.Arbitrary<Case> = fc
  .record({ name, masked: name, topic: fc.constantFrom(...TOPICS), listed: fc.boolean() })
  .map(({ name: customer, masked, topic, listed }) => {
    const invoiceOwner = { id: 'z', number: 'A00900101', name: customer };
    const evidence = anEvidence({
      subject: { kind: 'email', masked, fingerprint: 'f' },
      subscriptions: listed ? [resoldSubscriptionEvidence({ invoiceOwner })] : [],
    });
    return aCase(aCheck({ evidence, topic }));
  });

const page: fc.Arbitrary<HomeTabContent> = fc
  .record({
    user: fc.constantFrom('U0ANA', 'U0ROBIN', 'U0CLEO'),
    cases: fc.array(kase, { maxLength: 13 }),
    handoffs: fc.array(handoff, { maxLength: 26 }),
    preferences: fc.record({
      notifyBy: fc.constantFrom('dm', 'mention'),
      quietHours: fc.option(fc.record({ from: fc.nat(23), to: fc.nat(23) })),
      timeZone: fc.oneof(fc.constantFrom('Europe/London', 'UTC'), name),
    }),
    asOf: moment.map((iso) => new Date(iso)),
  })
  .map(({ handoffs, cases, ...rest }) => ({
    ...rest,
    handoffs: handoffs.map((one, index) => ({ ...one, id: `h${index}` })),
    cases: cases.map((one, index) => ({ ...one, id: `c${index}` })),
  }));

const places = fc
  .constantFrom(null, 'https://team.slack.example/archives/', 'javascript:alert(1)//')
  .map((start) => ({
    links: LINKS,
    permalinkOf: (key: string) => start && `${start}${key.replace(':', '/')}`,
  }));

const OWN_TOKENS =
  /^<(?:https:\/\/team\.slack\.example\/archives\/(?:case|handoff)\/[\w-]+\|Open the (?:card|post)|https:\/\/support\.gitlab\.com\/agent\/tickets\/\d+\|ticket #\d+|@U0(?:ANA|ROBIN)|!date\^\d+\^\{date_short_pretty\} \{time\}\|[-\d: ]+ UTC)>$/;

function unexpectedTokens(text: string): string[] {
  return (text.match(/<[^>]*>?/g) ?? []).filter((token) => !OWN_TOKENS.test(token));
}

function expectValidBlocks(blocks: readonly KnownBlock[]): void {
  expect(textsOf(blocks).flatMap(unexpectedTokens)).toEqual([]);
  expect(JSON.stringify(blocks)).not.toContain('anary');
  for (const control of controlsOf(blocks)) {
    const values = [control.value, ...(control.options ?? []).map(({ value }) => value)];
    const strange = values.filter((value) => value !== undefined && !/^[\w:{}",-]+$/.test(value));
    expect(strange).toEqual([]);
    if (control.options) continue;
    const label = control.accessibility_label ?? '';
    const name = control.text?.text ?? '';
    expect(label === name || label.startsWith(`${name}:`)).toBe(true);
    expect(label.length).toBeLessThanOrEqual(75);
  }
}

describe("any person's lists", () => {
  it('are valid for Slack as a Home tab, with ids only in buttons and no address', () => {
    fc.assert(
      fc.property(page, places, (shown, where) => {
        const view = renderHomeTab(shown, where);

        expect(validateView(view)).toEqual([]);
        expect(view.blocks.length).toBeLessThanOrEqual(100);
        expectValidBlocks(view.blocks as KnownBlock[]);
      }),
      { numRuns: sampleSize(200, 50) },
    );
  });

  it('are valid for Slack as the answer to a command, with every line of ours complete', () => {
    fc.assert(
      fc.property(page, places, (shown, where) => {
        const { text, blocks } = renderMineMessage(shown, where);

        expect(validateBlocks(blocks, 'message')).toEqual([]);
        expect(validateMrkdwn(text)).toEqual([]);
        expect(blocks.length).toBeLessThanOrEqual(5);
        expect(textsOf(blocks).filter((each) => each.endsWith('…'))).toEqual([]);
        expectValidBlocks(blocks);
      }),
      { numRuns: sampleSize(200, 50) },
    );
  });
});
