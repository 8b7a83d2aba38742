import type { ConnectorResult } from '../domain/connector-result.ts';
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
} from '../domain/upstream-records.ts';

/** How to look: until when, and whether an answer from a moment ago will do. */
export interface LookupOptions {
  /** Ends the look-up, body and all; what is open by then is a `timeout` gap. */
  readonly signal: AbortSignal;
  /** True: past every cache. */
  readonly bypassCache: boolean;
  /** When `signal` fires, in milliseconds of `performance.now()`; a longer wait is not begun. */
  readonly deadlineMonotonicMs?: number;
  /** The request that looks. Its key is logged, and its look-ups share their answers even when they are fresh. */
  readonly request?: { readonly key: string };
}

/** Zuora. Read-only; every method answers, none throws. */
export interface Billing {
  subscription(number: string, options: LookupOptions): Promise<ConnectorResult<Subscription>>;
  /** By account number or Zuora id. */
  account(key: string, options: LookupOptions): Promise<ConnectorResult<Account>>;
  /** Whom the invoices went to, oldest first. Never an empty list. */
  invoiceOwnerHistory(
    number: string,
    options: LookupOptions,
  ): Promise<ConnectorResult<readonly OwnerVersion[]>>;
  /**
   * Salesforce id of the account that owns the subscription, as the answer about its owners tells it along; null when
   * that does not. Sooner than the account's own answer, which decides.
   */
  customerCrmIdHint(number: string, options: LookupOptions): Promise<string | null>;
  /** The newest version of every subscription that the account owns, drafts left out. */
  subscriptionsByAccount(
    accountNumber: string,
    options: LookupOptions,
  ): Promise<ConnectorResult<readonly Subscription[]>>;
  /** 18 characters in; the 15-character form is tried too. None: `not-found`. */
  accountsByCrmId(crmId: string, options: LookupOptions): Promise<ConnectorResult<readonly AccountRef[]>>;
  /** Accounts that hold a contact with this address. None: `not-found`. */
  accountsByEmail(address: string, options: LookupOptions): Promise<ConnectorResult<readonly AccountRef[]>>;
}

/** Salesforce. Shown beside the verdict, never part of it. */
export interface Crm {
  /** 18 characters. */
  account(id: string, options: LookupOptions): Promise<ConnectorResult<CrmAccount>>;
  /** The Partners list; an empty one proves nothing. */
  partners(accountId: string, options: LookupOptions): Promise<ConnectorResult<readonly CrmPartner[]>>;
  wonOpportunities(
    accountId: string,
    options: LookupOptions,
  ): Promise<ConnectorResult<readonly CrmOpportunity[]>>;
}

/** Zendesk. Never subject, body, comments or attachments. */
export interface Helpdesk {
  ticket(id: string, options: LookupOptions): Promise<ConnectorResult<Ticket>>;
}

/** CustomersDot. Answers `unknown` unless a source for login state is set up. */
export interface Portal {
  loginState(accountNumber: string, options: LookupOptions): Promise<ConnectorResult<PortalState>>;
}

/** Where a person can look by hand. Pure; null where we cannot build the address. */
export interface Links {
  zuoraSubscription(id: string): string | null;
  zuoraAccount(id: string): string | null;
  crmAccount(id: string): string | null;
  ticket(host: string, id: string): string;
  /** Search in CustomersDot's admin pages. */
  portalCustomers(query: string): string;
}
