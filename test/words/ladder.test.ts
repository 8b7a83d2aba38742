import { describe, expect, it } from '@jest/globals';
import { MOST_ROUNDS } from '../../src/domain/handoff-times.ts';
import { plainText } from '../../src/domain/text.ts';
import { rungFor, rungText, sayRung } from '../../src/words/ladder.ts';

const KINDS = ['person', 'smb-pool', 'other'] as const;

function advice(
  round: number,
  kind: (typeof KINDS)[number] = 'person',
  channel: string | null = null,
): string {
  return sayRung(rungFor(round, kind), channel).map(plainText).join('\n');
}

describe('the ladder of a silent handoff', () => {
  it.each(KINDS)("begins with the account's activity, whoever owns it: %s", (kind) => {
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      expect(advice(round, kind)).toMatch(
        /^Look at the account's Activity in Salesforce first: if there is some, ask there/,
      );
    }
  });

  it('goes one level up with each round and ends at the CEO', () => {
    const levels = [1, 2, 3, 4, 5].map(
      (round) => /manager in Chatter|director|the VP above|head of Sales|the CEO/.exec(advice(round))?.[0],
    );

    expect(levels).toEqual(['manager in Chatter', 'director', 'the VP above', 'head of Sales', 'the CEO']);
    expect([1, 2, 3, 4].map((round) => rungFor(round, 'person').last)).toEqual([false, false, false, false]);
    expect(rungFor(MOST_ROUNDS, 'person').last).toBe(true);
    expect(rungFor(99, 'person')).toEqual(rungFor(MOST_ROUNDS, 'person'));
  });

  it('asks in the escalation channel from the VP on, by the name it has here', () => {
    expect(
      [1, 2, 3, 4, 5].map((round) => advice(round, 'person', '#ask-sales').includes('#ask-sales')),
    ).toEqual([false, false, true, true, true]);
    expect(advice(3)).toContain('the Slack channel for escalations to Sales');
  });

  it("asks the Case's owner, the regional manager and the DRI for the pool of small customers", () => {
    expect(advice(1, 'smb-pool')).toMatch(
      /Case's owner and the regional manager in Chatter.+regional L&R DRI.+nobody owns the Case/,
    );
  });

  it('waits for nobody when the owner is wrong or unwilling', () => {
    expect(advice(1, 'other')).toMatch(/segment and territory.+without waiting/);
  });

  it('has a text to copy that says how long Sales is silent, and promises nothing', () => {
    const about = [{ kind: 'text', text: 'Halden Mills' } as const];
    const text = plainText(rungText({ about, round: 2, ticket: 'https://t.example/1', link: null }));

    expect(text).toBe(
      'Hello, Support asked Sales about Halden Mills 48 working hours ago and has no answer yet. Could you look at it, or name who can? The customer is waiting. Ticket: https://t.example/1',
    );
    expect(plainText(rungText({ about, round: 1, ticket: null, link: 'https://c.example/2' }))).toMatch(
      /24 working hours.+Request: https:\/\/c\.example\/2$/,
    );
  });
});
