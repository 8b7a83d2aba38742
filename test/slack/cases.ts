import type { Answer, GapKind } from '../../src/domain/answer.ts';
import type { Case, Check } from '../../src/domain/case.ts';
import type { Evidence, SubscriptionEvidence } from '../../src/domain/evidence.ts';
import type { Account, AccountRef, Subscription, Ticket } from '../../src/domain/records.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import { judge } from '../../src/domain/verdict.ts';
import { wholeVerdict } from '../../src/domain/whole-verdict.ts';
import type { Links } from '../../src/ports.ts';

/** A day on which the sample subscriptions run. */
export const AT = '2022-11-22T14:02:00.000Z';

export const HALDEN: AccountRef = { id: 'z-halden', number: 'A00900001', name: 'Halden Mills' };
export const QUILLMARK: AccountRef = { id: 'z-quillmark', number: 'A00900101', name: 'Quillmark Resale Ltd' };

export function found<T>(value: T, asOf = AT): Answer<T> {
  return { ok: true, value, asOf };
}

export function gap(why: GapKind): Answer<never> {
  return { ok: false, gap: why, asOf: AT };
}

export function anAccount(changes: Partial<Account> = {}): Account {
  return { ...HALDEN, crmId: null, parentId: null, channel: 'Reseller', contactDomains: [], ...changes };
}

/** Halden Mills bought it through Quillmark. */
export function aSubscription(changes: Partial<Subscription> = {}): Subscription {
  return {
    id: 'z-sub-1',
    number: 'A-S00900001',
    version: 1,
    status: 'Active',
    subscriptionOwner: HALDEN,
    invoiceOwner: QUILLMARK,
    endsOn: '2027-02-01',
    soldToDomain: 'halden-mills.example',
    marketplace: null,
    ...changes,
  };
}

/** All of Zuora's answers about a subscription like `aSubscription`. */
export function resold(changes: Partial<Subscription> = {}): SubscriptionEvidence {
  const subscription = aSubscription(changes);
  const { invoiceOwner, subscriptionOwner } = subscription;
  const owner = { id: null, number: invoiceOwner?.number ?? null, name: invoiceOwner?.name ?? null };
  return {
    number: subscription.number,
    subscription: found(subscription),
    account: found(anAccount(subscriptionOwner)),
    invoiceOwnerAccount: invoiceOwner && found(anAccount(invoiceOwner)),
    ownerHistory: found([{ version: 1, since: '2022-02-01', owner }]),
  };
}

/** The same customer, without a reseller. */
export function direct(changes: Partial<Subscription> = {}): SubscriptionEvidence {
  const owner = changes.subscriptionOwner ?? HALDEN;
  return {
    ...resold({ invoiceOwner: owner, ...changes }),
    account: found(anAccount({ ...owner, channel: 'Non-Reseller' })),
    invoiceOwnerAccount: null,
  };
}

export function aTicket(changes: Partial<Ticket> = {}): Ticket {
  return {
    id: '48211',
    host: 'support.gitlab.com',
    requesterDomain: 'halden-mills.example',
    organisation: { name: 'Halden Mills', salesforceId: null, accountType: 'customer' },
    topic: 'sign-in',
    resoldClaim: null,
    formId: null,
    subscriptionNumbers: [],
    ...changes,
  };
}

/** One resold subscription, asked for by its number. */
export function someEvidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    subject: { kind: 'subscription', number: 'A-S00900001' },
    ticket: null,
    accounts: null,
    listing: null,
    subscriptions: [resold()],
    crm: null,
    portal: null,
    ...changes,
  };
}

export function aScenario(changes: Partial<Scenario> = {}): Scenario {
  return {
    id: 'sample',
    when: {},
    headline: '{customer} bought through {reseller}.',
    never: ['Tick “Login activated”.', 'Send a licence or a code to {reseller}.'],
    steps: [
      { id: 'confirm', text: 'Confirm the request in {ticket}.' },
      { id: 'enable', text: 'Enable the login.', needs: { verdict: ['direct', 'transition-complete'] } },
    ],
    newer: { text: 'Reseller customers can sign in, read-only.', date: '2025-06-16' },
    source: { rules: ['R1', 'R9'], page: 'Sample page', checkedOn: '2026-09-01' },
    ...changes,
  };
}

/** A check with the judgements that its evidence leads to. */
export function aCheck(changes: Partial<Check> = {}): Check {
  const evidence = changes.evidence ?? someEvidence();
  const context = { today: '2022-11-22', allianceTicket: false };
  const judgements = changes.judgements ?? evidence.subscriptions.map((one) => judge(one, context));
  return {
    at: AT,
    lookedAt: AT,
    by: 'U0ANA',
    because: 'asked',
    ruleVersion: 1,
    policy: 'seed',
    topic: 'sign-in',
    asker: 'customer',
    proof: 'unknown',
    told: {},
    verdict: wholeVerdict(evidence, judgements),
    scenario: aScenario(),
    ...changes,
    evidence,
    judgements,
  };
}

/** A case whose checks are these, oldest first; one plain check when none is given. */
export function aCase(...given: readonly Check[]): Case {
  const checks = given.length === 0 ? [aCheck()] : given;
  return {
    id: 'c0123456789abcde',
    openedAt: AT,
    openedBy: 'U0ANA',
    place: { channel: 'C0SUPPORT', thread: null },
    checks,
    events: checks.map(({ at, by }, check) => ({ kind: 'checked', at, by, check })),
  };
}

export const LINKS: Links = {
  zuoraSubscription: (id) => `https://zuora.example/subscription/${encodeURIComponent(id)}`,
  zuoraAccount: (id) => `https://zuora.example/account/${encodeURIComponent(id)}`,
  crmAccount: (id) => `https://crm.example/${encodeURIComponent(id)}`,
  ticket: (host, id) => `https://${host}/agent/tickets/${encodeURIComponent(id)}`,
  portalCustomers: (query) => `https://customers.example/admin/customer?query=${encodeURIComponent(query)}`,
};
