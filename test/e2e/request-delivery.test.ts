import { randomUUID } from 'node:crypto';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { InteractionResult } from '../../scripts/sandbox/slack/local-slack.ts';
import type { InboundRequestKind } from '../../src/ports/queues.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { DatabaseSync } from '../store/database-sync.ts';
import {
  currentMessage,
  directMessages,
  ephemeralTexts,
  HALDEN_SUBSCRIPTION,
  requestCheck,
} from './check-requests.ts';
import {
  handoffPostMetadata,
  handoffRowText,
  handoffsIn,
  openHandoffPreview,
  RENEWAL_COMMAND,
  submitHandoffAndWaitForPost,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp, TestAppOptions } from './harness.ts';
import {
  cardMetadata,
  cardsIn,
  checkAsAna,
  letTimePass,
  startTestApp,
  visibleText,
  waitUntil,
} from './harness.ts';
import { waitUntilBotIsIdle } from './responses.ts';

const MINUTE_MS = 60_000;

const open: TestApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(options: TestAppOptions = {}): Promise<TestApp> {
  const testApp = await startTestApp(options);
  open.push(testApp);
  return testApp;
}

async function page(testApp: TestApp, path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(testApp.operatorUrl + path);
  return { status: response.status, text: await response.text() };
}

/** Long enough for the bot to do what it should not do. */
const waitForUnwantedWork = () => letTimePass(300);

describe('A request that comes more than once', () => {
  it.each(['http', 'socket'] as const)(
    'over %s is acknowledged each time and leads to one card',
    async (delivery) => {
      const whole = await start({ delivery });
      const first = await requestCheck(whole);
      const second = await whole.slack.redeliver(first);
      await waitUntil('a card', () => cardsIn(whole.slack, 'CSUPPORT')[0]);
      await whole.restart();
      await waitUntil('the connection', () => delivery === 'http' || whole.slack.socketCount > 0);

      const late = await whole.slack.redeliver(first);
      await waitForUnwantedWork();

      expect([second, late].map(({ status }) => status)).toEqual([200, 200]);
      expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
      expect(cardsIn(whole.slack, 'CSUPPORT')[0]?.edited).toBeUndefined();
    },
  );
});

describe('A request that did not come from Slack', () => {
  const form = new URLSearchParams({
    command: '/reseller-check',
    text: HALDEN_SUBSCRIPTION,
    user_id: 'UANA',
    team_id: 'T1',
  });
  for (const name of ['channel_id', 'trigger_id', 'response_url']) form.set(name, 'CSUPPORT');
  const body = form.toString();
  const FORGED = `v0=${'0'.repeat(64)}`;
  /** A click that the bot would answer if Slack had signed it. */
  const showMine = new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      user: { id: 'UANA' },
      team: { id: 'T0SANDBOX' },
      channel: { id: 'CSUPPORT' },
      container: { message_ts: '1.2' },
      trigger_id: '1.2.3',
      actions: [{ type: 'button', action_id: 'show-mine', block_id: 'b', value: '{}' }],
    }),
  }).toString();

  it.each<[string, string, Parameters<TestApp['slack']['deliverRaw']>[1], number]>([
    ['is forged', body, { signature: FORGED }, 401],
    ['is not signed', body, { signature: '' }, 401],
    ['is six minutes old', body, { timestampOffsetSeconds: -360 }, 401],
    ['comes from six minutes ahead', body, { timestampOffsetSeconds: 360 }, 401],
    ['is larger than 4 MB', `${body}&more=${'x'.repeat(4_300_000)}`, {}, 413],
    ['is no form', '<request/>', { contentType: 'text/xml' }, 400],
    ['checks the certificate', 'ssl_check=1&token=x', {}, 200],
    ['checks the certificate unsigned, with a payload', `ssl_check=1&${showMine}`, { signature: '' }, 200],
    ['checks the certificate with a forged payload', `ssl_check=1&${showMine}`, { signature: FORGED }, 200],
  ])('changes nothing because it %s', async (_how, given, options, expected) => {
    const whole = await start();
    const calls = whole.slack.calls.length;

    const { status } = await whole.slack.deliverRaw(given, options);
    await waitForUnwantedWork();

    expect(status).toBe(expected);
    expect(whole.slack.calls.length).toBe(calls);
    expect(whole.upstreams.zuora.requests).toEqual([]);
    expect((await page(whole, '/metrics')).text).toMatch(/^reseller_check_inbox_pending 0$/m);
  });
});

