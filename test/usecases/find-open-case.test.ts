import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnreadableRow } from '../../src/errors.ts';
import type { Store } from '../../src/ports/store.ts';
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

    expect((await findOpenCase(ports(), A))?.kase.id).toBe('case-2');
    expect(await findOpenCase(ports(), B)).toBeNull();
  });

  it('is none that is about something else by now', async () => {
    const check = aCheck({ trigger: 'choice', evidence: anEvidence({ subject: B }) });
    await store.cases.appendCheck('case-1', check, 'press-1');

    expect(await findOpenCase(ports(), A)).toBeNull();
    expect((await findOpenCase(ports(), B))?.kase.id).toBe('case-1');
  });

  it('is none that cannot be read, so that the customer can be checked anew', async () => {
    const find = async () => Promise.reject(new UnreadableRow('cases', 'case-1', 'not-json'));
    const broken = { ...ports(), cases: { ...store.cases, find } };

    expect(await findOpenCase(broken, A)).toBeNull();
  });

  it('is shown instead of a check, but not to the request that opened it', async () => {
    expect(await checkUnlessOpen(ports(), request('case-2'))).toMatchObject({ kase: { id: 'case-1' } });
    expect(await store.cases.find('case-2')).toBeNull();
    expect(await checkUnlessOpen(ports(), request('case-1'))).toEqual({ fallbackReason: null });
  });
});
