import type { Case, Check, StepEvent } from './domain/case.ts';
import type { Policy } from './domain/case-facts.ts';
import type { ConnectorResult } from './domain/connector-result.ts';
import type { Handoff, HandoffDestination, HandoffEvent, HandoffInput } from './domain/handoff.ts';
import type { SalesChannels } from './domain/handoff-routing.ts';
import type { RemovedCounts } from './domain/redact.ts';
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
} from './domain/upstream-records.ts';
import type { UserPreferences } from './domain/user-preferences.ts';

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

export const INBOUND_REQUEST_KINDS = ['command', 'shortcut', 'action', 'view', 'event'] as const;
export type InboundRequestKind = (typeof INBOUND_REQUEST_KINDS)[number];

/** A request that Slack sent and we promised to deal with, cut down to what dealing with it needs. */
export interface InboundRequest {
  /** The same for every delivery of the same request. */
  readonly key: string;
  readonly kind: InboundRequestKind;
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
  accept(request: InboundRequest): Promise<'new' | 'duplicate'>;
  /** Leases up to `limit` rows, of that kind when given, that nobody holds and whose time has come, oldest first. */
  lease(limit: number, kind?: InboundRequestKind): Promise<readonly InboundRequest[]>;
  /** Keeps our hold on these rows for another lease. */
  renewLeases(keys: readonly string[]): Promise<void>;
  /** Dealt with: the body goes, the key stays, so that a late duplicate is still known. */
  markDone(key: string): Promise<void>;
  /** Gives the row back, not to be taken before `until`. */
  postpone(key: string, until: Date): Promise<void>;
  /** Keeps a row that can never be worked, out of the inbox. `reason`: one word. */
  setAside(key: string, reason: string): Promise<void>;
  /** Gives back every row that we hold, for whoever starts next. */
  releaseLeases(): Promise<void>;
  /** Frees what a clock held or put off that has gone back since. Returns how many. */
  releaseFutureLeases(): Promise<number>;
  /** Sets aside what no kind is known for. */
  setAsideUnknownKinds(): Promise<void>;
  /** Rows not dealt with yet, whoever holds them. */
  countPending(): Promise<number>;
  /** Forgets keys of rows that were done before that moment. */
  deleteDone(before: Date): Promise<void>;
}

export interface KeyedStepEvent {
  readonly stepEvent: StepEvent;
  readonly idempotencyKey: string;
}

/** A case as it begins. */
export type NewCase = Omit<Case, 'events' | 'erasedAt'>;

/** Cases and what happened to them. Events are appended, never overwritten. */
export interface Cases {
  /**
   * Writes the case, its first check, the timers and the intention to post its card at its place; an id that is there
   * already changes nothing.
   */
  open(newCase: NewCase, timers?: readonly Timer[]): Promise<'new' | 'exists'>;
  /** Appends a check, unless the case was erased. Writing the same `idempotencyKey` twice does one thing. */
  appendCheck(caseId: string, check: Check, idempotencyKey: string): Promise<'written' | 'erased'>;
  /** Appends what somebody did to a step. Writing the same `idempotencyKey` twice does one thing. */
  appendStepEvent(caseId: string, stepEvent: StepEvent, idempotencyKey: string): Promise<void>;
  /**
   * Appends what somebody decided on the case as they read it, all of it or nothing. `known`: the first key was
   * written before. `stale`: something was added to the case since it was read, so the decision has to be made anew.
   * `erased`: nothing is kept of it any more.
   */
  appendIfUnchanged(
    expected: Case,
    stepEvents: readonly KeyedStepEvent[],
  ): Promise<'written' | 'known' | 'stale' | 'erased'>;
  /** True when an event was written under that key. */
  hasIdempotencyKey(idempotencyKey: string): Promise<boolean>;
  /** Ids of cases in the order in which they were opened. */
  listIds(options?: { readonly limit?: number; readonly newestFirst?: boolean }): Promise<readonly string[]>;
  /** Ids of the cases that this person opened, newest first. */
  listIdsOpenedBy(user: string, limit: number): Promise<readonly string[]>;
  /** Verdict and topic of every check at or after that moment, and before the other, that asked the systems. */
  listChecksBetween(
    since: Date,
    before?: Date,
  ): Promise<readonly { readonly verdict: string; readonly topic: string }[]>;
  find(id: string): Promise<Case | null>;
  /** When something happened last to the case or to one of its handoffs, and whether Sales has one of them. */
  lastActivity(id: string): Promise<{ readonly at: string; readonly isOpen: boolean } | null>;
  /**
   * Takes the personal data out of a case, its handoffs and its drafts, for good: names, contacts, typed texts, evidence.
   * What was decided, when and by whom stays. Asking again changes nothing. `errands` are written with it.
   */
  erase(
    id: string,
    at: Date,
    messages?: readonly OutboxMessage[],
  ): Promise<'erased' | 'not-found' | 'erased-before'>;
}

