import type { Answer } from './domain/answer.ts';
import type { Act, Case, Check } from './domain/case.ts';
import type { Policy } from './domain/facts.ts';
import type { Destination, Handoff, HandoffEvent, HandoffTyped } from './domain/handoff.ts';
import type { Preferences } from './domain/preferences.ts';
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
import type { Removed } from './domain/redact.ts';
import type { SalesChannels } from './domain/routing.ts';

/** How to look: until when, and whether an answer from a moment ago will do. */
export interface Look {
  /** Ends the look-up, body and all; what is open by then is a `timeout` gap. */
  readonly signal: AbortSignal;
  /** True: past every cache. */
  readonly fresh: boolean;
  /** When `signal` fires, in milliseconds of `performance.now()`; a longer wait is not begun. */
  readonly endsAt?: number;
  /** The request that looks. Its key is logged, and its look-ups share their answers even when they are fresh. */
  readonly request?: { readonly key: string };
}

/** Zuora. Read-only; every method answers, none throws. */
export interface Billing {
  subscription(number: string, look: Look): Promise<Answer<Subscription>>;
  /** By account number or Zuora id. */
  account(key: string, look: Look): Promise<Answer<Account>>;
  /** Whom the invoices went to, oldest first. Never an empty list. */
  ownerHistory(number: string, look: Look): Promise<Answer<readonly OwnerVersion[]>>;
  /**
   * Salesforce id of the account that owns the subscription, as the answer about its owners tells it along; null when
   * that does not. Sooner than the account's own answer, which decides.
   */
  customerCrmId(number: string, look: Look): Promise<string | null>;
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

export const ARRIVAL_KINDS = ['command', 'shortcut', 'action', 'view', 'event'] as const;
export type ArrivalKind = (typeof ARRIVAL_KINDS)[number];

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
  /** Leases up to `limit` rows, of that kind when given, that nobody holds and whose time has come, oldest first. */
  take(limit: number, kind?: ArrivalKind): Promise<readonly Arrival[]>;
  /** Keeps our hold on these rows for another lease. */
  renew(keys: readonly string[]): Promise<void>;
  /** Dealt with: the body goes, the key stays, so that a late duplicate is still known. */
  done(key: string): Promise<void>;
  /** Gives the row back, not to be taken before `until`. */
  postpone(key: string, until: Date): Promise<void>;
  /** Keeps a row that can never be worked, out of the inbox. `reason`: one word. */
  setAside(key: string, reason: string): Promise<void>;
  /** Gives back every row that we hold, for whoever starts next. */
  handBack(): Promise<void>;
  /** Frees what a clock held or put off that has gone back since. Returns how many. */
  freeFutureHolds(): Promise<number>;
  /** Sets aside what no kind is known for. */
  setAsideUnknown(): Promise<void>;
  /** Rows not dealt with yet, whoever holds them. */
  pending(): Promise<number>;
  /** Forgets keys of rows that were done before that moment. */
  forgetDone(before: Date): Promise<void>;
}

export interface KeyedAct {
  readonly act: Act;
  readonly eventKey: string;
}

/** A case as it begins. */
export type Opened = Omit<Case, 'events' | 'erasedAt'>;

/** Cases and what happened to them. Events are appended, never overwritten. */
export interface Cases {
  /**
   * Writes the case, its first check, the timers and the intention to post its card at its place; an id that is there
   * already changes nothing.
   */
  open(opened: Opened, timers?: readonly Timer[]): Promise<'new' | 'exists'>;
  /** Appends a check, unless the case was erased. Writing the same `eventKey` twice does one thing. */
  addCheck(caseId: string, check: Check, eventKey: string): Promise<'written' | 'erased'>;
  /** Appends what somebody did to a step. Writing the same `eventKey` twice does one thing. */
  addAct(caseId: string, act: Act, eventKey: string): Promise<void>;
  /**
   * Appends what somebody decided on the case as they read it, all of it or nothing. `known`: the first key was
   * written before. `stale`: something was added to the case since it was read, so the decision has to be made anew.
   * `erased`: nothing is kept of it any more.
   */
  addDecided(read: Case, acts: readonly KeyedAct[]): Promise<'written' | 'known' | 'stale' | 'erased'>;
  /** True when an event was written under that key. */
  knows(eventKey: string): Promise<boolean>;
  /** Ids of cases in the order in which they were opened. */
  ids(options?: { readonly limit?: number; readonly newestFirst?: boolean }): Promise<readonly string[]>;
  /** Ids of the cases that this person opened, newest first. */
  openedBy(user: string, limit: number): Promise<readonly string[]>;
  /** Verdict and topic of every check at or after that moment, and before the other, that asked the systems. */
  checksSince(
    moment: Date,
    before?: Date,
  ): Promise<readonly { readonly verdict: string; readonly topic: string }[]>;
  find(id: string): Promise<Case | null>;
  /** When something happened last to the case or to one of its handoffs, and whether Sales has one of them. */
  lastActivity(id: string): Promise<{ readonly at: string; readonly isOpen: boolean } | null>;
  /**
   * Takes the personal data out of a case, its handoffs and its drafts, for good: names, contacts, typed texts, evidence.
   * What was decided, when and by whom stays. Asking again changes nothing. `errands` are written with it.
   */
  erase(id: string, at: Date, errands?: readonly Errand[]): Promise<'erased' | 'not-found' | 'erased-before'>;
}

