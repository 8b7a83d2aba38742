import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { UPSTREAM_EVENTS } from '../../scripts/sandbox/upstream-events.ts';
import { currentMessage } from './check-requests.ts';
import {
  caseIdOfCard,
  HANDOFF_FORM_INPUT,
  handoffPostMetadata,
  handoffsIn,
  notesTo,
  pressHandoffButton,
  submitHandoffAndWaitForPost,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { cardsIn, startTestApp, visibleText, waitUntil } from './harness.ts';
import { readDatabaseFiles, textsOnDisk } from './responses.ts';
import { setClock } from './test-clock.ts';

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

let testApp: TestApp;
afterEach(() => testApp.close());

async function startAt(moment: string, settings: Record<string, string> = {}): Promise<void> {
  testApp = await startTestApp({
    today: moment.slice(0, 10),
    startsAt: moment,
    settings: { BUSINESS_CALENDAR: file, SALES_CHANNELS: 'amer=CSMB', SUPPORT_USERGROUP: '', ...settings },
  });
}

/** The second time for what the first has asked to be said. */
async function advanceTo(...moments: string[]): Promise<void> {
  for (const moment of moments) {
    await testApp.advanceTo(moment);
    await testApp.bot.runDueWork();
  }
}

function applyUpstreamEvents(...ids: string[]): void {
  for (const { id, apply } of UPSTREAM_EVENTS) if (ids.includes(id)) apply(testApp.upstreams.world);
}

/** What somebody was told, each by its first line. */
function notesSentTo(user = 'UANA'): string[] {
  return notesTo(testApp, user).map(({ text }) => text ?? '');
}

function loginNotes(): string[] {
  return notesSentTo().filter((text) => text.includes('login'));
}

function postsOf(event: string, channel: string): Message[] {
  return testApp.slack.messages(channel).filter(({ metadata }) => metadata?.event_type === event);
}

const AMER = {
  channel: 'CSMB',
  filled: {
    ...HANDOFF_FORM_INPUT,
    destination: { option: JSON.stringify({ channel: 'CSMB', team: 'amer' }) },
  },
};

describe('The watch after a direct renewal', () => {
  it('sends nothing while Zuora is down or the customer is not direct, then one notification with the evidence', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    await submitHandoffAndWaitForPost(testApp);
    testApp.upstreams.zuora.setFault('down');
    await advanceTo('2026-03-03T09:01:00.000Z');
    testApp.upstreams.zuora.setFault('none');
    applyUpstreamEvents('invoice-moves');
    await advanceTo('2026-03-04T09:01:00.000Z');
    expect(loginNotes()).toEqual([]);
    applyUpstreamEvents('channel-changes');
    await advanceTo('2026-03-04T16:00:00.000Z');
    expect(loginNotes()).toEqual([]);
    await advanceTo('2026-03-05T09:01:00.000Z');
    // Another message to the same person may come first, and there is one a second.
    await waitUntil('the note about the login', () => loginNotes()[0]);
    expect(loginNotes()).toEqual([expect.stringContaining('The login can be restored now')]);
    const asked = testApp.upstreams.zuora.requests.length;
    await advanceTo('2026-03-06T09:01:00.000Z', '2026-03-09T09:01:00.000Z');
    const note = notesTo(testApp, 'UANA').find(({ text }) => text?.includes('login'));

    expect(visibleText(note ?? {})).toMatch(
      /A-S00900001[\s\S]*Zuora at <!date[^>]*\|2026-03-05 09:01 UTC>: channel “Non-Reseller”/,
    );
    expect(visibleText(note ?? {})).toContain('“Check now” unlocks the login');
    expect(loginNotes()).toHaveLength(1);
    expect(testApp.upstreams.zuora.requests).toHaveLength(asked);
  });

  it('checks at once on demand: no with a reason, and later yes', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    const look = JSON.stringify({ handoffId: handoffPostMetadata(post).handoff_id, do: 'check-now' });
    const ask = async () => {
      const { channel, ts } = card;
      await testApp.slack.click({
        user: 'UBEN',
        channel,
        ts,
        actionId: 'handoff-menu',
        selectedOption: look,
      });
      await waitUntilDelivered(testApp);
    };
    await ask();
    expect(testApp.slack.ephemerals({ user: 'UBEN' }).map(visibleText).join('\n')).toContain(
      'cannot be restored yet',
    );
    expect(loginNotes()).toEqual([]);
    applyUpstreamEvents('invoice-moves', 'channel-changes');
    await ask();

    expect(loginNotes()).toHaveLength(1);
  });
});

