import { describe, expect, it } from '@jest/globals';
import type { Act, Case, Check, Sight } from '../../src/domain/case.ts';
import { GUARD_HOLDS_MS, isSameCard, progressOf } from '../../src/domain/progress.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import { aCase, aCheck, anAccount, aScenario, direct, found, HALDEN, someEvidence } from '../slack/cases.ts';

const LOGIN = ['direct', 'transition-complete'] as const;
const START = Date.parse('2022-11-22T15:00:00.000Z');
const MINUTE = 60_000;

/** Every kind of step: free, waiting, guarded, both, and a second guarded one. */
const scenario: Scenario = aScenario({
  steps: [
    { id: 'ask', text: 'Ask.' },
    { id: 'answer', text: 'Answer.', needs: { steps: ['ask'] } },
    { id: 'tick', text: 'Tick.', needs: { verdict: LOGIN } },
    { id: 'save', text: 'Save.', needs: { verdict: LOGIN } },
    { id: 'tell', text: 'Tell.', needs: { steps: ['ask', 'answer'], verdict: LOGIN } },
  ],
});

const good: Sight = {
  asOf: '2022-11-22T15:00:00.000Z',
  subscriptions: [{ number: 'A-S00900001', verdict: 'direct', channel: 'Non-Reseller' }],
  gap: null,
};
const bad: Sight = {
  ...good,
  subscriptions: [{ number: 'A-S00900001', verdict: 'reseller', channel: 'Reseller' }],
};

type Event = Partial<Act> & { readonly minute?: number; readonly by?: string };
type Happening = Event | Check;

/** A case to which this happened, a minute after the other unless said otherwise; read at the end, or then. */
function having(...happened: readonly Happening[]) {
  const check = aCheck({ scenario });
  let kase: Case = aCase(check);
  for (const [index, each] of happened.entries()) kase = add(kase, each, index);
  return {
    kase,
    of: (id: string, minute = happened.length) =>
      progressOf(kase, new Date(START + minute * MINUTE)).find(({ step }) => step.id === id)?.state,
  };
}

function add(kase: Case, happened: Happening, index: number): Case {
  if ('judgements' in happened) {
    const event = { kind: 'checked', at: happened.at, by: happened.by, check: kase.checks.length } as const;
    return { ...kase, checks: [...kase.checks, happened], events: [...kase.events, event] };
  }
  const { minute = index, by = 'U0ANA', ...act } = happened;
  const at = new Date(START + minute * MINUTE).toISOString();
  return { ...kase, events: [...kase.events, { at, by, ...act } as Act] };
}

const done = (stepId: string, by = 'U0ANA', value: string | null = null): Event => ({
  kind: 'step-done',
  stepId,
  by,
  value,
});
const undone = (stepId: string): Event => ({ kind: 'step-undone', stepId, reason: 'by mistake' });
const looked = (stepId: string, seen: Sight, allowed = seen === good): Event => ({
  kind: 'guard',
  stepId,
  allowed,
  seen,
});
const asked = (stepId: string, by = 'U0ANA', reason = 'Sales said so'): Event => ({
  kind: 'override-asked',
  stepId,
  by,
  reason,
});
const agreed = (stepId: string, by: string): Event => ({ kind: 'override-agreed', stepId, by });
const again = (change: Partial<Check> = {}): Check => aCheck({ scenario, because: 'recheck', ...change });

const LOCKED = { kind: 'locked', waitsFor: [], refused: null };

describe('a card that nobody touched', () => {
  it('shows every step of its scenario in order', () => {
    const { kase } = having();

    expect(progressOf(kase, new Date(START)).map(({ step, state }) => [step.id, state.kind])).toEqual([
      ['ask', 'open'],
      ['answer', 'locked'],
      ['tick', 'locked'],
      ['save', 'locked'],
      ['tell', 'locked'],
    ]);
  });

  it('has guarded steps locked without a refusal, and waiting ones with what they wait for', () => {
    const { of } = having();

    expect(of('tick')).toEqual(LOCKED);
    expect(of('answer')).toEqual({ kind: 'locked', waitsFor: ['ask'], refused: null });
    expect(of('tell')).toEqual({ kind: 'locked', waitsFor: ['ask', 'answer'], refused: null });
  });
});

