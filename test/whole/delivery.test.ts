import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Outcome } from '../../scripts/sandbox/slack/local-slack.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { ask, HALDEN, home, saidHere } from './asking.ts';
import type { Whole, WholeOptions } from './harness.ts';
import { cardsIn, caseOf, check, startWhole, until, words } from './harness.ts';
import { atRest } from './reading.ts';

const MINUTE_MS = 60_000;

const open: Whole[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(options: WholeOptions = {}): Promise<Whole> {
  const whole = await startWhole(options);
  open.push(whole);
  return whole;
}

async function page(whole: Whole, path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(whole.address + path);
  return { status: response.status, text: await response.text() };
}

/** Long enough for the bot to do what it should not do. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 300));

describe('A request that comes more than once', () => {
  it.each(['http', 'socket'] as const)(
    'over %s is acknowledged each time and leads to one card',
    async (delivery) => {
      const whole = await start({ delivery });
      const first = await ask(whole);
      const second = await whole.slack.redeliver(first);
      await until('a card', () => cardsIn(whole.slack, 'CSUPPORT')[0]);
      await whole.restart();
      await until('the connection', () => delivery === 'http' || whole.slack.socketCount > 0);

      const late = await whole.slack.redeliver(first);
      await aWhile();

      expect([second, late].map(({ status }) => status)).toEqual([200, 200]);
      expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
      expect(cardsIn(whole.slack, 'CSUPPORT')[0]?.edited).toBeUndefined();
    },
  );
});

describe('A request that Slack did not send', () => {
  const form = new URLSearchParams({
    command: '/reseller-check',
    text: HALDEN,
    user_id: 'UANA',
    team_id: 'T1',
  });
  for (const name of ['channel_id', 'trigger_id', 'response_url']) form.set(name, 'CSUPPORT');
  const body = form.toString();

  it.each<[string, string, Parameters<Whole['slack']['deliverRaw']>[1], number]>([
    ['is forged', body, { signature: `v0=${'0'.repeat(64)}` }, 401],
    ['is not signed', body, { signature: '' }, 401],
    ['is six minutes old', body, { timestampOffsetSeconds: -360 }, 401],
    ['comes from six minutes ahead', body, { timestampOffsetSeconds: 360 }, 401],
    ['is larger than 4 MB', `${body}&more=${'x'.repeat(4_300_000)}`, {}, 413],
    ['is no form', '<request/>', { contentType: 'text/xml' }, 400],
    ['checks the certificate', 'ssl_check=1&token=x', {}, 200],
  ])('because it %s changes nothing', async (_how, given, options, expected) => {
    const whole = await start();
    const calls = whole.slack.calls.length;

    const { status } = await whole.slack.deliverRaw(given, options);
    await aWhile();

    expect(status).toBe(expected);
    expect(whole.slack.calls.length).toBe(calls);
    expect(whole.upstreams.zuora.requests).toEqual([]);
    expect((await page(whole, '/metrics')).text).toMatch(/^reseller_check_inbox_pending 0$/m);
  });
});

describe('A request that was acknowledged', () => {
  it('just before the bot was stopped is answered once, by this run or the next', async () => {
    const whole = await start();

    for (const text of ['A-S00900001', 'A-S00900050', 'A-S00900051']) {
      await ask(whole, text);
      await whole.restart();
    }
    await until('the cards', () => cardsIn(whole.slack, 'CSUPPORT').length >= 3);
    await atRest(whole);

    expect(cardsIn(whole.slack, 'CSUPPORT').map((card) => caseOf(card).subscriptions)).toEqual([
      'A-S00900001=reseller',
      'A-S00900050=reseller',
      'A-S00900051=reseller',
    ]);
  });

  it('is finished before the bot ends, however slow Zuora is', async () => {
    const whole = await start();
    whole.upstreams.zuora.fault('slow', { seconds: 0.3 });

    await ask(whole);
    await whole.bot.stop();

    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
  });

  /** A row as a process left it that died: a real request, held by somebody who no longer renews. */
  async function leave(
    whole: Whole,
    given: Outcome,
    { ageMs, dead = false }: { ageMs: number; dead?: boolean },
  ) {
    if (given.sent.over !== 'http') throw new Error('only over HTTP');
    const sent = Object.fromEntries(new URLSearchParams(given.sent.body));
    const wanted = { kind: 'one', subject: { kind: 'subscription', number: HALDEN }, ticket: null };
    const body = {
      ...sent,
      wanted,
      topic: null,
      ...(dead ? { response_url: `${whole.slack.url}/response/gone` } : {}),
    };
    const then = new Date(Date.now() - ageMs);
    const store = await openStore({ file: whole.database, now: () => then, owner: 'dead', leaseMs: 1 });
    await store.inbox.accept({ key: randomUUID(), kind: 'command', receivedAt: then.toISOString(), body });
    await store.close();
  }

  it.each([
    ['a minute', 1, false, { cards: 1, here: [], home: [] }],
    ['a quarter of an hour and more', 16, false, { cards: 0, here: ['dropped'], home: [] }],
    ['so long that Slack takes no answer', 16, true, { cards: 0, here: [], home: ['dropped'] }],
  ])('by a process that died is settled after %s', async (_age, minutes, dead, end) => {
    const whole = await start();
    await whole.restart(async () => {
      whole.slack.deliverTo = 'http://127.0.0.1:9/';
      await leave(whole, await ask(whole), { ageMs: minutes * MINUTE_MS, dead });
    });

    await atRest(whole);
    await whole.restart();
    await atRest(whole);

    const told = (lines: string[]) =>
      lines.map((line) => (/I dropped it .* Please ask again/.test(line) ? 'dropped' : line));
    const cards = cardsIn(whole.slack, 'CSUPPORT').length;
    expect({ cards, here: told(saidHere(whole)), home: told(home(whole).map(words)) }).toEqual(end);
  });
});

