import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateBlocks, validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Answer } from '../../../src/domain/answer.ts';
import { GAPS } from '../../../src/domain/answer.ts';
import type { Case, Check } from '../../../src/domain/case.ts';
import { latest } from '../../../src/domain/case.ts';
import type { Evidence, Subject, SubscriptionEvidence } from '../../../src/domain/evidence.ts';
import { POLICIES } from '../../../src/domain/facts.ts';
import type { AccountRef } from '../../../src/domain/records.ts';
import { TOPICS } from '../../../src/domain/reference.ts';
import { VERDICTS } from '../../../src/domain/verdict.ts';
import { OUTCOMES } from '../../../src/domain/whole-verdict.ts';
import type { CaseCard } from '../../../src/slack/cards/case-card.ts';
import { briefCard, caseCard } from '../../../src/slack/cards/case-card.ts';
import {
  AT,
  aCase,
  aCheck,
  anAccount,
  aScenario,
  aSubscription,
  aTicket,
  found,
  gap,
  LINKS,
  NOW,
  someEvidence,
} from '../cases.ts';
import { outsideText } from '../outside-strings.ts';
import { controlsOf, stringsIn, textsOf } from './drawn.ts';

const RUNS = { numRuns: 1_000 };
const CANARY = 'canary.local@harbour.example';

/** A name from outside, with an address in it every now and then. */
const name = fc.oneof(
  { weight: 4, arbitrary: outsideText() },
  {
    weight: 1,
    arbitrary: fc
      .tuple(outsideText(), outsideText())
      .map(([before, after]) => `${before} ${CANARY} ${after}`),
  },
);
const serial = fc.integer({ min: 10_000_000, max: 99_999_999 });
const account: fc.Arbitrary<AccountRef> = fc.record({
  id: fc.stringMatching(/^[a-z0-9]{1,32}$/),
  number: serial.map((digits) => `A${digits}`),
  name,
});

function answer<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Answer<T>> {
  return fc.oneof(
    { weight: 3, arbitrary: value.map((one) => found(one)) },
    fc.constantFrom(...GAPS).map(gap),
  );
}

const wholeAccount = fc
  .record({ account, channel: fc.oneof(name, fc.constantFrom('Reseller', 'Non-Reseller', null, undefined)) })
  .map(({ account: ref, channel }) => anAccount({ ...ref, channel, crmId: '001Aa000000AbcdEAA' }));

const subscription: fc.Arbitrary<SubscriptionEvidence> = fc
  .record({
    number: serial.map((digits) => `A-S${digits}`),
    owner: account,
    invoiceOwner: fc.option(account),
    endsOn: fc.option(fc.constantFrom('2022-11-01', '2027-02-01')),
    marketplace: fc.option(name, { freq: 5 }),
    customer: answer(wholeAccount),
    other: fc.option(answer(wholeAccount)),
    history: answer(fc.array(name, { minLength: 1, maxLength: 4 })),
    down: fc.option(fc.constantFrom(...GAPS).map(gap), { freq: 4 }),
  })
  .map(({ number, owner, invoiceOwner, endsOn, marketplace, customer, other, history, down }) => ({
    number,
    subscription:
      down ?? found(aSubscription({ number, subscriptionOwner: owner, invoiceOwner, endsOn, marketplace })),
    account: customer,
    invoiceOwnerAccount: other,
    ownerHistory: history.ok
      ? found(
          history.value.map((each, version) => ({
            version,
            since: null,
            owner: { id: null, number: null, name: each },
          })),
        )
      : history,
  }));

const subject: fc.Arbitrary<Subject> = fc.oneof(
  serial.map((digits): Subject => ({ kind: 'subscription', number: `A-S${digits}` })),
  serial.map((digits): Subject => ({ kind: 'account', number: `A${digits}` })),
  fc.constant<Subject>({ kind: 'crm-account', id: '001Aa000000AbcdEAA' }),
  name.map((masked): Subject => ({ kind: 'email', masked, fingerprint: 'f1' })),
  serial.map((id): Subject => ({ kind: 'ticket', host: 'support.gitlab.com', id: String(id) })),
);

const ticket = fc
  .record({
    organisation: name,
    domain: fc.option(name),
    claim: fc.constantFrom('no', 'resold', 'unsure', null),
  })
  .map(({ organisation, domain, claim }) =>
    aTicket({
      organisation: { name: organisation, salesforceId: null, accountType: null },
      requesterDomain: domain,
      resoldClaim: claim,
    }),
  );

const crm = fc.record({
  account: answer(
    name.map((owner) => ({
      id: '001Aa000000AbcdEAA',
      name: owner,
      owner: { name: owner, kind: 'person' as const },
    })),
  ),
  partners: answer(
    fc.array(
      name.map((each) => ({ accountId: '1', name: each, role: each })),
      { maxLength: 5 },
    ),
  ),
  opportunities: answer(
    fc.array(
      name.map((each) => ({
        id: '1',
        name: each,
        closedOn: null,
        dealPath: each,
        resalePartner: each,
        distributor: each,
      })),
      { maxLength: 3 },
    ),
  ),
});

