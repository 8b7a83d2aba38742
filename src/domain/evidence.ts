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

/** What a case is about, in a form that may be stored: an e-mail only masked and as a fingerprint. */
export type CheckSubject =
  | { readonly kind: 'subscription'; readonly number: string }
  | { readonly kind: 'account'; readonly number: string }
  | { readonly kind: 'crm-account'; readonly id: string }
  /** `id`: 32 hexadecimal digits, as in the addresses of Zuora's pages. */
  | { readonly kind: 'zuora-subscription' | 'zuora-account'; readonly id: string }
  | { readonly kind: 'email'; readonly masked: string; readonly fingerprint: string }
  | { readonly kind: 'ticket'; readonly host: string; readonly id: string };

/** All that Zuora said about one subscription. */
export interface SubscriptionEvidence {
  readonly number: string;
  readonly subscription: ConnectorResult<Subscription>;
  /** The subscription owner's account, which carries the channel. */
  readonly account: ConnectorResult<Account>;
  /** The invoice owner's account; null when that is the same account, blank, or nobody knows. */
  readonly invoiceOwnerAccount: ConnectorResult<Account> | null;
  readonly ownerHistory: ConnectorResult<readonly OwnerVersion[]>;
}

/** What Salesforce said about the customer's account. */
export interface CrmEvidence {
  readonly account: ConnectorResult<CrmAccount>;
  readonly partners: ConnectorResult<readonly CrmPartner[]>;
  readonly opportunities: ConnectorResult<readonly CrmOpportunity[]>;
}

/** All we were told in one check. Plain JSON; a case keeps it, so that its verdict can be explained and re-run. */
export interface Evidence {
  readonly subject: CheckSubject;
  readonly ticket: ConnectorResult<Ticket> | null;
  /** The ticket that was given beside the subject, so that it is read again although Zendesk did not answer. */
  readonly accompanyingTicket?: TicketReference;
  /** The accounts that an e-mail, a Salesforce id or an organisation led to; null when none had to be found. */
  readonly accounts: ConnectorResult<readonly AccountRef[]> | null;
  /** When no account has an e-mail with a "+tag": the accounts of the address without the tag, as a suggestion. */
  readonly untaggedEmailAccounts?: ConnectorResult<readonly AccountRef[]>;
  /** Whether the account's subscriptions could be listed, and how many there are; null for a single one. */
  readonly subscriptionCount: ConnectorResult<number> | null;
  readonly subscriptions: readonly SubscriptionEvidence[];
  /** null: nothing to ask with, because no Salesforce id is known. */
  readonly crm: CrmEvidence | null;
  readonly portal: ConnectorResult<PortalState> | null;
}
