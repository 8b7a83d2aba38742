import { afterEach, expect, it } from 'vitest';
import type { LocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { SELLER_ACCOUNT_NUMBERS } from '../../scripts/sandbox/upstreams/partners.ts';
import type { SampleCustomer } from '../../scripts/sandbox/upstreams/sample-customer.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, cardsIn, startTestApp, waitUntil } from './harness.ts';

/** Of a busy machine, for all cards. */
const ALL_CARDS_TIMEOUT_MS = 60_000;
const USER_COUNT = 40;
const REPEATED_COMMANDS = 28;

/** Every second customer bought through a reseller. */
const customers: SampleCustomer[] = Array.from({ length: USER_COUNT }, (_, index) => ({
  name: `Customer ${index}`,
  number: `A0080${1000 + index}`,
  domain: `customer-${index}.example`,
  subscriptions: [
    { number: numberOf(index), ...(index % 2 ? { owner: SELLER_ACCOUNT_NUMBERS.bramblegate } : {}) },
  ],
  ...(index % 2 ? { channel: 'Reseller' } : {}),
}));

function numberOf(index: number): string {
  return `A-S0080${1000 + index}`;
}

function verdictOf(index: number): string {
  return `${numberOf(index)}=${index % 2 ? 'reseller' : 'direct'}`;
}

function addUsers(slack: LocalSlack): void {
  const users = Array.from({ length: USER_COUNT }, (_, index) => `UPERSON${index}`);
  for (const id of users) slack.addUser({ id, name: id.toLowerCase(), realName: id });
  for (const id of users) slack.invite('CSUPPORT', id);
  slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: [...users, 'UANA', 'UBEN'] });
}

let testApp: TestApp;
afterEach(() => testApp.close());

function ask(user: string, index: number) {
  const command = { user, channel: 'CSUPPORT', command: '/reseller-check', text: numberOf(index) };
  return testApp.slack.command(command);
}

const subscriptions = () =>
  cardsIn(testApp.slack, 'CSUPPORT').map((card) => cardMetadata(card).subscriptions);

it(
  'gives every person the right verdict when all of them check at once',
  async () => {
    testApp = await startTestApp({ customers, prepare: addUsers });

    await Promise.all(customers.map((_, index) => ask(`UPERSON${index}`, index)));
    const all = () => (subscriptions().length === USER_COUNT ? subscriptions() : null);
    const cards = await waitUntil('all cards', all, ALL_CARDS_TIMEOUT_MS);

    expect(cards.toSorted()).toEqual(customers.map((_, index) => verdictOf(index)).toSorted());
  },
  2 * ALL_CARDS_TIMEOUT_MS,
);

it(
  'answers another person in turn while one person has many checks waiting',
  async () => {
    testApp = await startTestApp({ customers, prepare: addUsers });
    const [own = 0, ...others] = [...customers.keys()].slice(0, REPEATED_COMMANDS + 1);

    const looping = Promise.all(others.map((index) => ask('UPERSON1', index)));
    await ask('UPERSON0', own);
    await looping;
    const all = () => (subscriptions().length === REPEATED_COMMANDS + 1 ? subscriptions() : null);
    const cards = await waitUntil('all cards', all, ALL_CARDS_TIMEOUT_MS);

    expect(cards.indexOf(verdictOf(own))).toBeLessThan(REPEATED_COMMANDS / 2);
    expect(cards.filter((card) => card.includes('unknown'))).toEqual([]);
  },
  2 * ALL_CARDS_TIMEOUT_MS,
);