describe('The weekly digest', () => {
  it('is posted once on the first working morning of the week, and says nothing about a customer', async () => {
    await startAt('2026-04-01T10:00:00.000Z', { DIGEST_CHANNEL: 'CDIGEST' });
    await submitHandoffAndWaitForPost(testApp);
    await advanceTo('2026-04-06T12:00:00.000Z');
    expect(postsOf('reseller_digest', 'CDIGEST')).toEqual([]);
    await advanceTo('2026-04-07T08:01:00.000Z');
    await testApp.restart();
    await advanceTo('2026-04-07T12:00:00.000Z');
    const [digest, ...more] = postsOf('reseller_digest', 'CDIGEST');

    expect(more).toEqual([]);
    expect(visibleText(digest ?? {})).toMatch(/1 check, 1 handoff submitted/);
    expect(JSON.stringify(digest)).not.toMatch(/Halden|Quillmark|A-S009|UANA/);
  });

  it('is not posted without a channel', async () => {
    await startAt('2026-04-01T10:00:00.000Z');
    await advanceTo('2026-04-07T08:01:00.000Z', '2026-04-13T08:01:00.000Z');

    expect(testApp.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toEqual([]);
  });

  it.each<[string, () => void, string]>([
    ['Slack takes nowhere', () => testApp.slack.kick('CDIGEST', 'U0BOT'), 'not_in_channel'],
    ['other companies would read', () => testApp.slack.setExtShared('CDIGEST', true), 'shared-channel'],
  ])('that %s is not retried for ever, and that is logged', async (_which, spoil, why) => {
    await startAt('2026-04-01T10:00:00.000Z', { DIGEST_CHANNEL: 'CDIGEST' });
    spoil();
    await advanceTo('2026-04-07T08:01:00.000Z');
    await waitUntilDelivered(testApp);

    const said = testApp.logLines.filter((line) => line.includes('digest rejected by Slack'));
    expect(said).toEqual([expect.stringContaining(`Slack refused the message: ${why}`)]);
    expect(postsOf('reseller_digest', 'CDIGEST')).toEqual([]);
  });

  it('is posted once after three weeks without the bot', async () => {
    await startAt('2026-03-05T10:00:00.000Z', { DIGEST_CHANNEL: 'CDIGEST' });
    await testApp.restart(async () => setClock('2026-03-25T10:00:00.000Z'));
    await advanceTo('2026-03-25T10:01:00.000Z');
    expect(postsOf('reseller_digest', 'CDIGEST')).toHaveLength(1);
    await advanceTo('2026-03-30T08:01:00.000Z');

    expect(postsOf('reseller_digest', 'CDIGEST')).toHaveLength(2);
  });
});

describe('A bot that was stopped for three days', () => {
  it('until Sunday catches up once, and notifies people on Monday in their own hours', async () => {
    await startAt('2026-03-04T15:00:00.000Z', { DIGEST_CHANNEL: 'CDIGEST' });
    await submitHandoffAndWaitForPost(testApp);
    const { post } = await submitHandoffAndWaitForPost(testApp, {
      ...AMER,
      text: 'A-S00900051 direct-renewal',
    });
    await advanceTo('2026-03-04T16:00:00.000Z');
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    const before = notesSentTo().length;
    await testApp.restart(async () => setClock('2026-03-08T12:00:00.000Z'));
    await advanceTo('2026-03-08T12:01:00.000Z', '2026-03-08T12:30:00.000Z');
    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('open');
    expect(notesSentTo()).toHaveLength(before);
    expect(notesSentTo('UROBIN')).toEqual([]);
    expect(postsOf('reseller_reminder', 'CSALES')).toEqual([]);
    await advanceTo('2026-03-09T09:01:00.000Z', '2026-03-09T09:02:00.000Z');
    await testApp.restart();
    await advanceTo('2026-03-09T09:03:00.000Z');

    const news = notesSentTo()
      .slice(before)
      .map((text) => /answered yet|expired/.exec(text)?.[0] ?? text);
    expect(news.toSorted()).toEqual(['answered yet', 'expired']);
    expect(notesSentTo('UROBIN')).toEqual([]);
    expect(postsOf('reseller_reminder', 'CSALES')).toHaveLength(1);
    expect(postsOf('reseller_digest', 'CDIGEST')).toHaveLength(1);
    // 09:00 in New York.
    await advanceTo('2026-03-09T13:01:00.000Z', '2026-03-09T13:16:00.000Z');
    expect(notesSentTo('UROBIN')).toEqual([expect.stringContaining('Your claim has expired')]);
    expect(postsOf('reseller_reminder', 'CSMB')).toHaveLength(1);
    expect(postsOf('reseller_reminder', 'CSALES')).toHaveLength(1);
  });
});

describe('A notification or reminder', () => {
  it('loses buttons that no longer apply, and is not sent again', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const { post } = await submitHandoffAndWaitForPost(testApp);
    const other = await submitHandoffAndWaitForPost(testApp, { text: 'A-S00900051 direct-renewal' });
    await advanceTo('2026-03-05T10:01:00.000Z', '2026-03-05T10:16:00.000Z');
    await waitUntilDelivered(testApp);
    const [reminder, ...more] = postsOf('reseller_reminder', 'CSALES');
    const shown = () => visibleText(currentMessage(testApp, reminder as Message) ?? {});
    expect(more).toEqual([]);
    expect(shown()).toMatch(/2 handoffs[\s\S]*Halden[\s\S]*Claim[\s\S]*Petrel[\s\S]*Claim/);
    const noted = notesSentTo().length;
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);

    expect(shown()).toMatch(/^\s*A handoff[\s\S]*Petrel/);
    expect(shown()).not.toContain('Halden');
    const note = notesTo(testApp, 'UANA').find((each) => /answered yet.*Halden/.test(each.text));
    expect(visibleText(note ?? {})).not.toContain('Snooze');
    expect(notesSentTo()).toHaveLength(noted + 1);
    await pressHandoffButton(testApp, other.post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    expect(shown()).toMatch(/^\s*All handoffs in this reminder have been dealt with/);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-release' });
    await waitUntilDelivered(testApp);
    expect(shown()).toMatch(/^\s*A handoff[\s\S]*Halden[\s\S]*Claim/);
    expect(postsOf('reseller_reminder', 'CSALES')).toHaveLength(1);
  });

  it('loses them even if the answer to its post was lost', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const { post } = await submitHandoffAndWaitForPost(testApp);
    const { channel } = testApp.slack.directMessages('UANA');
    testApp.slack.fail('chat.postMessage', { loseAnswer: true }, 1, { channel });
    await advanceTo('2026-03-05T10:01:00.000Z');
    expect(visibleText(notesTo(testApp, 'UANA')[0] ?? {})).toMatch(/answered yet[\s\S]*Snooze/);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntil(
      'the claim',
      () => handoffPostMetadata(currentMessage(testApp, post) ?? post).state === 'claimed',
    );
    await advanceTo('2026-03-05T10:16:00.000Z');
    await waitUntilDelivered(testApp);

    const notes = notesTo(testApp, 'UANA').filter(({ text }) => text.includes('answered yet'));
    expect(notes).toHaveLength(1);
    expect(visibleText(notes[0] ?? {})).not.toContain('Snooze');
  }, 60_000);

  it('is not posted again when somebody has deleted it', async () => {
    await startAt('2026-03-02T10:00:00.000Z');
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, {
      user: 'UROBIN',
      actionId: 'handoff-question',
      form: 'handoff-question',
      filled: { question: 'Which entity signs?' },
    });
    await waitUntilDelivered(testApp);
    const [note] = notesTo(testApp, 'UANA');
    expect(visibleText(note ?? {})).toContain('Answer');
    testApp.slack.deleteMessage(note?.channel ?? '', note?.ts ?? '');
    await pressHandoffButton(testApp, card, {
      user: 'UANA',
      actionId: 'handoff-answer',
      form: 'handoff-answer',
      filled: { answer: 'The same as before' },
    });
    await waitUntilDelivered(testApp);

    expect(notesTo(testApp, 'UANA')).toEqual([]);
  });
});

