import { describe, expect, it } from '@jest/globals';
import type { HandoffFact, Standing } from '../../src/domain/handoff.ts';
import { isLive, standingOf } from '../../src/domain/handoff.ts';
import { isOver } from '../../src/domain/handoff-settled.ts';
import {
  ANSWER_BY,
  ANSWERED,
  ASKED,
  aHandoff,
  CLAIMED,
  DECLINED,
  DONE,
  REFUSED,
  STATES,
  SUBMITTED_AT,
  someHandoffFacts,
  someTyped,
  UNSURE,
  WITHDRAWN,
} from '../slack/handoffs.ts';

const POSTED: HandoffFact = { kind: 'posted' };
const RELEASED: HandoffFact = { kind: 'released' };
const LAPSED: HandoffFact = { kind: 'lapsed' };
const NEAR: HandoffFact = { kind: 'lapse-near' };
const RECONFIRMED: HandoffFact = { kind: 'reconfirmed', until: '2022-11-24T10:00:00.000Z' };
const SNOOZED: HandoffFact = { kind: 'snoozed', until: '2022-11-28T09:00:00.000Z' };

function reminded(round: number): HandoffFact {
  return { kind: 'reminded', round, slot: '2022-11-25T14:30:00.000Z' };
}

function watched(allowed: boolean): HandoffFact {
  return { kind: 'watched', allowed, seen: { asOf: SUBMITTED_AT, subscriptions: [], gap: null } };
}

function again(change: { link?: string | null; channel?: string } = {}): HandoffFact {
  const { link = null, channel = 'C0EMEA' } = change;
  const content = { facts: someHandoffFacts(), typed: someTyped({ ask: 'Once more.', link }) };
  return { kind: 'submitted', content, answerBy: '2022-11-30T10:00:00.000Z', channel, team: 'emea' };
}

function standing(...facts: HandoffFact[]): Standing {
  return standingOf(aHandoff(facts));
}

describe('a handoff', () => {
  it('begins open, on its way, with what was submitted', () => {
    expect(standingOf(aHandoff([], { posted: false }))).toMatchObject({
      state: 'open',
      delivery: 'sending',
      submitted: { by: 'U0ANA', at: SUBMITTED_AT },
      answerBy: ANSWER_BY,
      claim: null,
      end: null,
      rounds: 0,
    });
  });

  it('without its submission is no handoff', () => {
    const { events, ...rest } = aHandoff();

    expect(() => standingOf({ ...rest, events: events.slice(1) })).toThrow(/begin with its submission/);
    expect(() => standingOf({ ...rest, events: [] })).toThrow(/begin with its submission/);
  });

  it('stands as its events say, whatever was in between', () => {
    const states = Object.entries(STATES).map(([name, handoff]) => {
      const { state, delivery } = standingOf(handoff);
      return [name, `${state} ${delivery}`];
    });

    expect(Object.fromEntries(states)).toEqual({
      sending: 'open sending',
      open: 'open posted',
      asked: 'open posted',
      answered: 'open posted',
      claimed: 'claimed posted',
      'claimed and asked': 'claimed posted',
      released: 'open posted',
      lapsed: 'open posted',
      done: 'done posted',
      declined: 'declined posted',
      withdrawn: 'withdrawn posted',
      refused: 'open refused',
      unsure: 'open refused',
      erased: 'done posted',
    });
  });

  it('keeps since when it is claimed when the claim is reconfirmed, and until when it holds moves', () => {
    const [first, second] = [standing(CLAIMED).claim, standing(CLAIMED, NEAR, RECONFIRMED).claim];

    expect(second).toEqual({ ...first, until: '2022-11-24T10:00:00.000Z' });
  });

  it.each([
    ['released', RELEASED],
    ['lapsed', LAPSED],
  ] as const)('that is %s belongs to nobody', (_how, fact) => {
    expect(standing(CLAIMED, fact)).toMatchObject({ state: 'open', claim: null });
  });

  it('asks one question at a time, and keeps the last answer with it', () => {
    expect(standing(ASKED).question).toMatchObject({ by: 'U0ROBIN', text: 'Which plan do they want?' });
    expect(standing(ASKED, ANSWERED)).toMatchObject({
      question: null,
      answer: {
        by: 'U0ANA',
        text: 'Premium, as before',
        question: 'Which plan do they want?',
        askedBy: 'U0ROBIN',
      },
    });
    expect(standing(ASKED, ANSWERED, ASKED).answer).not.toBeNull();
  });

  it.each([
    [DONE, { outcome: 'quoted-direct', words: 'A quote went out', by: 'U0ROBIN' }],
    [DECLINED, { outcome: null, words: 'Belongs to another region', by: 'U0ROBIN' }],
    [WITHDRAWN, { outcome: null, words: 'They stay with the partner', by: 'U0ANA' }],
  ])('ends with who ended it and why, and with its question: %j', (fact, end) => {
    expect(standing(CLAIMED, ASKED, fact)).toMatchObject({ state: fact.kind, end, question: null });
  });

  it('that Slack refused is sent again in a new place, as if for the first time, with its link', () => {
    const link = 'https://crm.example/0D5000000000001';
    const sent = standingOf(aHandoff([REFUSED, again()], { posted: false }));

    expect(sent).toMatchObject({ delivery: 'sending', refusal: null, channel: 'C0EMEA', link });
    expect(sent.content.typed.ask).toBe('Once more.');
    expect(standingOf(aHandoff([REFUSED, again({ link: 'https://crm.example/2' })])).link).toBe(
      'https://crm.example/2',
    );
  });

  it('of which nobody knows whether it arrived is sure once a person has looked', () => {
    const looked = standingOf(aHandoff([UNSURE, { kind: 'not-there' }], { posted: false }));

    expect(looked).toMatchObject({ delivery: 'refused', refusal: { error: 'timeout', unsure: false } });
    expect(standing({ kind: 'not-there' }).refusal).toBeNull();
  });

  it('counts rounds of silence, and forgets a snooze with the next reminder', () => {
    expect(standing(reminded(1), SNOOZED)).toMatchObject({
      rounds: 1,
      snoozedUntil: '2022-11-28T09:00:00.000Z',
    });
    expect(standing(reminded(1), SNOOZED, reminded(1))).toMatchObject({ rounds: 1, snoozedUntil: null });
    expect(standing(reminded(1), reminded(2)).rounds).toBe(2);
  });

  it('whose login may be restored stays so, whatever a later look saw', () => {
    expect(standing(watched(false)).loginAllowed).toBe(false);
    expect(standing(watched(true), watched(false)).loginAllowed).toBe(true);
  });

  it('takes a link whenever it comes', () => {
    expect(standing(DONE, { kind: 'linked', link: 'https://crm.example/3' }).link).toBe(
      'https://crm.example/3',
    );
  });

  it('is live while Sales has something to do with it', () => {
    const live = Object.entries(STATES).filter(([, handoff]) => isLive(standingOf(handoff)));

    expect(live.map(([name]) => name)).toEqual([
      'sending',
      'open',
      'asked',
      'answered',
      'claimed',
      'claimed and asked',
      'released',
      'lapsed',
    ]);
  });
});

