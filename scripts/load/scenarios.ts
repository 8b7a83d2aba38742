import type { Check } from '../../src/domain/case.ts';
import type { Store } from '../../src/ports.ts';
import type { Outcome } from '../sandbox/slack/local-slack.ts';
import type { Figure } from './figures.ts';
import { acknowledgements, percentile } from './figures.ts';
import { caseIdOf, person, Rig, sleep, subscriptionsOf, verdictOf } from './rig.ts';
import { checkOf, seedKeptPresses, seedLooks, seedOldCases, seedSilentHandoffs } from './seeds.ts';

/** How large each scenario is. */
export interface Size {
  readonly people: number;
  readonly loop: number;
  readonly timers: number;
  readonly erasures: number;
  readonly kept: number;
  readonly looks: number;
  readonly presses: number;
  /** How long commands come in beside other work, in seconds. */
  readonly seconds: number;
}

export interface Scenario {
  readonly name: string;
  run(size: Size): Promise<readonly Figure[]>;
}

const LAG_BOUND_MS = 250;
/** Milliseconds that each call to another system takes. */
const LATENCY_MS = 300;
/** Commands in a second beside other work. */
const RATE = 6;

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  a: { name: 'a. Many people ask at once', run: allAtOnce },
  b: { name: 'b. One person loops, bystanders ask', run: loopAndBystanders },
  c: {
    name: 'c. Reminders fall due while commands come in',
    run: ({ timers, seconds }) =>
      besideOtherWork({ timers, seconds }, (store, check) => seedSilentHandoffs(store, timers, check)),
  },
  d: {
    name: 'd. Old cases are erased while commands come in',
    run: ({ erasures, seconds }) =>
      besideOtherWork({ timers: erasures, seconds }, (store, check) => seedOldCases(store, erasures, check)),
  },
  e: { name: 'e. Kept requests are worked while commands come in', run: keptRequests },
  f: { name: 'f. Many presses at once on a case of many looks', run: pressesOnOneCase },
};

async function allAtOnce({ people }: Size): Promise<readonly Figure[]> {
  return withRig({ people, latencyMs: LATENCY_MS }, async (rig) => {
    await rig.start();
    await rig.probe('reset');
    const startedAt = performance.now();
    const outcomes = await Promise.all(Array.from({ length: people }, (_, index) => rig.ask(index)));
    await waitFor(() => rig.cards().length >= people, 90_000);
    const seconds = (performance.now() - startedAt) / 1000;
    const { lagMs, cpuMs } = await rig.probe();
    const right = new Set(Array.from({ length: people }, (_, index) => verdictOf(index)));
    const cards = rig.cards().map(subscriptionsOf);
    return [
      ...acknowledgements(outcomes),
      {
        name: 'right verdicts',
        value: cards.filter((card) => right.delete(card)).length,
        unit: '',
        atLeast: people,
      },
      { name: 'Unknown', value: unknownAmong(cards), unit: '', atMost: 0 },
      { name: 'until the last card', value: seconds, unit: 's' },
      { name: 'longest event-loop delay', value: lagMs, unit: 'ms' },
      { name: 'CPU of the bot, start included', value: cpuMs, unit: 'ms' },
    ];
  });
}

async function loopAndBystanders({ loop }: Size): Promise<readonly Figure[]> {
  const bystanders = 20;
  return withRig({ people: loop + bystanders + 1, latencyMs: LATENCY_MS }, async (rig) => {
    await rig.start();
    const looping = Array.from({ length: loop }, (_, index) => rig.ask(index, 0));
    const outcomes: Outcome[] = [];
    const waits: number[] = [];
    for (let index = 0; index < bystanders; index += 1) {
      const customer = loop + index;
      const askedAt = performance.now();
      outcomes.push(await rig.ask(customer));
      const isThere = () =>
        rig.cards().some((card) => subscriptionsOf(card).startsWith(verdictOf(customer).split('=')[0] ?? ''));
      void waitFor(isThere, 60_000).then(() => waits.push(performance.now() - askedAt));
      await sleep(200);
    }
    outcomes.push(...(await Promise.all(looping)));
    await waitFor(() => rig.cards().length >= loop + bystanders && waits.length === bystanders, 60_000);
    const cards = rig.cards().map(subscriptionsOf);
    return [
      ...acknowledgements(outcomes),
      { name: 'cards', value: cards.length, unit: '', atLeast: loop + bystanders },
      { name: 'Unknown', value: unknownAmong(cards), unit: '', atMost: 0 },
      { name: 'card of a bystander p50', value: percentile(waits, 0.5), unit: 'ms' },
      { name: 'card of a bystander p95', value: percentile(waits, 0.95), unit: 'ms', atMost: 5_000 },
    ];
  });
}

