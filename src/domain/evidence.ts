import type { ConnectorResult } from './connector-result.ts';
import type { TicketReference } from './reference.ts';
import type {
  Account,
  AccountRef,
  CrmAccount,
  CrmOpportunity,
  CrmPartner,
  OwnerVersion,
  PortalState,
  Subscription,
  Ticket,
} from './upstream-records.ts';

/** What a check is about, in a form that may be stored: an email address only masked and as a fingerprint. */
export type CheckSubject =
  | { readonly kind: 'subscription'; readonly number: string }
  | { readonly kind: 'account'; readonly number: string }
  | { readonly kind: 'crm-account'; readonly id: string }
  /** `id`: 32 hexadecimal digits, as in the addresses of Zuora's pages. */
  | { readonly kind: 'zuora-subscription' | 'zuora-account'; readonly id: string }
  | { readonly kind: 'email'; readonly masked: string; readonly fingerprint: string }
  | { readonly kind: 'ticket'; readonly host: string; readonly id: string };

/** Everything Zuora returned about one subscription. */
export interface SubscriptionEvidence {
  readonly number: string;
  readonly subscription: ConnectorResult<Subscription>;
  /** The subscription owner's account, which carries the channel. */
  readonly account: ConnectorResult<Account>;
  /** The invoice owner's account; null when it is the same account, blank or unknown. */
  readonly invoiceOwnerAccount: ConnectorResult<Account> | null;
  readonly ownerHistory: ConnectorResult<readonly OwnerVersion[]>;
}

/** What Salesforce returned about the customer's account. */
export interface CrmEvidence {
  readonly account: ConnectorResult<CrmAccount>;
  readonly partners: ConnectorResult<readonly CrmPartner[]>;
  readonly opportunities: ConnectorResult<readonly CrmOpportunity[]>;
}

/** What Zuora returned about one account; the first of its current subscriptions, or the one that ended last. */
export interface AccountEvidence {
  readonly accounts: ConnectorResult<readonly AccountRef[]>;
  readonly subscriptionCount: ConnectorResult<number>;
  readonly subscriptions: readonly SubscriptionEvidence[];
  /** Number of further current subscriptions, which were not read because there are too many. */
  readonly unreadCount: number;
}

/** Everything that was read in one check. Plain JSON, stored with the case so that the verdict can be explained and replayed. */
export interface Evidence {
  readonly subject: CheckSubject;
  readonly ticket: ConnectorResult<Ticket> | null;
  /** The ticket given along with the subject. Kept so that a re-check reads it even if Zendesk did not respond. */
  readonly accompanyingTicket?: TicketReference;
  /** The Salesforce account of the ticket's organisation; absent when the ticket names none. */
  readonly requesterAccount?: ConnectorResult<CrmAccount>;
  /** Accounts found by email address, Salesforce id or organisation; null when no search was needed. */
  readonly accounts: ConnectorResult<readonly AccountRef[]> | null;
  /** Accounts of the address without its "+tag", as a suggestion when the tagged address has none. */
  readonly untaggedEmailAccounts?: ConnectorResult<readonly AccountRef[]>;
  /** The first of several matching accounts, in the order of `accounts`. */
  readonly candidates?: readonly AccountEvidence[];
  /** Number of subscriptions of the account, or why they could not be listed; null for a check of a single subscription. */
  readonly subscriptionCount: ConnectorResult<number> | null;
  readonly subscriptions: readonly SubscriptionEvidence[];
  /**
   * Other current subscriptions of the account that another account pays for, one per payer, without their owner history.
   * Read in the check of a single subscription only where its verdict depends on them.
   */
  readonly siblings?: ConnectorResult<readonly SubscriptionEvidence[]>;
  /** Null when no Salesforce id is known. */
  readonly crm: CrmEvidence | null;
  readonly portal: ConnectorResult<PortalState> | null;
}

/**
 * Returns the ticket that was named, whether or not it could be read; null without one. Its host is the one that was named,
 * which may be another brand of the help desk than the one that answers, and shows who asks.
 */
export function ticketReferenceOf({
  subject,
  ticket,
  accompanyingTicket,
}: Pick<Evidence, 'subject' | 'ticket' | 'accompanyingTicket'>): TicketReference | null {
  if (subject.kind === 'ticket') return subject;
  if (accompanyingTicket) return accompanyingTicket;
  return ticket?.ok ? { kind: 'ticket', host: ticket.value.host, id: ticket.value.id } : null;
}
