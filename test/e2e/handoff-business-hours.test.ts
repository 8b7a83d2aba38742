import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage } from './check-requests.ts';
import type { FormInput } from './handoff-requests.ts';
import {
  HANDOFF_FORM_INPUT,
  handoffPostMetadata,
  notesTo,
  pressHandoffButton,
  submitHandoffAndWaitForPost,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { startTestApp, visibleText, waitUntil } from './harness.ts';
import { setClock } from './test-clock.ts';

const WEEK = {
  mon: ['09:00-17:00'],
  tue: ['09:00-17:00'],
  wed: ['09:00-17:00'],
  thu: ['09:00-17:00'],
  fri: ['09:00-17:00'],
};
const CALENDAR = {
  teams: {
    support: { zone: 'Europe/Lisbon', hours: WEEK },
    sales: { zone: 'UTC', hours: WEEK },
    emea: { zone: 'Europe/London', hours: WEEK, holidays: ['2026-04-03'] },
    amer: { zone: 'America/New_York', hours: WEEK },
  },
};

const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
const file = join(folder, 'calendar.json');
writeFileSync(file, JSON.stringify(CALENDAR));
afterAll(() => rmSync(folder, { recursive: true }));

let testApp: TestApp;
afterEach(() => testApp.close());

async function startAt(moment: string): Promise<void> {
  testApp = await startTestApp({
    today: moment.slice(0, 10),
    startsAt: moment,
    settings: { BUSINESS_CALENDAR: file, SALES_CHANNELS: 'emea=CEMEA,amer=CSMB', SUPPORT_USERGROUP: '' },
  });
}

const destinationInput = (channel: string, team: string): FormInput => ({
  ...HANDOFF_FORM_INPUT,
  destination: { option: JSON.stringify({ channel, team }) },
});
/** Halden Mills belongs to EMEA, so another team has to be chosen. */
const SALES = { channel: 'CSALES', filled: destinationInput('CSALES', 'sales') };
const EMEA = { channel: 'CEMEA', filled: destinationInput('CEMEA', 'emea') };
const AMER = { channel: 'CSMB', filled: destinationInput('CSMB', 'amer') };

/** The moments that the post names, in order. */
function momentsIn(message: Message): string[] {
  return [...visibleText(message).matchAll(/<!date\^(\d+)\^/g)].map(([, seconds]) =>
    new Date(Number(seconds) * 1_000).toISOString(),
  );
}

function remindersIn(channel: string): Message[] {
  return testApp.slack
    .messages(channel)
    .filter(({ metadata }) => metadata?.event_type === 'reseller_reminder');
}

async function advanceTo(moment: string): Promise<void> {
  await testApp.advanceTo(moment);
  await testApp.bot.runDueWork();
}

/** What somebody was told, each by its first line. */
function notesSentTo(user: string): string[] {
  return notesTo(testApp, user).map(({ text }) => text ?? '');
}

describe('The time by which Sales is expected to answer', () => {
  it.each([
    ['over a weekend', '2026-03-06T10:00:00.000Z', SALES, '2026-03-09T10:00:00.000Z'],
    ['over a holiday of the team', '2026-04-02T10:00:00.000Z', EMEA, '2026-04-06T10:00:00.000Z'],
    ['over a holiday of another team', '2026-04-02T10:00:00.000Z', SALES, '2026-04-03T10:00:00.000Z'],
    ['when the clocks go forward in London', '2026-03-27T16:00:00.000Z', EMEA, '2026-03-30T15:00:00.000Z'],
    ['when the clocks go forward in New York', '2026-03-06T19:00:00.000Z', AMER, '2026-03-09T18:00:00.000Z'],
    ['when the clocks go back in London', '2026-10-23T15:00:00.000Z', EMEA, '2026-10-26T16:00:00.000Z'],
    ['when the clocks go back in New York', '2026-10-30T19:00:00.000Z', AMER, '2026-11-02T20:00:00.000Z'],
  ])('is right %s', async (_when, moment, where, expected) => {
    await startAt(moment);
    const { post } = await submitHandoffAndWaitForPost(testApp, where);
    const named = momentsIn(post).map((each) => each.slice(0, 16));

    expect(named).toContain(expected.slice(0, 16));
  });
});

describe('A handoff without an answer', () => {
  it("is reminded of in its team's working hours, later where the team has a holiday", async () => {
    await startAt('2026-04-02T10:00:00.000Z');
    await submitHandoffAndWaitForPost(testApp, SALES);
    await submitHandoffAndWaitForPost(testApp, { ...EMEA, text: 'A-S00900051 direct-renewal' });
    await advanceTo('2026-04-03T09:59:00.000Z');
    expect([...remindersIn('CSALES'), ...remindersIn('CEMEA')]).toEqual([]);
    await advanceTo('2026-04-03T10:02:00.000Z');
    await advanceTo('2026-04-03T10:16:00.000Z');
    await waitUntilDelivered(testApp);

    expect(remindersIn('CSALES')).toHaveLength(1);
    expect(remindersIn('CEMEA')).toEqual([]);
    expect(notesSentTo('UANA')).toHaveLength(1);
    await advanceTo('2026-04-06T10:02:00.000Z');
    await advanceTo('2026-04-06T10:16:00.000Z');
    await waitUntilDelivered(testApp);
    expect(remindersIn('CEMEA')).toHaveLength(1);
    // The first handoff has gone unanswered for a second day.
    expect(remindersIn('CSALES')).toHaveLength(2);
    expect(notesSentTo('UANA')).toHaveLength(3);
  });

  it('shares one reminder with others due at the same time, one escalation level higher each round', async () => {
    await startAt('2026-03-04T10:00:00.000Z');
    await submitHandoffAndWaitForPost(testApp, SALES);
    await submitHandoffAndWaitForPost(testApp, { ...SALES, text: 'A-S00900051 direct-renewal' });
    for (const moment of ['2026-03-05T10:05:00.000Z', '2026-03-05T10:16:00.000Z']) await advanceTo(moment);
    await waitUntilDelivered(testApp);
    const [reminder] = remindersIn('CSALES');

    expect(remindersIn('CSALES')).toHaveLength(1);
    expect(visibleText(reminder ?? {})).toMatch(/Halden Mills[\s\S]*Petrel Optics/);
    const first = notesTo(testApp, 'UANA').map(visibleText).join('\n');
    expect(first).toContain("account owner's manager");
    expect(first).not.toContain('VP');
    // A working day later, and again.
    for (const day of ['06', '09']) {
      await advanceTo(`2026-03-${day}T11:00:00.000Z`);
      await advanceTo(`2026-03-${day}T11:16:00.000Z`);
      await waitUntilDelivered(testApp);
    }
    expect(notesTo(testApp, 'UANA').map(visibleText).join('\n')).toContain('VP');
    expect(remindersIn('CSALES')).toHaveLength(3);
  });

  it('is snoozed until the next working morning, and its reminders end with a claim', async () => {
    await startAt('2026-03-04T10:00:00.000Z');
    const { post } = await submitHandoffAndWaitForPost(testApp, SALES);
    for (const moment of ['2026-03-05T10:05:00.000Z', '2026-03-05T10:16:00.000Z']) await advanceTo(moment);
    await waitUntilDelivered(testApp);
    const [note] = notesTo(testApp, 'UANA');
    await pressHandoffButton(testApp, note as Message, { user: 'UANA', actionId: 'snooze' });
    expect(testApp.slack.ephemerals({ user: 'UANA' }).map(visibleText).join()).toContain(
      'Snoozed: no reminders about',
    );
    await waitUntilDelivered(testApp);
    await advanceTo('2026-03-06T08:59:00.000Z');
    expect(notesSentTo('UANA')).toHaveLength(1);
    await advanceTo('2026-03-06T09:01:00.000Z');
    await waitUntil('the second note', () => notesSentTo('UANA').length === 2);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntil('the note about the claim', () => notesSentTo('UANA').length === 3);
    await advanceTo('2026-03-06T16:59:00.000Z');
    await waitUntilDelivered(testApp);
    expect(notesSentTo('UANA').filter((text) => text.includes('claimed'))).toHaveLength(1);
    expect(notesSentTo('UANA')).toHaveLength(3);
    // The channel's own reminder was called off by the claim.
    expect(remindersIn('CSALES')).toHaveLength(1);
  });
});

describe('A claim', () => {
  it('expires after a working day, after a warning to its owner, and is extended when it is reconfirmed', async () => {
    await startAt('2026-03-05T12:00:00.000Z');
    const { post } = await submitHandoffAndWaitForPost(testApp, SALES);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await advanceTo('2026-03-06T09:59:00.000Z');
    expect(notesSentTo('UROBIN')).toEqual([]);
    await advanceTo('2026-03-06T10:02:00.000Z');
    await waitUntilDelivered(testApp);
    expect(notesSentTo('UROBIN')).toHaveLength(1);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-reconfirm' });
    await waitUntilDelivered(testApp);
    // A working day from then: Monday, over the weekend.
    await advanceTo('2026-03-09T09:59:00.000Z');
    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('claimed');
    await advanceTo('2026-03-09T10:30:00.000Z');
    await advanceTo('2026-03-09T10:46:00.000Z');
    await waitUntilDelivered(testApp);

    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('open');
    expect(notesSentTo('UROBIN').filter((text) => text.includes('expired'))).toHaveLength(1);
    expect(notesSentTo('UANA').filter((text) => text.includes('expired'))).toHaveLength(1);
  });
});

describe('After a handoff is done', () => {
  it('the engineer is asked once to check with the customer, two working days later', async () => {
    await startAt('2026-03-05T12:00:00.000Z');
    const { post } = await submitHandoffAndWaitForPost(testApp, SALES);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await pressHandoffButton(testApp, post, {
      user: 'UROBIN',
      actionId: 'handoff-done',
      form: 'handoff-outcome',
      filled: { outcome: { option: 'stays-with-partner' } },
    });
    await waitUntilDelivered(testApp);
    const before = notesSentTo('UANA').length;
    await advanceTo('2026-03-09T11:59:00.000Z');
    expect(notesSentTo('UANA')).toHaveLength(before);
    await advanceTo('2026-03-09T12:05:00.000Z');
    await advanceTo('2026-03-12T12:05:00.000Z');
    await waitUntilDelivered(testApp);

    expect(notesSentTo('UANA')).toHaveLength(before + 1);
    expect(notesSentTo('UANA').at(-1)).toMatch(/customer/);
  });
});

describe('A bot that was stopped for three days', () => {
  it('catches up once with everything that fell due, and not again after another restart', async () => {
    await startAt('2026-03-04T10:00:00.000Z');
    await submitHandoffAndWaitForPost(testApp, SALES);
    const { post } = await submitHandoffAndWaitForPost(testApp, {
      ...SALES,
      text: 'A-S00900051 direct-renewal',
    });
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await testApp.restart(async () => setClock('2026-03-05T11:00:00.000Z'));
    await advanceTo('2026-03-05T11:01:00.000Z');
    await advanceTo('2026-03-05T11:16:00.000Z');
    await waitUntilDelivered(testApp);

    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('open');
    expect(notesSentTo('UROBIN')).toEqual([expect.stringContaining('expired')]);
    expect(remindersIn('CSALES')).toHaveLength(1);
    expect(visibleText(remindersIn('CSALES')[0] ?? {})).toMatch(/Halden Mills[\s\S]*Petrel Optics/);
    const engineer = notesSentTo('UANA').length;
    await testApp.restart();
    await advanceTo('2026-03-05T11:30:00.000Z');
    await waitUntilDelivered(testApp);
    expect(notesSentTo('UANA')).toHaveLength(engineer);
    expect(notesSentTo('UROBIN')).toHaveLength(1);
    expect(remindersIn('CSALES')).toHaveLength(1);
  });
});
