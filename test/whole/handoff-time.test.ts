import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { STORIES } from '../../scripts/sandbox/stories.ts';
import { newest } from './asking.ts';
import { clockTo } from './clock.ts';
import { caseId, handedOver, handoffOf, handoffsIn, notesTo, press, settled, WISH } from './handing.ts';
import type { Whole } from './harness.ts';
import { cardsIn, startWhole, until, words } from './harness.ts';
import { bytesOnDisk, keptOnDisk } from './reading.ts';

const WEEK = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-17:00']]));
/** Easter Monday is a day off of Support alone. */
const CALENDAR = {
  teams: {
    support: { zone: 'Europe/Lisbon', hours: WEEK, holidays: ['2026-04-06'] },
    sales: { zone: 'UTC', hours: WEEK },
    amer: { zone: 'America/New_York', hours: WEEK },
  },
};
const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
const file = join(folder, 'calendar.json');
writeFileSync(file, JSON.stringify(CALENDAR));
afterAll(() => rmSync(folder, { recursive: true }));

let whole: Whole;
afterEach(() => whole.close());

async function startAt(moment: string, settings: Record<string, string> = {}): Promise<void> {
  whole = await startWhole({
    today: moment.slice(0, 10),
    startsAt: moment,
    settings: { BUSINESS_CALENDAR: file, SALES_CHANNELS: 'amer=CSMB', SUPPORT_USERGROUP: '', ...settings },
  });
}

/** The second time for what the first has asked to be said. */
async function passTo(...moments: string[]): Promise<void> {
  for (const moment of moments) {
    await whole.passTo(moment);
    await whole.bot.sweep();
  }
}

function happens(...ids: string[]): void {
  for (const { id, happen } of STORIES) if (ids.includes(id)) happen(whole.upstreams.world);
}

/** What somebody was told, each by its first line. */
function told(user = 'UANA'): string[] {
  return notesTo(whole, user).map(({ text }) => text ?? '');
}

function ofLogin(): string[] {
  return told().filter((text) => text.includes('login'));
}

function postsOf(event: string, channel: string): Message[] {
  return whole.slack.messages(channel).filter(({ metadata }) => metadata?.event_type === event);
}

const AMER = {
  channel: 'CSMB',
  filled: { ...WISH, destination: { option: JSON.stringify({ channel: 'CSMB', team: 'amer' }) } },
};

describe('The watch after a direct renewal', () => {
  it('says nothing while Zuora is down or the customer is not direct, then says it once with the evidence', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    await handedOver(whole);
    whole.upstreams.zuora.fault('down');
    await passTo('2026-03-03T09:01:00.000Z');
    whole.upstreams.zuora.fault('none');
    happens('invoice-moves');
    await passTo('2026-03-04T09:01:00.000Z');
    expect(ofLogin()).toEqual([]);
    happens('channel-changes');
    await passTo('2026-03-04T16:00:00.000Z');
    expect(ofLogin()).toEqual([]);
    await passTo('2026-03-05T09:01:00.000Z');
    expect(ofLogin()).toEqual([expect.stringContaining('The login may be restored now')]);
    const asked = whole.upstreams.zuora.requests.length;
    await passTo('2026-03-06T09:01:00.000Z', '2026-03-09T09:01:00.000Z');
    const note = notesTo(whole, 'UANA').find(({ text }) => text?.includes('login'));

    expect(words(note ?? {})).toMatch(/A-S00900001[\s\S]*asked[\s\S]*Non-Reseller/);
    expect(words(note ?? {})).toContain('its guard decides');
    expect(ofLogin()).toHaveLength(1);
    expect(whole.upstreams.zuora.requests).toHaveLength(asked);
  });

  it('looks at once when somebody asks: no with a reason, and later yes', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const { card, post } = await handedOver(whole);
    const look = JSON.stringify({ handoffId: handoffOf(post).handoff_id, do: 'look' });
    const ask = async () => {
      const { channel, ts } = card;
      await whole.slack.click({ user: 'UBEN', channel, ts, actionId: 'handoff-menu', selectedOption: look });
      await settled(whole);
    };
    await ask();
    expect(whole.slack.ephemerals({ user: 'UBEN' }).map(words).join('\n')).toContain(
      'may not be restored yet',
    );
    expect(ofLogin()).toEqual([]);
    happens('invoice-moves', 'channel-changes');
    await ask();

    expect(ofLogin()).toHaveLength(1);
  });
});

