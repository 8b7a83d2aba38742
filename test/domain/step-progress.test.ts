import { describe, expect, it } from 'vitest';
import type { AccountSnapshot, Case, Check, StepEvent } from '../../src/domain/case.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import {
  GUARD_TTL_MS,
  isSameCard,
  nextStepOf,
  OVERRIDE_TTL_MS,
  stepProgressOf,
} from '../../src/domain/step-progress.ts';
import {
  aCase,
  aCheck,
  anAccount,
  anEvidence,
  aScenario,
  directSubscriptionEvidence,
  foundAnswer,
  HALDEN,
} from '../builders/cases.ts';

const LOGIN = ['direct', 'transition-complete'] as const;
const START = Date.parse('2022-11-22T15:00:00.000Z');
const MINUTE = 60_000;

/** Every kind of step: open, dependent, guarded, both, and a second guarded one. */
const scenario: Scenario = aScenario({
  steps: [
    { id: 'ask', text: 'Ask.' },
    { id: 'answer', text: 'Answer.', requires: { steps: ['ask'] } },
    { id: 'tick', text: 'Tick.', requires: { verdict: LOGIN } },
    { id: 'save', text: 'Save.', requires: { verdict: LOGIN } },
    { id: 'tell', text: 'Tell.', requires: { steps: ['ask', 'answer'], verdict: LOGIN } },
  ],
});

const allowedSnapshot: AccountSnapshot = {
  asOf: '2022-11-22T15:00:00.000Z',
  subscriptions: [{ number: 'A-S00900001', verdict: 'direct', channel: 'Non-Reseller' }],
  gap: null,
};
const refusedSnapshot: AccountSnapshot = {
  ...allowedSnapshot,
  subscriptions: [{ number: 'A-S00900001', verdict: 'reseller', channel: 'Reseller' }],
};

type Event = Partial<StepEvent> & { readonly minute?: number; readonly by?: string };
type CaseHistoryItem = Event | Check;

/** A case with these events, one minute apart by default, read after the last one by default. */
function caseAfter(...happened: readonly CaseHistoryItem[]) {
  const check = aCheck({ scenario });
  let kase: Case = aCase(check);
  for (const [index, each] of happened.entries()) kase = add(kase, each, index);
  return {
    kase,
    of: (id: string, minute = happened.length) =>
      stepProgressOf(kase, new Date(START + minute * MINUTE)).find(({ step }) => step.id === id)?.state,
  };
}

function add(kase: Case, happened: CaseHistoryItem, index: number): Case {
  if ('judgements' in happened) {
    const event = {
      kind: 'checked',
      at: happened.at,
      by: happened.by,
      checkIndex: kase.checks.length,
    } as const;
    return { ...kase, checks: [...kase.checks, happened], events: [...kase.events, event] };
  }
  const { minute = index, by = 'U0ANA', ...act } = happened;
  const at = new Date(START + minute * MINUTE).toISOString();
  return { ...kase, events: [...kase.events, { at, by, ...act } as StepEvent] };
}

const done = (stepId: string, by = 'U0ANA', value: string | null = null): Event => ({
  kind: 'step-done',
  stepId,
  by,
  value,
});
const undone = (stepId: string): Event => ({ kind: 'step-undone', stepId, reason: 'by mistake' });
const guardChecked = (
  stepId: string,
  snapshot: AccountSnapshot,
  allowed = snapshot === allowedSnapshot,
): Event => ({
  kind: 'guard-checked',
  stepId,
  allowed,
  snapshot,
});
const overrideRequested = (stepId: string, by = 'U0ANA', reason = 'Sales said so'): Event => ({
  kind: 'override-requested',
  stepId,
  by,
  reason,
});
const overrideApproved = (stepId: string, by: string): Event => ({ kind: 'override-approved', stepId, by });
const rechecked = (change: Partial<Check> = {}): Check => aCheck({ scenario, trigger: 'recheck', ...change });

const LOCKED = { kind: 'locked', blockedBy: [], deniedSnapshot: null };

