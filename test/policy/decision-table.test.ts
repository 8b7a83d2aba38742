import { describe, expect, it } from 'vitest';
import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import { DEFAULT_TEAM_HOURS } from '../../src/domain/business-calendar.ts';
import { POLICIES } from '../../src/domain/case-facts.ts';
import { answerDueAt } from '../../src/domain/handoff-deadlines.ts';
import { resolveLookupTarget } from '../../src/domain/lookup-target.ts';
import { parseQuery } from '../../src/domain/parse-query.ts';
import { phrase, plainText } from '../../src/domain/text-fragments.ts';
import type { Ticket } from '../../src/domain/upstream-records.ts';
import { createLookupOptions, gatherEvidence } from '../../src/usecases/gather-evidence.ts';
import {
  escalationLevel,
  escalationLines,
  escalationRequestText,
} from '../../src/words/escalation-levels.ts';
import { refusedTicketHostText } from '../../src/words/replies.ts';
import { adviceFor } from '../builders/advice.ts';
import { aTicket, foundAnswer, QUILLMARK } from '../builders/cases.ts';
import { fakePorts } from '../builders/fake-ports.ts';
import { resold } from '../builders/situations.ts';
import { CHANGE_ROWS } from './decision-rows/change-rows.ts';
import { CONTACT_ROWS } from './decision-rows/contact-rows.ts';
import { LOGIN_ROWS } from './decision-rows/login-rows.ts';
import { PARTNER_ROWS } from './decision-rows/partner-rows.ts';
import { type DecisionRow, unmetExpectations } from './decision-rows/row.ts';
import { UNSETTLED_ROWS } from './decision-rows/unsettled-rows.ts';

const ROWS: readonly DecisionRow[] = [
  ...CHANGE_ROWS,
  ...LOGIN_ROWS,
  ...CONTACT_ROWS,
  ...PARTNER_ROWS,
  ...UNSETTLED_ROWS,
];
const ROWS_BY_POLICY = ROWS.flatMap((row) =>
  (row.policies ?? POLICIES).map((policy) => ({ ...row, policy })),
);

describe('the decision table', () => {
  it.each(ROWS_BY_POLICY)('$row ($policy): $case', (row) => {
    const { evidence, facts, events = [], input = {}, policy } = row;
    const advice = adviceFor(evidence, { policy, manualFacts: facts, events, input });

    expect(unmetExpectations(advice, row)).toEqual([]);
  });

  it('covers every row', () => {
    const covered = new Set([...ROWS.map(({ row }) => Number.parseInt(row, 10)), 33, 34]);

    expect([...covered].sort((one, other) => one - other)).toEqual(
      Array.from({ length: 34 }, (_, index) => index + 1),
    );
  });
});

describe("19: a partner's own ticket without the number of a customer's subscription", () => {
  it("is not answered about the partner's account; the end customer's subscription is asked for", async () => {
    const asked: string[] = [];
    const organisation = {
      name: QUILLMARK.name,
      salesforceId: '001Aa000000PartEAA',
      accountType: 'open_partner',
    };
    const ticket = aTicket({ requesterDomain: 'quillmark.example', organisation });

    await expect(gatherTicket(ticket, asked)).rejects.toThrow(
      /partner.*did not check the partner's own account.*end customer's subscriptions/,
    );
    expect(asked.filter((system) => system !== 'crm account')).toEqual(['ticket']);
  });
});

describe('33: a ticket that only cleared staff may see', () => {
  const federal = 'gitlab-federal-support.zendesk.com';
  const hosts = { ticket: ['support.gitlab.com'], refused: [federal], defaultTicketHost: null };

  it.each([true, false])('is refused at a US Government host, whatever is next to it', (typed) => {
    const query = parseQuery(`A-S00900001 https://${federal}/agent/tickets/4411`, hosts);
    const answer = plainText(refusedTicketHostText(federal));

    expect(resolveLookupTarget(query, { typed })).toEqual({ kind: 'refused', host: federal });
    expect(query).toMatchObject({ references: [], ticketLinks: [] });
    expect(answer).toMatch(/only inside their own Zendesk/);
    expect(answer).toMatch(/looked up and stored nothing/);
  });

  it('is refused when its organisation is a restricted account, and no other system is called', async () => {
    const asked: string[] = [];

    await expect(gatherTicket(aTicket({ restricted: true }), asked)).rejects.toThrow(
      /restricted account.*only cleared staff/,
    );
    expect(asked).toEqual(['ticket']);
  });
});

