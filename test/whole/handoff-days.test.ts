import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { newest } from './asking.ts';
import { clockTo } from './clock.ts';
import type { Filled } from './handing.ts';
import { handedOver, handoffOf, notesTo, press, settled, WISH } from './handing.ts';
import type { Whole } from './harness.ts';
import { startWhole, until, words } from './harness.ts';

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

let whole: Whole;
afterEach(() => whole.close());

async function startAt(moment: string): Promise<void> {
  whole = await startWhole({
    today: moment.slice(0, 10),
    startsAt: moment,
    settings: { BUSINESS_CALENDAR: file, SALES_CHANNELS: 'emea=CEMEA,amer=CSMB', SUPPORT_USERGROUP: '' },
  });
}

const to = (channel: string, team: string): Filled => ({
  ...WISH,
  destination: { option: JSON.stringify({ channel, team }) },
});
const EMEA = { channel: 'CEMEA', filled: to('CEMEA', 'emea') };
const AMER = { channel: 'CSMB', filled: to('CSMB', 'amer') };

/** The moments that the post names, in order. */
function momentsIn(message: Message): string[] {
  return [...words(message).matchAll(/<!date\^(\d+)\^/g)].map(([, seconds]) =>
    new Date(Number(seconds) * 1_000).toISOString(),
  );
}

function remindersIn(channel: string): Message[] {
  return whole.slack.messages(channel).filter(({ metadata }) => metadata?.event_type === 'reseller_reminder');
}

async function passTo(moment: string): Promise<void> {
  await whole.passTo(moment);
  await whole.bot.sweep();
}

/** What somebody was told, each by its first line. */
function told(user: string): string[] {
  return notesTo(whole, user).map(({ text }) => text ?? '');
}

describe('The time by which Sales is expected to answer', () => {
  it.each([
    ['over a weekend', '2026-03-06T16:00:00.000Z', { channel: 'CSALES' }, '2026-03-11T16:00:00.000Z'],
    ['over a holiday of the team', '2026-04-02T10:00:00.000Z', EMEA, '2026-04-08T10:00:00.000Z'],
    [
      'over a holiday of another team',
      '2026-04-02T10:00:00.000Z',
      { channel: 'CSALES' },
      '2026-04-07T10:00:00.000Z',
    ],
    ['when the clocks go forward in London', '2026-03-27T16:00:00.000Z', EMEA, '2026-04-01T15:00:00.000Z'],
    ['when the clocks go forward in New York', '2026-03-06T19:00:00.000Z', AMER, '2026-03-11T18:00:00.000Z'],
    ['when the clocks go back in London', '2026-10-23T15:00:00.000Z', EMEA, '2026-10-28T16:00:00.000Z'],
    ['when the clocks go back in New York', '2026-10-30T19:00:00.000Z', AMER, '2026-11-04T20:00:00.000Z'],
  ])('is right %s', async (_when, moment, where, expected) => {
    await startAt(moment);
    const { post } = await handedOver(whole, where);
    const named = momentsIn(post).map((each) => each.slice(0, 16));

    expect(named).toContain(expected.slice(0, 16));
  });
});

