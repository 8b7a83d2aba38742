import type { RequesterSide } from './case-facts.ts';
import { valueOrNull } from './connector-result.ts';
import type { Evidence } from './evidence.ts';
import {
  isAllianceAccountType,
  isFreeMailDomain,
  isResellerAccountType,
  isSameCompanyName,
} from './known-partners.ts';
import type { Ticket } from './upstream-records.ts';

/** One observation about who wrote the ticket. `value` is a domain, a host, a type or a company name; never an address. */
export interface RequesterSignal {
  readonly kind:
    | 'internal-host'
    | 'internal-form'
    | 'internal-domain'
    /** Zendesk's type of the requester's organisation. */
    | 'organisation-type'
    /** Salesforce's type of the same organisation. */
    | 'crm-account-type'
    /** Salesforce lists the organisation as a partner of the customer, or names it in the newest deal. */
    | 'crm-partner'
    | 'invoice-owner-domain'
    /** The organisation owns the account that was checked. */
    | 'own-account'
    | 'customer-domain'
    /** What the requester ticked when opening the ticket. */
    | 'claim';
  readonly value: string;
}

/** Why the requester belongs to a side, or why the side is unknown. */
export type RequesterReason =
  | RequesterSignal
  | {
      readonly kind: 'contradiction';
      readonly reseller: RequesterSignal;
      readonly customer: RequesterSignal;
    }
  /** Contacts of both the invoice owner and the customer have the requester's mail domain. */
  | { readonly kind: 'shared-domain'; readonly value: string }
  | { readonly kind: 'no-signal' | 'no-ticket' | 'ticket-unread' | 'ticket-ignored' }
  /** `by`: Slack user id. */
  | { readonly kind: 'manual'; readonly by: string };

export interface Requester {
  readonly side: RequesterSide;
  readonly reason: RequesterReason;
}

/** What the requester's side is inferred from. */
export type RequesterEvidence = Pick<
  Evidence,
  'subject' | 'ticket' | 'accompanyingTicket' | 'requesterAccount' | 'subscriptions' | 'crm'
>;

/** Zendesk brand for requests from colleagues. */
const INTERNAL_TICKET_HOSTS = new Set(['gitlab-internal.zendesk.com']);
/** Mail domains of GitLab employees. */
const INTERNAL_MAIL_DOMAINS = new Set(['gitlab.com']);
/** The request form of that brand. A ticket that is read by its number does not show the brand. */
const INTERNAL_FORM_IDS = new Set(['22783840298780']);
const CRM_PARTNER_TYPE = 'Partner';

/**
 * Infers the party that the author of the ticket belongs to. The result selects wording and steps, and is never proof.
 *
 * The internal help desk, its form or an internal address settles it. Otherwise the signals for a reseller are compared with those
 * for the customer: if there are both, the side is unknown. The reason is the first signal in this order: organisation
 * (Zendesk, then Salesforce), mail domain, claim. Free mail domains, and a domain that both parties use, are no signal.
 */
export function inferRequester(evidence: RequesterEvidence): Requester {
  const { ticket: result } = evidence;
  if (!result) return { side: 'unknown', reason: { kind: 'no-ticket' } };
  if (!result.ok) return { side: 'unknown', reason: { kind: 'ticket-unread' } };
  const internal = internalSignal(evidence, result.value);
  if (internal) return { side: 'internal', reason: internal };
  const reseller = resellerSignal(evidence);
  const customer = customerSignal(evidence, result.value);
  if (reseller && customer) {
    return { side: 'unknown', reason: { kind: 'contradiction', reseller, customer } };
  }
  if (reseller) return { side: 'reseller', reason: reseller };
  if (customer) return { side: 'customer', reason: customer };
  const { domain, isShared } = mailDomainOf(evidence, result.value);
  return {
    side: 'unknown',
    reason: isShared && domain ? { kind: 'shared-domain', value: domain } : { kind: 'no-signal' },
  };
}

/** Returns the strongest sign that the ticket comes from a reseller; null for none. */
export function resellerSignal(evidence: RequesterEvidence): RequesterSignal | null {
  const ticket = valueOrNull(evidence.ticket);
  if (!ticket) return null;
  const partner = partnerOrganisationSignal(evidence);
  const isOwnAccount = ownsCheckedAccount(evidence, ticket);
  if (partner && !isOwnAccount) return partner;
  const { domain, isInvoiceOwners, isShared } = mailDomainOf(evidence, ticket);
  if (domain && isInvoiceOwners && !isShared) return { kind: 'invoice-owner-domain', value: domain };
  // A partner that asks about a subscription of its own is the customer, whatever it sells to others.
  const isClaim = ticket.resoldClaim === 'reseller' && !(partner && isOwnAccount);
  return isClaim ? { kind: 'claim', value: 'reseller' } : null;
}

/**
 * Returns true when Salesforce calls the account a partner, and nobody named one of its subscriptions. The question may then
 * be about one of the partner's customers.
 */
export function isPartnersOwnAccount({ subject, crm }: Pick<Evidence, 'subject' | 'crm'>): boolean {
  const namesSubscription = subject.kind === 'subscription' || subject.kind === 'zuora-subscription';
  return !namesSubscription && valueOrNull(crm?.account ?? null)?.type === CRM_PARTNER_TYPE;
}

