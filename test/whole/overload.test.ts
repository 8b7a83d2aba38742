import { afterEach, expect, it } from '@jest/globals';
import type { LocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import type { Customer } from '../../scripts/sandbox/upstreams/customer.ts';
import { SELLERS } from '../../scripts/sandbox/upstreams/partners.ts';
import type { Whole } from './harness.ts';
import { cardsIn, caseOf, startWhole, until } from './harness.ts';

/** Of a busy machine, for all cards. */
const ENOUGH_MS = 60_000;
const PEOPLE = 40;
const LOOP = 28;

/** Every second customer bought through a reseller. */
const customers: Customer[] = Array.from({ length: PEOPLE }, (_, index) => ({
  name: `Customer ${index}`,
  number: `A0080${1000 + index}`,
  domain: `customer-${index}.example`,
  subscriptions: [{ number: numberOf(index), ...(index % 2 ? { owner: SELLERS.bramblegate } : {}) }],
  ...(index % 2 ? { channel: 'Reseller' } : {}),
}));

function numberOf(index: number): string {
  return `A-S0080${1000 + index}`;
}

function verdictOf(index: number): string {
  return `${numberOf(index)}=${index % 2 ? 'reseller' : 'direct'}`;
}

function hirePeople(slack: LocalSlack): void {
  const users = Array.from({ length: PEOPLE }, (_, index) => `UPERSON${index}`);
  for (const id of users) slack.addUser({ id, name: id.toLowerCase(), realName: id });
  for (const id of users) slack.invite('CSUPPORT', id);
  slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: [...users, 'UANA', 'UBEN'] });
}

let whole: Whole;
afterEach(() => whole.close());

function ask(user: string, index: number) {
  const command = { user, channel: 'CSUPPORT', command: '/reseller-check', text: numberOf(index) };
  return whole.slack.command(command);
}

const subscriptions = () => cardsIn(whole.slack, 'CSUPPORT').map((card) => caseOf(card).subscriptions);

it(
  'gives every person the right verdict when all of them ask at once',
  async () => {
    whole = await startWhole({ customers, prepare: hirePeople });

    const outcomes = await Promise.all(customers.map((_, index) => ask(`UPERSON${index}`, index)));
    const all = () => (subscriptions().length === PEOPLE ? subscriptions() : null);
    const cards = await until('all cards', all, ENOUGH_MS);

    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([200]));
    expect(cards.toSorted()).toEqual(customers.map((_, index) => verdictOf(index)).toSorted());
  },
  2 * ENOUGH_MS,
);

it(
  'answers a bystander in turn while one person has many checks waiting',
  async () => {
    whole = await startWhole({ customers, prepare: hirePeople });
    const [own = 0, ...others] = [...customers.keys()].slice(0, LOOP + 1);

    const looping = Promise.all(others.map((index) => ask('UPERSON1', index)));
    await ask('UPERSON0', own);
    await looping;
    const all = () => (subscriptions().length === LOOP + 1 ? subscriptions() : null);
    const cards = await until('all cards', all, ENOUGH_MS);

    expect(cards.indexOf(verdictOf(own))).toBeLessThan(LOOP / 2);
    expect(cards.filter((card) => card.includes('unknown'))).toEqual([]);
  },
  2 * ENOUGH_MS,
);