/** Checks the ticket, and notes which system is asked. */
function gatherTicket(ticket: Ticket, asked: string[]) {
  const ports = portsForTicket(ticket, asked);
  const subject = { kind: 'ticket', host: ticket.host, id: ticket.id } as const;
  const options = createLookupOptions(ports, { requestKey: 'decision-table', bypassCache: false });
  return gatherEvidence(ports, { subject, ticket: null }, options);
}

/** Returns ports that note which system is asked; only the help desk answers. */
function portsForTicket(ticket: Ticket, asked: string[]) {
  const now = () => new Date('2022-11-22T14:02:00.000Z');
  const gap = async (name: string) => {
    asked.push(name);
    return { ok: false, gap: 'unavailable', asOf: now().toISOString() } as const;
  };
  const noStore = {} as Parameters<typeof fakePorts>[0];
  return fakePorts(noStore, {
    now,
    billing: {
      subscription: () => gap('subscription'),
      account: () => gap('account'),
      invoiceOwnerHistory: () => gap('history'),
      customerCrmIdHint: async () => null,
      subscriptionsByAccount: () => gap('subscriptions'),
      accountsByCrmId: () => gap('accounts'),
      accountsByEmail: () => gap('accounts'),
    },
    crm: {
      account: () => gap('crm account'),
      partners: () => gap('partners'),
      wonOpportunities: () => gap('deals'),
    },
    helpdesk: {
      ticket: async () => {
        asked.push('ticket');
        return foundAnswer(ticket);
      },
    },
  });
}

describe('34: Sales does not answer', () => {
  const ROUNDS = [1, 2, 3, 4, 5];
  const holiday = '2022-11-24';
  const calendar = createBusinessHours({
    teams: { support: DEFAULT_TEAM_HOURS, sales: { ...DEFAULT_TEAM_HOURS, holidays: [holiday] } },
  });

  it.each([
    ['a working day', '2022-11-22T10:00:00.000Z', '2022-11-23T10:00:00.000Z'],
    ['a weekend', '2022-11-18T10:00:00.000Z', '2022-11-21T10:00:00.000Z'],
    ['a holiday', '2022-11-23T10:00:00.000Z', '2022-11-25T10:00:00.000Z'],
  ])('is assumed after 24 hours, across %s', (_, from, due) => {
    expect(answerDueAt(calendar, 'sales', new Date(from))).toBe(due);
  });

  it('is shown on the card without working hours', () => {
    const followUp = adviceFor(resold(), { manualFacts: { topic: 'sign-in' } }).steps.at(-1) ?? '';

    expect(followUp).toMatch(/24 hours.*not counting weekends and holidays.*activity.*one level/);
    expect(followUp).not.toMatch(/working hours/);
  });

  it.each(['person', 'smb-pool', 'other'] as const)(
    'leads to looking at the activity first, then to asking in Chatter, never only in Slack: owner is %s',
    (owner) => {
      const rounds = ROUNDS.map((round) =>
        escalationLines(escalationLevel(round, owner), 'C0ESCALATIONS').map(plainText),
      );

      expect(rounds.map(([first]) => first)).toEqual(ROUNDS.map(() => expect.stringMatching(/Activity/)));
      expect(rounds.map(([, second]) => second)).toEqual(ROUNDS.map(() => expect.stringMatching(/Chatter/)));
      expect(rounds.map((lines) => lines.length > 2)).toEqual([false, false, true, true, true]);
      expect(rounds.at(-1)?.join()).toMatch(/CEO.*last level/);
    },
  );

  it('leads to a message with the link to the thread and the hours that have passed', () => {
    const link = 'https://crm.example/0D5000000000001';
    const ticket = 'https://support.gitlab.com/agent/tickets/48211';
    const text = plainText(escalationRequestText({ about: phrase`Halden Mills`, round: 2, ticket, link }));

    expect(text).toMatch(/48 hours ago, not counting weekends and holidays/);
    expect(text).toContain(link);
    expect(text).toContain(ticket);
  });
});
