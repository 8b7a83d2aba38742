import { describe, expect, it } from 'vitest';
import type { ConnectorResult } from '../../src/domain/connector-result.ts';
import type { Reference } from '../../src/domain/reference.ts';
import type { Account, AccountRef, Subscription } from '../../src/domain/upstream-records.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { createLookupOptions, gatherEvidence } from '../../src/usecases/gather-evidence.ts';

const ASOF = '2026-03-02T10:00:00.000Z';
const CUSTOMER: AccountRef = { id: 'c1', number: 'A00000001', name: 'Halden Mills' };
const RESELLER: AccountRef = { id: 'c7', number: 'A00000777', name: 'Quillmark' };
const CRM_ID = '0015f00000abcDEAAY';
const NUMBER = 'A-S00000001';

const SIBLING = 'A-S00000002';

const SUBSCRIPTION: Subscription = {
  id: 's1',
  number: NUMBER,
  version: 2,
  status: 'Active',
  subscriptionOwner: CUSTOMER,
  invoiceOwner: RESELLER,
  endsOn: '2099-01-01',
  soldToDomain: null,
  marketplace: null,
};

const found = <T>(value: T): ConnectorResult<T> => ({ ok: true, value, asOf: ASOF });

function account(ref: AccountRef, crmId: string | null = null): Account {
  return { ...ref, crmId, parentId: null, channel: 'Reseller', contactDomains: [] };
}

interface SystemAnswers {
  readonly subscription?: ConnectorResult<Subscription>;
  readonly hint?: string | null;
  readonly crmId?: string | null;
  /** Accounts that paid for the earlier versions. */
  readonly earlierOwner?: AccountRef;
  readonly channel?: string;
  /** Accounts that have a contact with the same address. */
  readonly sharing?: readonly AccountRef[];
  /** Numbers of the current subscriptions of every account. */
  readonly numbers?: readonly string[];
}

/** Systems that answer only when they are told to, all that were asked by then at once. */
function createHeldSystems({
  subscription = found(SUBSCRIPTION),
  hint = CRM_ID,
  crmId = CRM_ID,
  earlierOwner = RESELLER,
  channel = 'Reseller',
  sharing = [],
  numbers = [NUMBER, SIBLING],
}: SystemAnswers = {}) {
  const rounds: string[][] = [];
  let waiting: { name: string; answer: () => void }[] = [];
  const asked = <T>(name: string, value: T) =>
    new Promise<T>((resolve) => waiting.push({ name, answer: () => resolve(value) }));
  const versions = [{ version: 1, since: null, owner: earlierOwner }];
  const gap = { ok: false, gap: 'forbidden', asOf: ASOF } as const;
  const ports = {
    billing: {
      subscription: (number) => asked(`subscription ${number}`, subscription),
      invoiceOwnerHistory: (number) => asked(`versions ${number}`, found(versions)),
      customerCrmIdHint: (number) => asked(`versions ${number}`, hint),
      account: (number) =>
        asked(
          `account ${number}`,
          found(number === CUSTOMER.number ? { ...account(CUSTOMER, crmId), channel } : account(RESELLER)),
        ),
      subscriptionsByAccount: (number) =>
        asked(
          `subscriptions of ${number}`,
          found(numbers.map((each) => ({ ...SUBSCRIPTION, number: each }))),
        ),
      accountsByCrmId: async () => gap,
      accountsByEmail: async () => (sharing.length === 0 ? gap : found(sharing)),
    },
    crm: {
      account: (id) => asked(`crm account ${id}`, gap),
      partners: (id) => asked(`crm partners ${id}`, gap),
      wonOpportunities: (id) => asked(`crm deals ${id}`, gap),
    },
    emailFingerprint: () => 'f',
    portal: { loginState: async () => found({ login: 'unknown' as const }) },
    now: () => new Date(ASOF),
  } as Partial<Ports> as Ports;
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const run = async (subject: Reference) => {
    const look = { signal: new AbortController().signal, bypassCache: false };
    const evidence = gatherEvidence(ports, { subject, ticket: null }, look);
    for (await settle(); waiting.length > 0; await settle()) {
      const round = waiting;
      waiting = [];
      rounds.push([...new Set(round.map(({ name }) => name))].toSorted());
      for (const { answer } of round) answer();
    }
    return { evidence: await evidence, rounds };
  };
  return { run };
}

const bySubscription = { kind: 'subscription', number: NUMBER } as const;
const crmCallsFor = (id: string) => [`crm account ${id}`, `crm deals ${id}`, `crm partners ${id}`];