/** Seeds work that is due when the bot starts, and sends commands as soon as the bot is ready. */
function besideOtherWork(
  { timers, seconds }: { readonly timers: number; readonly seconds: number },
  seed: (store: Store, like: Check) => Promise<void>,
): Promise<readonly Figure[]> {
  return withRig({ people: 100, latencyMs: 100 }, async (rig) => {
    const caseId = await firstCase(rig);
    await rig.seed(async (store) => seed(store, await checkOf(store, caseId)));
    await rig.start();
    await rig.probe('reset');
    const startedAt = performance.now();
    const outcomes = await stream(rig, seconds);
    const { lagMs } = await rig.probe();
    await waitFor(() => rig.cards().length >= outcomes.length, 60_000);
    const ran = (performance.now() - startedAt) / 1000;
    await rig.stop();
    const left = await dueIn(rig);
    return [
      ...acknowledgements(outcomes),
      { name: 'longest event-loop delay', value: lagMs, unit: 'ms', atMost: LAG_BOUND_MS },
      { name: 'Unknown', value: unknownAmong(rig.cards().map(subscriptionsOf)), unit: '', atMost: 0 },
      {
        name: 'timers worked',
        value: (timers - left) / ran,
        unit: '/s',
        atLeast: Math.min(10, timers / ran),
      },
    ];
  });
}

async function dueIn(rig: Rig): Promise<number> {
  let due = 0;
  await rig.seed(async (store) => {
    for (const kind of ['silence', 'retention'] as const)
      due += (await store.timers.take(kind, 10_000)).length;
  });
  return due;
}

async function keptRequests({ kept, seconds }: Size): Promise<readonly Figure[]> {
  return withRig({ people: 100, latencyMs: 100 }, async (rig) => {
    await rig.seed((store) => seedKeptPresses(store, kept));
    await rig.start();
    await rig.probe('reset');
    const startedAt = performance.now();
    const outcomes = await stream(rig, seconds);
    const { lagMs } = await rig.probe();
    await waitFor(() => rig.cards().length >= outcomes.length, 60_000);
    await sleep(2_500);
    const left = await rig.pending();
    const worked = (kept - left) / ((performance.now() - startedAt) / 1000);
    return [
      ...acknowledgements(outcomes),
      { name: 'kept requests', value: kept, unit: '' },
      { name: 'worked', value: worked, unit: '/s', atLeast: left === 0 ? 0 : 50 },
      { name: 'cards', value: rig.cards().length, unit: '', atLeast: outcomes.length },
      { name: 'longest event-loop delay', value: lagMs, unit: 'ms', atMost: LAG_BOUND_MS },
    ];
  });
}

async function pressesOnOneCase({ looks, presses }: Size): Promise<readonly Figure[]> {
  return withRig({ people: Math.max(presses, 2), latencyMs: 100 }, async (rig) => {
    const caseId = await firstCase(rig);
    await rig.seed((store) => seedLooks(store, caseId, looks));
    await rig.start();
    const card = rig.cards()[0];
    if (!card) throw new Error('there is no card');
    const press = (by: number) =>
      rig.slack.click({
        user: person(by),
        channel: card.channel,
        ts: card.ts,
        actionId: 'choose-topic',
        selectedOption: JSON.stringify({ caseId, topic: by % 2 ? 'sign-in' : 'new-purchase' }),
      });
    const startedAt = performance.now();
    const outcomes = await Promise.all(Array.from({ length: presses }, (_, by) => press(by)));
    const changes = () => rig.slack.calls.filter(({ method }) => method === 'chat.update');
    await quiet(() => changes().length);
    const last = changes().at(-1)?.at ?? Number.NaN;
    const seconds = (last - (Date.now() - (performance.now() - startedAt))) / 1000;
    return [
      ...acknowledgements(outcomes),
      { name: 'looks of the case', value: looks, unit: '' },
      { name: 'until the card was drawn last', value: seconds, unit: 's', atMost: 3 },
      { name: 'drawings', value: changes().length, unit: '' },
    ];
  });
}

/** The first card of the workspace; the bot is stopped afterwards. */
async function firstCase(rig: Rig): Promise<string> {
  await rig.start();
  await rig.ask(1);
  await waitFor(() => rig.cards().length === 1, 10_000);
  await rig.stop();
  const [card] = rig.cards();
  if (!card) throw new Error('the first command got no card');
  return caseIdOf(card);
}

/** Commands of different people, evenly spaced. */
async function stream(rig: Rig, seconds: number): Promise<Outcome[]> {
  const asked: Promise<Outcome>[] = [];
  for (let index = 0; index < seconds * RATE; index += 1) {
    asked.push(rig.ask(index + 2));
    await sleep(1_000 / RATE);
  }
  return Promise.all(asked);
}

function unknownAmong(cards: readonly string[]): number {
  return cards.filter((card) => card.endsWith('=unknown')).length;
}

async function waitFor(isSo: () => boolean, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while (!isSo() && performance.now() < deadline) await sleep(20);
}

/** Waits until the value has not changed for a second and a half. */
async function quiet(value: () => number): Promise<void> {
  for (
    let [before, since] = [value(), performance.now()];
    performance.now() - since < 1_500;
    await sleep(50)
  ) {
    if (value() !== before) [before, since] = [value(), performance.now()];
  }
}

async function withRig<T>(
  options: Parameters<typeof Rig.open>[0],
  work: (rig: Rig) => Promise<T>,
): Promise<T> {
  const rig = await Rig.open(options);
  try {
    return await work(rig);
  } finally {
    await rig.close();
  }
}