describe('The weekly digest', () => {
  it('is posted once on the first working morning of the week, and says nothing about a customer', async () => {
    await startAt('2026-04-01T10:00:00.000Z', { DIGEST_CHANNEL: 'CDIGEST' });
    await handedOver(whole);
    await passTo('2026-04-06T12:00:00.000Z');
    expect(postsOf('reseller_digest', 'CDIGEST')).toEqual([]);
    await passTo('2026-04-07T08:01:00.000Z');
    await whole.restart();
    await passTo('2026-04-07T12:00:00.000Z');
    const [digest, ...more] = postsOf('reseller_digest', 'CDIGEST');

    expect(more).toEqual([]);
    expect(words(digest ?? {})).toMatch(/1 check, 1 handoff submitted/);
    expect(JSON.stringify(digest)).not.toMatch(/Halden|Quillmark|A-S009|UANA/);
  });

  it('is posted nowhere without a channel for it', async () => {
    await startAt('2026-04-01T10:00:00.000Z');
    await passTo('2026-04-07T08:01:00.000Z', '2026-04-13T08:01:00.000Z');

    expect(whole.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toEqual([]);
  });

  it.each<[string, () => void, string]>([
    ['Slack takes nowhere', () => whole.slack.kick('CDIGEST', 'U0BOT'), 'not_in_channel'],
    ['other companies would read', () => whole.slack.setExtShared('CDIGEST', true), 'shared-channel'],
  ])('that %s is not tried for ever, and the log says so', async (_which, spoil, why) => {
    await startAt('2026-04-01T10:00:00.000Z', { DIGEST_CHANNEL: 'CDIGEST' });
    spoil();
    await passTo('2026-04-07T08:01:00.000Z');
    await settled(whole);

    const said = whole.logged.filter((line) => line.includes('digest not taken'));
    expect(said).toEqual([expect.stringContaining(`slack does not take it: ${why}`)]);
    expect(postsOf('reseller_digest', 'CDIGEST')).toEqual([]);
  });

  it('is one after three weeks off, not three', async () => {
    await startAt('2026-03-05T10:00:00.000Z', { DIGEST_CHANNEL: 'CDIGEST' });
    await whole.restart(async () => clockTo('2026-03-25T10:00:00.000Z'));
    await passTo('2026-03-25T10:01:00.000Z');
    expect(postsOf('reseller_digest', 'CDIGEST')).toHaveLength(1);
    await passTo('2026-03-30T08:01:00.000Z');

    expect(postsOf('reseller_digest', 'CDIGEST')).toHaveLength(2);
  });
});

describe('Three days off', () => {
  it('that end on a Sunday are caught up once, and each is told on Monday in their own hours', async () => {
    await startAt('2026-03-02T15:00:00.000Z', { DIGEST_CHANNEL: 'CDIGEST' });
    await handedOver(whole);
    const { post } = await handedOver(whole, { ...AMER, text: 'A-S00900051 direct-renewal' });
    await passTo('2026-03-04T16:00:00.000Z');
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    const before = told().length;
    await whole.restart(async () => clockTo('2026-03-08T12:00:00.000Z'));
    await passTo('2026-03-08T12:01:00.000Z', '2026-03-08T12:30:00.000Z');
    expect(handoffOf(newest(whole, post) as Message).state).toBe('open');
    expect(told()).toHaveLength(before);
    expect(told('UROBIN')).toEqual([]);
    expect(postsOf('reseller_reminder', 'CSALES')).toEqual([]);
    await passTo('2026-03-09T09:01:00.000Z', '2026-03-09T09:02:00.000Z');
    await whole.restart();
    await passTo('2026-03-09T09:03:00.000Z');

    const news = told()
      .slice(before)
      .map((text) => /answered yet|lapsed/.exec(text)?.[0] ?? text);
    expect(news.toSorted()).toEqual(['answered yet', 'lapsed']);
    expect(told('UROBIN')).toEqual([]);
    expect(postsOf('reseller_reminder', 'CSALES')).toHaveLength(1);
    expect(postsOf('reseller_digest', 'CDIGEST')).toHaveLength(1);
    // 09:00 in New York.
    await passTo('2026-03-09T13:01:00.000Z', '2026-03-09T13:16:00.000Z');
    expect(told('UROBIN')).toEqual([expect.stringContaining('Your claim has lapsed')]);
    expect(postsOf('reseller_reminder', 'CSMB')).toHaveLength(1);
    expect(postsOf('reseller_reminder', 'CSALES')).toHaveLength(1);
  });
});

describe('What was said before', () => {
  it('offers nothing any more that somebody has done since, and is not said again', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const { post } = await handedOver(whole);
    const other = await handedOver(whole, { text: 'A-S00900051 direct-renewal' });
    await passTo('2026-03-05T10:01:00.000Z', '2026-03-05T10:16:00.000Z');
    await settled(whole);
    const [reminder, ...more] = postsOf('reseller_reminder', 'CSALES');
    const shown = () => words(newest(whole, reminder as Message) ?? {});
    expect(more).toEqual([]);
    expect(shown()).toMatch(/2 handoffs[\s\S]*Halden[\s\S]*Claim[\s\S]*Petrel[\s\S]*Claim/);
    const noted = told().length;
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);

    expect(shown()).toMatch(/^\s*A handoff[\s\S]*Petrel/);
    expect(shown()).not.toContain('Halden');
    const note = notesTo(whole, 'UANA').find((each) => /answered yet.*Halden/.test(each.text));
    expect(words(note ?? {})).not.toContain('Snooze');
    expect(told()).toHaveLength(noted + 1);
    await press(whole, other.post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    expect(shown()).toMatch(/^\s*Somebody has taken up every handoff/);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-release' });
    await settled(whole);
    expect(shown()).toMatch(/^\s*A handoff[\s\S]*Halden[\s\S]*Claim/);
    expect(postsOf('reseller_reminder', 'CSALES')).toHaveLength(1);
  });

  it('also when Slack has it and did not say so', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const { post } = await handedOver(whole);
    const { channel } = whole.slack.directMessages('UANA');
    whole.slack.fail('chat.postMessage', { loseAnswer: true }, 1, { channel });
    await passTo('2026-03-05T10:01:00.000Z');
    expect(words(notesTo(whole, 'UANA')[0] ?? {})).toMatch(/answered yet[\s\S]*Snooze/);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await until('the claim', () => handoffOf(newest(whole, post) ?? post).state === 'claimed');
    await passTo('2026-03-05T10:16:00.000Z');
    await settled(whole);

    const notes = notesTo(whole, 'UANA').filter(({ text }) => text.includes('answered yet'));
    expect(notes).toHaveLength(1);
    expect(words(notes[0] ?? {})).not.toContain('Snooze');
  }, 60_000);

  it('is left alone when somebody has deleted it', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const { card, post } = await handedOver(whole);
    await press(whole, post, {
      user: 'UROBIN',
      actionId: 'handoff-question',
      form: 'handoff-question',
      filled: { question: 'Which entity signs?' },
    });
    await settled(whole);
    const [note] = notesTo(whole, 'UANA');
    expect(words(note ?? {})).toContain('Answer');
    whole.slack.deleteMessage(note?.channel ?? '', note?.ts ?? '');
    await press(whole, card, {
      user: 'UANA',
      actionId: 'handoff-answer',
      form: 'handoff-answer',
      filled: { answer: 'The same as before' },
    });
    await settled(whole);

    expect(notesTo(whole, 'UANA')).toEqual([]);
  });
});

