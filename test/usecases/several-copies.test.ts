import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../scripts/simulate/random.ts';
import { RetryLater } from '../../src/errors.ts';
import { createLeaseKeeper } from '../../src/jobs/lease-keeper.ts';
import { createOutboxWorker } from '../../src/jobs/outbox-worker.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { deliverMessage } from '../../src/usecases/deliver-message.ts';
import { claimHandoff } from '../../src/usecases/handoff-actions.ts';
import { publishCaseCard } from '../../src/usecases/publish-update.ts';
import { completeStep, requestOverride } from '../../src/usecases/step-actions.ts';
import { aCheck, anEvidence, aScenario, aStepDone } from '../builders/cases.ts';
import { fakeMessenger, fakePorts } from '../builders/fake-ports.ts';
import { sampleItems } from '../sample-size.ts';
import { appendStepEvent } from '../store/append-step-event.ts';
import { HandoffSimulation } from './handoff-simulation.ts';

const NOW = new Date('2026-03-02T10:00:00.000Z');
const LEASE_MS = 15_000;
const CARD = { id: 'case-1', location: { channel: 'C0SUPPORT', thread: null } };
const STEPS = Array.from({ length: 12 }, (_, index) => ({ id: `step-${index}`, text: `Step ${index}.` }));

/** Copies of the bot on one database. Each has its own store, and Slack shows what was written to it last. */
let folder: string;
let now: Date;
let stores: Store[];
let shownEvents: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'copies-'));
  now = NOW;
  shownEvents = 0;
  const options = { file: join(folder, 'store.db'), now: () => now, leaseMs: LEASE_MS };
  stores = [await openSqliteStore(options), await openSqliteStore(options), await openSqliteStore(options)];
  const guarded = { id: 'login', text: 'Log in.', requires: { verdict: ['direct'] as const } };
  const check = aCheck({ evidence: anEvidence(), scenario: aScenario({ steps: [...STEPS, guarded] }) });
  await stores[0]?.cases.open({
    ...CARD,
    openedAt: NOW.toISOString(),
    openedBy: 'U0ANA',
    checks: [check],
  });
});
afterEach(async () => {
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true });
});

/** A copy whose calls to Slack take that long to arrive there. */
function copy(number: number, latency: () => Promise<unknown>): Ports {
  const messenger = fakeMessenger({
    async publishCaseCard({ events }) {
      await latency();
      shownEvents = events.length;
      return { fallbackReason: null };
    },
  });
  return fakePorts(stores[number] as Store, { now: () => now, messenger });
}

function press(stepId: string) {
  return { caseId: 'case-1', stepId, by: 'U0ANA', idempotencyKey: stepId, requestedAt: NOW };
}

/** Delivers what is left in the outbox, once the leases of dead copies have ended. */
async function deliverRest(ports: Ports): Promise<void> {
  now = new Date(now.getTime() + LEASE_MS);
  const worker = createOutboxWorker({
    outbox: (stores[0] as Store).outbox,
    now: () => now,
    deliver: (message) => deliverMessage(ports, message, () => undefined),
    onFault: (_, error) => {
      throw error;
    },
  });
  await worker.runDue();
}

describe('The card of a case that several copies of the bot update', () => {
  it.each(
    sampleItems(
      Array.from({ length: 30 }, (_, index) => index + 1),
      5,
    ),
  )('shows the newest state in the end, whichever update reaches Slack last (%i)', async (seed) => {
    const random = createRandom(seed);
    const copies = [0, 1, 2].map((number) => copy(number, () => delay(random.between(0, 20))));

    await Promise.all(
      STEPS.map(async ({ id }) => {
        await delay(random.between(0, 60));
        const one = random.pick(copies);
        await appendStepEvent(one.cases, 'case-1', aStepDone(id), id);
        await publishCaseCard(one, CARD);
      }),
    );
    await deliverRest(copies[0] as Ports);

    expect(shownEvents).toBe(1 + STEPS.length);
  });

  it('shows the newest state although a copy died while updating it', async () => {
    const dead = copy(1, () => new Promise(() => undefined));
    void publishCaseCard(dead, CARD);
    while ((await stores[0]?.outbox.countPending()) === 0) await delay(1);

    await completeStep(
      copy(0, async () => undefined),
      press('step-0'),
    );
    expect(shownEvents).toBe(0);
    await deliverRest(copy(0, async () => undefined));

    expect(shownEvents).toBe(2);
  });

  it('shows the newest state although a slow copy updates it after another one', async () => {
    const arrivals: (() => void)[] = [];
    const slow = publishCaseCard(
      copy(1, () => new Promise<void>((resolve) => arrivals.push(resolve))),
      CARD,
    );
    while (arrivals.length === 0) await delay(1);
    now = new Date(now.getTime() + LEASE_MS);
    const quick = copy(0, async () => undefined);
    await completeStep(quick, press('step-0'));
    expect(shownEvents).toBe(2);

    arrivals[0]?.();
    await slow;
    expect(shownEvents).toBe(1);
    await deliverRest(quick);

    expect(shownEvents).toBe(2);
  });

  it('is published by nobody else while Slack takes longer than a lease to accept its first post', async () => {
    const [first, second] = stores as [Store, Store];
    let renew = async () => {};
    const keepLease = createLeaseKeeper({
      outbox: first.outbox,
      repeat(task) {
        renew = task;
        return () => {
          renew = async () => {};
        };
      },
      onFault: (_, error) => {
        throw error;
      },
    });
    let accept = () => {};
    const accepted = new Promise<void>((resolve) => {
      accept = resolve;
    });
    let isPosting = false;
    const slow = copy(0, () => {
      isPosting = true;
      return accepted;
    });
    const publishing = publishCaseCard({ ...slow, keepLease }, CARD);
    while (!isPosting) await delay(1);

    for (let renewals = 0; renewals < 4; renewals += 1) {
      now = new Date(now.getTime() + LEASE_MS / 3);
      await renew();
      expect(await second.outbox.claim(1)).toEqual([]);
    }
    accept();
    await publishing;

    expect(shownEvents).toBe(1);
    expect(await second.outbox.countPending()).toBe(0);
  });
});

