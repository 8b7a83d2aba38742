import type { Answer } from './domain/answer.ts';
import type { Act, Case, Check } from './domain/case.ts';
import type { Policy } from './domain/facts.ts';
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

export type ArrivalKind = 'command' | 'shortcut' | 'action' | 'view' | 'event';

/** A request that Slack sent and we promised to deal with, cut down to what dealing with it needs. */
export interface Arrival {
  /** The same for every delivery of the same request. */
  readonly key: string;
  readonly kind: ArrivalKind;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** Plain JSON. Erased when the work is done. */
  readonly body: Record<string, unknown>;
  /** How often it was taken up; absent while it is new. */
  readonly attempts?: number;
}

/** Work that was promised. A row belongs to one process at a time, by a lease that lapses when the process dies. */
export interface Inbox {
  /** On disk when it resolves. A new row is leased to us at once; a duplicate changes nothing. */
  accept(arrival: Arrival): Promise<'new' | 'duplicate'>;
  /** Leases up to `limit` rows that nobody holds and whose time has come, oldest first. */
  take(limit: number): Promise<readonly Arrival[]>;
  /** Keeps our hold on these rows for another lease. */
  renew(keys: readonly string[]): Promise<void>;
  /** Dealt with: the body goes, the key stays, so that a late duplicate is still known. */
  done(key: string): Promise<void>;
  /** Gives the row back, not to be taken before `until`. */
  postpone(key: string, until: Date): Promise<void>;
  /** Gives back every row that we hold, for whoever starts next. */
  handBack(): Promise<void>;
  /** Rows not dealt with yet, whoever holds them. */
  pending(): Promise<number>;
  /** Forgets keys of rows that were done before that moment. */
  forgetDone(before: Date): Promise<void>;
}

export interface KeyedAct {
  readonly act: Act;
  readonly eventKey: string;
}

/** Cases and what happened to them. Events are appended, never overwritten. */
export interface Cases {
  /** Writes the case and its first check; an id that is there already changes nothing. */
  open(opened: Omit<Case, 'events'>): Promise<'new' | 'exists'>;
  /** Appends a check. Writing the same `eventKey` twice does one thing. */
  addCheck(caseId: string, check: Check, eventKey: string): Promise<void>;
  /** Appends what somebody did to a step. Writing the same `eventKey` twice does one thing. */
  addAct(caseId: string, act: Act, eventKey: string): Promise<void>;
  /**
   * Appends what somebody decided on the case as they read it, all of it or nothing. `known`: the first key was
   * written before. `stale`: something was added to the case since it was read, so the decision has to be made anew.
   */
  addDecided(read: Case, acts: readonly KeyedAct[]): Promise<'written' | 'known' | 'stale'>;
  /** True when an event was written under that key. */
  knows(eventKey: string): Promise<boolean>;
  /** Ids of cases in the order in which they were opened. */
  ids(options?: { readonly limit?: number; readonly newestFirst?: boolean }): Promise<readonly string[]>;
  find(id: string): Promise<Case | null>;
}

/** Something we say once in a place where it can be found again. */
export interface Post {
  /** Our own name for it, such as "case:<id>"; also written into the message's metadata. */
  readonly key: string;
  readonly channel: string;
  readonly thread: string | null;
  /** Slack's id of the message; null until Slack is known to have it. */
  readonly ts: string | null;
  /** When we first meant to post it: ISO 8601, UTC. */
  readonly intendedAt: string;
}

/** Written before Slack is called, so that a lost answer or a killed process can be settled by looking. */
export interface Posts {
  /** Writes the intention, or gives the one that is there; `isNew` tells which. */
  intend(
    post: Pick<Post, 'key' | 'channel' | 'thread'>,
  ): Promise<{ readonly post: Post; readonly isNew: boolean }>;
  posted(key: string, ts: string): Promise<void>;
  /** Slack refused this place: the same thing is now meant for another. */
  redirect(key: string, place: Pick<Post, 'channel' | 'thread'>): Promise<void>;
  /** Slack no longer has, or no longer lets us change, the message it was known to have: it is meant anew, now. */
  lost(key: string, ts: string): Promise<void>;
  find(key: string): Promise<Post | null>;
}

export interface Store {
  readonly inbox: Inbox;
  readonly cases: Cases;
  readonly posts: Posts;
  /** Stands for an e-mail address: the same for the same address in this database, useless elsewhere. */
  fingerprint(address: string): Promise<string>;
  /** Throws when the database cannot be written. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Where a card ended up. */
export interface Shown {
  /** Slack's word for why the card could not stand where it belongs and went to direct messages; null when it could. */
  readonly movedBecause: string | null;
}

/** Slack, as far as a use case needs it. */
export interface Messenger {
  /** Draws the case's card from the store: posted once, changed in place afterwards, posted anew when it was lost. */
  showCase(shown: Case): Promise<Shown>;
}

export interface Meter {
  /** Seconds from the start of the look-up to the judged case. */
  checked(check: { verdict: string; topic: string; seconds: number }): void;
}

/** Everything outside, as the use cases see it. */
export interface Ports {
  readonly billing: Billing;
  readonly crm: Crm;
  readonly helpdesk: Helpdesk;
  readonly portal: Portal;
  readonly cases: Cases;
  readonly messenger: Messenger;
  readonly meter: Meter;
  readonly policy: Policy;
  /** For a whole check, milliseconds. */
  readonly checkDeadlineMs: number;
  now(): Date;
  fingerprint(address: string): Promise<string>;
}