/**
 * Returns whether the author of the ticket works for the invoice owner of every subscription, by mail domain or organisation;
 * null when that cannot be told. Another mail domain alone proves nothing, because a partner may have several.
 */
export function isFromInvoiceOwner(evidence: Pick<Evidence, 'ticket' | 'subscriptions'>): boolean | null {
  const ticket = valueOrNull(evidence.ticket);
  const owners = evidence.subscriptions.map(({ invoiceOwnerAccount }) => valueOrNull(invoiceOwnerAccount));
  if (!ticket || owners.length === 0) return null;
  const { requesterDomain: domain, organisation } = ticket;
  const answers = new Set(
    owners.map((owner) => {
      if (!owner) return null;
      const hasDomain = domain !== null && !isFreeMailDomain(domain) && owner.contactDomains.includes(domain);
      if (hasDomain || (owner.crmId !== null && owner.crmId === organisation?.salesforceId)) return true;
      return owner.crmId !== null && organisation?.salesforceId ? false : null;
    }),
  );
  const [answer = null, ...others] = answers;
  return others.length === 0 ? answer : null;
}

/** Returns the sign that the ticket's organisation is a partner that resells; null for none, and for alliance partners. */
export function partnerOrganisationSignal({
  ticket,
  requesterAccount,
  crm,
}: Pick<Evidence, 'ticket' | 'requesterAccount' | 'crm'>): RequesterSignal | null {
  const organisation = valueOrNull(ticket)?.organisation;
  if (!organisation || isAllianceAccountType(organisation.accountType)) return null;
  const { accountType, name, salesforceId } = organisation;
  if (accountType !== null && isResellerAccountType(accountType)) {
    return { kind: 'organisation-type', value: accountType };
  }
  if (valueOrNull(requesterAccount ?? null)?.type === CRM_PARTNER_TYPE) {
    return { kind: 'crm-account-type', value: CRM_PARTNER_TYPE };
  }
  const isListed = valueOrNull(crm?.partners ?? null)?.some(({ accountId }) => accountId === salesforceId);
  const [newest] = valueOrNull(crm?.opportunities ?? null) ?? [];
  const isInDeal = [newest?.resalePartner, newest?.distributor].some(
    (partner) => typeof partner === 'string' && isSameCompanyName(partner, name),
  );
  return isListed || isInDeal ? { kind: 'crm-partner', value: name } : null;
}

function internalSignal(evidence: RequesterEvidence, ticket: Ticket): RequesterSignal | null {
  const { subject, accompanyingTicket } = evidence;
  const host = (subject.kind === 'ticket' ? subject.host : accompanyingTicket?.host) ?? ticket.host;
  if (INTERNAL_TICKET_HOSTS.has(host)) return { kind: 'internal-host', value: host };
  if (ticket.formId !== null && INTERNAL_FORM_IDS.has(ticket.formId))
    return { kind: 'internal-form', value: ticket.formId };
  const domain = ticket.requesterDomain;
  return domain !== null && INTERNAL_MAIL_DOMAINS.has(domain)
    ? { kind: 'internal-domain', value: domain }
    : null;
}

function customerSignal(evidence: RequesterEvidence, ticket: Ticket): RequesterSignal | null {
  if (ticket.organisation && ownsCheckedAccount(evidence, ticket)) {
    return { kind: 'own-account', value: ticket.organisation.name };
  }
  const { domain, isCustomers, isShared } = mailDomainOf(evidence, ticket);
  return domain && isCustomers && !isShared ? { kind: 'customer-domain', value: domain } : null;
}

/** Returns true when the ticket's organisation has the Salesforce id of an account that was checked. */
function ownsCheckedAccount({ subscriptions }: RequesterEvidence, { organisation }: Ticket): boolean {
  const id = organisation?.salesforceId ?? null;
  return id !== null && subscriptions.some((one) => valueOrNull(one.account)?.crmId === id);
}

interface MailDomain {
  /** Null without an address, and for a free mail provider. */
  readonly domain: string | null;
  readonly isInvoiceOwners: boolean;
  readonly isCustomers: boolean;
  /** A Sold-To contact has the invoice owner's domain, so the domain does not tell the two parties apart. */
  readonly isShared: boolean;
}

function mailDomainOf({ subscriptions }: RequesterEvidence, { requesterDomain }: Ticket): MailDomain {
  const domain = requesterDomain === null || isFreeMailDomain(requesterDomain) ? null : requesterDomain;
  const isSoldTo = subscriptions.some((one) => valueOrNull(one.subscription)?.soldToDomain === domain);
  const isContactOf = (whose: 'account' | 'invoiceOwnerAccount') =>
    domain !== null && subscriptions.some((one) => valueOrNull(one[whose])?.contactDomains.includes(domain));
  const isInvoiceOwners = isContactOf('invoiceOwnerAccount');
  return {
    domain,
    isInvoiceOwners,
    // A reseller may be the Bill-To contact of the customer's account.
    isCustomers: isSoldTo || (!isInvoiceOwners && isContactOf('account')),
    isShared: isInvoiceOwners && isSoldTo,
  };
}
