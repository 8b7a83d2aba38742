import { judgeCandidates } from '../../src/domain/candidates.ts';
import type {
  AccountSnapshot,
  Case,
  CaseEvent,
  CaseShownEvent,
  Check,
  DisputeEvent,
  StepEvent,
} from '../../src/domain/case.ts';
import type { ConnectorResult, GapKind } from '../../src/domain/connector-result.ts';
import type { Evidence, SubscriptionEvidence } from '../../src/domain/evidence.ts';
import { judgeSubscriptions } from '../../src/domain/judge-subscriptions.ts';
import { overallVerdict } from '../../src/domain/overall-verdict.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import { effectiveEvidence } from '../../src/domain/ticket-mismatch.ts';
import type { Account, AccountRef, Subscription, Ticket } from '../../src/domain/upstream-records.ts';
import type { Links } from '../../src/ports/systems.ts';

/** A day on which the sample subscriptions run. */
export const CHECKED_AT = '2022-11-22T14:02:00.000Z';
/** A few minutes later: what people do to steps. */
export const ACTED_AT = '2022-11-22T14:05:00.000Z';
/** When the card is drawn. */
export const RENDERED_AT = new Date('2022-11-22T14:06:00.000Z');

export const HALDEN: AccountRef = { id: 'z-halden', number: 'A00900001', name: 'Halden Mills' };
export const QUILLMARK: AccountRef = { id: 'z-quillmark', number: 'A00900101', name: 'Quillmark Resale Ltd' };

export function foundAnswer<T>(value: T, asOf = CHECKED_AT): ConnectorResult<T> {
  return { ok: true, value, asOf };
}

export function gapAnswer(why: GapKind): ConnectorResult<never> {
  return { ok: false, gap: why, asOf: CHECKED_AT };
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
    contents: {
      products: [{ name: 'Premium', seats: 25, from: '2022-02-01', until: '2027-02-01' }],
      startsOn: '2022-02-01',
      termMonths: 60,
      autoRenew: false,
    },
    ...changes,
  };
}

/** All of Zuora's answers about a subscription like `aSubscription`. */
export function resoldSubscriptionEvidence(changes: Partial<Subscription> = {}): SubscriptionEvidence {
  const subscription = aSubscription(changes);
  const { invoiceOwner, subscriptionOwner } = subscription;
  const owner = { id: null, number: invoiceOwner?.number ?? null, name: invoiceOwner?.name ?? null };
  return {
    number: subscription.number,
    subscription: foundAnswer(subscription),
    account: foundAnswer(anAccount(subscriptionOwner)),
    invoiceOwnerAccount: invoiceOwner && foundAnswer(anAccount(invoiceOwner)),
    ownerHistory: foundAnswer([{ version: 1, since: '2022-02-01', owner }]),
  };
}

/** The same customer, without a reseller. */
export function directSubscriptionEvidence(changes: Partial<Subscription> = {}): SubscriptionEvidence {
  const owner = changes.subscriptionOwner ?? HALDEN;
  return {
    ...resoldSubscriptionEvidence({ invoiceOwner: owner, ...changes }),
    account: foundAnswer(anAccount({ ...owner, channel: 'Non-Reseller' })),
    invoiceOwnerAccount: null,
  };
}

/** A check for which several accounts match: each with its subscriptions, or unread. */
/** The customer pays its own invoice, and yet the channel says `Reseller`, as beside a resold subscription. */
export function ownOnResellerChannelEvidence(changes: Partial<Subscription> = {}): SubscriptionEvidence {
  const direct = directSubscriptionEvidence(changes);
  return { ...direct, account: foundAnswer(anAccount(changes.subscriptionOwner)) };
}

/** Resold, and the Sold-To contact is at the reseller, which may run a managed service. */
export function soldToAtResellerEvidence(): SubscriptionEvidence {
  const owner = anAccount({ ...QUILLMARK, contactDomains: ['quillmark.example'] });
  return {
    ...resoldSubscriptionEvidence({ soldToDomain: 'quillmark.example' }),
    invoiceOwnerAccount: foundAnswer(owner),
  };
}

/** Zuora told nothing of the subscription. */
export function unreadSubscriptionEvidence(why: GapKind, number = 'A-S00900001'): SubscriptionEvidence {
  const gap = gapAnswer(why);
  return { number, subscription: gap, account: gap, invoiceOwnerAccount: null, ownerHistory: gap };
}

export function anAmbiguousEvidence(
  ...found: readonly (readonly [AccountRef, readonly SubscriptionEvidence[] | GapKind])[]
): Evidence {
  return anEvidence({
    subject: { kind: 'email', masked: 'i…@halden-mills.example', fingerprint: 'f' },
    accounts: foundAnswer(found.map(([account]) => account)),
    candidates: found.map(([account, read]) => ({
      accounts: foundAnswer([account]),
      subscriptionCount: typeof read === 'string' ? gapAnswer(read) : foundAnswer(read.length),
      unreadCount: 0,
      subscriptions: typeof read === 'string' ? [] : read,
    })),
    subscriptions: [],
  });
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
export function anEvidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    subject: { kind: 'subscription', number: 'A-S00900001' },
    ticket: null,
    accounts: null,
    subscriptionCount: null,
    subscriptions: [resoldSubscriptionEvidence()],
    crm: null,
    portal: null,
    ...changes,
  };
}