describe('a new card', () => {
  it('shows every step of its scenario in order', () => {
    const { kase } = caseAfter();

    expect(stepProgressOf(kase, new Date(START)).map(({ step, state }) => [step.id, state.kind])).toEqual([
      ['ask', 'open'],
      ['answer', 'locked'],
      ['tick', 'locked'],
      ['save', 'locked'],
      ['tell', 'locked'],
    ]);
  });

  it('locks guarded steps without a denial, and dependent steps with their prerequisites', () => {
    const { of } = caseAfter();

    expect(of('tick')).toEqual(LOCKED);
    expect(of('answer')).toEqual({ kind: 'locked', blockedBy: ['ask'], deniedSnapshot: null });
    expect(of('tell')).toEqual({ kind: 'locked', blockedBy: ['ask', 'answer'], deniedSnapshot: null });
  });
});

describe('a step that the systems have answered', () => {
  const answer = 'Zuora: always invoiced to {customer}';
  const answeredCheck = aCheck({
    scenario: aScenario({
      steps: scenario.steps.map((step) => (/^(?:ask|tick)$/.test(step.id) ? { ...step, answer } : step)),
    }),
  });

  it('needs no person and no longer locks the steps after it', () => {
    const { kase, of } = caseAfter({ ...answeredCheck, trigger: 'recheck' });

    expect(of('ask')).toEqual({ kind: 'answered', answer });
    expect(of('answer')).toEqual({ kind: 'open' });
    expect(nextStepOf(stepProgressOf(kase, new Date(START)))?.step.id).toBe('answer');
  });

  it('is done once a person has ticked it, and answered again after the tick is undone', () => {
    expect(caseAfter(answeredCheck, done('ask')).of('ask')).toMatchObject({ kind: 'done', by: 'U0ANA' });
    expect(caseAfter(answeredCheck, done('ask'), undone('ask')).of('ask')).toMatchObject({
      kind: 'answered',
    });
  });

  it('is open again when a later check shows no answer', () => {
    const { of } = caseAfter(answeredCheck, rechecked());

    expect(of('ask')).toEqual({ kind: 'open' });
    expect(of('answer')).toMatchObject({ kind: 'locked', blockedBy: ['ask'] });
  });

  it('stays locked when it requires a verdict', () => {
    const { of } = caseAfter(answeredCheck);

    expect(of('tick')).toEqual(LOCKED);
  });
});

describe('a completed step', () => {
  it('records who completed it, when and with which value', () => {
    const { of } = caseAfter(done('ask', 'U0BEN', 'https://chatter.example/1'));

    expect(of('ask')).toEqual({
      kind: 'done',
      by: 'U0BEN',
      at: '2022-11-22T15:00:00.000Z',
      value: 'https://chatter.example/1',
      notApplicable: null,
    });
    expect(of('tick')).toEqual(LOCKED);
  });

  it('can be undone and completed again', () => {
    expect(caseAfter(done('ask'), undone('ask')).of('ask')).toEqual({ kind: 'open' });
    expect(caseAfter(done('ask'), undone('ask'), done('ask', 'U0BEN')).of('ask')).toMatchObject({
      by: 'U0BEN',
    });
  });

  it('unlocks dependent steps until it is undone', () => {
    expect(caseAfter(done('ask')).of('answer')).toEqual({ kind: 'open' });
    expect(caseAfter(done('ask'), undone('ask')).of('answer')).toMatchObject({
      kind: 'locked',
      blockedBy: ['ask'],
    });
    expect(caseAfter(done('ask')).of('tell')).toMatchObject({ kind: 'locked', blockedBy: ['answer'] });
    expect(caseAfter(done('ask'), done('answer')).of('tell')).toEqual(LOCKED);
  });

  it('survives a re-check that shows the same card', () => {
    expect(caseAfter(done('ask'), rechecked()).of('ask')).toMatchObject({ kind: 'done' });
    expect(
      caseAfter(guardChecked('tick', allowedSnapshot), done('tick'), rechecked()).of('tick'),
    ).toMatchObject({ kind: 'done' });
  });

  it('applies to its scenario only, and reappears with it', () => {
    const other = rechecked({ scenario: { ...scenario, id: 'other' } });

    expect(caseAfter(done('ask'), done('tick'), other).of('ask')).toEqual({ kind: 'open' });
    expect(caseAfter(done('ask'), done('tick'), other).of('tick')).toEqual(LOCKED);
    expect(caseAfter(done('ask'), other).of('answer')).toMatchObject({ blockedBy: ['ask'] });
    expect(caseAfter(done('ask'), other, rechecked()).of('ask')).toMatchObject({ kind: 'done' });
  });

  it('does not apply to another customer or subscription', () => {
    const number = 'A-S00900002';
    const elsewhere = rechecked({ evidence: anEvidence({ subject: { kind: 'subscription', number } }) });
    const account = { ...HALDEN, number: 'A00900009' };
    const somebodyElse = rechecked({
      evidence: anEvidence({
        subscriptions: [
          {
            ...directSubscriptionEvidence({ subscriptionOwner: account }),
            account: foundAnswer(anAccount(account)),
          },
        ],
      }),
    });

    expect(caseAfter(done('ask'), elsewhere).of('ask')).toEqual({ kind: 'open' });
    expect(caseAfter(done('ask'), somebodyElse).of('ask')).toEqual({ kind: 'open' });
  });
});

