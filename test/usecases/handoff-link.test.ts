import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handoffStateOf } from '../../src/domain/handoff.ts';
import { stepProgressOf } from '../../src/domain/step-progress.ts';
import {
  answerHandoffQuestion,
  askHandoffQuestion,
  claimHandoff,
  linkSalesforceRecord,
  releaseHandoff,
  withdrawHandoff,
} from '../../src/usecases/handoff-actions.ts';
import { completeStep } from '../../src/usecases/step-actions.ts';
import { HandoffSimulation } from './handoff-simulation.ts';

const LINK = 'https://crm.example/0D5000000000009';

let simulation: HandoffSimulation;
let id: string;
// Wednesday; Support works in Lisbon, where it is 10:00, too.
beforeEach(async () => {
  simulation = await HandoffSimulation.start({ startsAt: '2026-03-04T10:00:00.000Z' });
  id = await simulation.submitHandoff('case-1', 'sales', { link: null });
});
afterEach(() => simulation.store.close());

const action = (by: string) => simulation.handoffAction(id, by);
const addLink = (link = LINK) =>
  simulation.perform(linkSalesforceRecord(simulation.ports, action('U0ANA'), link));
const answerDue = async () => (await simulation.handoffState(id)).answerDueAt;

describe('A handoff without a Chatter post or Case', () => {
  it('has no time for an answer, and Sales is not reminded of it', async () => {
    await simulation.advanceTo('2026-04-30T10:00:00.000Z');

    expect(await answerDue()).toBeNull();
    expect(simulation.takeDeliveries().filter((line) => !line.includes('link-reminded'))).toEqual([]);
  });

  it('reminds its engineer after two working hours, then on the next four working mornings', async () => {
    await simulation.advanceTo('2026-03-04T11:59:59.000Z');
    expect(simulation.takeDeliveries()).toEqual([]);
    await simulation.advanceTo('2026-04-30T10:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual(
      ['04T12:00', '05T09:00', '06T09:00', '09T09:00', '10T09:00'].map(
        (time) => `2026-03-${time} U0ANA link-reminded ${id}`,
      ),
    );
  });

  it('causes no reminder once it has ended', async () => {
    await simulation.perform(withdrawHandoff(simulation.ports, action('U0ANA'), 'They stay'));
    await simulation.advanceTo('2026-04-30T10:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([]);
    expect(simulation.errors).toEqual([]);
  });

  it('causes no reminder when the link is added while the timer runs', async () => {
    simulation.jumpTo('2026-03-04T12:00:00.000Z');
    await simulation.runDueTimersWhile('link-reminder', () =>
      linkSalesforceRecord(simulation.ports, action('U0ANA'), LINK),
    );

    expect((await simulation.events(id)).map(({ kind }) => kind)).not.toContain('link-reminded');
    expect(simulation.errors).toEqual([]);
  });

  it('causes no reminder after quiet hours in which the link was added', async () => {
    await simulation.store.users.savePreferences('U0ANA', {
      notifyBy: 'dm',
      quietHours: { from: 11, to: 15 },
      timeZone: 'UTC',
    });
    await simulation.advanceTo('2026-03-04T13:00:00.000Z');
    expect((await simulation.events(id)).at(-1)?.kind).toBe('link-reminded');
    await addLink();
    await simulation.advanceTo('2026-03-04T17:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([]);
  });

  it('can be claimed and released, and still has no time for an answer', async () => {
    await simulation.perform(claimHandoff(simulation.ports, action('U0ROBIN')));
    await simulation.perform(releaseHandoff(simulation.ports, action('U0ROBIN')));
    await simulation.advanceTo('2026-03-20T10:00:00.000Z');

    expect(simulation.takeDeliveries().filter((line) => /reminded \d|C0SALES/.test(line))).toEqual([]);
  });
});

describe('The link to the Chatter post or Case', () => {
  it('starts the time for an answer, and ends the reminders to the engineer', async () => {
    await simulation.advanceTo('2026-03-04T11:00:00.000Z');
    await addLink();
    expect(await answerDue()).toBe('2026-03-05T11:00:00.000Z');
    await simulation.advanceTo('2026-03-06T10:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-05T11:00 U0ANA reminded 1 ${id}`,
      `2026-03-05T11:15 C0SALES ${id}`,
    ]);
  });

  it('does not start that time again when it is replaced', async () => {
    await addLink();
    await simulation.advanceTo('2026-03-04T16:00:00.000Z');
    await addLink('https://crm.example/0D5000000000010');

    expect(await answerDue()).toBe('2026-03-05T10:00:00.000Z');
  });

  it('starts that time at the next opening when it is added out of hours', async () => {
    await simulation.advanceTo('2026-03-06T20:00:00.000Z');
    await addLink();

    expect(await answerDue()).toBe('2026-03-10T09:00:00.000Z');
  });

  it('starts that time when it is entered on the step of the card, and ticks the step', async () => {
    await simulation.perform(
      completeStep(
        simulation.ports,
        {
          caseId: 'case-1',
          stepId: 'ask-sales-direct',
          by: 'U0BEN',
          idempotencyKey: 'step-1',
          requestedAt: simulation.now,
        },
        { value: LINK },
      ),
    );
    const kase = await simulation.store.cases.find('case-1');
    const step =
      kase && stepProgressOf(kase, simulation.now).find((one) => one.step.id === 'ask-sales-direct');

    expect(await simulation.handoffState(id)).toMatchObject({
      salesforceLink: LINK,
      answerDueAt: '2026-03-05T10:00:00.000Z',
    });
    expect(step?.state).toMatchObject({ kind: 'done', by: 'U0BEN', value: LINK });
  });

  it('leads to reminders only after the answer when Sales has asked a question', async () => {
    await simulation.perform(askHandoffQuestion(simulation.ports, action('U0ROBIN'), 'Which entity signs?'));
    await addLink();
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-03-06T10:00:00.000Z');
    expect(simulation.takeDeliveries()).toEqual([]);
    await simulation.perform(answerHandoffQuestion(simulation.ports, action('U0ANA'), 'The same as before.'));
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-03-09T10:15:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-09T10:00 U0ANA reminded 1 ${id}`,
      `2026-03-09T10:15 C0SALES ${id}`,
    ]);
  });

  it('starts nothing when the handoff has ended', async () => {
    await simulation.perform(withdrawHandoff(simulation.ports, action('U0ANA'), 'They stay'));
    await addLink();
    await simulation.advanceTo('2026-03-20T10:00:00.000Z');

    expect(await answerDue()).toBeNull();
    expect(simulation.takeDeliveries()).toEqual([]);
  });

  it('starts that time with the submission when the handoff has it from the start', async () => {
    const linked = await simulation.submitHandoff('case-2');
    const [handoff] = await simulation.store.handoffs.listByCase('case-2');

    expect(handoff && handoffStateOf(handoff).answerDueAt).toBe('2026-03-05T10:00:00.000Z');
    await simulation.advanceTo('2026-03-04T17:00:00.000Z');
    expect(simulation.takeDeliveries().filter((line) => line.includes(linked))).toEqual([]);
  });
});