describe('The card of a case that Slack rejects for a moment', () => {
  it('is updated by the outbox later, because the request that caused it may expire', async () => {
    const store = stores[0] as Store;
    const messenger = fakeMessenger({
      publishCaseCard: async () => Promise.reject(new RetryLater('Slack rate limit', 1_000)),
    });
    const ports = fakePorts(store, { now: () => now, messenger });

    await expect(publishCaseCard(ports, CARD)).rejects.toThrow(RetryLater);

    expect(await store.outbox.claim(9)).toEqual([]);
    now = new Date(NOW.getTime() + 61_000);
    expect(await store.outbox.claim(9)).toMatchObject([{ kind: 'case-card', payload: { caseId: 'case-1' } }]);
  });
});

describe('A message that is posted once', () => {
  it('is updated when another copy enqueued an update just before the post: a request for an override', async () => {
    const ports = copy(0, async () => undefined);
    await requestOverride(ports, press('login'), { reason: 'Sales said so', colleague: null });
    const [message] = await (stores[0] as Store).outbox.claim(1);
    if (!message) throw new Error('nothing to post');
    const messenger = fakeMessenger({
      postOverrideRequest: () =>
        completeStep(
          copy(1, async () => undefined),
          press('step-0'),
        ),
    });

    await deliverMessage({ ...ports, messenger }, message, () => undefined);
    await (stores[0] as Store).outbox.complete(message);
    now = new Date(now.getTime() + LEASE_MS);

    const waiting = await (stores[1] as Store).outbox.claim(5);
    expect(waiting).toMatchObject([{ key: `update:${message.key}`, kind: 'override-update' }]);
  });

  it('is updated when the copy that posted it died before it saw a change', async () => {
    const ports = copy(0, async () => undefined);
    const [first, second] = stores as [Store, Store];
    await requestOverride(ports, press('login'), { reason: 'Sales said so', colleague: null });
    const [posted] = await first.outbox.claim(1);
    await completeStep(ports, press('step-0'));
    now = new Date(now.getTime() + LEASE_MS);
    const [again] = await second.outbox.claim(1);
    if (!again) throw new Error('nothing to post');

    await deliverMessage(
      copy(1, async () => undefined),
      again,
      () => undefined,
    );

    expect(again.key).toBe(posted?.key);
    expect(await second.outbox.claim(5)).toMatchObject([
      { key: `update:${again.key}`, kind: 'override-update' },
    ]);
  });

  it('is updated when another copy enqueued an update just before the post: a notification and a reminder', async () => {
    const simulation = await HandoffSimulation.start({ startsAt: '2026-03-02T10:00:00.000Z' });
    const id = await simulation.submitHandoff('case-1');
    const { ports, store } = simulation;
    const claims = async () => claimHandoff(ports, simulation.handoffAction(id, 'U0ROBIN'));
    const messenger = fakeMessenger({ notify: claims });
    const message = {
      key: 'notification:1',
      kind: 'notification',
      channel: 'U0BEN',
      payload: { handoffId: id, eventIndex: 0, recipient: 'U0BEN' },
      notBefore: null,
    } as const;

    await deliverMessage({ ...ports, messenger }, message, () => undefined);

    const waiting = await store.outbox.claim(9);
    expect(waiting).toContainEqual(
      expect.objectContaining({
        key: 'update:notification:1',
        kind: 'notification-update',
        payload: { ...message.payload, notificationKey: 'notification:1' },
      }),
    );
    await store.close();
  });
});
