import type { Case, Check, StepEvent } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import type { HandoffEvent } from '../domain/handoff-events.ts';
import type { HandoffDestination, HandoffInput } from '../domain/handoff-state.ts';
import type { RemovedCounts } from '../domain/redaction-buffer.ts';
import type { UserPreferences } from '../domain/user-preferences.ts';
import type { Inbox, Outbox, OutboxMessage, Timer, Timers } from './queues.ts';

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
