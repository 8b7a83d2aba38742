import { afterEach, describe, expect, it } from 'vitest';
import { checkUnlessOpen } from '../../src/usecases/check-customer.ts';
import { disputeVerdict } from '../../src/usecases/dispute-verdict.ts';
import { claimHandoff, completeHandoff, declineHandoff } from '../../src/usecases/handoff-actions.ts';
import { HandoffSimulation } from './handoff-simulation.ts';

let simulation: HandoffSimulation;
afterEach(() => simulation.store.close());

async function startAt(startsAt: string, digestChannel: string | null = 'C0NUMBERS'): Promise<void> {
  simulation = await HandoffSimulation.start({ startsAt, change: { settings: { digestChannel } } });
}

/** When the figures were posted. */
function postedDigests(): string[] {
  return simulation.takeDeliveries().filter((line) => line.endsWith('digest'));
}

describe('The weekly digest', () => {
  it("is posted once on Support's first working morning of each week, across holidays and clock changes", async () => {
    await startAt('2026-03-19T10:00:00.000Z');
    await simulation.advanceTo('2026-04-14T00:00:00.000Z');

    expect(postedDigests()).toEqual([
      '2026-03-23T09:00 C0NUMBERS digest',
      '2026-03-30T08:00 C0NUMBERS digest',
      // Easter Monday.
      '2026-04-07T08:00 C0NUMBERS digest',
      '2026-04-13T08:00 C0NUMBERS digest',
    ]);
  });

  it('is not posted without a digest channel', async () => {
    await startAt('2026-03-19T10:00:00.000Z', null);
    await simulation.advanceTo('2026-04-14T00:00:00.000Z');

    expect(postedDigests()).toEqual([]);
  });

  it('contains counts, kinds and waiting times, and nothing about people', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const first = await simulation.submitHandoff('case-1');
    const second = await simulation.submitHandoff('case-2');
    await simulation.submitHandoff('case-3');
    await simulation.advanceTo('2026-03-02T12:00:00.000Z');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(first, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-03T10:00:00.000Z');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(second, 'U0ROBIN')));
    const ending = { outcome: 'quoted-direct', note: 'Halden Mills signed' } as const;
    await simulation.perform(
      completeHandoff(simulation.ports, simulation.handoffAction(first, 'U0ROBIN'), ending),
    );
    await simulation.perform(
      declineHandoff(simulation.ports, simulation.handoffAction(second, 'U0ROBIN'), 'Halden Mills again'),
    );
    await simulation.advanceTo('2026-03-09T12:00:00.000Z');

    // Claimed after 2 and 8 business hours, done after 8; the third should have been answered on Tuesday.
    expect(simulation.digests).toEqual([
      {
        from: '2026-03-02T09:00:00.000Z',
        to: '2026-03-09T09:00:00.000Z',
        checksByVerdict: { reseller: 3 },
        checksByTopic: { 'direct-renewal': 3 },
        disputedByVerdict: {},
        unusualLookups: [],
        handoffsSubmitted: 3,
        handoffsEndedByState: { done: 1, declined: 1 },
        medianHoursToClaim: 5,
        medianHoursToDone: 8,
        overdueHandoffs: 1,
      },
    ]);
  });

  it('names a person who looked up 30 customers', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    for (let number = 1; number <= 30; number += 1) {
      const request = (caseId: string, by: string) => ({
        caseId,
        by,
        lookup: { subject: { kind: 'subscription', number: `A-S009001${number}` }, ticket: null } as const,
        topic: null,
        requester: null,
        location: { channel: 'C0SUPPORT', thread: null },
      });
      await checkUnlessOpen(simulation.ports, request(`case-${number}`, 'U0ANA'));
      // Each is shown an open case.
      await checkUnlessOpen(simulation.ports, request(`look-${number}`, number === 1 ? 'U0CYD' : 'U0BEN'));
    }
    await simulation.advanceTo('2026-03-09T12:00:00.000Z');

    expect(simulation.digests.map(({ unusualLookups }) => unusualLookups)).toEqual([
      [{ by: 'U0ANA', cases: 30 }],
    ]);
  });

  it('counts a check once although its verdict was disputed, in the week of the check', async () => {
    await startAt('2026-03-06T10:00:00.000Z');
    await simulation.submitHandoff('case-1');
    const dispute = { checkIndex: 0, expected: 'direct', reason: 'it was processed' } as const;
    for (const by of ['U0ANA', 'U0BEN', 'U0ANA'])
      await disputeVerdict(simulation.ports, { caseId: 'case-1', by }, dispute);
    await simulation.advanceTo('2026-03-16T12:00:00.000Z');

    expect(simulation.digests.map(({ disputedByVerdict }) => disputedByVerdict)).toEqual([
      { reseller: 1 },
      {},
    ]);
  });

  it('counts each event in one week only', async () => {
    await startAt('2026-03-06T10:00:00.000Z');
    const id = await simulation.submitHandoff('case-1');
    await simulation.advanceTo('2026-03-11T10:00:00.000Z');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-16T12:00:00.000Z');

    expect(
      simulation.digests.map(({ handoffsSubmitted, medianHoursToClaim }) => [
        handoffsSubmitted,
        medianHoursToClaim,
      ]),
    ).toEqual([
      [1, null],
      // An hour short of 7 on Friday, 16, and one on Wednesday.
      [0, 24],
    ]);
  });

  it('counts only events before its due time when it is late, and the rest in the next one', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    await simulation.submitHandoff('case-1');
    simulation.jumpTo('2026-03-09T11:00:00.000Z');
    // Handed over before the first look.
    await simulation.submitHandoff('case-2');
    await simulation.advanceTo('2026-03-16T10:00:00.000Z');

    expect(
      simulation.digests.map(({ checksByVerdict, handoffsSubmitted }) => [
        checksByVerdict,
        handoffsSubmitted,
      ]),
    ).toEqual([
      [{ reseller: 1 }, 1],
      [{ reseller: 1 }, 1],
    ]);
  });

  it('counts the handoffs overdue at its due time when it is late', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const id = await simulation.submitHandoff('case-1');
    simulation.jumpTo('2026-03-09T11:00:00.000Z');
    // Claimed before the first look.
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-09T12:00:00.000Z');

    expect(simulation.digests.map(({ overdueHandoffs }) => overdueHandoffs)).toEqual([1]);
  });

  it("covers every hour exactly once, across Support's holidays and clock changes", async () => {
    await startAt('2026-03-23T10:00:00.000Z');
    await simulation.advanceTo('2026-04-14T00:00:00.000Z');

    expect(simulation.digests.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-03-23T09:00:00.000Z 2026-03-30T08:00:00.000Z',
      '2026-03-30T08:00:00.000Z 2026-04-07T08:00:00.000Z',
      '2026-04-07T08:00:00.000Z 2026-04-13T08:00:00.000Z',
    ]);
  });

  it('is posted once after three weeks without the bot, on a working morning, and weekly from then on', async () => {
    await startAt('2026-03-19T10:00:00.000Z');
    simulation.jumpTo('2026-04-11T22:00:00.000Z');
    await simulation.runDueTimers();
    expect(postedDigests()).toEqual([]);
    await simulation.advanceTo('2026-04-20T12:00:00.000Z');

    expect(postedDigests()).toEqual([
      '2026-04-13T08:00 C0NUMBERS digest',
      '2026-04-20T08:00 C0NUMBERS digest',
    ]);
  });
});