describe('When the retention of a case is over', () => {
  it('names are erased from the database, the card, the post and the notifications, unless a handoff is active', async () => {
    await startAt('2026-03-02T10:00:00.000Z', { RETENTION_DAYS: '30' });
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    const other = await submitHandoffAndWaitForPost(testApp, { text: 'A-S00900051 direct-renewal' });
    await pressHandoffButton(testApp, post, {
      user: 'UBEN',
      actionId: 'handoff-decline',
      form: 'handoff-reason',
      filled: { reason: 'Halden Mills is looked after by somebody else' },
    });
    await waitUntilDelivered(testApp);
    expect(visibleText(currentMessage(testApp, post) ?? {})).toContain('Halden Mills');
    await advanceTo('2026-04-02T10:30:00.000Z', '2026-04-02T10:46:00.000Z');
    await waitUntilDelivered(testApp);

    expect(visibleText(currentMessage(testApp, card) ?? {})).not.toMatch(/Halden|Quillmark/);
    expect(visibleText(currentMessage(testApp, post) ?? {})).not.toMatch(/Halden|Quillmark/);
    expect(notesTo(testApp, 'UANA').map(visibleText).join('\n')).toMatch(
      /news about a handoff whose data was erased/,
    );
    expect(notesTo(testApp, 'UANA').map(visibleText).join('\n')).not.toMatch(/Halden|Quillmark/);
    expect(notesTo(testApp, 'UANA').map(visibleText).join('\n')).toContain('Petrel Optics');
    expect(await textsOnDisk(testApp, ['Halden', 'Quillmark'])).toEqual([]);
    expect(await readDatabaseFiles(testApp)).toContain(caseIdOfCard(card));
    expect(visibleText(currentMessage(testApp, other.post) ?? {})).toContain('Petrel Optics');
    expect(handoffsIn(testApp)).toHaveLength(2);
  });

  it('messages that were deleted in Slack by then are not posted again', async () => {
    await startAt('2026-03-02T10:00:00.000Z', { RETENTION_DAYS: '30' });
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    const filled = { reason: 'Somebody else looks after them' };
    const form = 'handoff-reason';
    await pressHandoffButton(testApp, post, { user: 'UBEN', actionId: 'handoff-decline', form, filled });
    await waitUntilDelivered(testApp);
    const notes = notesTo(testApp, 'UANA');
    for (const { channel, ts } of [card, post, ...notes]) testApp.slack.deleteMessage(channel, ts);
    await advanceTo('2026-04-02T10:30:00.000Z', '2026-04-02T10:46:00.000Z');
    await waitUntilDelivered(testApp);

    expect(await textsOnDisk(testApp, ['Halden', 'Quillmark'])).toEqual([]);
    expect(cardsIn(testApp.slack, 'CSUPPORT')).toEqual([]);
    expect(handoffsIn(testApp)).toEqual([]);
    expect(testApp.slack.directMessages('UANA').messages).toEqual([]);
  });
});
