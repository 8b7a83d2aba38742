import type { ConnectorResult, GapKind, System } from './connector-result.ts';
import { areAllDirect, isResold } from './discrepancies.ts';
import type { Evidence, SubscriptionEvidence } from './evidence.ts';
import { accountNamesOf, ownerDisplayNames } from './owner-names.ts';
import { requesterIsSoldTo } from './requester-is-sold-to.ts';
import { isPastGracePeriod } from './subscription-end.ts';
import type { ResoldClaim } from './upstream-records.ts';
import type { Judgement } from './verdict.ts';

/** Status of one finding. Each status looks and reads differently on the card. */
export type FindingStatus = 'found' | 'not-found' | 'could-not-check' | 'contradicts';

export type EvidenceQuestion =
  | 'subscription'
  | 'accounts'
  | 'subscriptions'
  | 'invoice-owner'
  | 'invoice-owner-account'
  | 'channel'
  | 'history'
  | 'account-owner'
  | 'partners'
  | 'opportunity'
  | 'ticket'
  | 'organisation'
  | 'requester'
  | 'sold-to'
  | 'claim'
  | 'login';

/** The record that a link opens. The Slack layer builds the URL. */
export type LinkTarget =
  | { readonly kind: 'zuora-subscription' | 'zuora-account' | 'crm-account'; readonly id: string }
  | { readonly kind: 'ticket'; readonly host: string; readonly id: string }
  | { readonly kind: 'portal'; readonly query: string };

/** The answer to one question, or the reason why there is none, as the card shows it. */
export interface Finding {
  readonly system: System;
  readonly question: EvidenceQuestion;
  readonly status: FindingStatus;
  /** Names, counts or fixed terms. Upstream strings are not escaped here. */
  readonly values: readonly string[];
  readonly gap: GapKind | null;
  /** ISO 8601, UTC. */
  readonly asOf: string;
  readonly linkTarget: LinkTarget | null;
}

/** Returns all findings grouped by system, Zuora first. */
export function collectFindings(evidence: Evidence, judgements: readonly Judgement[]): Finding[] {
  return [
    ...zuoraFindings(evidence, judgements),
    ...crmFindings(evidence, judgements),
    ...portalFindings(evidence),
    ...ticketFindings(evidence, judgements),
  ];
}

type FindingBase = Omit<Finding, 'status' | 'gap' | 'asOf' | 'values'>;

function findingFrom<T>(
  result: ConnectorResult<T>,
  base: FindingBase,
  valuesOf: (value: T) => readonly string[],
): Finding {
  const { asOf } = result;
  if (!result.ok) {
    const status = result.gap === 'not-found' ? 'not-found' : 'could-not-check';
    return { ...base, status, values: [], gap: result.gap, asOf };
  }
  const values = valuesOf(result.value);
  return { ...base, status: values.length === 0 ? 'not-found' : 'found', values, gap: null, asOf };
}

function zuoraFindings(
  { accounts, subscriptionCount, subscriptions, siblings }: Evidence,
  judgements: readonly Judgement[],
): Finding[] {
  const system = 'zuora';
  const found: Finding[] = [];
  if (accounts) {
    const valuesOf = (list: readonly { number: string }[]) => list.map(({ number }) => number);
    found.push(findingFrom(accounts, { system, question: 'accounts', linkTarget: null }, valuesOf));
  }
  if (subscriptionCount) {
    const current = judgements.filter(isCurrent).length;
    const valuesOf = (count: number) => (count === 0 ? [] : [String(count), String(current)]);
    found.push(
      findingFrom(subscriptionCount, { system, question: 'subscriptions', linkTarget: null }, valuesOf),
    );
  }
  if (siblings && !siblings.ok) {
    found.push(findingFrom(siblings, { system, question: 'subscriptions', linkTarget: null }, () => []));
  }
  const [first, ...others] = subscriptions;
  if (!first) return found;
  if (others.length === 0) found.push(...subscriptionFindings(first));
  // A subscription that does not exist has no channel.
  if (first.subscription.ok || first.subscription.gap !== 'not-found') found.push(channelFinding(first));
  return found;
}

function isCurrent({ endsOn, endedDaysAgo, status }: Judgement): boolean {
  return endsOn === null ? status !== 'Cancelled' && status !== 'Expired' : !isPastGracePeriod(endedDaysAgo);
}

function subscriptionFindings(one: SubscriptionEvidence): Finding[] {
  const system = 'zuora';
  const { subscription, invoiceOwnerAccount, ownerHistory } = one;
  const linkTarget: LinkTarget | null = subscription.ok
    ? { kind: 'zuora-subscription', id: subscription.value.id }
    : null;
  if (!subscription.ok)
    return [findingFrom(subscription, { system, question: 'subscription', linkTarget }, () => [])];
  const found = [
    findingFrom(subscription, { system, question: 'invoice-owner', linkTarget }, ({ invoiceOwner }) =>
      invoiceOwner ? [invoiceOwner.name] : [],
    ),
  ];
  if (invoiceOwnerAccount && !invoiceOwnerAccount.ok) {
    found.push(
      findingFrom(invoiceOwnerAccount, { system, question: 'invoice-owner-account', linkTarget }, () => []),
    );
  }
  const owners = findingFrom(ownerHistory, { system, question: 'history', linkTarget }, (versions) =>
    ownerDisplayNames(versions, accountNamesOf(one)),
  );
  return [...found, owners];
}

