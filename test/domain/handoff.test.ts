import { describe, expect, it } from 'vitest';
import { handoffStateOf, isEventObsolete } from '../../src/domain/handoff.ts';
import type { HandoffEventDetails } from '../../src/domain/handoff-events.ts';
import type { HandoffState } from '../../src/domain/handoff-state.ts';
import { isActiveHandoff } from '../../src/domain/handoff-state.ts';
import {
  ANSWER_BY,
  ANSWERED,
  ASKED,
  aHandoff,
  aHandoffFacts,
  aHandoffInput,
  CLAIMED,
  DECLINED,
  DONE,
  HANDOFFS_BY_STATE,
  OUTCOME_UNKNOWN,
  POST_REFUSED,
  SUBMITTED_AT,
  WITHDRAWN,
} from '../builders/handoffs.ts';

const POSTED: HandoffEventDetails = { kind: 'posted' };
const RELEASED: HandoffEventDetails = { kind: 'released' };
const CLAIM_EXPIRED: HandoffEventDetails = { kind: 'claim-expired' };
const CLAIM_EXPIRING: HandoffEventDetails = { kind: 'claim-expiring' };
const RECONFIRMED: HandoffEventDetails = { kind: 'reconfirmed', until: '2022-11-24T10:00:00.000Z' };
const SNOOZED: HandoffEventDetails = { kind: 'snoozed', until: '2022-11-28T09:00:00.000Z' };

function reminded(round: number): HandoffEventDetails {
  return { kind: 'reminded', round, batchAt: '2022-11-25T14:30:00.000Z' };
}

function watched(allowed: boolean): HandoffEventDetails {
  return {
    kind: 'login-checked',
    loginAllowed: allowed,
    snapshot: { asOf: SUBMITTED_AT, subscriptions: [], gap: null },
  };
}

function resubmitted(change: { link?: string | null; channel?: string } = {}): HandoffEventDetails {
  const { link = null, channel = 'C0EMEA' } = change;
  const content = {
    facts: aHandoffFacts(),
    input: aHandoffInput({ ask: 'Once more.', salesforceLink: link }),
  };
  return { kind: 'submitted', content, answerDueAt: '2022-11-30T10:00:00.000Z', channel, team: 'emea' };
}

function handoffState(...facts: HandoffEventDetails[]): HandoffState {
  return handoffStateOf(aHandoff(facts));
}

describe('a handoff', () => {
  it('starts open, not yet posted, with the submitted content', () => {
    expect(handoffStateOf(aHandoff([], { posted: false }))).toMatchObject({
      status: 'open',
      delivery: 'sending',
      submitted: { by: 'U0ANA', at: SUBMITTED_AT },
      answerDueAt: ANSWER_BY,
      claim: null,
      resolution: null,
      reminderRounds: 0,
    });
  });

  it('must start with its submission', () => {
    const { events, ...rest } = aHandoff();

    expect(() => handoffStateOf({ ...rest, events: events.slice(1) })).toThrow(/begin with its submission/);
    expect(() => handoffStateOf({ ...rest, events: [] })).toThrow(/begin with its submission/);
  });

  it('has the state that its events give', () => {
    const states = Object.entries(HANDOFFS_BY_STATE).map(([name, handoff]) => {
      const { status, delivery } = handoffStateOf(handoff);
      return [name, `${status} ${delivery}`];
    });

    expect(Object.fromEntries(states)).toEqual({
      sending: 'open sending',
      open: 'open posted',
      unlinked: 'open posted',
      asked: 'open posted',
      answered: 'open posted',
      claimed: 'claimed posted',
      'claimed and asked': 'claimed posted',
      released: 'open posted',
      lapsed: 'open posted',
      done: 'done posted',
      declined: 'declined posted',
      withdrawn: 'withdrawn posted',
      refused: 'open failed',
      outcomeUnknown: 'open failed',
      erased: 'done posted',
    });
  });

  it('keeps the start of a reconfirmed claim and extends its end', () => {
    const [first, second] = [
      handoffState(CLAIMED).claim,
      handoffState(CLAIMED, CLAIM_EXPIRING, RECONFIRMED).claim,
    ];

    expect(second).toEqual({ ...first, until: '2022-11-24T10:00:00.000Z' });
  });

  it.each([
    ['released', RELEASED],
    ['lapsed', CLAIM_EXPIRED],
  ] as const)('that is %s has no claim', (_how, fact) => {
    expect(handoffState(CLAIMED, fact)).toMatchObject({ status: 'open', claim: null });
  });

  it('has one open question and keeps the last answer', () => {
    expect(handoffState(ASKED).question).toMatchObject({ by: 'U0ROBIN', text: 'Which plan do they want?' });
    expect(handoffState(ASKED, ANSWERED)).toMatchObject({
      question: null,
      answer: {
        by: 'U0ANA',
        text: 'Premium, as before',
        question: 'Which plan do they want?',
        askedBy: 'U0ROBIN',
      },
    });
    expect(handoffState(ASKED, ANSWERED, ASKED).answer).not.toBeNull();
  });

  it.each([
    [DONE, { outcome: 'quoted-direct', note: 'A quote went out', by: 'U0ROBIN' }],
    [DECLINED, { outcome: null, note: 'Belongs to another region', by: 'U0ROBIN' }],
    [WITHDRAWN, { outcome: null, note: 'They stay with the partner', by: 'U0ANA' }],
  ])('is resolved with actor and reason, and without an open question: %j', (fact, resolution) => {
    expect(handoffState(CLAIMED, ASKED, fact)).toMatchObject({
      status: fact.kind,
      resolution,
      question: null,
    });
  });

  it('that Slack refused is submitted again to another channel and keeps its Salesforce link', () => {
    const link = 'https://crm.example/0D5000000000001';
    const sent = handoffStateOf(aHandoff([POST_REFUSED, resubmitted()], { posted: false }));

    expect(sent).toMatchObject({
      delivery: 'sending',
      deliveryFailure: null,
      channel: 'C0EMEA',
      salesforceLink: link,
    });
    expect(sent.content.input.ask).toBe('Once more.');
    expect(
      handoffStateOf(aHandoff([POST_REFUSED, resubmitted({ link: 'https://crm.example/2' })])).salesforceLink,
    ).toBe('https://crm.example/2');
  });

  it('with unknown outcome is resolved by a person', () => {
    const looked = handoffStateOf(
      aHandoff([OUTCOME_UNKNOWN, { kind: 'post-missing', attemptedAt: null }], { posted: false }),
    );

    expect(looked).toMatchObject({
      delivery: 'failed',
      deliveryFailure: { error: 'timeout', outcomeUnknown: false },
    });
    expect(handoffState({ kind: 'post-missing', attemptedAt: null }).deliveryFailure).toBeNull();
  });

  it('counts reminders, and ends a snooze with the next reminder', () => {
    expect(handoffState(reminded(1), SNOOZED)).toMatchObject({
      reminderRounds: 1,
      snoozedUntil: '2022-11-28T09:00:00.000Z',
    });
    expect(handoffState(reminded(1), SNOOZED, reminded(1))).toMatchObject({
      reminderRounds: 1,
      snoozedUntil: null,
    });
    expect(handoffState(reminded(1), reminded(2)).reminderRounds).toBe(2);
  });

  it('keeps the permission to restore the login', () => {
    expect(handoffState(watched(false)).loginAllowed).toBe(false);
    expect(handoffState(watched(true), watched(false)).loginAllowed).toBe(true);
  });

  it('accepts a Salesforce link at any time', () => {
    expect(
      handoffState(DONE, { kind: 'link-added', link: 'https://crm.example/3', answerDueAt: null })
        .salesforceLink,
    ).toBe('https://crm.example/3');
  });

  it('is active while it is with Sales', () => {
    const live = Object.entries(HANDOFFS_BY_STATE).filter(([, handoff]) =>
      isActiveHandoff(handoffStateOf(handoff)),
    );

    expect(live.map(([name]) => name)).toEqual([
      'sending',
      'open',
      'unlinked',
      'asked',
      'answered',
      'claimed',
      'claimed and asked',
      'released',
      'lapsed',
    ]);
  });
});

