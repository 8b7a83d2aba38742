import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { dropField } from '../../scripts/sandbox/upstreams/tamper.ts';
import { DatabaseSync } from '../store/driver.ts';
import { ask, home } from './asking.ts';
import { skip } from './clock.ts';
import { preview, RENEWAL, rowOf, settled } from './handing.ts';
import type { Whole, WholeOptions } from './harness.ts';
import { check, startWhole, until, words } from './harness.ts';
import { onlySentence, typed, whatComesOf } from './reading.ts';

const open: Whole[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(options: WholeOptions = {}): Promise<Whole> {
  const whole = await startWhole(options);
  open.push(whole);
  return whole;
}

interface Line extends Readonly<Record<string, unknown>> {
  readonly msg: string;
  readonly key?: string;
}

const linesOf = ({ logged }: Whole): Line[] => logged.map((line) => JSON.parse(line) as Line);
const linesOn = (whole: Whole, msg: string) => linesOf(whole).filter((line) => line.msg === msg);

/** The key of a request: 32 hexadecimal digits. Of a message from the outbox: any. */
const KEY = expect.stringMatching(/^[0-9a-f]{32}$/);

interface Case {
  /** What the person reads, as far as it stands in `src/words`. */
  readonly sentence: string;
  /** Makes it happen; returns what the person read. */
  readonly read: () => Promise<{ readonly whole: Whole; readonly text: string }>;
  /** What the log says of it. */
  readonly reason: Readonly<Record<string, unknown>>;
}

/** The card of a check while Zuora answers badly. */
async function cardWhile(spoil: (whole: Whole) => void) {
  const whole = await start();
  spoil(whole);
  return { whole, text: words(await check(whole, 'A-S00900001')) };
}

/** What the card says of a handoff that Slack refused so. */
async function handoffRefused(error: string) {
  const whole = await start();
  const card = await check(whole, RENEWAL);
  await preview(whole, { card });
  whole.slack.fail('chat.postMessage', { error }, 1, { channel: 'CSALES' });
  const viewId = whole.slack.views('UANA').at(-1)?.id ?? '';
  await whole.slack.submitView({ user: 'UANA', viewId, values: {} });
  await settled(whole);
  return { whole, text: rowOf(whole, card) };
}

const CASES: readonly Case[] = [
  {
    sentence: "refused the bot's login; tell the bot's owner",
    read: () => cardWhile(({ upstreams }) => upstreams.zuora.fault('401')),
    reason: { msg: 'upstream not read', requestKey: KEY, system: 'zuora', gap: 'auth', statusCode: 401 },
  },
  {
    sentence: "does not let the bot read this; tell the bot's owner",
    read: () => cardWhile(({ upstreams }) => upstreams.zuora.fault('403')),
    reason: { msg: 'upstream not read', requestKey: KEY, system: 'zuora', gap: 'forbidden', statusCode: 403 },
  },
  {
    sentence: "sent an answer that the bot cannot read; tell the bot's owner",
    read: () => cardWhile(({ upstreams }) => upstreams.zuora.fault('nonsense', { variant: 'types' })),
    reason: { msg: 'upstream not read', requestKey: KEY, system: 'zuora', gap: 'bad-shape' },
  },
  {
    sentence: "Zuora shows no channel field on the account; tell the bot's owner.",
    read: () => cardWhile(({ upstreams }) => upstreams.zuora.tamper(dropField('basicInfo.SSPChannel__c'))),
    reason: { msg: 'upstream field not read', requestKey: KEY, system: 'zuora' },
  },
  {
    sentence: "Run the check again; if it happens twice, tell the bot's owner.",
    async read() {
      const whole = await start();
      whole.slack.fail('chat.postMessage', { error: 'moon_in_the_way' }, 9);
      return { whole, text: onlySentence(await typed(whole, 'A-S00900001')) };
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
      "I could not write your request down, so nothing was checked. Try again in a minute; if it happens twice, tell the bot's owner.",
    async read() {
      const whole = await start();
      const other = new DatabaseSync(whole.database);
      other.exec('begin immediate');
      const { body } = await ask(whole);
      other.exec('rollback');
      other.close();
      return { whole, text: (body as { text: string }).text };
    },
    reason: {
      msg: 'request not written down',
      requestKey: KEY,
      error: expect.objectContaining({
        name: 'StoreFailed',
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
      "Something went wrong on my side, so do not rely on an answer. Try again; if it happens twice, tell the bot's owner the time.",
    async read() {
      const whole = await start();
      whole.slack.fail('views.open', { error: 'invalid_arguments' });
      const act = () => whole.slack.globalShortcut({ user: 'UBEN', callbackId: 'check-customer' });
      return { whole, text: onlySentence(await whatComesOf(whole, 'UBEN', act)) };
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
      return { whole, text: onlySentence(await typed(whole, 'A-S00900001')) };
    },
    reason: {
      msg: 'Slack call failed',
      method: 'users.info',
      error: expect.objectContaining({ slack: 'missing_scope' }),
    },
  },
  {
    sentence:
      "I lack a permission in Slack. Tell the bot's owner: the app needs the scopes in manifest.yml and has to be installed again.",
    read: () => handoffRefused('missing_scope'),
    reason: {
      msg: 'Slack call failed',
      messageKey: expect.stringContaining('handoff'),
      method: 'chat.postMessage',
      error: expect.objectContaining({ slack: 'missing_scope' }),
    },
  },
  {
    sentence: "Tell the bot's owner that the token has to be renewed.",
    read: () => handoffRefused('account_inactive'),
    reason: {
      msg: 'Slack call failed',
      method: 'chat.postMessage',
      error: expect.objectContaining({ slack: 'account_inactive' }),
    },
  },
  {
    sentence: "Send it again; if that happens twice, tell the bot's owner.",
    read: () => handoffRefused('moon_in_the_way'),
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
      const { channel, ts } = await check(whole, RENEWAL);
      await whole.slack.click({ user: 'UANA', channel, ts, actionId: 'draft-handoff' });
      const text = await until('the sentence', () => {
        const { blocks } = whole.slack.views('UANA').at(-1) ?? {};
        return words({ blocks }).includes('SALES_CHANNEL') && words({ blocks });
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

describe('Whoever is sent to the owner: the owner finds in the log the reason for', () => {
  it.each(CASES.map((each) => [each.sentence, each] as const))('%s', async (sentence, { read, reason }) => {
    const { whole, text } = await read();

    expect(text.replaceAll('&amp;', '&')).toContain(sentence);
    expect(linesOf(whole)).toContainEqual(expect.objectContaining(reason));
    expect(whole.logged.join('')).not.toMatch(/Halden|@halden|Ana\b/);
  });

  it('every such sentence that there is', () => {
    const sources = readdirSync('src/words').map((name) => readFileSync(join('src/words', name), 'utf8'));
    const said = sources.flatMap((source) =>
      source.split('\n').filter((line) => line.includes("bot's owner")),
    );

    expect(said.length).toBeGreaterThan(10);
    expect(said.filter((line) => !CASES.some(({ sentence }) => line.includes(sentence)))).toEqual([]);
  });
});

describe('A Slack call that fails', () => {
  it.each([
    ['channel_not_found', 'info'],
    ['moon_in_the_way', 'warn'],
  ])('with %s is logged as %s', async (error, level) => {
    const whole = await start();
    whole.slack.fail('conversations.info', { error });

    await typed(whole, 'A-S00900001');

    const expected = { level, method: 'conversations.info', error: { slack: error } };
    expect(linesOn(whole, 'Slack call failed')).toMatchObject([expected]);
  });
});

describe('A request that is refused for its time', () => {
  const form = 'command=%2Freseller-check&text=A-S00900001&user_id=UANA';

  it.each([
    [-400, 'timestamp-behind-clock'],
    [400, 'timestamp-ahead-of-clock'],
  ])('is logged with the skew of %s s, once a minute however many there are', async (skew, code) => {
    const whole = await start();
    const send = () => whole.slack.deliverRaw(form, { timestampOffsetSeconds: skew });

    const answers = [await send(), await send(), await send()];
    skip(61_000);
    await send();

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    const [first, second, ...more] = linesOn(whole, 'request refused').map(({ error }) => error);
    expect(first).toMatchObject({ code, status: 401 });
    expect(Math.abs((first as { skewSeconds: number }).skewSeconds - skew)).toBeLessThan(5);
    expect(second).toMatchObject({ code, unlogged: 2 });
    expect(more).toEqual([]);
  });

  it('and for its signature once a minute, too', async () => {
    const whole = await start();
    for (let time = 0; time < 3; time += 1)
      await whole.slack.deliverRaw(form, { signature: `v0=${'0'.repeat(64)}` });

    expect(linesOn(whole, 'request refused')).toMatchObject([{ error: { code: 'signature-not-valid' } }]);
  });
});

describe('A payload of a shape that is not known', () => {
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
    'of %s is acknowledged, answered with a sentence, and logged with the field that failed',
    async (type, payload, issue) => {
      const whole = await start();

      const { status } = await whole.slack.deliverRaw(interactive(payload));

      expect(status).toBe(200);
      await until('the sentence', () =>
        home(whole).some(({ text }) => /couldn't read what Slack sent/.test(text)),
      );
      expect(linesOn(whole, 'request not parsed')).toMatchObject([
        { type, error: { issues: expect.arrayContaining([expect.stringMatching(issue)]) } },
      ]);
      expect(whole.logged.join('')).not.toContain(SECRET);
    },
  );

  it('of a form with inputs is said under the first of them', async () => {
    const whole = await start();
    const view = { id: 'V1', callback_id: 7, state: { values: { what: { what: { value: SECRET } } } } };

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
    ['brand_new', { type: 'brand_new', user: SECRET }, 'UnknownRequestType'],
  ])('of the event %s is acknowledged and logged', async (type, event, reason) => {
    const whole = await start();

    const { status } = await whole.slack.deliverRaw(JSON.stringify(event), {
      contentType: 'application/json',
    });

    expect(status).toBe(200);
    const [line] = linesOn(whole, 'request not parsed');
    expect(line).toMatchObject({ type });
    expect(JSON.stringify(line)).toContain(reason);
    expect(whole.logged.join('')).not.toContain(SECRET);
  });

  it('other than an event that nobody asked for, which is no news', async () => {
    const whole = await start();
    const event = {
      type: 'event_callback',
      event_id: 'Ev1',
      event: { type: 'reaction_added', user: 'UANA' },
    };

    await whole.slack.deliverRaw(JSON.stringify(event), { contentType: 'application/json' });

    expect(linesOn(whole, 'request not parsed')).toEqual([]);
  });
});
