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

/** Deadline and caching of a lookup. */
export interface LookupOptions {
  /** Aborts the lookup, including the response body. Unanswered calls become `timeout` gaps. */
  readonly signal: AbortSignal;
  /** True to read from the system instead of the cache. */
  readonly bypassCache: boolean;
  /** When `signal` fires, in milliseconds of `performance.now()`. No wait beyond it is started. */
  readonly deadlineMonotonicMs?: number;
  /** The request behind the lookup. Its key is logged, and lookups with the same key share answers even with `bypassCache`. */
  readonly request?: { readonly key: string };
}

/** Zuora, read-only. Failures are returned as gaps; no method throws. */
export interface Billing {
  subscription(number: string, options: LookupOptions): Promise<ConnectorResult<Subscription>>;
  /** Finds an account by its number or Zuora id. */
  account(key: string, options: LookupOptions): Promise<ConnectorResult<Account>>;
  /** Returns the accounts that received the invoices, oldest version first; never an empty list. */
  invoiceOwnerHistory(
    number: string,
    options: LookupOptions,
  ): Promise<ConnectorResult<readonly OwnerVersion[]>>;
  /**
   * Returns the Salesforce id of the subscription's account if the owner history contains it, else null. It is available
   * before the account itself, whose value takes precedence.
   */
  customerCrmIdHint(number: string, options: LookupOptions): Promise<string | null>;
  /** Returns the latest version of each subscription of the account, without drafts. */
  subscriptionsByAccount(
    accountNumber: string,
    options: LookupOptions,
  ): Promise<ConnectorResult<readonly Subscription[]>>;
  /** Finds accounts by an 18-character Salesforce id, also in its 15-character form; `not-found` when there is none. */
  accountsByCrmId(crmId: string, options: LookupOptions): Promise<ConnectorResult<readonly AccountRef[]>>;
  /** Finds accounts that have a contact with this address; `not-found` when there is none. */
  accountsByEmail(address: string, options: LookupOptions): Promise<ConnectorResult<readonly AccountRef[]>>;
}

/** Salesforce, read-only. Its data is shown next to the verdict; alone it decides only between a reseller and a managed service. */
export interface Crm {
  /** Finds an account by its 18-character id. */
  account(id: string, options: LookupOptions): Promise<ConnectorResult<CrmAccount>>;
  /** Returns the Partners list. An empty list does not prove that there is no partner. */
  partners(accountId: string, options: LookupOptions): Promise<ConnectorResult<readonly CrmPartner[]>>;
  wonOpportunities(
    accountId: string,
    options: LookupOptions,
  ): Promise<ConnectorResult<readonly CrmOpportunity[]>>;
}

/** Zendesk, read-only. The subject, body, comments and attachments of a ticket are never read. */
export interface Helpdesk {
  ticket(id: string, options: LookupOptions): Promise<ConnectorResult<Ticket>>;
}

/** CustomersDot. The login state is `unknown` unless a source for it is configured. */
export interface Portal {
  loginState(accountNumber: string, options: LookupOptions): Promise<ConnectorResult<PortalState>>;
}

/** Builds links to records in other systems. A method returns null when the URL cannot be built. */
export interface Links {
  zuoraSubscription(id: string): string | null;
  zuoraAccount(id: string): string | null;
  crmAccount(id: string): string | null;
  crmOpportunity(id: string): string | null;
  /** Returns true for a page of the Salesforce organisation that the bot reads. */
  isCrmPage(url: string): boolean;
  ticket(host: string, id: string): string;
  /** Returns the URL of a search on CustomersDot's admin pages. */
  portalCustomers(query: string): string;
}
