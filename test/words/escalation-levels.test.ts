import { describe, expect, it } from 'vitest';
import { MAX_REMINDER_ROUNDS } from '../../src/domain/handoff-deadlines.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import {
  escalationLevel,
  escalationLines,
  escalationRequestText,
} from '../../src/words/escalation-levels.ts';

const KINDS = ['person', 'smb-pool', 'other'] as const;

function advice(
  round: number,
  kind: (typeof KINDS)[number] = 'person',
  channel: string | null = null,
): string {
  return escalationLines(escalationLevel(round, kind), channel).map(plainText).join('\n');
}

describe('the escalation levels of an unanswered handoff', () => {
  it.each(KINDS)("start with the account's activity: %s", (kind) => {
    for (let round = 1; round <= MAX_REMINDER_ROUNDS; round += 1) {
      expect(advice(round, kind)).toMatch(
        /^First check the account's Activity in Salesforce\. If there is recent activity/,
      );
    }
  });

  it('rise with each round and end at the CEO', () => {
    const levels = [1, 2, 3, 4, 5].map(
      (round) => /manager in Chatter|director|the VP above|head of Sales|the CEO/.exec(advice(round))?.[0],
    );

    expect(levels).toEqual(['manager in Chatter', 'director', 'the VP above', 'head of Sales', 'the CEO']);
    expect([1, 2, 3, 4].map((round) => escalationLevel(round, 'person').isLast)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(escalationLevel(MAX_REMINDER_ROUNDS, 'person').isLast).toBe(true);
    expect(escalationLevel(99, 'person')).toEqual(escalationLevel(MAX_REMINDER_ROUNDS, 'person'));
  });

  it('name the escalation channel from the VP on', () => {
    expect(
      [1, 2, 3, 4, 5].map((round) => advice(round, 'person', '#ask-sales').includes('#ask-sales')),
    ).toEqual([false, false, true, true, true]);
    expect(advice(3)).toContain('the Slack channel for escalations to Sales');
  });

  it("name the Case's owner, the regional manager and the DRI for the SMB pool", () => {
    expect(advice(1, 'smb-pool')).toMatch(
      /Case's owner and the regional manager in Chatter.+regional L&R DRI.+nobody owns the Case/,
    );
  });

  it('skip an owner who is wrong or unwilling', () => {
    expect(advice(1, 'other')).toMatch(/segment and territory.+without waiting/);
  });

  it('have a text to copy that says how long Sales has not answered, and promises nothing', () => {
    const about = [{ kind: 'text', text: 'Halden Mills' } as const];
    const text = plainText(
      escalationRequestText({ about, round: 2, ticket: 'https://t.example/1', link: null }),
    );

    expect(text).toBe(
      'Hello, Support asked Sales about Halden Mills 48 hours ago, not counting weekends and holidays, and has no answer yet. Could you look at it, or name who can? The customer is waiting. Ticket: https://t.example/1',
    );
    expect(
      plainText(escalationRequestText({ about, round: 1, ticket: null, link: 'https://c.example/2' })),
    ).toMatch(/24 hours ago.+Request: https:\/\/c\.example\/2$/);
  });
});
