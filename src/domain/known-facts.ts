import { valueOrNull } from './connector-result.ts';
import type { Evidence } from './evidence.ts';
import { SUBSCRIPTION_GRACE_DAYS } from './subscription-end.ts';
import type { Judgement } from './verdict.ts';

/**
 * What the systems have established about a case, besides the facts that select its scenario. Steps and sentences of a
 * scenario may depend on them. Nothing is established by a system that did not answer. `smb-pool`: the customer's
 * Salesforce account belongs to the SMB pool, which takes a Case instead of a Chatter post. `owner-history-read`: the
 * history of every subscription could be read. `earlier-owner-known`: a history names an earlier invoice owner other than
 * the customer. `ended-recently`, `ended-long-ago`: every subscription has ended, the last one up to, or more than,
 * `SUBSCRIPTION_GRACE_DAYS` days ago. `direct-deal-known`: the newest won opportunity is a direct one.
 * `channel-of-sibling`: the channel "Reseller" is that of another, resold subscription of the account.
 * `managed-service-open`: the Sold-To contact belongs to the partner, and nobody has said whether it is a managed service.
 * `marketplace-aws`, `marketplace-google`: every subscription was bought there.
 */
export const KNOWN_FACTS = [
  'crm-account-found',
  'crm-account-missing',
  'smb-pool',
  'owner-history-read',
  'earlier-owner-known',
  'direct-deal-known',
  'channel-of-sibling',
  'managed-service-open',
  'marketplace-aws',
  'marketplace-google',
  'ended-recently',
  'ended-long-ago',
  'ticket-known',
] as const;
export type KnownFact = (typeof KNOWN_FACTS)[number];

/** Returns the facts that the evidence establishes. */
export function knownFactsOf(evidence: Evidence, judgements: readonly Judgement[]): ReadonlySet<KnownFact> {
  const established = {
    ...crmFacts(evidence),
    ...historyFacts(judgements),
    ...endFacts(judgements),
    ...purchaseFacts(judgements),
    'ticket-known': evidence.subject.kind === 'ticket' || evidence.ticket?.ok === true,
  } satisfies Record<KnownFact, boolean>;
  return new Set(KNOWN_FACTS.filter((fact) => established[fact]));
}

function crmFacts({ crm }: Evidence) {
  const account = valueOrNull(crm?.account ?? null);
  return {
    'crm-account-found': account !== null,
    'crm-account-missing': crm?.account.ok === false && crm.account.gap === 'not-found',
    'smb-pool': account?.owner.kind === 'smb-pool',
  };
}

function historyFacts(judgements: readonly Judgement[]) {
  return {
    'owner-history-read':
      judgements.length > 0 && judgements.every(({ ownerHistory }) => ownerHistory !== 'unknown'),
    'earlier-owner-known': judgements.some(({ ownerHistory }) => ownerHistory === 'other-before'),
  };
}

function purchaseFacts(judgements: readonly Judgement[]) {
  const isBoughtOn = (place: Judgement['marketplace']) =>
    judgements.length > 0 && judgements.every(({ marketplace }) => marketplace === place);
  return {
    'direct-deal-known': judgements.some(({ hasDirectDeal }) => hasDirectDeal),
    'channel-of-sibling': judgements.some(({ resoldSibling }) => resoldSibling !== null),
    'managed-service-open': judgements.some(({ managedService }) => managedService === 'unconfirmed'),
    'marketplace-aws': isBoughtOn('aws'),
    'marketplace-google': isBoughtOn('google'),
  };
}

function endFacts(judgements: readonly Judgement[]) {
  const daysAgo = judgements.map(({ endedDaysAgo }) => endedDaysAgo);
  const ended = daysAgo.filter((days) => days !== null);
  const haveAllEnded = ended.length > 0 && ended.length === daysAgo.length;
  const isRecent = Math.min(...ended) <= SUBSCRIPTION_GRACE_DAYS;
  return { 'ended-recently': haveAllEnded && isRecent, 'ended-long-ago': haveAllEnded && !isRecent };
}
