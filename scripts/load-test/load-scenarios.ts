import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from '../../src/domain/case.ts';
import type { Store } from '../../src/ports/store.ts';
import type { InteractionResult } from '../sandbox/slack/local-slack.ts';
import {
  caseIdFromMetadata,
  expectedVerdictAt,
  LoadEnvironment,
  subscriptionsOf,
  userIdAt,
} from './load-environment.ts';
import type { Measurement } from './measurements.ts';
import { acknowledgementMeasurements, percentile } from './measurements.ts';
import {
  lastCheckOf,
  seedChecks,
  seedOldCases,
  seedStoredActions,
  seedUnclaimedHandoffs,
} from './seed-database.ts';

/** Sizes of the load scenarios. */
export interface LoadSize {
  readonly people: number;
  readonly repeatedCommands: number;
  readonly timers: number;
  readonly erasures: number;
  readonly storedRequests: number;
  readonly checksOnOneCase: number;
  readonly simultaneousActions: number;
  /** Seconds for which commands arrive beside other work. */
  readonly seconds: number;
}

export interface LoadScenario {
  readonly name: string;
  run(size: LoadSize): Promise<readonly Measurement[]>;
}

const LAG_BOUND_MS = 250;
/** Milliseconds that each call to another system takes. */
const UPSTREAM_LATENCY_MS = 300;
/** Commands in a second beside other work. */
const COMMANDS_PER_SECOND = 6;

export const LOAD_SCENARIOS: Readonly<Record<string, LoadScenario>> = {
  a: { name: 'a. Many people ask at once', run: manyUsersAtOnce },
  b: { name: 'b. One person loops, bystanders ask', run: loopAndBystanders },
  c: {
    name: 'c. Reminders fall due while commands come in',
    run: ({ timers, seconds }) =>
      commandsDuringOtherWork({ timers, seconds }, (store, check) =>
        seedUnclaimedHandoffs(store, timers, check),
      ),
  },
  d: {
    name: 'd. Old cases are erased while commands come in',
    run: ({ erasures, seconds }) =>
      commandsDuringOtherWork({ timers: erasures, seconds }, (store, check) =>
        seedOldCases(store, erasures, check),
      ),
  },
  e: { name: 'e. Kept requests are worked while commands come in', run: commandsDuringStoredRequests },
  f: { name: 'f. Many presses at once on a case of many looks', run: simultaneousActionsOnOneCase },
};

async function manyUsersAtOnce({ people }: LoadSize): Promise<readonly Measurement[]> {
  return withLoadEnvironment({ people, latencyMs: UPSTREAM_LATENCY_MS }, async (rig) => {
    await rig.start();
    await rig.measureProcess('reset');
    const startedAt = performance.now();
    const outcomes = await Promise.all(Array.from({ length: people }, (_, index) => rig.requestCheck(index)));
    await waitUntil(() => rig.cards().length >= people, 90_000);
    const seconds = (performance.now() - startedAt) / 1000;
    const { lagMs, cpuMs } = await rig.measureProcess();
    const right = new Set(Array.from({ length: people }, (_, index) => expectedVerdictAt(index)));
    const cards = rig.cards().map(subscriptionsOf);
    return [
      ...acknowledgementMeasurements(outcomes),
      {
        name: 'right verdicts',
        value: cards.filter((card) => right.delete(card)).length,
        unit: '',
        atLeast: people,
      },
      { name: 'Unknown', value: countUnknownVerdicts(cards), unit: '', atMost: 0 },
      { name: 'until the last card', value: seconds, unit: 's' },
      { name: 'longest event-loop delay', value: lagMs, unit: 'ms' },
      { name: 'CPU of the bot, start included', value: cpuMs, unit: 'ms' },
    ];
  });
}