describe('An acknowledged request', () => {
  it('is answered once when the bot is stopped right after, by this process or the next', async () => {
    const whole = await start();

    for (const text of ['A-S00900001', 'A-S00900050', 'A-S00900051']) {
      await requestCheck(whole, text);
      await whole.restart();
    }
    await waitUntil('the cards', () => cardsIn(whole.slack, 'CSUPPORT').length >= 3);
    await waitUntilBotIsIdle(whole);

    expect(cardsIn(whole.slack, 'CSUPPORT').map((card) => cardMetadata(card).subscriptions)).toEqual([
      'A-S00900001=reseller',
      'A-S00900050=reseller',
      'A-S00900051=reseller',
    ]);
  });

  it('is finished before the bot exits, however slow Zuora is', async () => {
    const whole = await start();
    whole.upstreams.zuora.setFault('slow', { seconds: 0.3 });

    await requestCheck(whole);
    await whole.bot.stop();

    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
  });

  /** A row as a process left it that died: a real request, held by somebody who no longer renews. */
  async function leave(
    whole: TestApp,
    given: InteractionResult,
    { ageMs, dead = false }: { ageMs: number; dead?: boolean },
  ) {
    if (given.sent.over !== 'http') throw new Error('only over HTTP');
    const sent = Object.fromEntries(new URLSearchParams(given.sent.body));
    const target = {
      kind: 'one',
      subject: { kind: 'subscription', number: HALDEN_SUBSCRIPTION },
      ticket: null,
    };
    const body = {
      ...sent,
      target,
      topic: null,
      requester: null,
      ...(dead ? { response_url: `${whole.slack.url}/response/gone` } : {}),
    };
    const then = new Date(Date.now() - ageMs);
    const store = await openSqliteStore({
      file: whole.database,
      now: () => then,
      leaseOwner: 'dead',
      leaseMs: 1,
    });
    await store.inbox.accept({ key: randomUUID(), kind: 'command', receivedAt: then.toISOString(), body });
    await store.close();
  }

  it.each([
    ['a minute', 1, false, { cards: 1, here: [], home: [] }],
    ['a quarter of an hour and more', 16, false, { cards: 0, here: ['dropped'], home: [] }],
    ['so long that Slack takes no answer', 16, true, { cards: 0, here: [], home: ['dropped'] }],
  ])('of a process that died is handled after %s', async (_age, minutes, dead, end) => {
    const whole = await start();
    await whole.restart(async () => {
      whole.slack.deliverTo = 'http://127.0.0.1:9/';
      await leave(whole, await requestCheck(whole), { ageMs: minutes * MINUTE_MS, dead });
    });

    await waitUntilBotIsIdle(whole);
    await whole.restart();
    await waitUntilBotIsIdle(whole);

    const told = (lines: string[]) =>
      lines.map((line) => (/I dropped it.* Please try again/.test(line) ? 'dropped' : line));
    const cards = cardsIn(whole.slack, 'CSUPPORT').length;
    expect({
      cards,
      here: told(ephemeralTexts(whole)),
      home: told(directMessages(whole).map(visibleText)),
    }).toEqual(end);
  });
});

