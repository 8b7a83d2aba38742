import type { Case, CaseShownEvent, Check, DisputeEvent, StepEvent } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import type { HandoffEvent } from '../domain/handoff-events.ts';
import type { HandoffDestination, HandoffInput } from '../domain/handoff-state.ts';
import type { CasesOfPerson, Lookup } from '../domain/lookups.ts';
import type { RemovedCounts } from '../domain/redaction-buffer.ts';
import type { UserPreferences } from '../domain/user-preferences.ts';
import type { Inbox, Outbox, OutboxMessage, Timer, Timers } from './queues.ts';

/** An event of a case with the key that makes writing it idempotent. */
export interface KeyedStepEvent {
  readonly stepEvent: StepEvent | DisputeEvent | CaseShownEvent;
  readonly idempotencyKey: string;
}

/** A case to be opened. */
export type NewCase = Omit<Case, 'events' | 'erasedAt'>;

export interface ListCasesOptions {
  readonly limit?: number;
  readonly newestFirst?: boolean;
  /** Only cases whose latest check has these values, and was made at or after `since`. */
  readonly latestCheck?: { readonly verdict?: string; readonly topic?: string; readonly since?: Date };
}

/** The case that was opened last for a ticket or subscription. `reference`: as `caseReferences` returns it. */
export interface LatestCase {
  readonly reference: string;
  readonly caseId: string | null;
}

/** Which look-ups: of the ticket or subscription with this number, on whatever host, or by one person. */
export type LookupFilter = { readonly number: string } | { readonly by: string };

/** Stores cases and their events. Events are appended, never overwritten. */
export interface Cases {
  /**
   * Writes the case, its first check, its timers and the intent to post its card in one transaction. Changes nothing when
   * the id exists. `expected`: what `findLatest` returned; `stale`, and nothing is written, when another case of that ticket
   * or subscription has been opened since.
   */
  open(
    newCase: NewCase,
    timers?: readonly Timer[],
    expected?: LatestCase,
  ): Promise<'new' | 'exists' | 'stale'>;
  findLatest(reference: string): Promise<LatestCase>;
  /** Appends a check unless the case was erased. Idempotent by `idempotencyKey`. */
  appendCheck(caseId: string, check: Check, idempotencyKey: string): Promise<'written' | 'erased'>;
  /**
   * Appends all events, provided that the case is still as it was read. `duplicate`: the first key was written before.
   * `stale`: the case has changed, so the decision must be made again. `erased`: the case was erased. `messages` are written
   * in the same transaction.
   */
  appendIfUnchanged(
    expected: Case,
    stepEvents: readonly KeyedStepEvent[],
    messages?: readonly OutboxMessage[],
  ): Promise<'written' | 'duplicate' | 'stale' | 'erased'>;
  /** Returns true when an event with this key exists. */
  hasIdempotencyKey(idempotencyKey: string): Promise<boolean>;
  /** Returns ids of cases in the order in which they were opened. */
  listIds(options?: ListCasesOptions): Promise<readonly string[]>;
  /**
   * Returns ids of cases that are or were about this ticket or subscription, newest first, without erased ones.
   * `reference`: as `caseReferences` returns it.
   */
  listIdsByReference(reference: string, limit: number): Promise<readonly string[]>;
  /** Returns ids of the cases in which somebody has called a verdict wrong since `since`, first come first. */
  listIdsWithDisputes(since: Date): Promise<readonly string[]>;
  /** Returns ids of the cases that this person opened, newest first. */
  listIdsOpenedBy(user: string, limit: number): Promise<readonly string[]>;
  /** Counts the checks from `since` until before `before` that queried the systems, by verdict and topic. */
  countChecksBetween(
    since: Date,
    before: Date,
  ): Promise<readonly { readonly verdict: string; readonly topic: string; readonly count: number }[]>;
  /** Counts the cases whose customer each person looked up, from `since` until before `before`. */
  countCasesByPerson(since: Date, before: Date): Promise<readonly CasesOfPerson[]>;
  find(id: string): Promise<Case | null>;
  /** Returns when something last happened to the case or its handoffs, and whether a handoff is active. */
  lastActivity(id: string): Promise<{ readonly at: string; readonly hasActiveHandoff: boolean } | null>;
  /**
   * Erases the personal data of a case, its handoffs and drafts: names, contacts, typed texts and evidence. What was
   * decided, when and by whom is kept. Idempotent. `messages` are written in the same transaction.
   */
  erase(
    id: string,
    at: Date,
    messages?: readonly OutboxMessage[],
  ): Promise<'erased' | 'not-found' | 'already-erased'>;
}