describe('When the time to keep a case is over', () => {
  it('names go from the database, the card, the post and the notes; an open handoff is kept', async () => {
    await startAt('2026-03-02T10:00:00.000Z', { RETENTION_DAYS: '30' });
    const { card, post } = await handedOver(whole);
    const other = await handedOver(whole, { text: 'A-S00900051 direct-renewal' });
    await press(whole, post, {
      user: 'UBEN',
      actionId: 'handoff-decline',
      form: 'handoff-reason',
      filled: { reason: 'Halden Mills is looked after by somebody else' },
    });
    await settled(whole);
    expect(words(newest(whole, post) ?? {})).toContain('Halden Mills');
    await passTo('2026-04-02T10:30:00.000Z', '2026-04-02T10:46:00.000Z');
    await settled(whole);

    expect(words(newest(whole, card) ?? {})).not.toMatch(/Halden|Quillmark/);
    expect(words(newest(whole, post) ?? {})).not.toMatch(/Halden|Quillmark/);
    expect(notesTo(whole, 'UANA').map(words).join('\n')).toMatch(/news of a handoff whose data was erased/);
    expect(notesTo(whole, 'UANA').map(words).join('\n')).not.toMatch(/Halden|Quillmark/);
    expect(notesTo(whole, 'UANA').map(words).join('\n')).toContain('Petrel Optics');
    expect(await keptOnDisk(whole, ['Halden', 'Quillmark'])).toEqual([]);
    expect(await bytesOnDisk(whole)).toContain(caseId(card));
    expect(words(newest(whole, other.post) ?? {})).toContain('Petrel Optics');
    expect(handoffsIn(whole)).toHaveLength(2);
  });

  it('what Slack itself has deleted by then is not posted anew', async () => {
    await startAt('2026-03-02T10:00:00.000Z', { RETENTION_DAYS: '30' });
    const { card, post } = await handedOver(whole);
    const filled = { reason: 'Somebody else looks after them' };
    const form = 'handoff-reason';
    await press(whole, post, { user: 'UBEN', actionId: 'handoff-decline', form, filled });
    await settled(whole);
    const notes = notesTo(whole, 'UANA');
    for (const { channel, ts } of [card, post, ...notes]) whole.slack.deleteMessage(channel, ts);
    await passTo('2026-04-02T10:30:00.000Z', '2026-04-02T10:46:00.000Z');
    await settled(whole);

    expect(await keptOnDisk(whole, ['Halden', 'Quillmark'])).toEqual([]);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toEqual([]);
    expect(handoffsIn(whole)).toEqual([]);
    expect(whole.slack.directMessages('UANA').messages).toEqual([]);
  });
});
