import type { RequesterSide } from './case-facts.ts';
import { valueOrNull } from './connector-result.ts';
import type { Evidence } from './evidence.ts';
import { isFreeMailDomain } from './known-partners.ts';

/** Mail domains of our own people. */
const INTERNAL_MAIL_DOMAINS = new Set(['gitlab.com']);

/**
 * Whose side the requester is on, by mail domain: a hint for choosing words, never proof. A domain that fits
 * both sides, or neither, tells nothing.
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