async function loopAndBystanders({ repeatedCommands: loop }: LoadSize): Promise<readonly Measurement[]> {
  const bystanders = 20;
  return withLoadEnvironment(
    { people: loop + bystanders + 1, latencyMs: UPSTREAM_LATENCY_MS },
    async (rig) => {
      await rig.start();
      const looping = Array.from({ length: loop }, (_, index) => rig.requestCheck(index, 0));
      const outcomes: InteractionResult[] = [];
      const waits: number[] = [];
      for (let index = 0; index < bystanders; index += 1) {
        const customer = loop + index;
        const askedAt = performance.now();
        outcomes.push(await rig.requestCheck(customer));
        const isThere = () =>
          rig
            .cards()
            .some((card) =>
              subscriptionsOf(card).startsWith(expectedVerdictAt(customer).split('=')[0] ?? ''),
            );
        void waitUntil(isThere, 60_000).then(() => waits.push(performance.now() - askedAt));
        await sleep(200);
      }
      outcomes.push(...(await Promise.all(looping)));
      await waitUntil(() => rig.cards().length >= loop + bystanders && waits.length === bystanders, 60_000);
      const cards = rig.cards().map(subscriptionsOf);
      return [
        ...acknowledgementMeasurements(outcomes),
        { name: 'cards', value: cards.length, unit: '', atLeast: loop + bystanders },
        { name: 'Unknown', value: countUnknownVerdicts(cards), unit: '', atMost: 0 },
        { name: 'card of a bystander p50', value: percentile(waits, 0.5), unit: 'ms' },
        { name: 'card of a bystander p95', value: percentile(waits, 0.95), unit: 'ms', atMost: 5_000 },
      ];
    },
  );
}

/** Seeds work that is due when the bot starts, and sends commands as soon as the bot is ready. */
function commandsDuringOtherWork(
  { timers, seconds }: { readonly timers: number; readonly seconds: number },
  seed: (store: Store, like: Check) => Promise<void>,
): Promise<readonly Measurement[]> {
  return withLoadEnvironment({ people: 100, latencyMs: 100 }, async (rig) => {
    const caseId = await createFirstCase(rig);
    await rig.seed(async (store) => seed(store, await lastCheckOf(store, caseId)));
    await rig.start();
    await rig.measureProcess('reset');
    const startedAt = performance.now();
    const outcomes = await sendCommands(rig, seconds);
    const { lagMs } = await rig.measureProcess();
    await waitUntil(() => rig.cards().length >= outcomes.length, 60_000);
    const ran = (performance.now() - startedAt) / 1000;
    await rig.stop();
    const left = await countDueTimers(rig);
    return [
      ...acknowledgementMeasurements(outcomes),
      { name: 'longest event-loop delay', value: lagMs, unit: 'ms', atMost: LAG_BOUND_MS },
      { name: 'Unknown', value: countUnknownVerdicts(rig.cards().map(subscriptionsOf)), unit: '', atMost: 0 },
      {
        name: 'timers worked',
        value: (timers - left) / ran,
        unit: '/s',
        atLeast: Math.min(10, timers / ran),
      },
    ];
  });
}

async function countDueTimers(rig: LoadEnvironment): Promise<number> {
  let due = 0;
  await rig.seed(async (store) => {
    for (const kind of ['unclaimed-reminder', 'retention'] as const)
      due += (await store.timers.claim(10_000, kind)).length;
  });
  return due;
}

async function commandsDuringStoredRequests({
  storedRequests: kept,
  seconds,
}: LoadSize): Promise<readonly Measurement[]> {
  return withLoadEnvironment({ people: 100, latencyMs: 100 }, async (rig) => {
    await rig.seed((store) => seedStoredActions(store, kept));
    await rig.start();
    await rig.measureProcess('reset');
    const startedAt = performance.now();
    const outcomes = await sendCommands(rig, seconds);
    const { lagMs } = await rig.measureProcess();
    await waitUntil(() => rig.cards().length >= outcomes.length, 60_000);
    await sleep(2_500);
    const left = await rig.pending();
    const worked = (kept - left) / ((performance.now() - startedAt) / 1000);
    return [
      ...acknowledgementMeasurements(outcomes),
      { name: 'kept requests', value: kept, unit: '' },
      { name: 'worked', value: worked, unit: '/s', atLeast: left === 0 ? 0 : 50 },
      { name: 'cards', value: rig.cards().length, unit: '', atLeast: outcomes.length },
      { name: 'longest event-loop delay', value: lagMs, unit: 'ms', atMost: LAG_BOUND_MS },
    ];
  });
}