describe('a check', () => {
  it('of a subscription reads in two rounds', async () => {
    const { rounds, evidence } = await createHeldSystems().run(bySubscription);

    expect(rounds).toEqual([
      [`subscription ${NUMBER}`, `versions ${NUMBER}`],
      ['account A00000001', 'account A00000777', ...crmCallsFor(CRM_ID)],
    ]);
    expect(evidence.subscriptions).toMatchObject([{ invoiceOwnerAccount: { value: RESELLER } }]);
  });

  it('of an account reads in two rounds', async () => {
    const { rounds } = await createHeldSystems().run({ kind: 'account', number: CUSTOMER.number });

    expect(rounds).toEqual([
      ['account A00000001', 'subscriptions of A00000001'],
      ['account A00000777', ...crmCallsFor(CRM_ID), `versions ${NUMBER}`, `versions ${SIBLING}`],
    ]);
  });

  describe('of a subscription that the customer pays for', () => {
    const own = found({ ...SUBSCRIPTION, invoiceOwner: CUSTOMER });

    it('reads the other subscriptions of the account where the channel is "Reseller" and nobody else ever paid', async () => {
      const { rounds, evidence } = await createHeldSystems({
        subscription: own,
        earlierOwner: CUSTOMER,
      }).run(bySubscription);

      expect(rounds.slice(2)).toEqual([['subscriptions of A00000001'], ['account A00000777']]);
      expect(evidence.siblings).toMatchObject({
        value: [{ number: NUMBER, invoiceOwnerAccount: { value: RESELLER } }],
      });
    });

    it.each([{ earlierOwner: RESELLER }, { earlierOwner: CUSTOMER, channel: 'Non-Reseller' }])(
      'reads no other subscriptions with %j',
      async (answers) => {
        const { rounds, evidence } = await createHeldSystems({ subscription: own, ...answers }).run(
          bySubscription,
        );

        expect(rounds).toHaveLength(2);
        expect(evidence).not.toHaveProperty('siblings');
      },
    );
  });

  it('reads Salesforce in a third round when the versions contain no Salesforce id', async () => {
    const { rounds } = await createHeldSystems({ hint: null }).run(bySubscription);

    expect(rounds.slice(1)).toEqual([['account A00000001', 'account A00000777'], crmCallsFor(CRM_ID)]);
  });

  it('ignores a Salesforce account other than the one that the account names', async () => {
    const other = '0015f00000zzzzzAAA';
    const { rounds, evidence } = await createHeldSystems({ crmId: other }).run(bySubscription);

    expect(rounds.slice(2)).toEqual([crmCallsFor(other)]);
    expect(evidence.crm).not.toBeNull();
  });

  it('has no Salesforce evidence when the account has no Salesforce id', async () => {
    const { evidence } = await createHeldSystems({ crmId: null }).run(bySubscription);

    expect(evidence.crm).toBeNull();
  });

  it('of an address with several accounts reads the first five in two rounds, and nothing from Salesforce', async () => {
    const sharing = Array.from({ length: 6 }, (_, index) => ({
      id: `c${index}`,
      number: `A0000000${index}`,
      name: 'Halden',
    }));
    const { rounds, evidence } = await createHeldSystems({ sharing }).run({
      kind: 'email',
      address: 'it@halden.example',
    });

    expect(rounds[0]).toEqual(
      [0, 1, 2, 3, 4]
        .flatMap((index) => [`account A0000000${index}`, `subscriptions of A0000000${index}`])
        .toSorted(),
    );
    expect(rounds.slice(1)).toEqual([['account A00000777', `versions ${NUMBER}`, `versions ${SIBLING}`]]);
    expect(evidence).toMatchObject({ accounts: { value: sharing }, subscriptions: [], crm: null });
    expect(evidence.candidates).toHaveLength(5);
  });

  it('of an address with several accounts counts the subscriptions beyond the first five of each', async () => {
    const sharing = [CUSTOMER, { id: 'c2', number: 'A00000002', name: 'Halden' }];
    const numbers = Array.from({ length: 7 }, (_, index) => `A-S0000000${index}`);
    const { evidence } = await createHeldSystems({ sharing, numbers }).run({
      kind: 'email',
      address: 'it@halden.example',
    });

    expect(evidence.candidates?.map(({ subscriptions }) => subscriptions.length)).toEqual([5, 5]);
    expect(evidence.candidates?.map(({ unreadCount }) => unreadCount)).toEqual([2, 2]);
  });

  it('reads nothing else when the subscription does not exist', async () => {
    const subscription = { ok: false, gap: 'not-found', asOf: ASOF } as const;
    const { rounds, evidence } = await createHeldSystems({ subscription }).run(bySubscription);

    expect(rounds).toHaveLength(1);
    expect(evidence.subscriptions).toMatchObject([{ subscription, ownerHistory: subscription }]);
  });
});

describe('lookup options', () => {
  it('set the deadline of the settings, by a monotonic clock', () => {
    const options = createLookupOptions(
      { settings: { checkDeadlineMs: 20_000 }, monotonic: () => 5_000 },
      { requestKey: 'request-1', bypassCache: true },
    );

    expect(options).toMatchObject({ bypassCache: true, request: { key: 'request-1' } });
    expect(options.deadlineMonotonicMs).toBe(25_000);
    expect(options.signal.aborted).toBe(false);
  });
});
