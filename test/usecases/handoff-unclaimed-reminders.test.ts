import { afterEach, describe, expect, it } from 'vitest';
import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import {
  answerHandoffQuestion,
  askHandoffQuestion,
  claimHandoff,
  declineHandoff,
  releaseHandoff,
  snoozeReminder,
  withdrawHandoff,
} from '../../src/usecases/handoff-actions.ts';
import { WORKING_DAYS, weeklyHours } from '../builders/team-calendars.ts';
import type { SalesTeam } from './handoff-simulation.ts';
import { HandoffSimulation, SALES_CHANNEL_BY_TEAM, userErrorText } from './handoff-simulation.ts';

let simulation: HandoffSimulation;
afterEach(() => simulation.store.close());

/** Handed to Sales on Wednesday 4 March at 10:00: an answer is due on Thursday at 10:00. */
async function submitUnclaimedHandoff(): Promise<string> {
  simulation = await HandoffSimulation.start({ startsAt: '2026-03-04T10:00:00.000Z' });
  return simulation.submitHandoff('case-1');
}

async function claimAndRelease(id: string): Promise<void> {
  await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
  await simulation.perform(releaseHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
}

describe('After 24 hours without a claim, not counting weekends and holidays,', () => {
  it('the engineer gets one notification and the channel one reminder, not earlier and not twice', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-03-05T09:59:59.000Z');
    expect(simulation.takeDeliveries()).toEqual([]);
    await simulation.advanceTo('2026-03-06T09:59:59.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-05T10:00 U0ANA reminded 1 ${id}`,
      `2026-03-05T10:15 C0SALES ${id}`,
    ]);
  });

  it('handoffs due within the same quarter of an hour share one reminder', async () => {
    simulation = await HandoffSimulation.start({ startsAt: '2026-03-04T10:00:00.000Z' });
    const ids: string[] = [];
    for (const [place, minute] of ['00', '07', '14', '20'].entries()) {
      await simulation.advanceTo(`2026-03-04T10:${minute}:00.000Z`);
      ids.push(await simulation.submitHandoff(`case-${place}`));
    }
    await simulation.advanceTo('2026-03-06T00:00:00.000Z');
    const inChannel = simulation.takeDeliveries().filter((line) => line.includes('C0SALES'));

    expect(inChannel).toEqual([
      `2026-03-05T10:15 C0SALES ${ids.slice(0, 3).join(' ')}`,
      `2026-03-05T10:30 C0SALES ${ids[3]}`,
    ]);
  });

  it('the channel is reminded of a handoff that is stored just after the message of its batch was posted', async () => {
    simulation = await HandoffSimulation.start({ startsAt: '2026-03-04T10:00:00.000Z' });
    const ids = [await simulation.submitHandoff('case-1')];
    await simulation.advanceTo('2026-03-04T10:14:59.900Z');
    ids.push(await simulation.submitHandoff('case-2'));
    await simulation.advanceTo('2026-03-05T10:14:59.800Z');
    simulation.jumpTo('2026-03-05T10:14:59.900Z');
    const { handoffs } = simulation.ports;
    const commit: typeof handoffs.commit = async (change) => {
      simulation.jumpTo('2026-03-05T10:15:00.000Z');
      await simulation.perform(Promise.resolve());
      return handoffs.commit(change);
    };
    await simulation.runDueTimersWith({ handoffs: { ...handoffs, commit } });
    await simulation.advanceTo('2026-03-05T12:00:00.000Z');

    expect(simulation.takeDeliveries().filter((line) => line.includes('C0SALES'))).toEqual([
      `2026-03-05T10:15 C0SALES ${ids[0]}`,
      `2026-03-05T10:30 C0SALES ${ids[1]}`,
    ]);
  });

  it('the channel is reminded on the next working morning when the time ends with the working day', async () => {
    simulation = await HandoffSimulation.start({ startsAt: '2026-03-04T16:50:00.000Z' });
    const ids = [await simulation.submitHandoff('case-1')];
    await simulation.advanceTo('2026-03-04T18:00:00.000Z');
    // After hours, so counted from Thursday morning: due on Friday morning.
    ids.push(await simulation.submitHandoff('case-2'));
    await simulation.advanceTo('2026-03-06T09:15:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-05T16:50 U0ANA reminded 1 ${ids[0]}`,
      // 17:00 is no working time any more, neither here nor there.
      `2026-03-06T09:00 C0SALES ${ids[0]}`,
      `2026-03-06T09:00 U0ANA reminded 1 ${ids[1]}`,
      `2026-03-06T09:15 C0SALES ${ids[1]}`,
    ]);
  });

  it('reminders repeat, each one escalation level higher, and stop after the fifth round', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-06-01T00:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual(
      ['03-05', '03-06', '03-09', '03-10', '03-11'].flatMap((day, index) => [
        `2026-${day}T10:00 U0ANA reminded ${index + 1} ${id}`,
        `2026-${day}T10:15 C0SALES ${id}`,
      ]),
    );
  });

  it.each<[string, SalesTeam, string, string, string]>([
    ['a weekend', 'sales', '2026-03-06T10:00', '2026-03-09T10:00', '2026-03-09T10:00'],
    ['a weekend that has begun', 'sales', '2026-03-07T12:00', '2026-03-10T09:00', '2026-03-10T09:00'],
    ['a holiday of that team', 'amer', '2026-07-02T14:00', '2026-07-06T14:00', '2026-07-06T14:00'],
    ['a holiday of another team', 'emea', '2026-07-02T14:00', '2026-07-03T14:00', '2026-07-03T14:00'],
    ['spring in London', 'emea', '2026-03-27T10:00', '2026-03-30T09:00', '2026-03-30T09:00'],
    ['spring in New York', 'amer', '2026-03-06T15:00', '2026-03-09T14:00', '2026-03-09T14:00'],
    ['autumn in London', 'emea', '2026-10-23T09:00', '2026-10-26T10:00', '2026-10-26T10:00'],
    ['autumn in New York', 'amer', '2026-10-30T14:00', '2026-11-02T15:00', '2026-11-02T15:00'],
    // Support opens later than the team: its engineer is told at 09:00 in Lisbon, by then summer time.
    ['another half of the world', 'apac', '2026-03-27T04:30', '2026-03-30T04:30', '2026-03-30T08:00'],
  ])('reminders are sent at the right moment over %s', async (_what, team, submitted, due, told) => {
    simulation = await HandoffSimulation.start({ startsAt: `${submitted}:00.000Z` });
    const id = await simulation.submitHandoff('case-1', team);
    expect((await simulation.handoffState(id)).answerDueAt).toBe(`${due}:00.000Z`);
    await simulation.advanceTo(`${due.slice(0, 10)}T23:00:00.000Z`);
    const news = simulation.takeDeliveries();

    const slot = due.replace(':00', ':15').replace(':30', ':45');
    expect(news.toSorted()).toEqual(
      [`${told} U0ANA reminded 1 ${id}`, `${slot} ${SALES_CHANNEL_BY_TEAM[team]} ${id}`].toSorted(),
    );
  });
});