describe('When another program holds the database', () => {
  function lock(whole: Whole): DatabaseSyncInstance {
    const other = new DatabaseSync(whole.database);
    other.exec('begin immediate');
    return other;
  }

  it('a command is answered with a sentence, /readyz says 503, and afterwards all is well', async () => {
    const whole = await start();
    const other = lock(whole);

    const [refused, unready] = await Promise.all([ask(whole), page(whole, '/readyz')]);
    other.exec('rollback');
    other.close();
    const card = await check(whole, HALDEN);

    expect(refused.status).toBe(200);
    expect(refused.body).toMatchObject({
      text: expect.stringMatching(/^I could not write your request down.*Try again/),
    });
    expect(unready.status).toBe(503);
    expect(caseOf(card).verdict).toBe('reseller');
    expect((await page(whole, '/readyz')).status).toBe(200);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
  });

  it('a click is not acknowledged, so that the person sees that nothing came of it', async () => {
    const whole = await start();
    const { channel, ts } = await check(whole, HALDEN);
    const other = lock(whole);

    const { error } = await whole.slack.click({ user: 'UANA', channel, ts, actionId: 'recheck' });
    other.exec('rollback');
    other.close();

    expect(error).toBe('dispatch_failed');
  });

  it('what was acknowledged before waits, and is answered once', async () => {
    const whole = await start();
    const { zuora } = whole.upstreams;
    zuora.fault('slow', { seconds: 0.2 });

    await ask(whole);
    await until('a question to Zuora', () => zuora.requests.length > 0);
    const other = lock(whole);
    await new Promise((resolve) => setTimeout(resolve, 1_800));
    const during = cardsIn(whole.slack, 'CSUPPORT').length;
    other.exec('rollback');
    other.close();
    await until('a card', () => cardsIn(whole.slack, 'CSUPPORT')[0]);
    await atRest(whole);

    expect(during).toBe(0);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
    expect(saidHere(whole)).toEqual([]);
  });
});
