import { valueOrNull } from './connector-result.ts';
import type { Evidence } from './evidence.ts';
import { isFreeMailDomain } from './known-partners.ts';
import type { OverallVerdict } from './overall-verdict.ts';
import type { Topic } from './topics.ts';

export const POLICIES = ['seed', '2025'] as const;
/** The dated set of handbook rules that is in force. */
export type Policy = (typeof POLICIES)[number];

export const REQUESTER_SIDES = ['customer', 'reseller', 'internal', 'unknown'] as const;
/**
 * Proof for a contact change, as the engineer found it in the ticket; the bot does not read attachments. `invoice`: a
 * matching copy of the subscription's invoice. `own-invoice`: an invoice that the customer issued. `colleague`: a GitLab
 * colleague confirms it. `reseller-vouches`: the reseller confirms it for a license that was never activated.
 */
export const PROOFS = ['unknown', 'invoice', 'none', 'own-invoice', 'colleague', 'reseller-vouches'] as const;
export type Proof = (typeof PROOFS)[number];

/** The party that the author of the ticket belongs to. */
export type RequesterSide = (typeof REQUESTER_SIDES)[number];

/** The facts that select a scenario. */
export interface CaseFacts {
  readonly policy: Policy;
  readonly verdict: OverallVerdict;
  readonly topic: Topic;
  readonly requester: RequesterSide;
  readonly proof: Proof;
}

/** Mail domains of GitLab employees. */
const INTERNAL_MAIL_DOMAINS = new Set(['gitlab.com']);

/**
 * Infers the requester's party from the mail domain. The result only selects the wording and is never proof. Returns
 * `unknown` for free mail providers and for a domain that matches both parties or neither.
 */
export function inferRequesterSide({ ticket, subscriptions }: Evidence): RequesterSide {
  const domain = valueOrNull(ticket)?.requesterDomain;
  if (!domain || isFreeMailDomain(domain)) return 'unknown';
  if (INTERNAL_MAIL_DOMAINS.has(domain)) return 'internal';
  const reseller = subscriptions.some((one) =>
    valueOrNull(one.invoiceOwnerAccount)?.contactDomains.includes(domain),
  );
  const customer = subscriptions.some((one) => valueOrNull(one.subscription)?.soldToDomain === domain);
  if (reseller === customer) return 'unknown';
  return reseller ? 'reseller' : 'customer';
}