describe('a tick', () => {
  it('says who, when and with what', () => {
    const { of } = having(done('ask', 'U0BEN', 'https://chatter.example/1'));

    expect(of('ask')).toEqual({
      kind: 'done',
      by: 'U0BEN',
      at: '2022-11-22T15:00:00.000Z',
      value: 'https://chatter.example/1',
    });
    expect(of('tick')).toEqual(LOCKED);
  });

  it('can be taken back and made again', () => {
    expect(having(done('ask'), undone('ask')).of('ask')).toEqual({ kind: 'open' });
    expect(having(done('ask'), undone('ask'), done('ask', 'U0BEN')).of('ask')).toMatchObject({ by: 'U0BEN' });
  });

  it('lets go what waited for it, and holds it again when taken back', () => {
    expect(having(done('ask')).of('answer')).toEqual({ kind: 'open' });
    expect(having(done('ask'), undone('ask')).of('answer')).toMatchObject({
      kind: 'locked',
      waitsFor: ['ask'],
    });
    expect(having(done('ask')).of('tell')).toMatchObject({ kind: 'locked', waitsFor: ['answer'] });
    expect(having(done('ask'), done('answer')).of('tell')).toEqual(LOCKED);
  });

  it('stays when the systems are looked at again and the same card comes out', () => {
    expect(having(done('ask'), again()).of('ask')).toMatchObject({ kind: 'done' });
    expect(having(looked('tick', good), done('tick'), again()).of('tick')).toMatchObject({ kind: 'done' });
  });

  it('says nothing about a step of the same name in another scenario, and is there again when that one is', () => {
    const other = again({ scenario: { ...scenario, id: 'other' } });

    expect(having(done('ask'), done('tick'), other).of('ask')).toEqual({ kind: 'open' });
    expect(having(done('ask'), done('tick'), other).of('tick')).toEqual(LOCKED);
    expect(having(done('ask'), other).of('answer')).toMatchObject({ waitsFor: ['ask'] });
    expect(having(done('ask'), other, again()).of('ask')).toMatchObject({ kind: 'done' });
  });

  it('says nothing about another customer or another subscription', () => {
    const number = 'A-S00900002';
    const elsewhere = again({ evidence: someEvidence({ subject: { kind: 'subscription', number } }) });
    const account = { ...HALDEN, number: 'A00900009' };
    const somebodyElse = again({
      evidence: someEvidence({
        subscriptions: [{ ...direct({ subscriptionOwner: account }), account: found(anAccount(account)) }],
      }),
    });

    expect(having(done('ask'), elsewhere).of('ask')).toEqual({ kind: 'open' });
    expect(having(done('ask'), somebodyElse).of('ask')).toEqual({ kind: 'open' });
  });
});

describe('a look', () => {
  it('that gives what the step needs allows it, and no other step', () => {
    const { of } = having({ ...looked('tick', good), by: 'U0BEN' });

    expect(of('tick')).toEqual({ kind: 'allowed', by: 'U0BEN', at: good.asOf, seen: good });
    expect(of('save')).toEqual(LOCKED);
  });

  it('that does not leaves it locked, with what was seen', () => {
    expect(having(looked('tick', bad)).of('tick')).toEqual({ ...LOCKED, refused: bad });
  });

  it('counts as it was written down, whatever the sight would be worth by itself', () => {
    expect(having(looked('tick', good, false)).of('tick')).toEqual({ ...LOCKED, refused: good });
  });

  it('replaces the one before', () => {
    expect(having(looked('tick', good), looked('tick', bad)).of('tick')).toEqual({ ...LOCKED, refused: bad });
    expect(having(looked('tick', bad), looked('tick', good)).of('tick')).toMatchObject({ kind: 'allowed' });
  });

  it('for another step closes this one too when the account has changed, and opens nothing', () => {
    expect(having(looked('tick', good), looked('save', bad)).of('tick')).toEqual({ ...LOCKED, refused: bad });
    expect(having(looked('tick', good), looked('save', good)).of('tick')).toMatchObject({ kind: 'allowed' });
    expect(having(looked('tick', bad), looked('save', good)).of('tick')).toEqual(LOCKED);
  });

  it('holds for a quarter of an hour to the millisecond, and not into the past', () => {
    const { of } = having(looked('tick', good));
    const quarter = GUARD_HOLDS_MS / MINUTE;

    expect(quarter).toBe(15);
    expect(of('tick', 0)).toMatchObject({ kind: 'allowed' });
    expect(of('tick', quarter)).toMatchObject({ kind: 'allowed' });
    expect(of('tick', quarter + 1 / MINUTE)).toEqual(LOCKED);
    expect(of('tick', -1 / MINUTE)).toEqual(LOCKED);
  });

  it.each(['recheck', 'told', 'choice'] as const)(
    'ends with the next check (%s), whatever comes out',
    (because) => {
      expect(having(looked('tick', good), again({ because })).of('tick')).toEqual(LOCKED);
      expect(having(looked('tick', bad), again({ because })).of('tick')).toEqual(LOCKED);
      expect(having(again({ because }), looked('tick', good)).of('tick')).toMatchObject({ kind: 'allowed' });
    },
  );

  it('does not stand in for the steps that come first', () => {
    expect(having(looked('tell', good)).of('tell')).toEqual({
      kind: 'locked',
      waitsFor: ['ask', 'answer'],
      refused: null,
    });
    expect(having(looked('tell', bad)).of('tell')).toMatchObject({
      waitsFor: ['ask', 'answer'],
      refused: bad,
    });
    expect(having(looked('tell', good), done('ask'), done('answer')).of('tell')).toMatchObject({
      kind: 'allowed',
    });
  });

  it('makes no difference to a step that is done', () => {
    expect(having(looked('tick', good), done('tick'), looked('tick', bad)).of('tick')).toMatchObject({
      kind: 'done',
    });
  });
});

