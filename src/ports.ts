import type { Answer } from './domain/answer.ts';
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
} from './domain/records.ts';

/** How to look: until when, and whether an answer from a moment ago will do. */
export interface Look {
  /** Ends the look-up, body and all; what is open by then is a `timeout` gap. */
  readonly signal: AbortSignal;
  /** True: past every cache. */
  readonly fresh: boolean;
}

/** Zuora. Read-only; every method answers, none throws. */
export interface Billing {
  subscription(number: string, look: Look): Promise<Answer<Subscription>>;
  /** By account number or Zuora id. */
  account(key: string, look: Look): Promise<Answer<Account>>;
  /** Whom the invoices went to, oldest first. Never an empty list. */
  ownerHistory(number: string, look: Look): Promise<Answer<readonly OwnerVersion[]>>;
  /** The newest version of every subscription that the account owns, drafts left out. */
  subscriptionsOf(accountNumber: string, look: Look): Promise<Answer<readonly Subscription[]>>;
  /** 18 characters in; the 15-character form is tried too. None: `not-found`. */
  accountsByCrmId(crmId: string, look: Look): Promise<Answer<readonly AccountRef[]>>;
  /** Accounts that hold a contact with this address. None: `not-found`. */
  accountsByEmail(address: string, look: Look): Promise<Answer<readonly AccountRef[]>>;
}

/** Salesforce. Shown beside the verdict, never part of it. */
export interface Crm {
  /** 18 characters. */
  account(id: string, look: Look): Promise<Answer<CrmAccount>>;
  /** The Partners list; an empty one proves nothing. */
  partners(accountId: string, look: Look): Promise<Answer<readonly CrmPartner[]>>;
  wonOpportunities(accountId: string, look: Look): Promise<Answer<readonly CrmOpportunity[]>>;
}

/** Zendesk. Never subject, body, comments or attachments. */
export interface Helpdesk {
  ticket(id: string, look: Look): Promise<Answer<Ticket>>;
}

/** CustomersDot. Answers `unknown` unless a source for login state is set up. */
export interface Portal {
  state(accountNumber: string, look: Look): Promise<Answer<PortalState>>;
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
