import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestedCaseReference } from '../../src/domain/open-case.ts';
import { UnreadableRow } from '../../src/errors.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Billing } from '../../src/ports/systems.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { CheckRequest } from '../../src/usecases/check-customer.ts';
import { checkUnlessOpen } from '../../src/usecases/check-customer.ts';
import { findOpenCase } from '../../src/usecases/find-open-case.ts';
import { aCheck, anEvidence } from '../builders/cases.ts';
import { fakePorts } from '../builders/fake-ports.ts';

const NOW = new Date('2022-11-22T15:00:00.000Z');
const A = { kind: 'subscription', number: 'A-S00900001' } as const;
const B = { kind: 'subscription', number: 'A-S00900002' } as const;

let store: Store;
beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:', now: () => NOW });
  await open('case-1', '2022-11-22T14:00:00.000Z');
});
afterEach(() => store.close());

function open(id: string, openedAt: string) {
  const place = { channel: 'C0SUPPORT', thread: null };
  const checks = [aCheck({ evidence: anEvidence({ subject: A }) })];
  return store.cases.open({ id, openedAt, openedBy: 'U0ANA', location: place, checks });
}

const reference = (subject: typeof A | typeof B) => requestedCaseReference(subject) ?? '';

const ports = () => fakePorts(store, { now: () => NOW });

function request(caseId: string): CheckRequest {
  const location = { channel: 'C0SUPPORT', thread: null };
  return {
    caseId,
    by: 'U0BEN',
    lookup: { subject: A, ticket: null },
    topic: null,
    requester: null,
    location,
  };
}

describe('the open case of a request', () => {
  it('is the newest one', async () => {
    await open('case-2', '2022-11-22T14:30:00.000Z');

    expect((await findOpenCase(ports(), reference(A)))?.kase.id).toBe('case-2');
    expect(await findOpenCase(ports(), reference(B))).toBeNull();
  });

  it('is not a case that is now about something else', async () => {
    const check = aCheck({ trigger: 'choice', evidence: anEvidence({ subject: B }) });
    await store.cases.appendCheck('case-1', check, 'press-1');

    expect(await findOpenCase(ports(), reference(A))).toBeNull();
    expect((await findOpenCase(ports(), reference(B)))?.kase.id).toBe('case-1');
  });

  it('is not an unreadable case, so the customer can be checked again', async () => {
    const find = async () => Promise.reject(new UnreadableRow('cases', 'case-1', 'not-json'));
    const broken = { ...ports(), cases: { ...store.cases, find } };

    expect(await findOpenCase(broken, reference(A))).toBeNull();
  });

  it('is returned instead of a new check, except to the request that opened it', async () => {
    expect(await checkUnlessOpen(ports(), request('case-2'))).toMatchObject({ kase: { id: 'case-1' } });
    expect(await store.cases.find('case-2')).toBeNull();
    expect(await checkUnlessOpen(ports(), request('case-1'))).toEqual({ fallbackReason: null });
  });

  it('records who was shown it, once per request', async () => {
    for (const caseId of ['case-2', 'case-2', 'case-3']) await checkUnlessOpen(ports(), request(caseId));

    const shown = { kind: 'case-shown', at: NOW.toISOString(), by: 'U0BEN' };
    expect((await store.cases.find('case-1'))?.events.slice(1)).toEqual([shown, shown]);
  });

  it('is not returned when it is erased before that is recorded', async () => {
    const appendIfUnchanged: Store['cases']['appendIfUnchanged'] = async (...change) => {
      await store.cases.erase('case-1', NOW);
      return store.cases.appendIfUnchanged(...change);
    };
    const slow = { ...ports(), cases: { ...store.cases, appendIfUnchanged } };

    expect(await checkUnlessOpen(slow, request('case-2'))).toEqual({ fallbackReason: null });
    expect((await store.cases.find('case-1'))?.events).toHaveLength(1);
  });

  it('is opened once when several people check the customer at the same time', async () => {
    await store.cases.erase('case-1', NOW);
    const reads: (() => void)[] = [];
    const subscription: Billing['subscription'] = async () => {
      await new Promise<void>((resolve) => {
        reads.push(resolve);
        if (reads.length === 2) for (const proceed of reads) proceed();
      });
      return { ok: false, gap: 'not-found', asOf: NOW.toISOString() };
    };
    const copy = (): Ports => ({ ...ports(), billing: { ...ports().billing, subscription } });

    const outcomes = await Promise.all(
      ['case-2', 'case-3'].map((id) => checkUnlessOpen(copy(), request(id))),
    );

    const [opened, ...others] = await store.cases.listIdsByReference(reference(A), 5);
    expect(others).toEqual([]);
    const shown = outcomes.map((outcome) => ('kase' in outcome ? outcome.kase.id : 'card'));
    expect(new Set(shown)).toEqual(new Set(['card', opened]));
    const events = (await store.cases.find(opened ?? ''))?.events.map(({ kind }) => kind);
    expect(events).toEqual(['checked', 'case-shown']);
  });
});