/** A handoff as somebody is writing it. Kept so that nothing typed is lost; no part of it was shown to Sales yet. */
export interface HandoffDraft extends HandoffDestination {
  readonly id: string;
  readonly caseId: string;
  /** Slack user id. */
  readonly by: string;
  readonly input: HandoffInput;
  /** What was taken out of the typed texts. */
  readonly removed: RemovedCounts;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
}

export interface KeyedHandoffEvent {
  readonly event: HandoffEvent;
  readonly idempotencyKey: string;
}

/** A thing to be told or drawn in Slack once the decision that asks for it is written. */
export interface OutboxMessage {
  /** One row a key. */
  readonly key: string;
  readonly kind: OutboxMessageKind;
  /** Slack channel or user id that a post goes to, which paces it; null: no post. */
  readonly channel: string | null;
  /** Plain JSON: ids, rule words and texts that were cleaned. Erased when it is done. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** ISO 8601, UTC: not before then. null: now. */
  readonly notBefore: string | null;
}

/**
 * `handoff`, `case` and `home` draw what the store says, and `old-note` and `old-reminder` what was said before, where
 * it still stands: asked for again, they are drawn again. `note`, `reminder` and `digest` are said once for their key,
 * however often they are asked for.
 */
export const OUTBOX_UPDATE_KINDS = ['handoff', 'case', 'home', 'old-note', 'old-reminder'] as const;
export const OUTBOX_POST_ONCE_KINDS = ['note', 'reminder', 'digest'] as const;
export type OutboxMessageKind =
  | (typeof OUTBOX_UPDATE_KINDS)[number]
  | (typeof OUTBOX_POST_ONCE_KINDS)[number];

export interface LeasedOutboxMessage extends OutboxMessage {
  /** Which request for the drawing this is; one that came meanwhile keeps the row. */
  readonly version: number;
  readonly attempts: number;
}

/** What is to be said, written in the same transaction as why. A row belongs to one process at a time. */
export interface Outbox {
  add(messages: readonly OutboxMessage[]): Promise<void>;
  /**
   * Leases up to `limit` rows that nobody holds and whose time has come, oldest first: one of each channel whose turn it
   * is, and what goes to no channel.
   */
  lease(limit: number): Promise<readonly LeasedOutboxMessage[]>;
  /** Keeps our hold on these rows for another lease. */
  renewLeases(keys: readonly string[]): Promise<void>;
  /** Done, unless it was asked for again since it was taken. */
  markDone(message: Pick<LeasedOutboxMessage, 'key' | 'version'>): Promise<void>;
  /** Gives the row back, not to be taken before `until`. */
  postpone(key: string, until: Date): Promise<void>;
  /** Gives the row back as if it had never been taken, not to be taken before `until`. */
  postponeWithoutAttempt(key: string, until: Date): Promise<void>;
  /** Frees what a clock held or put off that has gone back since. Returns how many. */
  releaseFutureLeases(): Promise<number>;
  /** Keeps a row that can never be worked, out of the outbox. `reason`: one word. */
  setAside(key: string, reason: string): Promise<void>;
  /** Gives back every row that we hold. */
  releaseLeases(): Promise<void>;
  /** Takes the channel's next turn, or says when there is one: one post in `paceMs`, whichever process posts. */
  acquireSlot(channel: string, rateLimitMs: number): Promise<'now' | Date>;
  /** Slack limits the channel: no turn before `until`. */
  backOff(channel: string, until: Date): Promise<void>;
  /** Rows not done yet, whoever holds them. */
  countPending(): Promise<number>;
  deleteDone(before: Date): Promise<void>;
}