describe('what happened to a handoff is over', () => {
  /** The second event is the post, so the third is the first of these. */
  function over(...facts: HandoffFact[]): boolean {
    return isOver(aHandoff(facts), 2, new Date(SUBMITTED_AT));
  }

  it('when it was silent, and is not any more', () => {
    expect(over(reminded(1))).toBe(false);
    expect(over(reminded(1), SNOOZED)).toBe(false);
    for (const fact of [CLAIMED, ASKED, DECLINED, WITHDRAWN, reminded(2)])
      expect(over(reminded(1), fact)).toBe(true);
    expect(over(reminded(1), CLAIMED, RELEASED)).toBe(false);
  });

  it('when a claim was about to lapse, and has, or holds again', () => {
    const near = (...facts: HandoffFact[]) =>
      isOver(aHandoff([CLAIMED, NEAR, ...facts]), 3, new Date(SUBMITTED_AT));

    expect(near()).toBe(false);
    for (const fact of [RECONFIRMED, RELEASED, LAPSED, DONE]) expect(near(fact)).toBe(true);
    for (const fact of [RELEASED, LAPSED]) expect(near(fact, CLAIMED)).toBe(true);
  });

  it('when a claim was about to lapse, and its time has come', () => {
    const handoff = aHandoff([CLAIMED, NEAR]);
    const until = Date.parse(standingOf(handoff).claim?.until ?? '');

    expect(isOver(handoff, 3, new Date(until - 1))).toBe(false);
    expect(isOver(handoff, 3, new Date(until))).toBe(true);
  });

  it('when Slack would not have it, and it was sent again, has arrived after all, or is given up', () => {
    const refused = (...facts: HandoffFact[]) =>
      isOver(aHandoff([UNSURE, ...facts], { posted: false }), 1, new Date(SUBMITTED_AT));

    expect(refused()).toBe(false);
    expect(refused({ kind: 'not-there' })).toBe(false);
    for (const fact of [again(), POSTED, DECLINED, WITHDRAWN]) expect(refused(fact)).toBe(true);
    expect(refused(again(), UNSURE)).toBe(true);
  });

  it('when it was given back, and somebody has taken it', () => {
    const lapsed = (...facts: HandoffFact[]) =>
      isOver(aHandoff([CLAIMED, LAPSED, ...facts]), 3, new Date(SUBMITTED_AT));

    expect(lapsed()).toBe(false);
    expect(lapsed(CLAIMED)).toBe(true);
  });

  it('but never when a person did it', () => {
    for (const fact of [CLAIMED, ASKED, DONE]) expect(over(fact, WITHDRAWN)).toBe(false);
  });
});
