import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/domain/case.ts';
import { ticketReferenceOf } from '../../src/domain/evidence.ts';
import {
  caseReferences,
  isOpenCase,
  OPEN_CASE_MAX_AGE_MS,
  requestedCaseReference,
  withoutRepeatedCases,
} from '../../src/domain/open-case.ts';
import {
  ACTED_AT,
  aCase,
  aCaseShown,
  aCaseWithEvents,
  aCheck,
  anEvidence,
  aScenario,
  aStepDone,
  aTicket,
  foundAnswer,
  gapAnswer,
  HALDEN,
} from '../builders/cases.ts';
import { aHandoff, HANDOFFS_BY_STATE } from '../builders/handoffs.ts';

const ACTED = Date.parse(ACTED_AT);
const check = aCheck({ scenario: aScenario({ steps: [{ id: 'ask', text: 'Ask.' }] }) });
const done = aCaseWithEvents(check, aStepDone('ask'));
const started = aCase(check);
const later = (ms: number) => new Date(ACTED + ms);

describe('isOpenCase returns true', () => {
  it('while a step is open', () => {
    expect(isOpenCase(started, [], later(0))).toBe(true);
    expect(isOpenCase(done, [], later(0))).toBe(false);
  });

  it('while Sales has to act, even if all steps are done', () => {
    expect(isOpenCase(done, [aHandoff()], later(0))).toBe(true);
    expect(isOpenCase(done, [HANDOFFS_BY_STATE['done'] ?? aHandoff()], later(0))).toBe(false);
  });

  it('until 30 days after the last activity, and never for an erased case', () => {
    const half = aCaseWithEvents(
      aCheck({ scenario: aScenario({ steps: ['one', 'two'].map((id) => ({ id, text: id })) }) }),
      aStepDone('one'),
    );

    expect(OPEN_CASE_MAX_AGE_MS).toBe(30 * 24 * 60 * 60_000);
    expect(isOpenCase(half, [], later(OPEN_CASE_MAX_AGE_MS))).toBe(true);
    expect(isOpenCase(half, [], later(OPEN_CASE_MAX_AGE_MS + 1))).toBe(false);
    expect(isOpenCase({ ...half, erasedAt: ACTED_AT }, [], later(0))).toBe(false);
  });

  it('but no longer because it was shown to somebody', () => {
    const shown = aCaseShown(later(OPEN_CASE_MAX_AGE_MS).toISOString());
    const seen = { ...started, events: [...started.events, shown] };

    expect(isOpenCase(seen, [], later(OPEN_CASE_MAX_AGE_MS + 1))).toBe(false);
  });

  it('for no case without steps', () => {
    expect(isOpenCase(aCase(aCheck({ scenario: aScenario({ steps: [] }) })), [], later(0))).toBe(false);
  });
});

describe('caseReferences returns', () => {
  const ticket = aTicket();
  const reference = `ticket ${ticket.host} ${ticket.id}`;

  it('the subscription and the ticket', () => {
    const withTicket = aCheck({
      evidence: anEvidence({ ticket: foundAnswer({ ...ticket, subscriptionNumbers: [] }) }),
    });

    expect(caseReferences(withTicket)).toEqual(['subscription A-S00900001', reference]);
  });

  it('the one subscription of the ticket that was checked, even if the ticket could not be read', () => {
    const subject = { kind: 'ticket', host: ticket.host, id: ticket.id } as const;

    expect(
      caseReferences(aCheck({ evidence: anEvidence({ subject, ticket: gapAnswer('timeout') }) })),
    ).toEqual(['subscription A-S00900001', reference]);
  });

  it('the ticket as it was named, even if another brand of the help desk answered', () => {
    const accompanyingTicket = {
      kind: 'ticket',
      host: 'gitlab-internal.zendesk.com',
      id: ticket.id,
    } as const;
    const answer = foundAnswer({ ...ticket, subscriptionNumbers: [] });
    const evidence = anEvidence({ ticket: answer, accompanyingTicket });

    expect(ticketReferenceOf(evidence)).toEqual(accompanyingTicket);
    expect(caseReferences(aCheck({ evidence }))).toEqual([
      'subscription A-S00900001',
      `ticket gitlab-internal.zendesk.com ${ticket.id}`,
    ]);
  });

  it('no ticket that names another subscription', () => {
    const other = foundAnswer({ ...ticket, subscriptionNumbers: ['A-S00900099'] });

    expect(caseReferences(aCheck({ evidence: anEvidence({ ticket: other }) }))).toEqual([
      'subscription A-S00900001',
    ]);
  });

  it('nothing for an account without a single subscription', () => {
    const subject = { kind: 'account', number: HALDEN.number } as const;

    expect(caseReferences(aCheck({ evidence: anEvidence({ subject, subscriptions: [] }) }))).toEqual([]);
  });
});

describe('requestedCaseReference returns', () => {
  it.each([
    [{ kind: 'subscription', number: 'A-S00900001' }, 'subscription A-S00900001'],
    [{ kind: 'ticket', host: 'help.example', id: '48211' }, 'ticket help.example 48211'],
    [{ kind: 'account', number: 'A00900001' }, null],
    [{ kind: 'email', address: 'ines@harbour.example' }, null],
  ] as const)('for %o: %s', (subject, expected) => {
    expect(requestedCaseReference(subject)).toBe(expected);
  });
});

it('withoutRepeatedCases keeps the newest case of each ticket and subscription', () => {
  const about = (id: string, number: string): Case => ({
    ...aCase(aCheck({ evidence: anEvidence({ subject: { kind: 'subscription', number } }) })),
    id,
  });
  const cases = [about('c3', 'A-S1'), about('c2', 'A-S2'), about('c1', 'A-S1')];

  expect(withoutRepeatedCases(cases).map(({ id }) => id)).toEqual(['c3', 'c2']);
});
