import { randomUUID } from 'node:crypto';
import type { Check } from '../../src/domain/case.ts';
import type { HandoffEvent } from '../../src/domain/handoff.ts';
import { factsOf } from '../../src/domain/handoff-facts.ts';
import type { Store } from '../../src/ports.ts';
import { person } from './rig.ts';

const AT_ONCE = 100;
const LONG_AGO = '2020-01-06T09:00:00.000Z';
const PLACE = { channel: 'CSUPPORT', thread: null };

/** Runs `write` for each number below `count`, a hundred side by side. */
async function each(count: number, write: (index: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - from);
    await Promise.all(Array.from({ length }, (_, index) => write(from + index)));
  }
}

/** Cases of long ago whose retention timers are due. */
export function seedOldCases(store: Store, count: number, like: Check): Promise<void> {
  const check = { ...like, at: LONG_AGO, lookedAt: LONG_AGO };
  return each(count, async (index) => {
    const id = `cold${index}`;
    const opened = { id, openedAt: LONG_AGO, openedBy: person(index % 50), place: PLACE, checks: [check] };
    await store.cases.open(opened, [
      { key: `retention:${id}`, kind: 'retention', about: id, dueAt: LONG_AGO },
    ]);
  });
}

/** Handoffs that nobody has claimed, whose reminders are due. */
export function seedSilentHandoffs(store: Store, count: number, like: Check): Promise<void> {
  return each(count, async (index) => {
    const caseId = `csilent${index}`;
    const by = person(index % 50);
    const now = new Date().toISOString();
    await store.cases.open({ id: caseId, openedAt: now, openedBy: by, place: PLACE, checks: [like] });
    const id = `hsilent${index}`;
    const submitted: HandoffEvent = { at: now, by, kind: 'submitted', ...submission(like) };
    const posted: HandoffEvent = { at: now, by: 'bot', kind: 'posted' };
    await store.handoffs.write({
      handoff: { id, caseId, events: [] },
      events: [
        { event: submitted, eventKey: `submit:${id}` },
        { event: posted, eventKey: `posted:${id}` },
      ],
      timers: [{ key: `silence:${id}`, kind: 'silence', about: id, dueAt: now }],
    });
  });
}

function submission(like: Check) {
  const typed = {
    ask: 'A quote for 25 seats, please',
    plan: 'Premium',
    seats: 25,
    counts: null,
    wish: 'yes',
    wishWhere: 'in the ticket',
    told: null,
    link: null,
  } as const;
  const content = { facts: factsOf(like), typed };
  return { content, answerBy: new Date().toISOString(), channel: 'CSALES', team: 'sales' };
}

/** Stores button presses of an earlier version, as left by a process that ended. Each is answered with a sentence. */
export async function seedKeptPresses(store: Store, count: number): Promise<void> {
  await each(count, (index) => {
    const body = { user: { id: person(index % 100) }, actions: [{ action_id: 'of-an-earlier-version' }] };
    const receivedAt = new Date().toISOString();
    return store.inbox.accept({ key: randomUUID(), kind: 'action', receivedAt, body });
  });
  await store.inbox.handBack();
}

/** Adds `count` re-checks to the case. */
export async function seedLooks(store: Store, caseId: string, count: number): Promise<void> {
  const like = await checkOf(store, caseId);
  for (let index = 0; index < count; index += 1) {
    const at = new Date(Date.parse(like.at) + index).toISOString();
    const check: Check = { ...like, at, lookedAt: at, because: 'recheck' };
    await store.cases.addCheck(caseId, check, `seeded:${caseId}:${index}`);
  }
}

export async function checkOf(store: Store, caseId: string): Promise<Check> {
  const found = await store.cases.find(caseId);
  const check = found?.checks.at(-1);
  if (!check) throw new Error(`there is no case ${caseId}`);
  return check;
}
