import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  validateBlocks,
  validateMrkdwn,
  validateView,
} from '../../../scripts/sandbox/slack/validate-blocks.ts';
import {
  type AccountSnapshot,
  type Case,
  type Check,
  latestCheck,
  type StepEvent,
} from '../../../src/domain/case.ts';
import { POLICIES } from '../../../src/domain/case-facts.ts';
import { type ConnectorResult, GAP_KINDS } from '../../../src/domain/connector-result.ts';
import type { CheckSubject, Evidence, SubscriptionEvidence } from '../../../src/domain/evidence.ts';
import { OVERALL_ONLY_VERDICTS } from '../../../src/domain/overall-verdict.ts';
import type { Step } from '../../../src/domain/scenario.ts';
import { stepProgressOf } from '../../../src/domain/step-progress.ts';
import { TOPICS } from '../../../src/domain/topics.ts';
import type { AccountRef, SubscriptionContents } from '../../../src/domain/upstream-records.ts';
import { VERDICTS } from '../../../src/domain/verdict.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { type CaseCard, renderCaseCard } from '../../../src/slack/rendering/case-card.ts';
import { renderCaseTextsModal } from '../../../src/slack/rendering/case-texts-modal.ts';
import { renderHistoryModal } from '../../../src/slack/rendering/history-modal.ts';
import {
  ACTED_AT,
  aCaseWithEvents,
  aCheck,
  aGuardRefused,
  anAccount,
  anAccountSnapshot,
  anEvidence,
  aScenario,
  aStepUndone,
  aSubscription,
  aTicket,
  CHECKED_AT,
  foundAnswer,
  gapAnswer,
  LINKS,
  RENDERED_AT,
} from '../../builders/cases.ts';
import { anyUntrustedText } from '../../builders/untrusted-text.ts';
import { sampleSize } from '../../sample-size.ts';
import { controlsOf, stringsIn, textsOf } from './rendered-blocks.ts';

const RUNS = { numRuns: sampleSize(1_000, 60) };
const CANARY = 'canary.local@harbour.example';

/** A name from outside, with an address in it every now and then. */
const name = fc.oneof(
  { weight: 4, arbitrary: anyUntrustedText() },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyUntrustedText(), anyUntrustedText())
      .map(([before, after]) => `${before} ${CANARY} ${after}`),
  },
);
const serial = fc.integer({ min: 10_000_000, max: 99_999_999 });
const account: fc.Arbitrary<AccountRef> = fc.record({
  id: fc.stringMatching(/^[a-z0-9]{1,32}$/),
  number: serial.map((digits) => `A${digits}`),
  name,
});

function answer<T>(value: fc.Arbitrary<T>): fc.Arbitrary<ConnectorResult<T>> {
  return fc.oneof(
    { weight: 3, arbitrary: value.map((one) => foundAnswer(one)) },
    fc.constantFrom(...GAP_KINDS).map(gapAnswer),
  );
}

const wholeAccount = fc
  .record({ account, channel: fc.oneof(name, fc.constantFrom('Reseller', 'Non-Reseller', null, undefined)) })
  .map(({ account: ref, channel }) => anAccount({ ...ref, channel, crmId: '001Aa000000AbcdEAA' }));

const contents: fc.Arbitrary<SubscriptionContents> = fc.record({
  products: fc.option(
    fc.array(
      fc.record({ name, seats: fc.option(fc.nat()), from: fc.constant(null), until: fc.constant(null) }),
      {
        maxLength: 5,
      },
    ),
  ),
  startsOn: fc.constant(null),
  termMonths: fc.option(fc.nat(60)),
  autoRenew: fc.option(fc.boolean()),
});

const subscription: fc.Arbitrary<SubscriptionEvidence> = fc
  .record({
    contents,
    number: serial.map((digits) => `A-S${digits}`),
    owner: account,
    invoiceOwner: fc.option(account),
    endsOn: fc.option(fc.constantFrom('2022-11-01', '2027-02-01')),
    marketplace: fc.option(name, { freq: 5 }),
    customer: answer(wholeAccount),
    other: fc.option(answer(wholeAccount)),
    history: answer(fc.array(name, { minLength: 1, maxLength: 4 })),
    down: fc.option(fc.constantFrom(...GAP_KINDS).map(gapAnswer), { freq: 4 }),
  })
  .map(({ number, owner, invoiceOwner, endsOn, marketplace, contents, customer, other, history, down }) => ({
    number,
    subscription:
      down ??
      foundAnswer(
        aSubscription({ number, subscriptionOwner: owner, invoiceOwner, endsOn, marketplace, contents }),
      ),
    account: customer,
    invoiceOwnerAccount: other,
    ownerHistory: history.ok
      ? foundAnswer(
          history.value.map((each, version) => ({
            version,
            since: null,
            owner: { id: null, number: null, name: each },
          })),
        )
      : history,
  }));