describe('The time for an answer', () => {
  it('ends when somebody claims the handoff, and starts again when they release it', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-03-04T11:00:00.000Z');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-05T10:00:00.000Z');
    await simulation.perform(releaseHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-05T12:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-04T11:00 U0ANA claimed ${id}`,
      `2026-03-05T09:00 U0ROBIN claim-expiring ${id}`,
      `2026-03-05T10:00 U0ANA released ${id}`,
      `2026-03-05T10:00 U0ANA reminded 1 ${id}`,
      `2026-03-05T10:15 C0SALES ${id}`,
    ]);
  });

  it.each([
    ['claimed', (id: string) => claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'))],
    [
      'asked about',
      (id: string) =>
        askHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), 'Who signs?'),
    ],
  ])('has no timer once the handoff is %s', async (_how, happen) => {
    const id = await submitUnclaimedHandoff();
    await simulation.perform(happen(id));
    simulation.jumpTo('2026-03-20T10:00:00.000Z');

    expect(await simulation.store.timers.claim(10, 'unclaimed-reminder')).toEqual([]);
  });

  it('ends even if the claim comes while the timer runs', async () => {
    const id = await submitUnclaimedHandoff();
    simulation.jumpTo('2026-03-05T10:00:00.000Z');
    await simulation.runDueTimersWhile('unclaimed-reminder', () =>
      claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')),
    );

    expect((await simulation.events(id)).map(({ kind }) => kind)).not.toContain('reminded');
    expect(simulation.errors).toEqual([]);
  });

  it('ends even if a question comes while the timer runs', async () => {
    const id = await submitUnclaimedHandoff();
    simulation.jumpTo('2026-03-05T10:00:00.000Z');
    await simulation.runDueTimersWhile('unclaimed-reminder', () =>
      askHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), 'Who signs?'),
    );

    expect((await simulation.events(id)).map(({ kind }) => kind)).not.toContain('reminded');
  });

  it('is over at once when the handoff is released after the answer was due', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-03-05T09:00:00.000Z');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-05T15:30:00.000Z');
    simulation.takeDeliveries();
    await simulation.perform(releaseHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-05T17:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-05T15:30 U0ANA released ${id}`,
      `2026-03-05T15:30 U0ANA reminded 1 ${id}`,
      `2026-03-05T15:45 C0SALES ${id}`,
    ]);
  });

  it('never exceeds the last escalation level, even if the handoff is claimed and released after it', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-03-11T10:30:00.000Z');
    await claimAndRelease(id);
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-06-01T00:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-12T10:00 U0ANA reminded 5 ${id}`,
      `2026-03-12T10:15 C0SALES ${id}`,
    ]);
  });

  it('starts again in full after each reminder, even if the handoff is claimed and released', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-03-05T10:20:00.000Z');
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-05T10:25:00.000Z');
    await simulation.perform(releaseHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-03-07T00:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-06T10:00 U0ANA reminded 2 ${id}`,
      `2026-03-06T10:15 C0SALES ${id}`,
    ]);
  });

  it('starts with the last answer, even if somebody claims and releases the handoff after that', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.perform(
      askHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), 'Which entity signs?'),
    );
    await simulation.advanceTo('2026-03-06T10:00:00.000Z');
    await simulation.perform(
      answerHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'The same as before.'),
    );
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0SAM')));
    await simulation.advanceTo('2026-03-06T10:30:00.000Z');
    await simulation.perform(releaseHandoff(simulation.ports, simulation.handoffAction(id, 'U0SAM')));
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-03-10T00:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-09T10:00 U0ANA reminded 1 ${id}`,
      `2026-03-09T10:15 C0SALES ${id}`,
    ]);
  });

  it('stops while Sales waits for an answer, and starts again with that answer', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.perform(
      askHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), 'Which entity signs?'),
    );
    await simulation.advanceTo('2026-03-09T10:00:00.000Z');
    expect(simulation.takeDeliveries()).toEqual([`2026-03-04T10:00 U0ANA question-asked ${id}`]);
    await simulation.perform(
      answerHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'The same as before.'),
    );
    await simulation.advanceTo('2026-03-10T12:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-09T10:00 U0ROBIN question-answered ${id}`,
      `2026-03-10T10:00 U0ANA reminded 1 ${id}`,
      `2026-03-10T10:15 C0SALES ${id}`,
    ]);
  });

  it("starts again with a colleague's answer, of which the engineer is notified as well", async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.perform(
      askHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0ROBIN'), 'Which entity signs?'),
    );
    simulation.takeDeliveries();
    await simulation.perform(
      answerHandoffQuestion(simulation.ports, simulation.handoffAction(id, 'U0BEN'), 'The same as before.'),
    );
    await simulation.advanceTo('2026-03-04T12:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      expect.stringContaining(`U0ROBIN question-answered ${id}`),
      expect.stringContaining(`U0ANA question-answered ${id}`),
    ]);
  });

  it.each(['declined', 'withdrawn'] as const)('ends for good once the handoff is %s', async (end) => {
    const id = await submitUnclaimedHandoff();
    const decide = end === 'declined' ? declineHandoff : withdrawHandoff;
    await simulation.perform(decide(simulation.ports, simulation.handoffAction(id, 'U0BEN'), 'Wrong region'));
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-06-01T00:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([]);
  });

  it('leads to no notification the next morning when somebody claims the handoff meanwhile', async () => {
    simulation = await HandoffSimulation.start({ startsAt: '2026-03-04T21:30:00.000Z' });
    const id = await simulation.submitHandoff('case-1', 'amer');
    // In New York a quarter of an hour before the end of the day, in Lisbon long after it.
    await simulation.advanceTo('2026-03-05T21:40:00.000Z');
    expect((await simulation.handoffState(id)).reminderRounds).toBe(1);
    await simulation.perform(claimHandoff(simulation.ports, simulation.handoffAction(id, 'U0ROBIN')));
    await simulation.advanceTo('2026-03-06T12:00:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([`2026-03-05T21:40 U0ANA claimed ${id}`]);
  });
});