describe('a guard check', () => {
  it('unlocks its own step when the verdict is allowed', () => {
    const { of } = caseAfter({ ...guardChecked('tick', allowedSnapshot), by: 'U0BEN' });

    expect(of('tick')).toEqual({
      kind: 'allowed',
      by: 'U0BEN',
      at: allowedSnapshot.asOf,
      snapshot: allowedSnapshot,
    });
    expect(of('save')).toEqual(LOCKED);
  });

  it('keeps the step locked and shows what it found when the verdict is not allowed', () => {
    expect(caseAfter(guardChecked('tick', refusedSnapshot)).of('tick')).toEqual({
      ...LOCKED,
      deniedSnapshot: refusedSnapshot,
    });
  });

  it('counts with its recorded decision', () => {
    expect(caseAfter(guardChecked('tick', allowedSnapshot, false)).of('tick')).toEqual({
      ...LOCKED,
      deniedSnapshot: allowedSnapshot,
    });
  });

  it('replaces the previous one', () => {
    expect(
      caseAfter(guardChecked('tick', allowedSnapshot), guardChecked('tick', refusedSnapshot)).of('tick'),
    ).toEqual({ ...LOCKED, deniedSnapshot: refusedSnapshot });
    expect(
      caseAfter(guardChecked('tick', refusedSnapshot), guardChecked('tick', allowedSnapshot)).of('tick'),
    ).toMatchObject({ kind: 'allowed' });
  });

  it('for another step locks this one when the account has changed, but never unlocks it', () => {
    expect(
      caseAfter(guardChecked('tick', allowedSnapshot), guardChecked('save', refusedSnapshot)).of('tick'),
    ).toEqual({ ...LOCKED, deniedSnapshot: refusedSnapshot });
    expect(
      caseAfter(guardChecked('tick', allowedSnapshot), guardChecked('save', allowedSnapshot)).of('tick'),
    ).toMatchObject({ kind: 'allowed' });
    expect(
      caseAfter(guardChecked('tick', refusedSnapshot), guardChecked('save', allowedSnapshot)).of('tick'),
    ).toEqual(LOCKED);
  });

  it('is valid for exactly 15 minutes', () => {
    const { of } = caseAfter(guardChecked('tick', allowedSnapshot));
    const quarter = GUARD_TTL_MS / MINUTE;

    expect(quarter).toBe(15);
    expect(of('tick', 0)).toMatchObject({ kind: 'allowed' });
    expect(of('tick', quarter)).toMatchObject({ kind: 'allowed' });
    expect(of('tick', quarter + 1 / MINUTE)).toEqual(LOCKED);
    expect(of('tick', -1 / MINUTE)).toEqual(LOCKED);
  });

  it.each(['recheck', 'manual', 'choice'] as const)('is invalidated by the next check (%s)', (trigger) => {
    expect(caseAfter(guardChecked('tick', allowedSnapshot), rechecked({ trigger })).of('tick')).toEqual(
      LOCKED,
    );
    expect(caseAfter(guardChecked('tick', refusedSnapshot), rechecked({ trigger })).of('tick')).toEqual(
      LOCKED,
    );
    expect(caseAfter(rechecked({ trigger }), guardChecked('tick', allowedSnapshot)).of('tick')).toMatchObject(
      { kind: 'allowed' },
    );
  });

  it('does not replace prerequisite steps', () => {
    expect(caseAfter(guardChecked('tell', allowedSnapshot)).of('tell')).toEqual({
      kind: 'locked',
      blockedBy: ['ask', 'answer'],
      deniedSnapshot: null,
    });
    expect(caseAfter(guardChecked('tell', refusedSnapshot)).of('tell')).toMatchObject({
      blockedBy: ['ask', 'answer'],
      deniedSnapshot: refusedSnapshot,
    });
    expect(
      caseAfter(guardChecked('tell', allowedSnapshot), done('ask'), done('answer')).of('tell'),
    ).toMatchObject({
      kind: 'allowed',
    });
  });

  it('does not affect a completed step', () => {
    expect(
      caseAfter(
        guardChecked('tick', allowedSnapshot),
        done('tick'),
        guardChecked('tick', refusedSnapshot),
      ).of('tick'),
    ).toMatchObject({
      kind: 'done',
    });
  });
});