/** A handoff that has not been submitted. Stored so that nothing typed is lost; Sales has seen no part of it. */
export interface HandoffDraft extends HandoffDestination {
  readonly id: string;
  readonly caseId: string;
  /** Slack user id. */
  readonly by: string;
  readonly input: HandoffInput;
  /** What redaction removed from the typed texts. */
  readonly removed: RemovedCounts;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
}

/** A handoff event with the key that makes writing it idempotent. */
export interface KeyedHandoffEvent {
  readonly event: HandoffEvent;
  readonly idempotencyKey: string;
}

/** Everything that one decision writes, in one transaction. */
export interface HandoffChange {
  /** A new handoff, or the handoff as it was read; nothing is written when it has changed since. */
  readonly handoff: Handoff;
  /** The first key shows whether the change was written before. */
  readonly events: readonly [KeyedHandoffEvent, ...KeyedHandoffEvent[]];
  readonly messages?: readonly OutboxMessage[];
  readonly timers?: readonly Timer[];
  /** Keys of timers to cancel. */
  readonly cancelTimers?: readonly string[];
  /** Events for the case's steps that follow from the decision. */
  readonly stepEvents?: readonly KeyedStepEvent[];
  /** How many events the case had when `stepEvents` were derived; nothing is written when it has changed since. */
  readonly caseEventCount?: number;
}

/** Stores handoffs and their events. Events are appended, never overwritten. */
export interface Handoffs {
  /**
   * Writes the change. `duplicate`: the first key was written before. `stale`: the handoff has changed (an erasure adds an
   * event), or it is new and its id is taken or its case erased, or the case has changed since the step events were derived.
   */
  commit(change: HandoffChange): Promise<'written' | 'duplicate' | 'stale'>;
  /** Returns true when an event with this key exists. */
  hasIdempotencyKey(idempotencyKey: string): Promise<boolean>;
  find(id: string): Promise<Handoff | null>;
  /** Returns the handoffs of a case, oldest first. */
  listByCase(caseId: string): Promise<readonly Handoff[]>;
  /** Returns the active handoffs: open or claimed ones that are posted or waiting to be posted. Oldest first. */
  listActive(filter: {
    readonly by?: string;
    readonly claimedBy?: string;
    readonly channel?: string;
    readonly account?: string;
  }): Promise<readonly Handoff[]>;
  /** Returns the person's handoffs that Slack refused and that were neither sent again nor ended, oldest first. */
  listUndelivered(by: string): Promise<readonly Handoff[]>;
  /** Returns the number of handoffs by state. */
  countByState(): Promise<Readonly<Record<string, number>>>;
  /** Returns handoffs with an event at or after `since`, oldest first. */
  listChangedSince(since: Date): Promise<readonly Handoff[]>;
  /** Writes the draft, replacing one with the same id, unless the case was erased. */
  saveDraft(draft: HandoffDraft): Promise<'written' | 'erased'>;
  findDraft(id: string): Promise<HandoffDraft | null>;
  /** Returns the person's drafts for the case, last saved first. */
  listDrafts(caseId: string, by: string): Promise<readonly HandoffDraft[]>;
}