export function aScenario(changes: Partial<Scenario> = {}): Scenario {
  return {
    id: 'sample',
    headline: '{customer} bought through {reseller}.',
    prohibitions: ['Tick “Login activated”.', 'Send a licence or a code to {reseller}.'],
    steps: [
      { id: 'confirm', text: 'Confirm the request in {ticket}.' },
      { id: 'enable', text: 'Enable the login.', requires: { verdict: ['direct', 'transition-complete'] } },
    ],
    newer: { text: 'Reseller customers can sign in, read-only.', date: '2025-06-16' },
    source: { rules: ['R1', 'R9'], page: 'Sample page', checkedOn: '2026-09-01' },
    ...changes,
  };
}

/** A check with the judgements that its evidence leads to. */
export function aCheck(changes: Partial<Check> = {}): Check {
  const evidence = changes.evidence ?? anEvidence();
  const facts = { today: '2022-11-22', managedService: changes.manualFacts?.managedService };
  const effective = effectiveEvidence(evidence, changes.manualFacts ?? {});
  const judgements = changes.judgements ?? judgeSubscriptions(effective, facts);
  return {
    at: CHECKED_AT,
    lookedUpAt: CHECKED_AT,
    by: 'U0ANA',
    trigger: 'requested',
    ruleVersion: 1,
    policy: 'seed',
    topic: 'sign-in',
    requester: 'customer',
    requesterIsSoldTo: 'unknown',
    requesterReason: { kind: 'customer-domain', value: 'halden-mills.example' },
    proof: 'unknown',
    manualFacts: {},
    candidates: judgeCandidates(effective, facts),
    verdict: overallVerdict(evidence, judgements),
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
    openedAt: CHECKED_AT,
    openedBy: 'U0ANA',
    erasedAt: null,
    location: { channel: 'C0SUPPORT', thread: null },
    checks,
    events: checks.map(({ at, by }, checkIndex) => ({ kind: 'checked', at, by, checkIndex })),
  };
}

/** A case to which this happened, in this order; it begins with a plain check unless another is given first. */
export function aCaseWithEvents(
  ...happened: readonly (Check | StepEvent | DisputeEvent | CaseShownEvent)[]
): Case {
  const [first] = happened;
  const all = first && isCheck(first) ? happened : [aCheck(), ...happened];
  const checks = all.filter(isCheck);
  const events = all.map((each): CaseEvent => {
    if (!isCheck(each)) return each;
    return { kind: 'checked', at: each.at, by: each.by, checkIndex: checks.indexOf(each) };
  });
  return { ...aCase(...checks), events };
}

function isCheck(happened: Check | StepEvent | DisputeEvent | CaseShownEvent): happened is Check {
  return 'evidence' in happened;
}

/** Ana ticked a step. */
export function aStepDone(stepId: string, value: string | null = null): StepEvent {
  return { kind: 'step-done', at: ACTED_AT, by: 'U0ANA', stepId, value };
}

/** Ana ticked a step that asks for a link, although there is none. */
export function aStepWithoutLink(stepId: string, notApplicable: string): StepEvent {
  return { kind: 'step-done', at: ACTED_AT, by: 'U0ANA', stepId, value: null, notApplicable };
}

export function aStepUndone(stepId: string, reason: string | null = null): StepEvent {
  return { kind: 'step-undone', at: ACTED_AT, by: 'U0ANA', stepId, reason };
}

/** Ana looked for a guarded step, which that let be done. */
export function aGuardAllowed(stepId: string, seen = anAccountSnapshot()): StepEvent {
  return { kind: 'guard-checked', at: ACTED_AT, by: 'U0ANA', stepId, allowed: true, snapshot: seen };
}

/** Ana looked for a guarded step, which stayed locked. */
export function aGuardRefused(stepId: string, seen: AccountSnapshot): StepEvent {
  return { kind: 'guard-checked', at: ACTED_AT, by: 'U0ANA', stepId, allowed: false, snapshot: seen };
}

export function anOverrideRequest(stepId: string, reason: string): StepEvent {
  return { kind: 'override-requested', at: ACTED_AT, by: 'U0ANA', stepId, reason };
}

/** Ana called the verdict of the first check wrong. */
export function aDispute(reason: string): DisputeEvent {
  return { kind: 'verdict-disputed', at: ACTED_AT, by: 'U0ANA', checkIndex: 0, expected: 'direct', reason };
}

/** Ben wanted to check the customer and was shown the open case. */
export function aCaseShown(at = ACTED_AT): CaseShownEvent {
  return { kind: 'case-shown', at, by: 'U0BEN' };
}

/** Ben is the second person. */
export function anOverrideApproval(stepId: string): StepEvent {
  return { kind: 'override-approved', at: ACTED_AT, by: 'U0BEN', stepId };
}

/** What a look saw: one direct subscription. */
export function anAccountSnapshot(changes: Partial<AccountSnapshot> = {}): AccountSnapshot {
  const subscriptions = [
    { number: 'A-S00900001', verdict: 'transition-complete', channel: 'Non-Reseller' } as const,
  ];
  return { asOf: ACTED_AT, subscriptions, gap: null, ...changes };
}

export const LINKS: Links = {
  zuoraSubscription: (id) => `https://zuora.example/subscription/${encodeURIComponent(id)}`,
  zuoraAccount: (id) => `https://zuora.example/account/${encodeURIComponent(id)}`,
  crmAccount: (id) => `https://crm.example/${encodeURIComponent(id)}`,
  crmOpportunity: (id) => `https://crm.example/${encodeURIComponent(id)}`,
  isCrmPage: (url) => new URL(url).host === 'crm.example',
  ticket: (host, id) => `https://${host}/agent/tickets/${encodeURIComponent(id)}`,
  portalCustomers: (query) => `https://customers.example/admin/customer?query=${encodeURIComponent(query)}`,
};