/** A handoff as somebody is writing it. Kept so that nothing typed is lost; no part of it was shown to Sales yet. */
export interface Draft extends Destination {
  readonly id: string;
  readonly caseId: string;
  /** Slack user id. */
  readonly by: string;
  readonly typed: HandoffTyped;
  /** What was taken out of the typed texts. */
  readonly removed: Removed;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
}

export interface KeyedEvent {
  readonly event: HandoffEvent;
  readonly eventKey: string;
}

/** A thing to be told or drawn in Slack once the decision that asks for it is written. */
export interface Errand {
  /** One row a key. */
  readonly key: string;
  readonly kind: ErrandKind;
  /** Slack channel or user id that a post goes to, which paces it; null: no post. */
  readonly channel: string | null;
  /** Plain JSON: ids, rule words and texts that were cleaned. Erased when it is done. */
  readonly data: Readonly<Record<string, unknown>>;
  /** ISO 8601, UTC: not before then. null: now. */
  readonly notBefore: string | null;
}

/**
 * `handoff`, `case` and `home` draw what the store says, and `old-note` and `old-reminder` what was said before, where
 * it still stands: asked for again, they are drawn again. `note`, `reminder` and `digest` are said once for their key,
 * however often they are asked for.
 */
export const DRAWINGS = ['handoff', 'case', 'home', 'old-note', 'old-reminder'] as const;
export const SAYINGS = ['note', 'reminder', 'digest'] as const;
export type ErrandKind = (typeof DRAWINGS)[number] | (typeof SAYINGS)[number];

export interface TakenErrand extends Errand {
  /** Which request for the drawing this is; one that came meanwhile keeps the row. */
  readonly version: number;
  readonly attempts: number;
}

/** What is to be said, written in the same transaction as why. A row belongs to one process at a time. */
export interface Outbox {
  add(errands: readonly Errand[]): Promise<void>;
  /**
   * Leases up to `limit` rows that nobody holds and whose time has come, oldest first: one of each channel whose turn it
   * is, and what goes to no channel.
   */
  take(limit: number): Promise<readonly TakenErrand[]>;
  /** Keeps our hold on these rows for another lease. */
  renew(keys: readonly string[]): Promise<void>;
  /** Done, unless it was asked for again since it was taken. */
  done(taken: Pick<TakenErrand, 'key' | 'version'>): Promise<void>;
  /** Gives the row back, not to be taken before `until`. */
  postpone(key: string, until: Date): Promise<void>;
  /** Gives the row back as if it had never been taken, not to be taken before `until`. */
  returnUntried(key: string, until: Date): Promise<void>;
  /** Frees what a clock held or put off that has gone back since. Returns how many. */
  freeFutureHolds(): Promise<number>;
  /** Keeps a row that can never be worked, out of the outbox. `reason`: one word. */
  setAside(key: string, reason: string): Promise<void>;
  /** Gives back every row that we hold. */
  handBack(): Promise<void>;
  /** Takes the channel's next turn, or says when there is one: one post in `paceMs`, whichever process posts. */
  turn(channel: string, paceMs: number): Promise<'now' | Date>;
  /** Slack limits the channel: no turn before `until`. */
  hold(channel: string, until: Date): Promise<void>;
  /** Rows not done yet, whoever holds them. */
  pending(): Promise<number>;
  forgetDone(before: Date): Promise<void>;
}