describe('an override', () => {
  it('needs the approval of a second person and names both', () => {
    expect(caseAfter(overrideRequested('tick')).of('tick')).toEqual({
      kind: 'override-requested',
      by: 'U0ANA',
      reason: 'Sales said so',
      until: '2022-11-23T15:00:00.000Z',
    });
    expect(caseAfter(overrideRequested('tick'), overrideApproved('tick', 'U0BEN')).of('tick')).toEqual({
      kind: 'overridden',
      by: 'U0ANA',
      approvedBy: 'U0BEN',
      reason: 'Sales said so',
      until: '2022-11-23T15:00:00.000Z',
    });
  });

  it('cannot be approved by the person who requested it', () => {
    const own = [
      overrideRequested('tick'),
      overrideApproved('tick', 'U0ANA'),
      overrideApproved('tick', 'U0ANA'),
    ];

    expect(caseAfter(...own).of('tick')).toMatchObject({ kind: 'override-requested' });
    expect(caseAfter(...own, overrideApproved('tick', 'U0BEN')).of('tick')).toMatchObject({
      approvedBy: 'U0BEN',
    });
  });

  it('keeps its first requester', () => {
    const both = [overrideRequested('tick', 'U0ANA'), overrideRequested('tick', 'U0BEN')];

    expect(caseAfter(...both, overrideApproved('tick', 'U0ANA')).of('tick')).toMatchObject({
      kind: 'override-requested',
      by: 'U0ANA',
    });
    expect(caseAfter(...both, overrideApproved('tick', 'U0BEN')).of('tick')).toMatchObject({
      by: 'U0ANA',
      approvedBy: 'U0BEN',
    });
  });

  it('cannot be approved before it was requested', () => {
    expect(caseAfter(overrideApproved('tick', 'U0BEN')).of('tick')).toEqual(LOCKED);
    expect(caseAfter(overrideApproved('tick', 'U0BEN'), overrideRequested('tick')).of('tick')).toMatchObject({
      kind: 'override-requested',
    });
  });

  it('applies to one step', () => {
    expect(caseAfter(overrideRequested('tick'), overrideApproved('save', 'U0BEN')).of('tick')).toMatchObject({
      kind: 'override-requested',
    });
    expect(caseAfter(overrideRequested('tick'), overrideApproved('tick', 'U0BEN')).of('save')).toEqual(
      LOCKED,
    );
  });

  it('survives a denied guard check and yields to an allowed one', () => {
    const both = [overrideRequested('tick'), overrideApproved('tick', 'U0BEN')];

    expect(caseAfter(...both, guardChecked('tick', refusedSnapshot)).of('tick')).toMatchObject({
      kind: 'overridden',
    });
    expect(caseAfter(...both, guardChecked('tick', allowedSnapshot)).of('tick')).toMatchObject({
      kind: 'allowed',
    });
  });

  it('ends with the next check', () => {
    expect(caseAfter(overrideRequested('tick'), rechecked()).of('tick')).toEqual(LOCKED);
    expect(
      caseAfter(overrideRequested('tick'), rechecked(), overrideApproved('tick', 'U0BEN')).of('tick'),
    ).toEqual(LOCKED);
    expect(
      caseAfter(overrideRequested('tick'), overrideApproved('tick', 'U0BEN'), rechecked()).of('tick'),
    ).toEqual(LOCKED);
  });

  it('ends 24 hours after the request, approved or not', () => {
    const dayInMinutes = OVERRIDE_TTL_MS / MINUTE;
    const requested = caseAfter(overrideRequested('tick'));
    const approved = caseAfter(overrideRequested('tick'), overrideApproved('tick', 'U0BEN'));

    expect(dayInMinutes).toBe(24 * 60);
    expect(requested.of('tick', dayInMinutes)).toMatchObject({ kind: 'override-requested' });
    expect(requested.of('tick', dayInMinutes + 1)).toEqual(LOCKED);
    expect(approved.of('tick', dayInMinutes)).toMatchObject({ kind: 'overridden' });
    expect(approved.of('tick', dayInMinutes + 1)).toEqual(LOCKED);
  });

  it('needs a new approval when it is requested again after it has ended', () => {
    const minute = OVERRIDE_TTL_MS / MINUTE + 1;
    const again = { ...overrideRequested('tick', 'U0BEN'), minute };
    const { of } = caseAfter(overrideRequested('tick'), overrideApproved('tick', 'U0BEN'), again);

    expect(of('tick', minute)).toMatchObject({ kind: 'override-requested', by: 'U0BEN' });
  });

  it('does not hold while the clock is before the request', () => {
    expect(caseAfter(overrideRequested('tick')).of('tick', -1)).toEqual(LOCKED);
  });

  it('ends when its step is undone', () => {
    const used = [overrideRequested('tick'), overrideApproved('tick', 'U0BEN'), done('tick')];

    expect(caseAfter(...used).of('tick')).toMatchObject({ kind: 'done' });
    expect(caseAfter(...used, undone('tick')).of('tick')).toEqual(LOCKED);
    expect(caseAfter(...used, undone('tick'), overrideApproved('tick', 'U0BEN')).of('tick')).toEqual(LOCKED);
  });

  it('does not replace prerequisite steps', () => {
    expect(caseAfter(overrideRequested('tell'), overrideApproved('tell', 'U0BEN')).of('tell')).toMatchObject({
      kind: 'locked',
      blockedBy: ['ask', 'answer'],
    });
  });
});

