import { afterEach, describe, expect, it } from 'vitest';
import { SAMPLE_CUSTOMERS } from '../../scripts/sandbox/upstreams/customers.ts';
import { currentMessage, requestCheck } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, cardsIn, startTestApp, waitUntil } from './harness.ts';
import { waitUntilBotIsIdle } from './responses.ts';

const NUMBERS = SAMPLE_CUSTOMERS.flatMap(({ subscriptions = [] }) =>
  subscriptions.map(({ number }) => number),
);

/** Two copies of the bot on one database, with one Slack. */
let copies: TestApp[];
afterEach(async () => {
  for (const copy of copies.toReversed()) await copy.close();
});

async function startCopies(delivery: 'http' | 'socket'): Promise<[TestApp, TestApp]> {
  const first = await startTestApp({ delivery });
  copies = [first];
  const second = await startTestApp({ delivery, copyOf: first });
  copies.push(second);
  return [first, second];
}

const addressOf = ({ bot }: TestApp) => `http://127.0.0.1:${bot.port}/slack/events`;

const caseIds = ({ slack }: TestApp) => cardsIn(slack, 'CSUPPORT').map((card) => cardMetadata(card).case_id);

async function waitUntilIdle(): Promise<void> {
  for (const copy of copies) await waitUntilBotIsIdle(copy);
}

describe('Two copies of the bot behind a load balancer', () => {
  it('process a request once that is delivered to both, and show each click on one card', async () => {
    const [first, second] = await startCopies('http');
    const { slack } = first;
    slack.deliverTo = addressOf(first);
    const asked = await requestCheck(first, `${NUMBERS[0]} sign-in`);
    slack.deliverTo = addressOf(second);
    const again = await slack.redeliver(asked);
    const card = await waitUntil('the card', () => cardsIn(slack, 'CSUPPORT')[0]);
    const click = { user: 'UANA', channel: card.channel, ts: card.ts, actionId: 'step-done' };
    const pressed = await slack.click(click);
    slack.deliverTo = addressOf(first);
    await slack.redeliver(pressed);
    await waitUntilIdle();

    expect([asked.status, again.status, pressed.status]).toEqual([200, 200, 200]);
    expect(caseIds(first)).toHaveLength(1);
    expect(JSON.stringify(currentMessage(first, card)?.blocks)).toContain('2 of 7');
  });

  it('lose nothing while one after the other is restarted', async () => {
    const [first, second] = await startCopies('http');
    const { slack } = first;
    let asked = 0;
    const askFour = async (copy: TestApp) => {
      slack.deliverTo = addressOf(copy);
      for (const number of NUMBERS.slice(asked, asked + 4)) {
        expect((await requestCheck(copy, `${number} new`)).status).toBe(200);
        asked += 1;
      }
    };

    await askFour(first);
    await first.restart(() => askFour(second));
    await askFour(second);
    await second.restart(() => askFour(first));
    await waitUntil('all cards', () => caseIds(first).length >= asked, 30_000);
    await waitUntilIdle();

    expect(asked).toBe(16);
    expect(caseIds(first)).toHaveLength(asked);
    expect(new Set(caseIds(first)).size).toBe(asked);
  });
});

it('Two copies of the bot in Socket Mode share the requests, and process one once that both get', async () => {
  const [first, second] = await startCopies('socket');
  const { slack } = first;
  await waitUntil('two connections of each', () => slack.socketCount === 4);
  const asked = await Promise.all(NUMBERS.slice(0, 6).map((number) => requestCheck(first, `${number} new`)));
  for (let round = 0; round < 4; round += 1) await Promise.all(asked.map((one) => slack.redeliver(one)));
  await waitUntil('all cards', () => caseIds(first).length >= asked.length, 20_000);
  await waitUntilIdle();

  expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 200));
  expect(new Set(caseIds(first)).size).toBe(asked.length);
  expect(caseIds(first)).toHaveLength(asked.length);
  await second.restart();
  expect((await fetch(`${first.operatorUrl}/readyz`)).status).toBe(200);
});
