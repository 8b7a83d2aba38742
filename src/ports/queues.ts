import { HANDOFF_TIMER_KINDS } from '../domain/handoff-events.ts';
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
 * `handoff-post`, `case-card` and `home-tab` draw what the store says, and `notification-update` and `reminder-update` what was said before, where
 * it still stands: asked for again, they are drawn again. `notification`, `reminder` and `digest` are said once for their key,
 * however often they are asked for.
 */
export const OUTBOX_UPDATE_KINDS = [
  'handoff-post',
  'case-card',
  'home-tab',
  'notification-update',
  'reminder-update',
] as const;
export const OUTBOX_POST_ONCE_KINDS = ['notification', 'reminder', 'digest'] as const;
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

export const TIMER_KINDS = [...HANDOFF_TIMER_KINDS, 'digest', 'retention'] as const;
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