it.each([
  [
    'a report of a wrong verdict',
    { kind: 'verdict-disputed', checkIndex: 0, expected: 'direct', reason: 'moved' },
  ],
  ['a look at the case', { kind: 'case-shown' }],
])('%s changes no step and ends no override', (_, event) => {
  expect(caseAfter(done('ask'), overrideRequested('tick'), event as never).of('tick')).toMatchObject({
    kind: 'override-requested',
  });
});

describe('two checks', () => {
  it('show the same card when scenario, customer and subscription are the same', () => {
    const one = aCheck({ scenario });
    const account = anEvidence({ subject: { kind: 'account', number: HALDEN.number } });

    expect(isSameCard(one, rechecked({ topic: 'other', verdict: 'direct' }))).toBe(true);
    expect(isSameCard(one, rechecked({ scenario: { ...scenario, id: 'other' } }))).toBe(false);
    expect(isSameCard(one, rechecked({ evidence: account }))).toBe(false);
  });

  it('show the same card for an email address and for its account', () => {
    const email = { kind: 'email', masked: 'a***@halden.example', fingerprint: '0' } as const;
    const [before, now] = [email, { kind: 'account', number: HALDEN.number } as const].map((subject) =>
      aCheck({ scenario, evidence: anEvidence({ subject, accounts: foundAnswer([HALDEN]) }) }),
    );

    expect(before && now && isSameCard(before, now)).toBe(true);
  });

  it('compare accounts when there are no subscriptions', () => {
    const [one, other] = [HALDEN, { ...HALDEN, number: 'A00900009' }].map((ref) =>
      aCheck({
        scenario,
        evidence: anEvidence({
          subject: { kind: 'crm-account', id: '001000000000001AAA' },
          accounts: foundAnswer([ref]),
          subscriptions: [],
        }),
      }),
    );

    expect(one && other && isSameCard(one, other)).toBe(false);
  });
});