const subject: fc.Arbitrary<CheckSubject> = fc.oneof(
  serial.map((digits): CheckSubject => ({ kind: 'subscription', number: `A-S${digits}` })),
  serial.map((digits): CheckSubject => ({ kind: 'account', number: `A${digits}` })),
  fc.constant<CheckSubject>({ kind: 'crm-account', id: '001Aa000000AbcdEAA' }),
  name.map((masked): CheckSubject => ({ kind: 'email', masked, fingerprint: 'f1' })),
  serial.map((id): CheckSubject => ({ kind: 'ticket', host: 'support.gitlab.com', id: String(id) })),
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
      type: 'Customer',
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
  .map(anEvidence);

const scenario = fc
  .record({
    headline: sentence(),
    prohibitions: fc.array(sentence(), { maxLength: 3 }),
    steps: fc.array(fc.record({ text: sentence(), needs: fc.nat(3), extra: fc.nat(3) }), { maxLength: 9 }),
    texts: fc.option(fc.record({ reply: sentence(), note: sentence() })),
  })
  .map(({ headline, prohibitions, steps, texts }) =>
    aScenario({ headline, prohibitions, steps: steps.map(stepOf), ...(texts ? { texts } : {}) }),
  );

/** Open, behind the step before, guarded, or both; some ask for a link or once more, or have an answer. */
function stepOf({ text, needs, extra }: { text: string; needs: number; extra: number }, index: number): Step {
  return {
    id: `s${index}`,
    text,
    requires: {
      ...(needs % 2 === 1 && index > 0 ? { steps: [`s${index - 1}`] } : {}),
      ...(needs > 1 ? { verdict: ['direct'] } : {}),
    },
    ...(extra === 1 ? { linkLabel: 'the link to {customer}' } : {}),
    ...(extra === 2 ? { confirm: 'Did {customer} ask {reseller} for {subscription}? '.repeat(5) } : {}),
    ...(extra === 3 ? { answer: 'Zuora: {subscription} was invoiced to {earlierOwner}.' } : {}),
  };
}

const written = { at: fc.constantFrom(CHECKED_AT, ACTED_AT), by: fc.constantFrom('U0ANA', 'U0BEN') };
const onStep = { ...written, stepId: fc.nat(9).map((index) => `s${index}`) };
const link = fc.oneof(
  name,
  name.map((path) => `https://paste.example/${path}`),
);
const sight: fc.Arbitrary<AccountSnapshot> = fc.record({
  asOf: fc.constantFrom(CHECKED_AT, ACTED_AT),
  subscriptions: fc.array(
    fc.record({ number: name, verdict: fc.constantFrom(...VERDICTS), channel: fc.option(name) }),
    { maxLength: 6 },
  ),
  gap: fc.constantFrom('account', 'subscriptions', 'history', null),
});
const act: fc.Arbitrary<StepEvent> = fc.oneof(
  fc.record({ kind: fc.constant('step-done' as const), ...onStep, value: fc.option(link) }),
  fc.record({ kind: fc.constant('step-undone' as const), ...onStep, reason: name }),
  fc.record({
    kind: fc.constant('guard-checked' as const),
    ...onStep,
    allowed: fc.boolean(),
    snapshot: sight,
  }),
  fc.record({ kind: fc.constant('override-requested' as const), ...onStep, reason: name }),
  fc.record({ kind: fc.constant('override-approved' as const), ...onStep }),
);

function sentence() {
  return fc.constantFrom(
    'Tell {customer} that {reseller} sold {subscription}, and that nobody else may change it.',
    '{invoiceOwner} & {earlierOwner} <both> appear on {account} ({channel}, {marketplace}), until {endsOn}.',
    'Ask {systems} again about {ticket}: {plan}, {seats} seats.',
    'Wait. '.repeat(200),
  );
}

const check: fc.Arbitrary<Check> = fc
  .record({
    evidence,
    scenario,
    trigger: fc.constantFrom('requested', 'recheck', 'manual', 'choice'),
    topic: fc.constantFrom(...TOPICS),
    policy: fc.constantFrom(...POLICIES),
    verdict: fc.option(fc.constantFrom(...VERDICTS, ...OVERALL_ONLY_VERDICTS)),
    lookedAt: fc.constantFrom(CHECKED_AT, '2022-11-22T15:00:00.000Z'),
  })
  .map(({ verdict, ...rest }) => aCheck({ ...rest, ...(verdict ? { verdict } : {}) }));

const anyCase: fc.Arbitrary<Case> = fc
  .tuple(
    check,
    fc.array(fc.oneof({ weight: 1, arbitrary: check }, { weight: 8, arbitrary: act }), { maxLength: 20 }),
  )
  .map(([first, happened]) => aCaseWithEvents(first, ...happened));

const OWN_TOKENS =
  /^<(https:\/\/(zuora|crm|customers)\.example\/[^|<>]+\|[^|<>]+|https:\/\/support\.gitlab\.com\/agent\/tickets\/\d+\|ticket #\d+|https:\/\/paste\.example\/[^|<>]*\|link|@U0(?:ANA|BEN)|!date\^\d+\^\{date_short_pretty\} \{time\}\|[-\d: ]+ UTC)>$/;

function unexpectedTokens(text: string): string[] {
  return (text.match(/<[^>]*>?/g) ?? []).filter((token) => !OWN_TOKENS.test(token));
}

describe('the card of any case', () => {
  it('is valid for Slack, contains no foreign markup, address or name, and keeps what matters', () => {
    fc.assert(
      fc.property(anyCase, (kase) => {
        const card = renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null });
        const brief = fallbackText(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks);

        expectAcceptedBySlack(card, brief);
        expectNoCanary(card, brief);
        expectGuardedSteps(card, brief, kase);
        expectComplete(card, kase);
      }),
      RUNS,
    );
  });
});