async function simultaneousActionsOnOneCase({
  checksOnOneCase: looks,
  simultaneousActions: presses,
}: LoadSize): Promise<readonly Measurement[]> {
  return withLoadEnvironment({ people: Math.max(presses, 2), latencyMs: 100 }, async (rig) => {
    const caseId = await createFirstCase(rig);
    await rig.seed((store) => seedChecks(store, caseId, looks));
    await rig.start();
    const card = rig.cards()[0];
    if (!card) throw new Error('there is no card');
    const press = (by: number) =>
      rig.slack.click({
        user: userIdAt(by),
        channel: card.channel,
        ts: card.ts,
        actionId: 'choose-topic',
        selectedOption: JSON.stringify({ caseId, topic: by % 2 ? 'sign-in' : 'new-purchase' }),
      });
    const startedAt = performance.now();
    const outcomes = await Promise.all(Array.from({ length: presses }, (_, by) => press(by)));
    const changes = () => rig.slack.calls.filter(({ method }) => method === 'chat.update');
    await waitUntilStable(() => changes().length);
    const last = changes().at(-1)?.at ?? Number.NaN;
    const seconds = (last - (Date.now() - (performance.now() - startedAt))) / 1000;
    return [
      ...acknowledgementMeasurements(outcomes),
      { name: 'looks of the case', value: looks, unit: '' },
      { name: 'until the card was drawn last', value: seconds, unit: 's', atMost: 3 },
      { name: 'drawings', value: changes().length, unit: '' },
    ];
  });
}

/** The first card of the workspace; the bot is stopped afterwards. */
async function createFirstCase(rig: LoadEnvironment): Promise<string> {
  await rig.start();
  await rig.requestCheck(1);
  await waitUntil(() => rig.cards().length === 1, 10_000);
  await rig.stop();
  const [card] = rig.cards();
  if (!card) throw new Error('the first command got no card');
  return caseIdFromMetadata(card);
}

/** Commands of different people, evenly spaced. */
async function sendCommands(rig: LoadEnvironment, seconds: number): Promise<InteractionResult[]> {
  const asked: Promise<InteractionResult>[] = [];
  for (let index = 0; index < seconds * COMMANDS_PER_SECOND; index += 1) {
    asked.push(rig.requestCheck(index + 2));
    await sleep(1_000 / COMMANDS_PER_SECOND);
  }
  return Promise.all(asked);
}

function countUnknownVerdicts(cards: readonly string[]): number {
  return cards.filter((card) => card.endsWith('=unknown')).length;
}

async function waitUntil(isSo: () => boolean, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while (!isSo() && performance.now() < deadline) await sleep(20);
}

/** Waits until the value has not changed for a second and a half. */
async function waitUntilStable(value: () => number): Promise<void> {
  for (
    let [before, since] = [value(), performance.now()];
    performance.now() - since < 1_500;
    await sleep(50)
  ) {
    if (value() !== before) [before, since] = [value(), performance.now()];
  }
}

async function withLoadEnvironment<T>(
  options: Parameters<typeof LoadEnvironment.open>[0],
  work: (rig: LoadEnvironment) => Promise<T>,
): Promise<T> {
  const rig = await LoadEnvironment.open(options);
  try {
    return await work(rig);
  } finally {
    await rig.close();
  }
}
