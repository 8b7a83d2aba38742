import { valueOrNull } from './connector-result.ts';
import { mailDomain } from './email-address.ts';
import type { Evidence } from './evidence.ts';
import { isFreeMailDomain } from './known-partners.ts';

/** A look-up by hand that is left when Zuora has nothing. Null where the bot does not have what to search for. */
export type RemainingLookup =
  | { readonly kind: 'customersdot'; readonly query: string | null }
  | { readonly kind: 'mail-domain'; readonly domain: string }
  | { readonly kind: 'salesforce'; readonly crmId: string | null };

/** Returns the look-ups that make sense for the subject; none when the ticket itself was not found. */
export function remainingLookups(evidence: Evidence): RemainingLookup[] {
  const { subject } = evidence;
  const ticket = valueOrNull(evidence.ticket);
  if (subject.kind === 'ticket' && !ticket) return [];
  const [account] = valueOrNull(evidence.accounts) ?? [];
  const requested = subject.kind === 'subscription' || subject.kind === 'account' ? subject.number : null;
  const number = account?.number ?? requested;
  const domain = mailDomain(subject.kind === 'email' ? subject.masked : `x@${ticket?.requesterDomain ?? ''}`);
  const crmId = subject.kind === 'crm-account' ? subject.id : (ticket?.organisation?.salesforceId ?? null);
  return [
    ...(number !== null || subject.kind === 'email'
      ? [{ kind: 'customersdot', query: number } as const]
      : []),
    ...(domain !== null && !isFreeMailDomain(domain) ? [{ kind: 'mail-domain', domain } as const] : []),
    { kind: 'salesforce', crmId },
  ];
}
