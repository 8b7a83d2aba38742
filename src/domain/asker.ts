import { told } from './answer.ts';
import type { Evidence } from './evidence.ts';
import type { Asker } from './facts.ts';
import { isFreeMail } from './known-partners.ts';

/** Mail domains of our own people. */
const OWN_DOMAINS = new Set(['gitlab.com']);

/**
 * Whose side the requester is on, by mail domain: a hint for choosing words, never proof. A domain that fits
 * both sides, or neither, tells nothing.
 */
export function askerOf({ ticket, subscriptions }: Evidence): Asker {
  const domain = told(ticket)?.requesterDomain;
  if (!domain || isFreeMail(domain)) return 'unknown';
  if (OWN_DOMAINS.has(domain)) return 'internal';
  const reseller = subscriptions.some((one) =>
    told(one.invoiceOwnerAccount)?.contactDomains.includes(domain),
  );
  const customer = subscriptions.some((one) => told(one.subscription)?.soldToDomain === domain);
  if (reseller === customer) return 'unknown';
  return reseller ? 'reseller' : 'customer';
}