describe('Silence', () => {
  it('over a holiday of one team only is held against the other one first, each in its own hours', async () => {
    await startAt('2026-04-02T10:00:00.000Z');
    await handedOver(whole);
    await handedOver(whole, { ...EMEA, text: 'A-S00900051 direct-renewal' });
    await passTo('2026-04-07T09:59:00.000Z');
    expect([...remindersIn('CSALES'), ...remindersIn('CEMEA')]).toEqual([]);
    await passTo('2026-04-07T10:02:00.000Z');
    await passTo('2026-04-07T10:16:00.000Z');
    await settled(whole);

    expect(remindersIn('CSALES')).toHaveLength(1);
    expect(remindersIn('CEMEA')).toEqual([]);
    expect(told('UANA')).toHaveLength(1);
    await passTo('2026-04-08T10:02:00.000Z');
    await passTo('2026-04-08T10:16:00.000Z');
    await settled(whole);
    expect(remindersIn('CEMEA')).toHaveLength(1);
    expect(remindersIn('CSALES')).toHaveLength(1);
    expect(told('UANA')).toHaveLength(2);
  });

  it('about several handoffs that fall due together is one message, and goes one level up each round', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    await handedOver(whole);
    await handedOver(whole, { text: 'A-S00900051 direct-renewal' });
    for (const moment of ['2026-03-05T10:05:00.000Z', '2026-03-05T10:16:00.000Z']) await passTo(moment);
    await settled(whole);
    const [reminder] = remindersIn('CSALES');

    expect(remindersIn('CSALES')).toHaveLength(1);
    expect(words(reminder ?? {})).toMatch(/Halden Mills[\s\S]*Petrel Optics/);
    const first = notesTo(whole, 'UANA').map(words).join('\n');
    expect(first).toContain("account owner's manager");
    expect(first).not.toContain('VP');
    // Again 24 working hours later, and again.
    for (const day of ['10', '13']) {
      await passTo(`2026-03-${day}T11:00:00.000Z`);
      await passTo(`2026-03-${day}T11:16:00.000Z`);
      await settled(whole);
    }
    expect(notesTo(whole, 'UANA').map(words).join('\n')).toContain('VP');
    expect(remindersIn('CSALES')).toHaveLength(3);
  });

  it('is put off by a snooze to the next working morning, and ended by a claim', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const { post } = await handedOver(whole);
    for (const moment of ['2026-03-05T10:05:00.000Z', '2026-03-05T10:16:00.000Z']) await passTo(moment);
    await settled(whole);
    const [note] = notesTo(whole, 'UANA');
    await press(whole, note as Message, { user: 'UANA', actionId: 'snooze' });
    expect(whole.slack.ephemerals({ user: 'UANA' }).map(words).join()).toContain(
      'Put off: I say nothing more about',
    );
    await settled(whole);
    await passTo('2026-03-06T08:59:00.000Z');
    expect(told('UANA')).toHaveLength(1);
    await passTo('2026-03-06T09:01:00.000Z');
    await until('the second note', () => told('UANA').length === 2);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await until('the note about the claim', () => told('UANA').length === 3);
    await passTo('2026-03-06T16:59:00.000Z');
    await settled(whole);
    expect(told('UANA').filter((text) => text.includes('claimed'))).toHaveLength(1);
    expect(told('UANA')).toHaveLength(3);
    // The channel's own reminder was called off by the claim.
    expect(remindersIn('CSALES')).toHaveLength(1);
  });
});

describe('A claim', () => {
  it('lapses after a working day, of which its owner is warned, and holds on when it is reconfirmed', async () => {
    await startAt('2026-03-05T12:00:00.000Z');
    const { post } = await handedOver(whole);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    await passTo('2026-03-06T09:59:00.000Z');
    expect(told('UROBIN')).toEqual([]);
    await passTo('2026-03-06T10:02:00.000Z');
    await settled(whole);
    expect(told('UROBIN')).toHaveLength(1);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-reconfirm' });
    await settled(whole);
    // A working day from then: Monday, over the weekend.
    await passTo('2026-03-09T09:59:00.000Z');
    expect(handoffOf(newest(whole, post) as Message).state).toBe('claimed');
    await passTo('2026-03-09T10:30:00.000Z');
    await settled(whole);

    expect(handoffOf(newest(whole, post) as Message).state).toBe('open');
    expect(told('UROBIN').filter((text) => text.includes('lapsed'))).toHaveLength(1);
    expect(told('UANA').filter((text) => text.includes('lapsed'))).toHaveLength(1);
  });
});

describe('After the end', () => {
  it('the engineer is asked once to check with the customer, two working days later', async () => {
    await startAt('2026-03-05T12:00:00.000Z');
    const { post } = await handedOver(whole);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    await press(whole, post, {
      user: 'UROBIN',
      actionId: 'handoff-done',
      form: 'handoff-outcome',
      filled: { outcome: { option: 'stays-with-partner' } },
    });
    await settled(whole);
    const before = told('UANA').length;
    await passTo('2026-03-09T11:59:00.000Z');
    expect(told('UANA')).toHaveLength(before);
    await passTo('2026-03-09T12:05:00.000Z');
    await passTo('2026-03-12T12:05:00.000Z');
    await settled(whole);

    expect(told('UANA')).toHaveLength(before + 1);
    expect(told('UANA').at(-1)).toMatch(/customer/);
  });
});

describe('A process that was off for three days', () => {
  it('catches up once with all that fell due, and not again after another restart', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    await handedOver(whole);
    const { post } = await handedOver(whole, { text: 'A-S00900051 direct-renewal' });
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    await whole.restart(async () => clockTo('2026-03-05T11:00:00.000Z'));
    await passTo('2026-03-05T11:01:00.000Z');
    await passTo('2026-03-05T11:16:00.000Z');
    await settled(whole);

    expect(handoffOf(newest(whole, post) as Message).state).toBe('open');
    expect(told('UROBIN')).toEqual([expect.stringContaining('lapsed')]);
    expect(remindersIn('CSALES')).toHaveLength(1);
    expect(words(remindersIn('CSALES')[0] ?? {})).toMatch(/Halden Mills[\s\S]*Petrel Optics/);
    const engineer = told('UANA').length;
    await whole.restart();
    await passTo('2026-03-05T11:30:00.000Z');
    await settled(whole);
    expect(told('UANA')).toHaveLength(engineer);
    expect(told('UROBIN')).toHaveLength(1);
    expect(remindersIn('CSALES')).toHaveLength(1);
  });
});