describe('A snooze', () => {
  it('holds until the next working morning of Support, and keeps the escalation level', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-03-05T10:30:00.000Z');
    simulation.takeDeliveries();
    await simulation.perform(
      snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'unclaimed-reminder'),
    );
    await simulation.advanceTo('2026-03-06T08:59:59.000Z');
    expect(simulation.takeDeliveries()).toEqual([]);
    await simulation.advanceTo('2026-03-09T08:59:59.000Z');
    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-06T09:00 U0ANA reminded 1 ${id}`,
      `2026-03-06T09:15 C0SALES ${id}`,
    ]);
    await simulation.advanceTo('2026-03-09T09:30:00.000Z');
    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-09T09:00 U0ANA reminded 2 ${id}`,
      `2026-03-09T09:15 C0SALES ${id}`,
    ]);
  });

  it('ends when the clock of a copy is behind that of the database', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-03-05T10:30:00.000Z');
    await simulation.perform(
      snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'unclaimed-reminder'),
    );
    simulation.takeDeliveries();
    simulation.jumpTo('2026-03-06T09:00:00.000Z');
    await simulation.runDueTimersWith({ now: () => new Date(simulation.now.getTime() - 20) });
    await simulation.advanceTo('2026-03-09T09:30:00.000Z');

    expect(simulation.takeDeliveries()).toEqual([
      `2026-03-06T09:00 U0ANA reminded 1 ${id}`,
      `2026-03-06T09:15 C0SALES ${id}`,
      `2026-03-09T09:00 U0ANA reminded 2 ${id}`,
      `2026-03-09T09:15 C0SALES ${id}`,
    ]);
  });

  it('holds over a weekend and a holiday of Support until the morning after them', async () => {
    simulation = await HandoffSimulation.start({ startsAt: '2026-04-02T14:00:00.000Z' });
    const id = await simulation.submitHandoff('case-1');
    await simulation.advanceTo('2026-04-03T14:30:00.000Z');
    await simulation.perform(
      snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'unclaimed-reminder'),
    );
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-04-07T12:00:00.000Z');

    // Saturday, Sunday, Easter Monday; Tuesday at 09:00 in Lisbon, which is summer time. Sales opens an hour later.
    expect(simulation.takeDeliveries()).toEqual([
      `2026-04-07T08:00 U0ANA reminded 1 ${id}`,
      `2026-04-07T09:00 C0SALES ${id}`,
    ]);
  });

  it('is kept when somebody claims and releases the handoff', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-03-05T10:30:00.000Z');
    await simulation.perform(
      snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'unclaimed-reminder'),
    );
    await claimAndRelease(id);
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-03-06T09:59:59.000Z');

    expect(simulation.takeDeliveries()).toEqual([]);
  });

  it('is kept over a long holiday of Support when the handoff is claimed and released', async () => {
    const open = { [WORKING_DAYS]: '09:00-17:00' };
    const holidays = ['2026-03-06', '2026-03-09', '2026-03-10', '2026-03-11'];
    const teams = { support: weeklyHours('Europe/Lisbon', open, holidays), sales: weeklyHours('UTC', open) };
    simulation = await HandoffSimulation.start({
      startsAt: '2026-03-04T10:00:00.000Z',
      change: { businessHours: createBusinessHours({ teams }) },
    });
    const id = await simulation.submitHandoff('case-1');
    await simulation.advanceTo('2026-03-05T10:30:00.000Z');
    await simulation.perform(
      snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'unclaimed-reminder'),
    );
    await claimAndRelease(id);
    simulation.takeDeliveries();
    await simulation.advanceTo('2026-03-12T12:00:00.000Z');

    expect(simulation.takeDeliveries().toSorted()).toEqual([
      `2026-03-12T09:00 U0ANA reminded 1 ${id}`,
      `2026-03-12T09:15 C0SALES ${id}`,
    ]);
  });

  it('holds even if it comes while the timer runs', async () => {
    const id = await submitUnclaimedHandoff();
    await simulation.advanceTo('2026-03-05T10:30:00.000Z');
    simulation.jumpTo('2026-03-10T10:00:00.000Z');
    await simulation.runDueTimersWhile('unclaimed-reminder', () =>
      snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'unclaimed-reminder'),
    );
    simulation.takeDeliveries();
    expect((await simulation.handoffState(id)).snoozedUntil).toBe('2026-03-11T09:00:00.000Z');
    await simulation.advanceTo('2026-03-11T12:00:00.000Z');

    expect(simulation.takeDeliveries().toSorted()).toEqual([
      `2026-03-11T09:00 U0ANA reminded 1 ${id}`,
      `2026-03-11T09:15 C0SALES ${id}`,
    ]);
    expect(simulation.errors).toEqual([]);
  });

  it.each([
    [
      'a question and its answer',
      async (id: string) => {
        await simulation.perform(
          askHandoffQuestion(
            simulation.ports,
            simulation.handoffAction(id, 'U0ROBIN'),
            'Which entity signs?',
          ),
        );
        await simulation.advanceTo('2026-03-06T12:00:00.000Z');
        await simulation.perform(
          answerHandoffQuestion(
            simulation.ports,
            simulation.handoffAction(id, 'U0ANA'),
            'The same as before.',
          ),
        );
      },
      '2026-03-09T12:00',
      '2026-03-09T12:15',
    ],
    ['a claim that is given back', claimAndRelease, '2026-03-06T10:00', '2026-03-06T10:15'],
  ])(
    'does not stop a full waiting time after %s from raising the level',
    async (_what, happens, due, slot) => {
      const id = await submitUnclaimedHandoff();
      await simulation.advanceTo('2026-03-05T10:30:00.000Z');
      await simulation.perform(
        snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'unclaimed-reminder'),
      );
      await happens(id);
      simulation.takeDeliveries();
      await simulation.advanceTo(`${due.slice(0, 10)}T16:00:00.000Z`);

      expect(simulation.takeDeliveries()).toEqual([`${due} U0ANA reminded 2 ${id}`, `${slot} C0SALES ${id}`]);
    },
  );

  it('is refused with a reason while there is nothing to snooze', async () => {
    const id = await submitUnclaimedHandoff();
    const sentence = await userErrorText(
      snoozeReminder(simulation.ports, simulation.handoffAction(id, 'U0ANA'), 'unclaimed-reminder'),
    );

    expect(sentence).toMatch(/nothing left to snooze/);
  });
});