describe('the modals of any case', () => {
  it('are valid for Slack, and contain no foreign markup or address', () => {
    fc.assert(
      fc.property(anyCase, (kase) => {
        const views = [renderHistoryModal(kase, LINKS), renderCaseTextsModal(kase, RENDERED_AT)];

        expect(views.flatMap((view) => validateView(view))).toEqual([]);
        expect(stringsIn(views[0]?.blocks).flatMap(unexpectedTokens)).toEqual([]);
        expect(stringsIn(views[0]?.blocks).flatMap(validateMrkdwn)).toEqual([]);
        expect(JSON.stringify(views)).not.toContain('anary');
        expect(views.map((view) => view.private_metadata)).toEqual([META, META]);
      }),
      { numRuns: sampleSize(500, 80) },
    );
  });

  it("stay within Slack's limits, however many events there are in whatever script", () => {
    const long = '🇬🇧中文"\\'.repeat(500);
    const seen = anAccountSnapshot({
      subscriptions: [1, 2, 3].map(() => ({ number: long, verdict: 'direct', channel: long })),
    });
    const acts = Array.from({ length: 150 }, () => [
      aStepUndone('confirm', long),
      aGuardRefused('enable', seen),
    ]).flat();

    expect(validateView(renderHistoryModal(aCaseWithEvents(...acts), LINKS))).toEqual([]);
  });
});

const META = '{"caseId":"c0123456789abcde"}';

function expectAcceptedBySlack({ text, blocks, metadata }: CaseCard, brief: string): void {
  expect(validateBlocks(blocks, 'message')).toEqual([]);
  expect([text, brief].flatMap(validateMrkdwn)).toEqual([]);
  expect([text, brief, ...stringsIn(blocks)].flatMap(unexpectedTokens)).toEqual([]);
  expect(text.length).toBeGreaterThan(10);
  expect(text.length).toBeLessThan(1_000);
  expect(brief.length).toBeLessThan(2_500);
  expect(textsOf(blocks).join('').length).toBeLessThanOrEqual(12_000);
  expect(JSON.stringify(metadata).length).toBeLessThan(2_000);
}

function expectNoCanary(card: CaseCard, brief: string): void {
  expect(JSON.stringify(card) + brief).not.toContain('anary');
  expect(JSON.stringify(card.metadata)).toMatch(/^[\w:{}",=-]+$/);
  const values = controlsOf(card.blocks).flatMap(({ value, options = [] }) => [
    ...(value === undefined ? [] : [value]),
    ...options.map((option) => option.value),
  ]);
  expect(values.filter((value) => !/^[\w:{}",-]+$/.test(value))).toEqual([]);
}

function expectGuardedSteps({ blocks }: CaseCard, brief: string, kase: Case): void {
  const states = stepProgressOf(kase, RENDERED_AT).map(({ state }) => state.kind);
  const pressed = (id: string) => controlsOf(blocks).filter(({ action_id }) => action_id === id).length;
  const rows = {
    done: 0,
    answered: 0,
    open: 0,
    locked: 0,
    allowed: 0,
    'override-requested': 0,
    overridden: 0,
  };
  for (const state of states) rows[state] += 1;
  if (!textsOf(blocks).some((text) => text.endsWith('left out for length'))) {
    expect(pressed('step-done')).toBe(rows.open + rows.allowed + rows.overridden);
    expect(pressed('step-undo')).toBe(rows.done);
    expect(pressed('override-approve')).toBe(rows['override-requested']);
  }
  expect(pressed('step-check-now')).toBeLessThanOrEqual(rows.locked);
  if (rows.allowed === 0) expect(textsOf(blocks).join('\n') + brief).not.toContain('Allowed');
  expect(controlsOf(blocks).filter(({ style }) => style === 'primary').length).toBeLessThanOrEqual(1);
}

function expectComplete({ blocks }: CaseCard, kase: Case): void {
  const { scenario } = latestCheck(kase);
  const sections = blocks.filter((block) => block.type === 'section');
  expect(blocks[0]?.type).toBe('header');
  if (!textsOf(blocks).some((text) => text.endsWith('left out for length')))
    expect(blocks.slice(-2).map(({ type }) => type)).toEqual(['container', 'container']);
  const isFinished = textsOf(blocks).some((text) => text.includes('\nEvery step is done. Finished by <@'));
  expect(textsOf(blocks).some((text) => text.startsWith("⛔ *Don't*"))).toBe(
    scenario.prohibitions.length > 0 && !isFinished,
  );
  expect(sections.every(({ text }) => text?.type === 'mrkdwn' && text.verbatim === true)).toBe(true);
}