export const TIMER_KINDS = ['silence', 'lapse', 'follow-up', 'watch', 'digest', 'retention'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** Something to be looked at when its time has come. */
export interface Timer {
  /** One row a key; setting it again moves it. */
  readonly key: string;
  readonly kind: TimerKind;
  /** A handoff's id or a case's, or what else the kind is about. */
  readonly subjectId: string;
  /** ISO 8601, UTC. */
  readonly dueAt: string;
}

export interface LeasedTimer extends Timer {
  /** How often it was taken since it was set. */
  readonly attempts: number;
}

export interface Timers {
  schedule(timers: readonly Timer[]): Promise<void>;
  /** Writes it only where no such key is. */
  scheduleIfAbsent(timer: Timer): Promise<void>;
  /** Leases up to `limit` timers of the kind that are due and that nobody holds, the longest due first. */
  lease(kind: TimerKind, limit: number): Promise<readonly LeasedTimer[]>;
  /** Its work is done; one that was moved meanwhile stays. */
  markDone(timer: Timer): Promise<void>;
  /** Its work failed: not to be taken before `until`. One that was moved meanwhile stays as it is. */
  postpone(timer: Timer, until: Date): Promise<void>;
  /** Nobody waits for these any more, by their keys. */
  cancel(keys: readonly string[]): Promise<void>;
  /** Keeps a timer that can never be worked, out of the way. `reason`: one word. */
  setAside(timer: Pick<Timer, 'key'>, reason: string): Promise<void>;
  /** Frees what a clock held that has gone back since. Returns how many. */
  releaseFutureLeases(): Promise<number>;
  /** Sets aside what no kind is known for. */
  setAsideUnknownKinds(): Promise<void>;
  /** Gives back every timer that we hold. */
  releaseLeases(): Promise<void>;
}

/** What one decision writes: all of it or nothing. */
export interface HandoffChange {
  /** A new handoff, or one as it was read; nothing is written when it has moved on since. */
  readonly handoff: Handoff;
  /** The first key decides whether this was written before. */
  readonly events: readonly [KeyedHandoffEvent, ...KeyedHandoffEvent[]];
  readonly messages?: readonly OutboxMessage[];
  readonly timers?: readonly Timer[];
  /** Keys of timers that nobody waits for any more. */
  readonly cancelTimers?: readonly string[];
  /** What it means for the case's steps. */
  readonly stepEvents?: readonly KeyedStepEvent[];
}

/** Handoffs and what happened to them. Events are appended, never overwritten. */
export interface Handoffs {
  /**
   * `known`: the first key was written before. `stale`: the handoff moved on, or its id was taken or its case erased
   * meanwhile.
   */
  commit(change: HandoffChange): Promise<'written' | 'known' | 'stale'>;
  /** True when an event was written under that key. */
  hasIdempotencyKey(idempotencyKey: string): Promise<boolean>;
  find(id: string): Promise<Handoff | null>;
  /** Oldest first. */
  listByCase(caseId: string): Promise<readonly Handoff[]>;
  /** Open and claimed ones that Slack has or is about to have, oldest first. */
  listLive(filter: {
    readonly by?: string;
    readonly claimedBy?: string;
    readonly channel?: string;
    readonly account?: string;
  }): Promise<readonly Handoff[]>;
  /** Those of that person that Slack would not have, and that have neither been sent again nor ended, oldest first. */
  listUndelivered(by: string): Promise<readonly Handoff[]>;
  /** How many there are by state. */
  countByState(): Promise<Readonly<Record<string, number>>>;
  /** Those with an event at or after that moment, oldest first. */
  listChangedSince(since: Date): Promise<readonly Handoff[]>;
  /** In the place of an earlier one with that id, unless the case was erased. */
  saveDraft(draft: HandoffDraft): Promise<'written' | 'erased'>;
  findDraft(id: string): Promise<HandoffDraft | null>;
  /** What that person wrote about the case, the last saved first. */
  listDrafts(caseId: string, by: string): Promise<readonly HandoffDraft[]>;
}

/** People's wishes about how they are told. */
export interface Users {
  preferences(user: string): Promise<UserPreferences>;
  savePreferences(user: string, preferences: UserPreferences): Promise<void>;
  /** Remembers who has seen their Home, since only they get it drawn anew. */
  markHomeTabOpened(user: string): Promise<void>;
  /** It is drawn no more until they see it again. */
  clearHomeTabOpened(user: string): Promise<void>;
  /** Of these people, those who have. */
  filterHomeTabOpened(users: readonly string[]): Promise<readonly string[]>;
}

/** Working hours of teams. Pure: every method is given the moment. A team the file does not name works like `sales`. */
export interface BusinessHours {
  /** The moment at which so many business hours of the team have passed since `from`. */
  addBusinessHours(team: string, from: Date, hours: number): Date;
  /** Business hours of the team between two moments; 0 when `to` is not later. */
  businessHoursBetween(team: string, from: Date, to: Date): number;
  /**
   * So many working days later at the same local time, moved into the working hours of that day, or to the next
   * opening when that is past the day's last hour. Days that the team does not work do not count.
   */
  addWorkingDays(team: string, from: Date, days: number): Date;
  isWorkingTime(team: string, at: Date): boolean;
  /** The same moment when the team is at work, else when it opens next. */
  nextWorkingTime(team: string, from: Date): Date;
  /** When the team opens on its first working day after the local day of `from`. */
  nextWorkingMorning(team: string, from: Date): Date;
  /** When the team opens first in the week, Monday to Sunday in its zone, after the one in which `from` lies. */
  nextWorkingWeek(team: string, from: Date): Date;
  /** IANA zone. */
  timeZoneOf(team: string): string;
}

/** Something we say once in a place where it can be found again. */
export interface PostRecord {
  /** Our own name for it, such as "case:<id>"; also written into the message's metadata. */
  readonly key: string;
  readonly channel: string;
  readonly thread: string | null;
  /** When Slack was last asked to take it and has not refused since: ISO 8601, UTC. null: it surely has none. */
  readonly attemptedAt: string | null;
  /** Slack's id of the message; null until Slack is known to have it. */
  readonly ts: string | null;
  /** When we first meant to post it: ISO 8601, UTC. */
  readonly intendedAt: string;
}

/** Written before Slack is called, so that a lost answer or a killed process can be settled by looking. */
export interface Posts {
  /** Writes the intention, or gives the one that is there; `isNew` tells which. */
  recordIntent(
    post: Pick<PostRecord, 'key' | 'channel' | 'thread'>,
  ): Promise<{ readonly post: PostRecord; readonly isNew: boolean }>;
  /** Slack is about to be asked: from now on nobody knows, until it answers. */
  markAttempted(key: string): Promise<void>;
  /** Slack said no: what it was asked for is not there. */
  markRejected(key: string): Promise<void>;
  markPosted(key: string, ts: string): Promise<void>;
  /** Slack refused this place: the same thing is now meant for another. */
  changeLocation(key: string, location: Pick<PostRecord, 'channel' | 'thread'>): Promise<void>;
  /** Slack no longer has, or no longer lets us change, the message it was known to have: it is meant anew, now. */
  markLost(key: string, ts: string): Promise<void>;
  find(key: string): Promise<PostRecord | null>;
}

export interface Store {
  readonly inbox: Inbox;
  readonly cases: Cases;
  readonly posts: Posts;
  readonly handoffs: Handoffs;
  readonly outbox: Outbox;
  readonly timers: Timers;
  readonly users: Users;
  /** Stands for an e-mail address: the same for the same address in this database, useless elsewhere. */
  emailFingerprint(address: string): Promise<string>;
  /** Erases the contents of rows set aside before that moment; their keys and reasons stay. */
  eraseSetAside(before: Date): Promise<void>;
  /** Throws when the database cannot be written. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Where a card ended up. */
export interface CardPlacement {
  /** Slack's word for why the card could not stand where it belongs and went to direct messages; null when it could. */
  readonly fallbackReason: string | null;
}

/** Slack, as far as a use case needs it. */
export interface Messenger {
  /** Draws the case's card from the store: posted once, changed in place afterwards, posted anew when it was lost. */
  publishCaseCard(kase: Case): Promise<CardPlacement>;
  /** Draws a handoff's post the same way. Throws `NotTaken` when Slack will not have it there. */
  publishHandoffPost(handoff: Handoff): Promise<void>;
  /** Tells one person, once for the key, what happened to a handoff. */
  notify(notification: HandoffNotification): Promise<void>;
  /** Tells a Sales channel, once for the key, which handoffs nobody has claimed. Throws `NotTaken`. */
  postReminder(key: string, channel: string, handoffs: readonly Handoff[]): Promise<void>;
  /** Draws a note or a reminder anew where it was said; one that is not there is not said. Throws `NotTaken`. */
  updateNotification(notification: Omit<HandoffNotification, 'thread'>): Promise<void>;
  updateReminder(key: string, channel: string, handoffs: readonly Handoff[]): Promise<void>;
  /** Draws a person's Home tab. */
  publishHomeTab(homeTab: HomeTabContent): Promise<void>;
  /** Posts the week's figures, once for the key. Throws `NotTaken`. */
  postWeeklyDigest(key: string, channel: string, digest: WeeklyDigest): Promise<void>;
}

/** Something that one person is told of a handoff. */
export interface HandoffNotification {
  readonly key: string;
  /** Slack user id. */
  readonly recipient: string;
  readonly handoff: Handoff;
  /** Place of the event that it is about, among the handoff's. */
  readonly eventIndex: number;
  /** Where else than in direct messages: the thread of a card. null: direct messages. */
  readonly thread: { readonly caseId: string; readonly channel: string } | null;
}

/** What a person sees on their Home tab. */
export interface HomeTabContent {
  readonly user: string;
  /** Newest first. */
  readonly cases: readonly Case[];
  /** Those that the person submitted or has claimed. */
  readonly handoffs: readonly Handoff[];
  readonly preferences: UserPreferences;
  readonly asOf: Date;
}

/** A week in figures; no customer data. */
export interface WeeklyDigest {
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  readonly checksByVerdict: Readonly<Record<string, number>>;
  readonly checksByTopic: Readonly<Record<string, number>>;
  /** Handoffs submitted in the week. */
  readonly handoffsSubmitted: number;
  readonly handoffsEndedByState: Readonly<Record<string, number>>;
  /** Median business hours of the team; null: none. */
  readonly medianHoursToClaim: number | null;
  readonly medianHoursToDone: number | null;
  /** Open now and past the time by which an answer was expected. */
  readonly overdueHandoffs: number;
}

export interface CheckMetrics {
  /** Seconds from the start of the look-up to the judged case. */
  recordCheck(check: { verdict: string; topic: string; seconds: number }): void;
}

/** Everything outside, as the use cases see it. */
export interface Ports {
  readonly billing: Billing;
  readonly crm: Crm;
  readonly helpdesk: Helpdesk;
  readonly portal: Portal;
  readonly cases: Cases;
  readonly handoffs: Handoffs;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly timers: Timers;
  readonly users: Users;
  readonly businessHours: BusinessHours;
  readonly messenger: Messenger;
  readonly metrics: CheckMetrics;
  readonly policy: Policy;
  readonly salesChannels: SalesChannels;
  /** Takes the weekly figures; null: nobody does. */
  readonly digestChannel: string | null;
  /** Days until the personal data of a closed case is erased. */
  readonly retentionDays: number;
  /** Hosts whose very names may not be said, lower case. */
  readonly refusedHosts: readonly string[];
  /** There is something to say: whoever delivers need not wait for the next look. */
  wakeOutbox(): void;
  /** For a whole check, milliseconds. */
  readonly checkDeadlineMs: number;
  now(): Date;
  /** Milliseconds of `performance.now()`, which never jumps. */
  monotonic(): number;
  emailFingerprint(address: string): Promise<string>;
}

/** How one thing that the bot depends on is doing. */
export interface Health {
  /** False: the bot is not ready while this lasts. */
  readonly ready: boolean;
  /** For the operator, without customer data, such as `the bot token is refused (invalid_auth)`. */
  readonly detail: string;
}