const evidence: fc.Arbitrary<Evidence> = fc
  .record({
    subject,
    ticket: fc.option(answer(ticket)),
    accounts: fc.option(answer(fc.array(account, { maxLength: 30 }))),
    listing: fc.option(answer(fc.nat(60))),
    subscriptions: fc.oneof(
      fc.array(subscription, { maxLength: 3 }),
      fc.array(subscription, { minLength: 10, maxLength: 60 }),
    ),
    crm: fc.option(crm),
    portal: fc.option(
      answer(fc.constantFrom('unknown', 'active', 'inactive').map((login) => ({ login }) as const)),
    ),
  })
  .map(someEvidence);

const scenario = fc
  .record({
    headline: sentence(),
    never: fc.array(sentence(), { maxLength: 3 }),
    steps: fc.array(sentence(), { maxLength: 9 }),
  })
  .map(({ headline, never, steps }) =>
    aScenario({
      headline,
      never,
      steps: steps.map((text, index) => ({ id: `s${index}`, text, needs: { verdict: ['direct'] } })),
    }),
  );

function sentence() {
  return fc.constantFrom(
    'Tell {customer} that {reseller} sold {subscription}, and that nobody else may change it.',
    '{invoiceOwner} & {earlierOwner} <both> appear on {account} ({channel}, {marketplace}), until {endsOn}.',
    'Ask {systems} again about {ticket}.',
    'Wait. '.repeat(200),
  );
}

const check: fc.Arbitrary<Check> = fc
  .record({
    evidence,
    scenario,
    because: fc.constantFrom('asked', 'recheck', 'told', 'choice'),
    topic: fc.constantFrom(...TOPICS),
    policy: fc.constantFrom(...POLICIES),
    verdict: fc.option(fc.constantFrom(...VERDICTS, ...OUTCOMES)),
    lookedAt: fc.constantFrom(AT, '2022-11-22T15:00:00.000Z'),
  })
  .map(({ verdict, ...rest }) => aCheck({ ...rest, ...(verdict ? { verdict } : {}) }));

const anyCase: fc.Arbitrary<Case> = fc
  .array(check, { minLength: 1, maxLength: 3 })
  .map((checks) => aCase(...checks));

const OURS =
  /^<(https:\/\/(zuora|crm|customers)\.example\/[^|<>]+\|[^|<>]+|https:\/\/support\.gitlab\.com\/agent\/tickets\/\d+\|ticket #\d+|@U0ANA|!date\^\d+\^\{date_short_pretty\} \{time\}\|[-\d: ]+ UTC)>$/;

function strangeTokens(text: string): string[] {
  return (text.match(/<[^>]*>?/g) ?? []).filter((token) => !OURS.test(token));
}

describe('the card of whatever case', () => {
  it('is taken by Slack, carries no markup, address or name where none belongs, and keeps what matters', () => {
    fc.assert(
      fc.property(anyCase, (kase) => {
        const card = caseCard(kase, LINKS, NOW);
        const brief = briefCard(kase, LINKS, NOW);

        expectTaken(card, brief);
        expectDiscreet(card, brief);
        expectComplete(card, kase);
      }),
      RUNS,
    );
  });
});

function expectTaken({ text, blocks, metadata }: CaseCard, brief: string): void {
  expect(validateBlocks(blocks, 'message')).toEqual([]);
  expect([text, brief].flatMap(validateMrkdwn)).toEqual([]);
  expect([text, brief, ...stringsIn(blocks)].flatMap(strangeTokens)).toEqual([]);
  expect(text.length).toBeGreaterThan(10);
  expect(text.length).toBeLessThan(1_000);
  expect(brief.length).toBeLessThan(2_500);
  expect(textsOf(blocks).join('').length).toBeLessThanOrEqual(12_000);
  expect(JSON.stringify(metadata).length).toBeLessThan(2_000);
}

function expectDiscreet(card: CaseCard, brief: string): void {
  expect(JSON.stringify(card) + brief).not.toContain('anary');
  expect(JSON.stringify(card.metadata)).toMatch(/^[\w:{}",=-]+$/);
  expect(controlsOf(card.blocks).map(({ value = '{}' }) => value)).toEqual(
    controlsOf(card.blocks).map(() => expect.stringMatching(/^[\w:{}",-]+$/)),
  );
}

function expectComplete({ blocks }: CaseCard, kase: Case): void {
  const { scenario } = latest(kase);
  const sections = blocks.filter((block) => block.type === 'section');
  expect(blocks[0]?.type).toBe('header');
  expect(blocks.at(-1)?.type).toBe('actions');
  expect(textsOf(blocks).some((text) => text.startsWith('*Do not*'))).toBe(scenario.never.length > 0);
  expect(sections.every(({ text }) => text?.type === 'mrkdwn' && text.verbatim === true)).toBe(true);
}