/** Stores people's preferences, who has opened their Home tab, and who has been greeted. */
export interface Users {
  preferences(user: string): Promise<UserPreferences>;
  savePreferences(user: string, preferences: UserPreferences): Promise<void>;
  /** Records that the person has opened their Home tab. Only such tabs are updated. */
  markHomeTabOpened(user: string): Promise<void>;
  /** Returns true when `markGreeted` was called for the person. */
  hasBeenGreeted(user: string): Promise<boolean>;
  markGreeted(user: string): Promise<void>;
  /** Stops updates of the person's Home tab until they open it again. */
  clearHomeTabOpened(user: string): Promise<void>;
  /** Returns those of the given people who have opened their Home tab. */
  filterHomeTabOpened(users: readonly string[]): Promise<readonly string[]>;
}

/** A message that is posted once and can be found again. */
export interface PostRecord {
  /** Key of the message, such as "case:<id>"; also part of its metadata. */
  readonly key: string;
  readonly channel: string;
  readonly thread: string | null;
  /**
   * Last attempt to post that Slack has not refused, by the database's clock, ISO 8601, UTC; null when Slack certainly does
   * not have the message.
   */
  readonly attemptedAt: string | null;
  /**
   * How long ago that was when the record was read, in milliseconds by the database's clock; negative when that clock has
   * been set back since.
   */
  readonly attemptAgeMs: number | null;
  /** Slack's id of the message; null until Slack has confirmed it. */
  readonly ts: string | null;
  /** When the intent was recorded, ISO 8601, UTC. */
  readonly intendedAt: string;
}

/** Stores the intent before Slack is called, so that a message can be searched for after a lost answer or a crash. */
export interface Posts {
  /** Records the intent, or returns the existing record with `isNew` false. */
  recordIntent(
    post: Pick<PostRecord, 'key' | 'channel' | 'thread'>,
  ): Promise<{ readonly post: PostRecord; readonly isNew: boolean }>;
  /**
   * Records that Slack is about to be called; the outcome is unknown until it answers. Returns the time of the attempt, or
   * null when the channel or the last attempt is no longer the one that was read: another process is posting the message, has
   * posted it, or has moved it.
   */
  markAttempted(read: Pick<PostRecord, 'key' | 'channel' | 'attemptedAt'>): Promise<string | null>;
  /** Records that Slack refused the message in this attempt, so that it does not exist. Does nothing after a later attempt. */
  markRejected(key: string, attemptedAt: string): Promise<void>;
  markPosted(key: string, ts: string): Promise<void>;
  /**
   * Moves the message to another channel or thread after Slack refused the first. Returns false when `lastAttempt` is no
   * longer the last one, or the message is posted.
   */
  changeLocation(
    key: string,
    location: Pick<PostRecord, 'channel' | 'thread'>,
    lastAttempt: PostRecord['attemptedAt'],
  ): Promise<boolean>;
  /** Records that the message was deleted or can no longer be updated, so that it is posted again. */
  markLost(key: string, ts: string): Promise<void>;
  find(key: string): Promise<PostRecord | null>;
}

/** A database opened for reading. Neither creates nor changes anything. */
export interface ReadOnlyStore
  extends Pick<Cases, 'find' | 'listIds' | 'listIdsWithDisputes'>,
    Pick<Handoffs, 'listByCase'> {
  /** Returns the look-ups, newest first. Those of erased cases are found by person only. */
  listLookups(filter: LookupFilter, limit: number): Promise<readonly Lookup[]>;
  close(): Promise<void>;
}

/** The database. */
export interface Store {
  readonly inbox: Inbox;
  readonly cases: Cases;
  readonly posts: Posts;
  readonly handoffs: Handoffs;
  readonly outbox: Outbox;
  readonly timers: Timers;
  readonly users: Users;
  /** Returns a per-database HMAC of the lower-cased address. */
  emailFingerprint(address: string): string;
  /** Erases the contents of rows that were quarantined before `before`; their keys and reasons are kept. */
  eraseQuarantined(before: Date): Promise<void>;
  /** Throws `StoreError` when the database cannot be written. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
