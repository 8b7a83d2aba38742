import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage } from './check-requests.ts';
import {
  handoffPostMetadata,
  handoffsIn,
  notesTo,
  pressHandoffButton,
  submitHandoffAndWaitForPost,
  submitTopModal,
  waitForModal,
} from './handoff-requests.ts';
import type { TestApp, TestAppOptions } from './harness.ts';
import { cardsIn, checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';

const HOURS = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-17:00']]));
const TEAM = { zone: 'UTC', hours: HOURS };
const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
const calendarFile = join(folder, 'calendar.json');
writeFileSync(calendarFile, JSON.stringify({ teams: { support: TEAM, sales: TEAM } }));
afterAll(() => rmSync(folder, { recursive: true }));

let testApp: TestApp;
afterEach(() => testApp.close());

async function start(options: TestAppOptions = {}): Promise<void> {
  testApp = await startTestApp(options);
}

/** Longer than the longest wait between two attempts while the app is refused. */
const RECOVERY_MS = 300_000;
/** What Slack answers while an admin has disabled or removed the app. */
const ERROR = 'account_inactive';

/** Does something while Slack refuses these calls, and waits until one was refused; then until everything is delivered. */
async function whileRefused(methods: readonly string[], act: () => Promise<unknown>): Promise<void> {
  const { slack, bot } = testApp;
  for (const method of methods) slack.fail(method, { error: ERROR }, 100_000);
  await act();
  const isRefused = ({ answer }: { readonly answer?: { readonly error?: unknown } }) =>
    answer?.error === ERROR;
  await waitUntil('a refused call', () => slack.calls.some((call) => isRefused(call)), RECOVERY_MS);
  slack.clearFaults();
  await waitUntil(
    'the bot to deliver everything',
    async () => {
      if (!bot.isIdle()) return false;
      const { requests, messages } = await bot.pending();
      return requests + messages === 0;
    },
    RECOVERY_MS,
  );
}

const currentText = (message: Message) => visibleText(currentMessage(testApp, message) ?? {});

const ASK = {
  user: 'UROBIN',
  actionId: 'handoff-question',
  form: 'handoff-question',
  filled: { question: 'Which entity signs?' },
};

/** Has Robin ask a question. Returns the post, and Ana's notification of the question. */
async function askedHandoff(): Promise<{ readonly post: Message; readonly question: Message }> {
  const { post } = await submitHandoffAndWaitForPost(testApp);
  await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
  await pressHandoffButton(testApp, post, ASK);
  const question = await waitUntil('the question', () =>
    notesTo(testApp, 'UANA').find((note) => visibleText(note).includes('Which entity signs?')),
  );
  return { post, question };
}

async function openAnswerForm(question: Message): Promise<void> {
  const { channel, ts } = question;
  await testApp.slack.click({ user: 'UANA', channel, ts, actionId: 'handoff-answer' });
  await waitForModal(testApp, 'UANA', 'handoff-answer');
}

describe('While Slack refuses the app', () => {
  it.each([['*'], ['chat.update']])(
    'a step that is done (refused: %s) is shown on the one card later',
    async (method) => {
      await start();
      const card = await checkAsAna(testApp, 'A-S00900001 sign-in');
      const before = currentText(card);
      const { channel, ts } = card;

      await whileRefused([method], () =>
        testApp.slack.click({ user: 'UANA', channel, ts, actionId: 'step-done' }),
      );

      expect(currentText(card)).not.toBe(before);
      expect(currentText(card)).toMatch(/✅|2 of 7/);
      expect(cardsIn(testApp.slack, 'CSUPPORT')).toHaveLength(1);
    },
  );

  it.each([['conversations.open'], ['chat.postMessage']])(
    'a notification (refused: %s) waits, and arrives once',
    async (method) => {
      await start();
      const { post } = await submitHandoffAndWaitForPost(testApp);
      await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });

      await whileRefused([method], () => pressHandoffButton(testApp, post, ASK));

      const questions = notesTo(testApp, 'UANA').filter((note) => visibleText(note).includes('Which entity'));
      expect(questions).toHaveLength(1);
      expect(handoffsIn(testApp)).toHaveLength(1);
    },
  );

  it('a reminder waits, and arrives once', async () => {
    const settings = { BUSINESS_CALENDAR: calendarFile };
    await start({ today: '2026-04-02', startsAt: '2026-04-02T10:00:00.000Z', settings });
    await submitHandoffAndWaitForPost(testApp);

    await whileRefused(['chat.postMessage', 'conversations.info'], async () => {
      await testApp.advanceTo('2026-04-03T10:02:00.000Z');
      await testApp.advanceTo('2026-04-03T10:16:00.000Z');
    });

    const reminders = testApp.slack
      .messages('CSALES')
      .filter(({ metadata }) => metadata?.event_type === 'reseller_reminder');
    expect(reminders).toHaveLength(1);
  });

  it('an answer that was acknowledged waits, is recorded, and is told once', async () => {
    await start();
    const { post, question } = await askedHandoff();
    await openAnswerForm(question);
    // Ana's authorization is no longer cached.
    await testApp.advance(61_000);

    await whileRefused(['*', 'response_url'], async () => {
      expect(await submitTopModal(testApp, 'UANA', { answer: 'Halden Mills Lda.' })).toMatchObject({
        status: 200,
      });
    });

    const answers = notesTo(testApp, 'UROBIN').filter(({ text }) => /has answered/.test(text ?? ''));
    expect(answers).toHaveLength(1);
    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('claimed');
  });

  it('the reply to a form that comes too late waits, and is sent once', async () => {
    await start();
    const { post, question } = await askedHandoff();
    await openAnswerForm(question);
    await pressHandoffButton(testApp, post, {
      user: 'UROBIN',
      actionId: 'handoff-done',
      form: 'handoff-outcome',
      filled: { outcome: { option: 'quoted-direct' } },
    });
    const replies = () =>
      testApp.slack.directMessages('UANA').messages.filter(({ metadata }) => metadata === undefined);
    const before = replies().length;

    await whileRefused(['chat.postMessage', 'response_url'], () =>
      submitTopModal(testApp, 'UANA', { answer: 'Halden Mills Lda.' }),
    );

    expect(replies()).toHaveLength(before + 1);
  });
});