describe('an event of a handoff is obsolete', () => {
  /** Index of the first event after the submission and the post. */
  function over(...facts: HandoffEventDetails[]): boolean {
    return isEventObsolete(aHandoff(facts), 2, new Date(SUBMITTED_AT));
  }

  it('when a reminder no longer applies', () => {
    expect(over(reminded(1))).toBe(false);
    expect(over(reminded(1), SNOOZED)).toBe(false);
    for (const fact of [CLAIMED, ASKED, DECLINED, WITHDRAWN, reminded(2)])
      expect(over(reminded(1), fact)).toBe(true);
    expect(over(reminded(1), CLAIMED, RELEASED)).toBe(false);
  });

  it('when an expiring claim has expired or was reconfirmed', () => {
    const near = (...facts: HandoffEventDetails[]) =>
      isEventObsolete(aHandoff([CLAIMED, CLAIM_EXPIRING, ...facts]), 3, new Date(SUBMITTED_AT));

    expect(near()).toBe(false);
    for (const fact of [RECONFIRMED, RELEASED, CLAIM_EXPIRED, DONE]) expect(near(fact)).toBe(true);
    for (const fact of [RELEASED, CLAIM_EXPIRED]) expect(near(fact, CLAIMED)).toBe(true);
  });

  it('when the expiry of a claim has passed', () => {
    const handoff = aHandoff([CLAIMED, CLAIM_EXPIRING]);
    const until = Date.parse(handoffStateOf(handoff).claim?.until ?? '');

    expect(isEventObsolete(handoff, 3, new Date(until - 1))).toBe(false);
    expect(isEventObsolete(handoff, 3, new Date(until))).toBe(true);
  });

  it('when a failed delivery was repeated, has succeeded, or was withdrawn', () => {
    const refused = (...facts: HandoffEventDetails[]) =>
      isEventObsolete(aHandoff([OUTCOME_UNKNOWN, ...facts], { posted: false }), 1, new Date(SUBMITTED_AT));

    expect(refused()).toBe(false);
    expect(refused({ kind: 'post-missing', attemptedAt: null })).toBe(false);
    for (const fact of [resubmitted(), POSTED, DECLINED, WITHDRAWN]) expect(refused(fact)).toBe(true);
    expect(refused(resubmitted(), OUTCOME_UNKNOWN)).toBe(true);
  });

  it('when a released handoff was claimed again', () => {
    const lapsed = (...facts: HandoffEventDetails[]) =>
      isEventObsolete(aHandoff([CLAIMED, CLAIM_EXPIRED, ...facts]), 3, new Date(SUBMITTED_AT));

    expect(lapsed()).toBe(false);
    expect(lapsed(CLAIMED)).toBe(true);
  });

  it('but never when a person caused the event', () => {
    for (const fact of [CLAIMED, ASKED, DONE]) expect(over(fact, WITHDRAWN)).toBe(false);
  });
});