function channelFinding({ subscription, account }: SubscriptionEvidence): Finding {
  const id = subscription.ok ? subscription.value.subscriptionOwner.id : account.ok ? account.value.id : null;
  const linkTarget: LinkTarget | null = id === null ? null : { kind: 'zuora-account', id };
  return findingFrom(account, { system: 'zuora', question: 'channel', linkTarget }, ({ channel }) =>
    typeof channel === 'string' ? [channel] : [],
  );
}

function crmFindings({ crm, subscriptions }: Evidence, judgements: readonly Judgement[]): Finding[] {
  if (!crm) return [];
  const system = 'salesforce';
  const account = subscriptions.map((one) => one.account).find((answer) => answer.ok);
  const crmId = crm.account.ok ? crm.account.value.id : account?.ok ? account.value.crmId : null;
  const linkTarget: LinkTarget | null = crmId ? { kind: 'crm-account', id: crmId } : null;
  const contradicts = areAllDirect(judgements);
  const partners = findingFrom(crm.partners, { system, question: 'partners', linkTarget }, (list) =>
    list.map(({ name }) => name),
  );
  const deal = findingFrom(crm.opportunities, { system, question: 'opportunity', linkTarget }, ([newest]) =>
    newest ? [newest.resalePartner ?? newest.dealPath ?? newest.name] : [],
  );
  return [
    findingFrom(crm.account, { system, question: 'account-owner', linkTarget }, ({ owner }) => [owner.name]),
    contradicts && partners.status === 'found' ? { ...partners, status: 'contradicts' } : partners,
    deal,
  ];
}

function portalFindings({ portal, subscriptions }: Evidence): Finding[] {
  if (!portal) return [];
  const account = subscriptions.map((one) => one.account).find((answer) => answer.ok);
  const query = account?.ok ? account.value.number : (subscriptions[0]?.number ?? '');
  const base: FindingBase = {
    system: 'customersdot',
    question: 'login',
    linkTarget: { kind: 'portal', query },
  };
  if (portal.ok && portal.value.login === 'unknown') {
    return [{ ...base, status: 'could-not-check', values: [], gap: 'not-configured', asOf: portal.asOf }];
  }
  return [findingFrom(portal, base, ({ login }) => [login])];
}

function ticketFindings(evidence: Evidence, judgements: readonly Judgement[]): Finding[] {
  const { ticket, accompanyingTicket, subject } = evidence;
  if (!ticket) return [];
  const system = 'zendesk';
  const linkTarget: LinkTarget | null = ticket.ok
    ? { kind: 'ticket', host: ticket.value.host, id: ticket.value.id }
    : subject.kind === 'ticket'
      ? { kind: 'ticket', host: subject.host, id: subject.id }
      : (accompanyingTicket ?? null);
  const ticketFinding = findingFrom(
    ticket,
    { system, question: 'ticket', linkTarget },
    ({ organisation, requesterDomain }) =>
      [organisation?.name, requesterDomain].filter((value) => typeof value === 'string'),
  );
  if (!ticket.ok) return [ticketFinding];
  const { asOf } = ticket;
  const unreadableParts = (['organisation', 'requester'] as const)
    .filter((part) => ticket.value.unread?.includes(part))
    .map((question): Finding => {
      return {
        system,
        question,
        status: 'could-not-check',
        values: [],
        gap: 'invalid-response',
        asOf,
        linkTarget,
      };
    });
  // Otherwise an unreadable organisation would be shown as "names no organisation".
  const baseFindings =
    ticketFinding.status === 'not-found' && unreadableParts.length > 0
      ? unreadableParts
      : [ticketFinding, ...unreadableParts];
  const base = { system, gap: null, asOf, linkTarget } as const;
  const claim = ticket.value.resoldClaim;
  const claims: Finding[] =
    claim === null
      ? []
      : [
          {
            ...base,
            question: 'claim',
            status: claimContradicts(claim, judgements) ? 'contradicts' : 'found',
            values: [claim],
          },
        ];
  return [...baseFindings, ...soldToFindings(evidence, base), ...claims];
}

/** Returns whether the requester is the Sold-To contact, once there is a subscription that has one. */
function soldToFindings(
  evidence: Evidence,
  base: Pick<Finding, 'system' | 'gap' | 'asOf' | 'linkTarget'>,
): Finding[] {
  if (!evidence.subscriptions.some(({ subscription }) => subscription.ok)) return [];
  const answer = requesterIsSoldTo(evidence);
  const status = answer === 'unknown' ? 'could-not-check' : 'found';
  return [{ ...base, question: 'sold-to', status, values: answer === 'unknown' ? [] : [answer] }];
}

function claimContradicts(claim: ResoldClaim, judgements: readonly Judgement[]): boolean {
  if (judgements.length === 0) return false;
  if (claim === 'no') return judgements.some(isResold);
  return claim !== 'unsure' && areAllDirect(judgements);
}
