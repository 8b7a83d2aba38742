import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { dropField } from '../../scripts/sandbox/upstreams/tamper.ts';
import { DatabaseSync } from '../store/database-sync.ts';
import { directMessages, requestCheck } from './check-requests.ts';
import {
  handoffRowText,
  openHandoffPreview,
  RENEWAL_COMMAND,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp, TestAppOptions } from './harness.ts';
import { checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';
import { observeResponse, onlySentence, typeCommand } from './responses.ts';
import { advanceClock } from './test-clock.ts';

const open: TestApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(options: TestAppOptions = {}): Promise<TestApp> {
  const testApp = await startTestApp(options);
  open.push(testApp);
  return testApp;
}

interface LogLine extends Readonly<Record<string, unknown>> {
  readonly msg: string;
  readonly key?: string;
}

const logLinesOf = ({ logLines }: TestApp): LogLine[] => logLines.map((line) => JSON.parse(line) as LogLine);
const logLinesWith = (whole: TestApp, msg: string) => logLinesOf(whole).filter((line) => line.msg === msg);

/** The key of a request: 32 hexadecimal digits. Of a message from the outbox: any. */
const KEY = expect.stringMatching(/^[0-9a-f]{32}$/);

interface FailureCase {
  /** What the person reads, as far as it stands in `src/words`. */
  readonly sentence: string;
  /** Makes it happen; returns what the person read. */
  readonly read: () => Promise<{ readonly whole: TestApp; readonly text: string }>;
  /** What the log says of it. */
  readonly reason: Readonly<Record<string, unknown>>;
}

/** The card of a check while Zuora answers badly. */
async function cardDuringZuoraFailure(spoil: (testApp: TestApp) => void) {
  const testApp = await start();
  spoil(testApp);
  return { whole: testApp, text: visibleText(await checkAsAna(testApp, 'A-S00900001')) };
}

/** What the card says of a handoff that Slack refused so. */
async function handoffRowAfterRefusal(error: string) {
  const testApp = await start();
  const card = await checkAsAna(testApp, RENEWAL_COMMAND);
  await openHandoffPreview(testApp, { card });
  testApp.slack.fail('chat.postMessage', { error }, 1, { channel: 'CSALES' });
  const viewId = testApp.slack.views('UANA').at(-1)?.id ?? '';
  await testApp.slack.submitView({ user: 'UANA', viewId, values: {} });
  await waitUntilDelivered(testApp);
  return { whole: testApp, text: handoffRowText(testApp, card) };
}

const FAILURE_CASES: readonly FailureCase[] = [
  {
    sentence: "refused the bot's login; tell the bot's owner",
    read: () => cardDuringZuoraFailure(({ upstreams }) => upstreams.zuora.setFault('401')),
    reason: {
      msg: 'upstream lookup failed',
      requestKey: KEY,
      system: 'zuora',
      gap: 'unauthenticated',
      statusCode: 401,
    },
  },
  {
    sentence: "does not let the bot read this; tell the bot's owner",
    read: () => cardDuringZuoraFailure(({ upstreams }) => upstreams.zuora.setFault('403')),
    reason: {
      msg: 'upstream lookup failed',
      requestKey: KEY,
      system: 'zuora',
      gap: 'forbidden',
      statusCode: 403,
    },
  },
  {
    sentence: "sent an answer that the bot cannot read; tell the bot's owner",
    read: () =>
      cardDuringZuoraFailure(({ upstreams }) => upstreams.zuora.setFault('nonsense', { variant: 'types' })),
    reason: { msg: 'upstream lookup failed', requestKey: KEY, system: 'zuora', gap: 'invalid-response' },
  },
  {
    sentence: "Zuora shows no channel field on the account; tell the bot's owner.",
    read: () =>
      cardDuringZuoraFailure(({ upstreams }) =>
        upstreams.zuora.setTamper(dropField('basicInfo.SSPChannel__c')),
      ),
    reason: { msg: 'upstream field unreadable', requestKey: KEY, system: 'zuora' },
  },
  {
    sentence: "Run the check again; if it happens again, tell the bot's owner.",
    async read() {
      const whole = await start();
      whole.slack.fail('chat.postMessage', { error: 'moon_in_the_way' }, 9);
      return { whole, text: onlySentence(await typeCommand(whole, 'A-S00900001')) };
    },
    reason: {
      msg: 'Slack call failed',
      requestKey: KEY,
      method: 'chat.postMessage',
      error: expect.objectContaining({ slack: 'moon_in_the_way' }),
    },
  },
  {
    sentence:
      "I could not save your request, so nothing was checked. Try again in a minute; if it happens again, tell the bot's owner.",
    async read() {
      const whole = await start();
      const other = new DatabaseSync(whole.database);
      other.exec('begin immediate');
      const { body } = await requestCheck(whole);
      other.exec('rollback');
      other.close();
      return { whole, text: (body as { text: string }).text };
    },
    reason: {
      msg: 'request not persisted',
      requestKey: KEY,
      error: expect.objectContaining({
        name: 'StoreError',
        message: expect.stringContaining('the database is locked by another process'),
      }),
    },
  },
  {
    sentence:
      "I couldn't read what Slack sent, so nothing was done. Try again. If it happens again, tell the bot's owner: the reason is in the log.",
    async read() {
      const whole = await start();
      const { body } = await whole.slack.deliverRaw(
        'command=%2Freseller-check&text=Halden+Mills&user_id=UANA',
      );
      return { whole, text: (body as { text: string }).text };
    },
    reason: {
      msg: 'request not parsed',
      type: 'command',
      error: expect.objectContaining({ issues: expect.arrayContaining(['trigger_id: expected string']) }),
    },
  },
  {
    sentence:
      "Something went wrong on my side, so do not rely on any answer. Try again; if it happens again, tell the bot's owner the time.",
    async read() {
      const whole = await start();
      whole.slack.fail('views.open', { error: 'invalid_arguments' });
      const act = () => whole.slack.globalShortcut({ user: 'UBEN', callbackId: 'check-customer' });
      return { whole, text: onlySentence(await observeResponse(whole, 'UBEN', act)) };
    },
    reason: {
      msg: 'unexpected',
      requestKey: KEY,
      error: expect.objectContaining({ slack: 'invalid_arguments' }),
    },
  },
  {
    sentence:
      "Slack did not tell me who you are or what this channel is, so I did nothing. Tell the bot's owner, who finds Slack's reason in the log.",
    async read() {
      const whole = await start();
      whole.slack.scopes.delete('users:read');
      return { whole, text: onlySentence(await typeCommand(whole, 'A-S00900001')) };
    },
    reason: {
      msg: 'Slack call failed',
      method: 'users.info',
      error: expect.objectContaining({ slack: 'missing_scope' }),
    },
  },
  {
    sentence:
      "I am missing a Slack permission. Tell the bot's owner: the app needs the scopes in manifest.yml and has to be installed again.",
    read: () => handoffRowAfterRefusal('missing_scope'),
    reason: {
      msg: 'Slack call failed',
      messageKey: expect.stringContaining('handoff'),
      method: 'chat.postMessage',
      error: expect.objectContaining({ slack: 'missing_scope' }),
    },
  },
  {
    sentence: "Send it again; if it happens again, tell the bot's owner.",
    read: () => handoffRowAfterRefusal('moon_in_the_way'),
    reason: {
      msg: 'Slack call failed',
      method: 'chat.postMessage',
      error: expect.objectContaining({ slack: 'moon_in_the_way' }),
    },
  },
  {
    sentence: "Ask the bot's owner to set SALES_CHANNEL",
    async read() {
      const whole = await start({ settings: { SALES_CHANNEL: '' } });
      const { channel, ts } = await checkAsAna(whole, RENEWAL_COMMAND);
      await whole.slack.click({ user: 'UANA', channel, ts, actionId: 'draft-handoff' });
      const text = await waitUntil('the sentence', () => {
        const { blocks } = whole.slack.views('UANA').at(-1) ?? {};
        return visibleText({ blocks }).includes('SALES_CHANNEL') && visibleText({ blocks });
      });
      return { whole, text };
    },
    reason: {
      msg: "user told to contact the bot's owner",
      requestKey: KEY,
      error: expect.objectContaining({ message: expect.stringContaining('SALES_CHANNEL') }),
    },
  },
];

describe("When a reply refers to the bot's owner, the log has the reason:", () => {
  it.each(FAILURE_CASES.map((each) => [each.sentence, each] as const))(
    '%s',
    async (sentence, { read, reason }) => {
      const { whole, text } = await read();

      expect(text.replaceAll('&amp;', '&')).toContain(sentence);
      expect(logLinesOf(whole)).toContainEqual(expect.objectContaining(reason));
      expect(whole.logLines.join('')).not.toMatch(/Halden|@halden|Ana\b/);
    },
  );

  it('for every such sentence', () => {
    const sources = readdirSync('src/words').map((name) => readFileSync(join('src/words', name), 'utf8'));
    const said = sources.flatMap((source) =>
      source.split('\n').filter((line) => line.includes("bot's owner")),
    );

    expect(said.length).toBeGreaterThan(10);
    expect(said.filter((line) => !FAILURE_CASES.some(({ sentence }) => line.includes(sentence)))).toEqual([]);
  });
});

describe('A Slack call that fails', () => {
  it.each([
    ['channel_not_found', 'info'],
    ['moon_in_the_way', 'warn'],
  ])('with %s is logged as %s', async (error, level) => {
    const whole = await start();
    whole.slack.fail('conversations.info', { error });

    await typeCommand(whole, 'A-S00900001');

    const expected = { level, method: 'conversations.info', error: { slack: error } };
    expect(logLinesWith(whole, 'Slack call failed')).toMatchObject([expected]);
  });
});

describe('A rejected request', () => {
  const form = 'command=%2Freseller-check&text=A-S00900001&user_id=UANA';

  it.each([
    [-400, 'timestamp-behind-clock'],
    [400, 'timestamp-ahead-of-clock'],
  ])('with a clock skew of %s s is logged once a minute, with the skew', async (skew, code) => {
    const whole = await start();
    const send = () => whole.slack.deliverRaw(form, { timestampOffsetSeconds: skew });

    const answers = [await send(), await send(), await send()];
    advanceClock(61_000);
    await send();

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    const [first, second, ...more] = logLinesWith(whole, 'request rejected').map(({ error }) => error);
    expect(first).toMatchObject({ code, status: 401 });
    expect(Math.abs((first as { skewSeconds: number }).skewSeconds - skew)).toBeLessThan(5);
    expect(second).toMatchObject({ code, unlogged: 2 });
    expect(more).toEqual([]);
  });

  it('with a wrong signature is logged once a minute', async () => {
    const whole = await start();
    for (let time = 0; time < 3; time += 1)
      await whole.slack.deliverRaw(form, { signature: `v0=${'0'.repeat(64)}` });

    expect(logLinesWith(whole, 'request rejected')).toMatchObject([
      { error: { code: 'signature-not-valid' } },
    ]);
  });
});

describe('A payload of an unexpected shape', () => {
  const SECRET = 'quiet-heron-4711';
  const user = { id: 'UANA', name: SECRET };
  const interactive = (payload: object) => `payload=${encodeURIComponent(JSON.stringify(payload))}`;

  it.each<[string, object, RegExp]>([
    [
      'block_actions',
      { type: 'block_actions', user, trigger_id: '1', container: {}, actions: { [SECRET]: SECRET } },
      /^actions: expected array$/,
    ],
    [
      'block_actions',
      { type: 'block_actions', user, trigger_id: '1', container: {}, actions: [{ type: 7 }] },
      /^actions\.0\.type: expected string$/,
    ],
    [
      'message_action',
      { type: 'message_action', user, callback_id: 'check-ticket', message: { text: SECRET } },
      /^channel: expected object$/,
    ],
    ['shortcut', { type: 'shortcut', user, callback_id: [SECRET] }, /^callback_id: expected string$/],
    [
      'view_submission',
      { type: 'view_submission', user, view: { id: SECRET, callback_id: null } },
      /^view\.callback_id: expected string$/,
    ],
  ])(
    'of %s is acknowledged, answered with an error message, and logged with the field that failed',
    async (type, payload, issue) => {
      const whole = await start();

      const { status } = await whole.slack.deliverRaw(interactive(payload));

      expect(status).toBe(200);
      await waitUntil('the sentence', () =>
        directMessages(whole).some(({ text }) => /couldn't read what Slack sent/.test(text)),
      );
      expect(logLinesWith(whole, 'request not parsed')).toMatchObject([
        { type, error: { issues: expect.arrayContaining([expect.stringMatching(issue)]) } },
      ]);
      expect(whole.logLines.join('')).not.toContain(SECRET);
    },
  );

  it.each([
    ['a broken form', 7],
    ["a newer version's form", 'added-by-a-newer-version'],
  ])('of %s with inputs gets the error under the first input', async (_what, callbackId) => {
    const whole = await start();
    const values = { what: { what: { value: SECRET } } };
    const view = { id: 'V1', callback_id: callbackId, state: { values } };

    const { body } = await whole.slack.deliverRaw(interactive({ type: 'view_submission', user, view }));

    expect(body).toEqual({
      response_action: 'errors',
      errors: { what: expect.stringMatching(/^I couldn't read what Slack sent/) },
    });
  });

  it.each<[string, object, string]>([
    [
      'app_home_opened',
      { type: 'event_callback', event_id: randomUUID(), event: { type: 'app_home_opened', user: [SECRET] } },
      'event.user: expected string',
    ],
    // Half of a character cannot be sent back to Slack, which would look like an outage of Slack.
    [
      'app_home_opened',
      { type: 'event_callback', event_id: randomUUID(), event: { type: 'app_home_opened', user: '\uD83D' } },
      'event.user: expected regex',
    ],
    ['brand_new', { type: 'brand_new', user: SECRET }, 'UnknownRequestType'],
  ])('of the event %s is acknowledged and logged', async (type, event, reason) => {
    const whole = await start();

    const { status } = await whole.slack.deliverRaw(JSON.stringify(event), {
      contentType: 'application/json',
    });

    expect(status).toBe(200);
    const [line] = logLinesWith(whole, 'request not parsed');
    expect(line).toMatchObject({ type });
    expect(JSON.stringify(line)).toContain(reason);
    expect(whole.logLines.join('')).not.toContain(SECRET);
  });

  it('is not logged when it is an event that the bot did not subscribe to', async () => {
    const whole = await start();
    const event = {
      type: 'event_callback',
      event_id: 'Ev1',
      event: { type: 'reaction_added', user: 'UANA' },
    };

    await whole.slack.deliverRaw(JSON.stringify(event), { contentType: 'application/json' });

    expect(logLinesWith(whole, 'request not parsed')).toEqual([]);
  });
});
