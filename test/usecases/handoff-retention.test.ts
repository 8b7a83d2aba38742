import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Case } from '../../src/domain/case.ts';
import type { Handoff } from '../../src/domain/handoff.ts';
import {
  answerHandoffQuestion,
  askHandoffQuestion,
  claimHandoff,
  completeHandoff,
  declineHandoff,
} from '../../src/usecases/handoff-actions.ts';
import { recheckCase, setFacts } from '../../src/usecases/recheck-case.ts';
import { undoStep } from '../../src/usecases/step-actions.ts';
import { caseAuditLines, handoffAuditLines } from '../../src/words/audit-lines.ts';
import { HandoffSimulation } from './handoff-simulation.ts';

/** Names, and what people typed. */
const PERSONAL_DATA = /Halden|Quillmark|call them this week|entity signs|The same as before|Robin Vale/;

let simulation: HandoffSimulation;
let id: string;
beforeEach(async () => {
  simulation = await HandoffSimulation.start({
    startsAt: '2026-03-02T10:00:00.000Z',
    change: { settings: { retentionDays: 30 } },
  });
  id = await simulation.submitHandoff('case-1');
});
afterEach(() => simulation.store.close());

async function storedRecords(): Promise<{ kase: Case; handoff: Handoff; text: string; audit: string }> {
  const kase = await simulation.store.cases.find('case-1');
  const handoff = await simulation.store.handoffs.find(id);
  if (!kase || !handoff) throw new Error('it is gone altogether');
  const audit = [...caseAuditLines(kase), ...handoffAuditLines(handoff)].join('\n');
  return {
    kase,
    handoff,
    text: JSON.stringify([kase.checks[0]?.evidence, kase.checks[0]?.judgements, handoff]),
    audit,
  };
}

/** Tuesday 3 March, 10:00: a question, an answer, a claim and an end. */
async function endHandoff(): Promise<void> {
  await simulation.advanceTo('2026-03-03T10:00:00.000Z');
  await simulation.perform(
    askHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), 'Which entity signs?'),
  );
  await simulation.perform(
    answerHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'The same as before'),
  );
  await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
  const ending = { outcome: 'stays-with-partner', note: 'Halden Mills stays' } as const;
  await simulation.perform(
    completeHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), ending),
  );
}

describe('The personal data of a case', () => {
  it('is kept until 30 days after the last activity, then erased, and every message that showed it is updated', async () => {
    await endHandoff();
    // The engineer was asked to check with the customer on Thursday at 10:00; that was the last thing.
    await simulation.advanceTo('2026-04-04T09:59:59.000Z');
    expect((await storedRecords()).text).toMatch(PERSONAL_DATA);
    simulation.deliveries.length = 0;
    await simulation.advanceTo('2026-04-04T10:00:00.000Z');
    const { handoff, text } = await storedRecords();

    expect(text).not.toMatch(PERSONAL_DATA);
    expect(handoff.events.at(-1)?.kind).toBe('erased');
    expect(simulation.deliveries).toEqual([
      '2026-04-04T10:00 updates case-1',
      `2026-04-04T10:00 updates ${id} done`,
    ]);
  });

  it('is erased, while the audit keeps ids, verdicts, actors and times', async () => {
    await endHandoff();
    await simulation.advanceTo('2026-04-05T00:00:00.000Z');
    const { audit } = await storedRecords();

    expect(audit).not.toMatch(PERSONAL_DATA);
    expect(audit).toMatch(/Case case-1, opened 2026-03-02T10:00:00\.000Z by U0ANA in C0SUPPORT/);
    expect(audit).toMatch(/verdict {3}A-S00900001 {2}reseller/);
    expect(audit).toMatch(/2026-03-02T10:00:00\.000Z {2}U0ANA {2}submitted to C0SALES \(sales\)/);
    expect(audit).toMatch(/2026-03-03T10:00:00\.000Z {2}U0ROBIN {2}done: stays-with-partner/);
    expect(audit).toMatch(/2026-04-04T10:00:00\.000Z {2}bot {2}erased/);
  });

  it('is kept while Sales has the handoff', async () => {
    await simulation.advanceTo('2026-12-01T00:00:00.000Z');
    expect((await storedRecords()).text).toMatch(PERSONAL_DATA);
    await simulation.perform(
      declineHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), 'Too late'),
    );
    await simulation.advanceTo('2026-12-30T23:59:00.000Z');
    expect((await storedRecords()).text).toMatch(PERSONAL_DATA);
    await simulation.advanceTo('2027-02-01T00:00:00.000Z');

    expect((await storedRecords()).text).not.toMatch(PERSONAL_DATA);
  });

  it('is erased once: erasing again changes and updates nothing', async () => {
    await endHandoff();
    await simulation.advanceTo('2026-04-05T00:00:00.000Z');
    const before = await storedRecords();
    simulation.deliveries.length = 0;

    expect(await simulation.store.cases.erase('case-1', simulation.now)).toBe('already-erased');
    await simulation.advanceTo('2026-06-05T00:00:00.000Z');
    expect(await storedRecords()).toEqual(before);
    expect(simulation.deliveries).toEqual([]);
  });

  it('is not restored when somebody submits a form or presses a button of the erased case', async () => {
    await endHandoff();
    await simulation.store.cases.erase('case-1', simulation.now);
    const before = await storedRecords();
    const { ports } = simulation;
    const step = {
      caseId: 'case-1',
      stepId: 'handoff',
      by: 'U0ANA',
      idempotencyKey: 'late',
      requestedAt: simulation.now,
    };
    const late = [
      () => askHandoffQuestion(ports, simulation.handoffAction(id, 'U0ROBIN'), 'Halden Mills?'),
      () => simulation.submitHandoff('case-1'),
      () => recheckCase(ports, step),
      () => setFacts(ports, step, { topic: 'enable-login' }),
      () => undoStep(ports, step, 'Halden Mills'),
    ];

    for (const act of late) await expect(act()).rejects.toThrow('I no longer have this case');
    expect(await storedRecords()).toEqual(before);
  });

  it('is erased without an error when the case does not exist', async () => {
    expect(await simulation.store.cases.erase('case-9', simulation.now)).toBe('not-found');
  });

  it('is removed from Slack although the process dies while erasing', async () => {
    await endHandoff();
    await simulation.advanceTo('2026-04-04T09:00:00.000Z');
    const { cases } = simulation.ports;
    simulation.jumpTo('2026-04-04T10:00:00.000Z');
    const dying = {
      ...cases,
      erase: async (...given: Parameters<typeof cases.erase>) => {
        await cases.erase(...given);
        throw new Error('killed');
      },
    };
    simulation.deliveries.length = 0;
    await simulation.runDueTimersWith({ cases: dying });
    simulation.jumpTo('2026-04-04T10:01:00.000Z');
    await simulation.runDueTimers();

    expect(simulation.deliveries).toEqual([
      '2026-04-04T10:01 updates case-1',
      `2026-04-04T10:01 updates ${id} done`,
    ]);
  });
});
