import { randomUUID } from 'node:crypto';
import type { Check } from '../../src/domain/case.ts';
import type { HandoffEvent } from '../../src/domain/handoff-events.ts';
import { handoffFactsOf } from '../../src/domain/handoff-facts.ts';
import type { Store } from '../../src/ports/store.ts';
import { userIdAt } from './load-environment.ts';

const CONCURRENCY = 100;
const LONG_AGO = '2020-01-06T09:00:00.000Z';
const SUPPORT_LOCATION = { channel: 'CSUPPORT', thread: null };

/** Runs `write` for each number below `count`, a hundred side by side. */
async function forEachIndex(count: number, write: (index: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += CONCURRENCY) {
    const length = Math.min(CONCURRENCY, count - from);
    await Promise.all(Array.from({ length }, (_, index) => write(from + index)));
  }
}

/** Cases of long ago whose retention timers are due. */
export function seedOldCases(store: Store, count: number, like: Check): Promise<void> {
  const check: Check = { ...like, at: LONG_AGO, lookedUpAt: LONG_AGO };
  return forEachIndex(count, async (index) => {
    const id = `cold${index}`;
    const opened = {
      id,
      openedAt: LONG_AGO,
      openedBy: userIdAt(index % 50),
      location: SUPPORT_LOCATION,
      checks: [check],
    };
    await store.cases.open(opened, [
      { key: `retention:${id}`, kind: 'retention', subjectId: id, dueAt: LONG_AGO },
    ]);
  });
}

/** Handoffs that nobody has claimed, whose reminders are due. */
export function seedUnclaimedHandoffs(store: Store, count: number, like: Check): Promise<void> {
  return forEachIndex(count, async (index) => {
    const caseId = `csilent${index}`;
    const by = userIdAt(index % 50);
    const now = new Date().toISOString();
    await store.cases.open({
      id: caseId,
      openedAt: now,
      openedBy: by,
      location: SUPPORT_LOCATION,
      checks: [like],
    });
    const id = `hsilent${index}`;
    const submitted: HandoffEvent = { at: now, by, kind: 'submitted', ...submittedFields(like) };
    const posted: HandoffEvent = { at: now, by: 'bot', kind: 'posted' };
    await store.handoffs.commit({
      handoff: { id, caseId, events: [] },
      events: [
        { event: submitted, idempotencyKey: `submit:${id}` },
        { event: posted, idempotencyKey: `posted:${id}` },
      ],
      timers: [{ key: `unclaimed-reminder:${id}`, kind: 'unclaimed-reminder', subjectId: id, dueAt: now }],
    });
  });
}

function submittedFields(like: Check) {
  const input = {
    ask: 'A quote for 25 seats, please',
    plan: 'Premium',
    seats: 25,
    counts: null,
    writtenWish: 'yes',
    writtenWishSource: 'in the ticket',
    permissionSource: null,
    toldCustomer: null,
    ticket: null,
    salesforceLink: null,
  } as const;
  const content = { facts: handoffFactsOf(like), input };
  return { content, answerDueAt: new Date().toISOString(), channel: 'CSALES', team: 'sales' };
}

/** Stores button presses of an earlier version, as left by a process that ended. Each is answered with a sentence. */
export async function seedStoredActions(store: Store, count: number): Promise<void> {
  await forEachIndex(count, (index) => {
    const body = { user: { id: userIdAt(index % 100) }, actions: [{ action_id: 'of-an-earlier-version' }] };
    const receivedAt = new Date().toISOString();
    return store.inbox.accept({ key: randomUUID(), kind: 'action', receivedAt, body });
  });
  await store.inbox.releaseLeases();
}

/** Adds `count` re-checks to the case. */
export async function seedChecks(store: Store, caseId: string, count: number): Promise<void> {
  const like = await lastCheckOf(store, caseId);
  for (let index = 0; index < count; index += 1) {
    const at = new Date(Date.parse(like.at) + index).toISOString();
    const check: Check = { ...like, at, lookedUpAt: at, trigger: 'recheck' };
    await store.cases.appendCheck(caseId, check, `seeded:${caseId}:${index}`);
  }
}

export async function lastCheckOf(store: Store, caseId: string): Promise<Check> {
  const found = await store.cases.find(caseId);
  const check = found?.checks.at(-1);
  if (!check) throw new Error(`there is no case ${caseId}`);
  return check;
}