describe('an override', () => {
  it('waits for a second person, and then names both', () => {
    expect(having(asked('tick')).of('tick')).toEqual({
      kind: 'override-asked',
      by: 'U0ANA',
      at: good.asOf,
      reason: 'Sales said so',
    });
    expect(having(asked('tick'), agreed('tick', 'U0BEN')).of('tick')).toEqual({
      kind: 'overridden',
      by: 'U0ANA',
      second: 'U0BEN',
      reason: 'Sales said so',
    });
  });

  it('is not agreed to by the one who asked, however often', () => {
    const own = [asked('tick'), agreed('tick', 'U0ANA'), agreed('tick', 'U0ANA')];

    expect(having(...own).of('tick')).toMatchObject({ kind: 'override-asked' });
    expect(having(...own, agreed('tick', 'U0BEN')).of('tick')).toMatchObject({ second: 'U0BEN' });
  });

  it('stays with the first who asked, so that nobody agrees to their own by asking twice', () => {
    const both = [asked('tick', 'U0ANA'), asked('tick', 'U0BEN')];

    expect(having(...both, agreed('tick', 'U0ANA')).of('tick')).toMatchObject({
      kind: 'override-asked',
      by: 'U0ANA',
    });
    expect(having(...both, agreed('tick', 'U0BEN')).of('tick')).toMatchObject({
      by: 'U0ANA',
      second: 'U0BEN',
    });
  });

  it('is not agreed to before it was asked for', () => {
    expect(having(agreed('tick', 'U0BEN')).of('tick')).toEqual(LOCKED);
    expect(having(agreed('tick', 'U0BEN'), asked('tick')).of('tick')).toMatchObject({
      kind: 'override-asked',
    });
  });

  it('is for one step', () => {
    expect(having(asked('tick'), agreed('save', 'U0BEN')).of('tick')).toMatchObject({
      kind: 'override-asked',
    });
    expect(having(asked('tick'), agreed('tick', 'U0BEN')).of('save')).toEqual(LOCKED);
  });

  it('survives a refused look, and makes way for one that allows', () => {
    const both = [asked('tick'), agreed('tick', 'U0BEN')];

    expect(having(...both, looked('tick', bad)).of('tick')).toMatchObject({ kind: 'overridden' });
    expect(having(...both, looked('tick', good)).of('tick')).toMatchObject({ kind: 'allowed' });
  });

  it('ends with the next check', () => {
    expect(having(asked('tick'), again()).of('tick')).toEqual(LOCKED);
    expect(having(asked('tick'), again(), agreed('tick', 'U0BEN')).of('tick')).toEqual(LOCKED);
    expect(having(asked('tick'), agreed('tick', 'U0BEN'), again()).of('tick')).toEqual(LOCKED);
  });

  it('is used up when its tick is taken back', () => {
    const used = [asked('tick'), agreed('tick', 'U0BEN'), done('tick')];

    expect(having(...used).of('tick')).toMatchObject({ kind: 'done' });
    expect(having(...used, undone('tick')).of('tick')).toEqual(LOCKED);
    expect(having(...used, undone('tick'), agreed('tick', 'U0BEN')).of('tick')).toEqual(LOCKED);
  });

  it('does not stand in for the steps that come first', () => {
    expect(having(asked('tell'), agreed('tell', 'U0BEN')).of('tell')).toMatchObject({
      kind: 'locked',
      waitsFor: ['ask', 'answer'],
    });
  });
});

describe('two checks', () => {
  it('show the same card when scenario, customer and subscription are the same', () => {
    const one = aCheck({ scenario });
    const account = someEvidence({ subject: { kind: 'account', number: HALDEN.number } });

    expect(isSameCard(one, again({ topic: 'other', verdict: 'direct' }))).toBe(true);
    expect(isSameCard(one, again({ scenario: { ...scenario, id: 'other' } }))).toBe(false);
    expect(isSameCard(one, again({ evidence: account }))).toBe(false);
  });

  it('show the same card when an address and the account that it led to are asked for', () => {
    const email = { kind: 'email', masked: 'a***@halden.example', fingerprint: '0' } as const;
    const [before, now] = [email, { kind: 'account', number: HALDEN.number } as const].map((subject) =>
      aCheck({ scenario, evidence: someEvidence({ subject, accounts: found([HALDEN]) }) }),
    );

    expect(before && now && isSameCard(before, now)).toBe(true);
  });

  it('of accounts without subscriptions go by the accounts', () => {
    const [one, other] = [HALDEN, { ...HALDEN, number: 'A00900009' }].map((ref) =>
      aCheck({
        scenario,
        evidence: someEvidence({
          subject: { kind: 'crm-account', id: '001000000000001AAA' },
          accounts: found([ref]),
          subscriptions: [],
        }),
      }),
    );

    expect(one && other && isSameCard(one, other)).toBe(false);
  });
});