describe('A request that waited in the inbox for twenty minutes', () => {
  /** The bot starts and finds it there. */
  async function findLate(
    whole: TestApp,
    kind: InboundRequestKind,
    body: Record<string, unknown>,
  ): Promise<void> {
    await whole.restart(async () => {
      const then = new Date(Date.now() - 20 * MINUTE_MS);
      const store = await openSqliteStore({
        file: whole.database,
        now: () => then,
        leaseOwner: 'dead',
        leaseMs: 1,
      });
      const given = { ...body, user: { id: 'UANA' }, trigger_id: 'expired' };
      await store.inbox.accept({ key: randomUUID(), kind, receivedAt: then.toISOString(), body: given });
      await store.close();
    });
    await waitUntilBotIsIdle(whole);
    await waitUntilDelivered(whole);
  }

  function pressOf(action_id: string, value: object): Record<string, unknown> {
    const actions = [{ type: 'button', action_id, block_id: 'one', value: JSON.stringify(value) }];
    return { type: 'block_actions', actions, container: {} };
  }

  it('is processed when it submits a handoff', async () => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    const { id, private_metadata } = await openHandoffPreview(whole, { card });

    const view = { id, callback_id: 'handoff-preview', private_metadata };
    await findLate(whole, 'view', { type: 'view_submission', view });

    expect(handoffsIn(whole)).toHaveLength(1);
    expect(handoffRowText(whole, card)).toMatch(/with Sales since/);
    expect(directMessages(whole)).toEqual([]);
  });

  it('is processed when it is a button that decides at once', async () => {
    const whole = await start();
    const { post } = await submitHandoffAndWaitForPost(whole);

    await findLate(
      whole,
      'action',
      pressOf('handoff-claim', { handoffId: handoffPostMetadata(post).handoff_id }),
    );

    expect(handoffPostMetadata(currentMessage(whole, post) ?? post).state).toBe('claimed');
  });

  it('is dropped with a message when it could only open a form', async () => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);

    await findLate(whole, 'action', pressOf('draft-handoff', { caseId: cardMetadata(card).case_id }));

    expect(directMessages(whole).map(visibleText)).toEqual([
      expect.stringContaining('I dropped it. Nothing was checked or changed. Please try again'),
    ]);
  });

  it('is dropped without a message when it only opened the Home tab', async () => {
    const whole = await start();

    const event = { type: 'app_home_opened', user: 'UANA', tab: 'home' };
    await findLate(whole, 'event', { type: 'event_callback', event_id: 'E1', event });

    expect(directMessages(whole)).toEqual([]);
    expect(whole.slack.home('UANA')).not.toBeNull();
  });
});

describe('When another program locks the database', () => {
  function lock(whole: TestApp): DatabaseSyncInstance {
    const other = new DatabaseSync(whole.database);
    other.exec('begin immediate');
    return other;
  }

  it('a command is refused with a message, /readyz returns 503, and both recover', async () => {
    const whole = await start();
    const other = lock(whole);

    const [refused, unready] = await Promise.all([requestCheck(whole), page(whole, '/readyz')]);
    other.exec('rollback');
    other.close();
    const card = await checkAsAna(whole, HALDEN_SUBSCRIPTION);

    expect(refused.status).toBe(200);
    expect(refused.body).toMatchObject({
      text: expect.stringMatching(/^I could not save your request.*Try again/),
    });
    expect(unready.status).toBe(503);
    expect(cardMetadata(card).verdict).toBe('reseller');
    expect((await page(whole, '/readyz')).status).toBe(200);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
  });

  it('a click is not acknowledged, so that Slack shows an error', async () => {
    const whole = await start();
    const { channel, ts } = await checkAsAna(whole, HALDEN_SUBSCRIPTION);
    const other = lock(whole);

    const { error } = await whole.slack.click({ user: 'UANA', channel, ts, actionId: 'recheck' });
    other.exec('rollback');
    other.close();

    expect(error).toBe('dispatch_failed');
  });

  it('an acknowledged request waits, and is answered once', async () => {
    const whole = await start();
    const { zuora } = whole.upstreams;
    zuora.setFault('slow', { seconds: 0.2 });

    await requestCheck(whole);
    await waitUntil('a question to Zuora', () => zuora.requests.length > 0);
    const other = lock(whole);
    await letTimePass(1_800);
    const during = cardsIn(whole.slack, 'CSUPPORT').length;
    other.exec('rollback');
    other.close();
    await waitUntil('a card', () => cardsIn(whole.slack, 'CSUPPORT')[0]);
    await waitUntilBotIsIdle(whole);

    expect(during).toBe(0);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
    expect(ephemeralTexts(whole)).toEqual([]);
  });
});