export const TIMER_KINDS = ['silence', 'lapse', 'follow-up', 'watch', 'digest', 'retention'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** Something to be looked at when its time has come. */
export interface Timer {
  /** One row a key; setting it again moves it. */
  readonly key: string;
  readonly kind: TimerKind;
  /** A handoff's id or a case's, or what else the kind is about. */
  readonly about: string;
  /** ISO 8601, UTC. */
  readonly dueAt: string;
}

export interface TakenTimer extends Timer {
  /** How often it was taken since it was set. */
  readonly attempts: number;
}

export interface Timers {
  set(timers: readonly Timer[]): Promise<void>;
  /** Writes it only where no such key is. */
  seed(timer: Timer): Promise<void>;
  /** Leases up to `limit` timers of the kind that are due and that nobody holds, the longest due first. */
  take(kind: TimerKind, limit: number): Promise<readonly TakenTimer[]>;
  /** Its work is done; one that was moved meanwhile stays. */
  done(timer: Timer): Promise<void>;
  /** Its work failed: not to be taken before `until`. One that was moved meanwhile stays as it is. */
  postpone(timer: Timer, until: Date): Promise<void>;
  /** Nobody waits for these any more, by their keys. */
  stop(keys: readonly string[]): Promise<void>;
  /** Keeps a timer that can never be worked, out of the way. `reason`: one word. */
  setAside(timer: Pick<Timer, 'key'>, reason: string): Promise<void>;
  /** Frees what a clock held that has gone back since. Returns how many. */
  freeFutureHolds(): Promise<number>;
  /** Sets aside what no kind is known for. */
  setAsideUnknown(): Promise<void>;
  /** Gives back every timer that we hold. */
  handBack(): Promise<void>;
}

/** What one decision writes: all of it or nothing. */
export interface Change {
  /** A new handoff, or one as it was read; nothing is written when it has moved on since. */
  readonly handoff: Handoff;
  /** The first key decides whether this was written before. */
  readonly events: readonly [KeyedEvent, ...KeyedEvent[]];
  readonly errands?: readonly Errand[];
  readonly timers?: readonly Timer[];
  /** Keys of timers that nobody waits for any more. */
  readonly stop?: readonly string[];
  /** What it means for the case's steps. */
  readonly acts?: readonly KeyedAct[];
}

/** Handoffs and what happened to them. Events are appended, never overwritten. */
export interface Handoffs {
  /**
   * `known`: the first key was written before. `stale`: the handoff moved on, or its id was taken or its case erased
   * meanwhile.
   */
  write(change: Change): Promise<'written' | 'known' | 'stale'>;
  /** True when an event was written under that key. */
  knows(eventKey: string): Promise<boolean>;
  find(id: string): Promise<Handoff | null>;
  /** Oldest first. */
  ofCase(caseId: string): Promise<readonly Handoff[]>;
  /** Open and claimed ones that Slack has or is about to have, oldest first. */
  live(which: {
    readonly by?: string;
    readonly claimedBy?: string;
    readonly channel?: string;
    readonly account?: string;
  }): Promise<readonly Handoff[]>;
  /** Those of that person that Slack would not have, and that have neither been sent again nor ended, oldest first. */
  refused(by: string): Promise<readonly Handoff[]>;
  /** How many there are by state. */
  counts(): Promise<Readonly<Record<string, number>>>;
  /** Those with an event at or after that moment, oldest first. */
  since(moment: Date): Promise<readonly Handoff[]>;
  /** In the place of an earlier one with that id, unless the case was erased. */
  saveDraft(draft: Draft): Promise<'written' | 'erased'>;
  draft(id: string): Promise<Draft | null>;
  /** What that person wrote about the case, the last saved first. */
  draftsOf(caseId: string, by: string): Promise<readonly Draft[]>;
}

/** People's wishes about how they are told. */
export interface People {
  preferences(user: string): Promise<Preferences>;
  prefer(user: string, wishes: Preferences): Promise<void>;
  /** Remembers who has seen their Home, since only they get it drawn anew. */
  sawHome(user: string): Promise<void>;
  /** It is drawn no more until they see it again. */
  lostHome(user: string): Promise<void>;
  /** Of these people, those who have. */
  withHome(users: readonly string[]): Promise<readonly string[]>;
}

/** Working hours of teams. Pure: every method is given the moment. A team the file does not name works like `sales`. */
export interface Calendars {
  /** The moment at which so many business hours of the team have passed since `from`. */
  afterHours(team: string, from: Date, hours: number): Date;
  /** Business hours of the team between two moments; 0 when `to` is not later. */
  hoursBetween(team: string, from: Date, to: Date): number;
  /**
   * So many working days later at the same local time, moved into the working hours of that day, or to the next
   * opening when that is past the day's last hour. Days that the team does not work do not count.
   */
  afterDays(team: string, from: Date, days: number): Date;
  isOpen(team: string, at: Date): boolean;
  /** The same moment when the team is at work, else when it opens next. */
  nextOpen(team: string, from: Date): Date;
  /** When the team opens on its first working day after the local day of `from`. */
  nextMorning(team: string, from: Date): Date;
  /** When the team opens first in the week, Monday to Sunday in its zone, after the one in which `from` lies. */
  nextWeek(team: string, from: Date): Date;
  /** IANA zone. */
  zoneOf(team: string): string;
}

/** Something we say once in a place where it can be found again. */
export interface Post {
  /** Our own name for it, such as "case:<id>"; also written into the message's metadata. */
  readonly key: string;
  readonly channel: string;
  readonly thread: string | null;
  /** When Slack was last asked to take it and has not refused since: ISO 8601, UTC. null: it surely has none. */
  readonly triedAt: string | null;
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
  /** Slack is about to be asked: from now on nobody knows, until it answers. */
  trying(key: string): Promise<void>;
  /** Slack said no: what it was asked for is not there. */
  notTaken(key: string): Promise<void>;
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
  readonly handoffs: Handoffs;
  readonly outbox: Outbox;
  readonly timers: Timers;
  readonly people: People;
  /** Stands for an e-mail address: the same for the same address in this database, useless elsewhere. */
  fingerprint(address: string): Promise<string>;
  /** Erases the contents of rows set aside before that moment; their keys and reasons stay. */
  eraseSetAside(before: Date): Promise<void>;
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
  /** Draws a handoff's post the same way. Throws `NotTaken` when Slack will not have it there. */
  showHandoff(handoff: Handoff): Promise<void>;
  /** Tells one person, once for the key, what happened to a handoff. */
  tell(note: Note): Promise<void>;
  /** Tells a Sales channel, once for the key, which handoffs nobody has claimed. Throws `NotTaken`. */
  remind(key: string, channel: string, handoffs: readonly Handoff[]): Promise<void>;
  /** Draws a note or a reminder anew where it was said; one that is not there is not said. Throws `NotTaken`. */
  redrawNote(note: Omit<Note, 'thread'>): Promise<void>;
  redrawReminder(key: string, channel: string, handoffs: readonly Handoff[]): Promise<void>;
  /** Draws a person's Home tab. */
  showHome(home: HomePage): Promise<void>;
  /** Posts the week's figures, once for the key. Throws `NotTaken`. */
  digest(key: string, channel: string, digest: Digest): Promise<void>;
}

/** Something that one person is told of a handoff. */
export interface Note {
  readonly key: string;
  /** Slack user id. */
  readonly to: string;
  readonly handoff: Handoff;
  /** Place of the event that it is about, among the handoff's. */
  readonly event: number;
  /** Where else than in direct messages: the thread of a card. null: direct messages. */
  readonly thread: { readonly caseId: string; readonly channel: string } | null;
}

/** What a person sees on their Home tab. */
export interface HomePage {
  readonly user: string;
  /** Newest first. */
  readonly cases: readonly Case[];
  /** Those that the person submitted or has claimed. */
  readonly handoffs: readonly Handoff[];
  readonly preferences: Preferences;
  readonly at: Date;
}

/** A week in figures; no customer data. */
export interface Digest {
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly topics: Readonly<Record<string, number>>;
  /** Handoffs submitted in the week. */
  readonly submitted: number;
  readonly ended: Readonly<Record<string, number>>;
  /** Median business hours of the team; null: none. */
  readonly untilClaim: number | null;
  readonly untilEnd: number | null;
  /** Open now and past the time by which an answer was expected. */
  readonly unanswered: number;
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
  readonly handoffs: Handoffs;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly timers: Timers;
  readonly people: People;
  readonly calendars: Calendars;
  readonly messenger: Messenger;
  readonly meter: Meter;
  readonly policy: Policy;
  readonly salesChannels: SalesChannels;
  /** Takes the weekly figures; null: nobody does. */
  readonly digestChannel: string | null;
  /** Days until the personal data of a closed case is erased. */
  readonly retentionDays: number;
  /** Hosts whose very names may not be said, lower case. */
  readonly refusedHosts: readonly string[];
  /** There is something to say: whoever delivers need not wait for the next look. */
  nudge(): void;
  /** For a whole check, milliseconds. */
  readonly checkDeadlineMs: number;
  now(): Date;
  /** Milliseconds of `performance.now()`, which never jumps. */
  monotonic(): number;
  fingerprint(address: string): Promise<string>;
}

/** How one thing that the bot depends on is doing. */
export interface Health {
  /** False: the bot is not ready while this lasts. */
  readonly ready: boolean;
  /** For the operator, without customer data, such as `the bot token is refused (invalid_auth)`. */
  readonly detail: string;
}
