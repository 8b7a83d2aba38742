import { HANDOFF_TIMER_KINDS } from '../domain/handoff-events.ts';

/** The attempts and the version of a claimed row. */
export interface Lease {
  /** How often the row was claimed since it was last enqueued. */
  readonly attempts: number;
  /** Changes whenever the row is enqueued. An item that was enqueued again while it was processed is processed again. */
  readonly version: number;
}

export type Leased<Item> = Item & Lease;

/**
 * What completing a row found. `lease-lost`: only for messages of `OUTBOX_STATE_KINDS` that another process has leased since.
 * Its render may have reached Slack before ours, so the message has to be enqueued again.
 */
export type Completion = 'completed' | 'enqueued-again' | 'lease-lost';

/** Names a row; with a version, only as long as it has not been enqueued again since. */
export interface QueueItemRef {
  readonly key: string;
  readonly version?: number;
}

/**
 * A persistent queue. A claimed row is leased to one process; it can be claimed again when the lease expires, so work
 * may be repeated but is never lost. All times are those of the database's clock.
 */
export interface LeaseQueue<Item, Kind extends string = never> {
  /** Claims up to `limit` rows that are due and not leased, oldest first. `kind`: all by default. */
  claim(limit: number, kind?: Kind): Promise<readonly Leased<Item>[]>;
  /** Extends our leases on these rows. */
  renewLeases(keys: readonly string[]): Promise<void>;
  /** Marks the work as done and erases its payload. An item that was enqueued again in the meantime is only released. */
  complete(item: QueueItemRef): Promise<Completion>;
  /** Releases our lease on a row. It is not claimed again before `until`, unless it is enqueued again. */
  retryAt(item: QueueItemRef, until: Date): Promise<void>;
  /** Like `retryAt`, for work that could not be attempted: the claim does not count as an attempt. */
  retryUncountedAt(item: QueueItemRef, until: Date): Promise<void>;
  /** Moves a row that can never be processed to the quarantine. `reason`: one word. */
  quarantine(item: QueueItemRef, reason: string): Promise<void>;
  /** Quarantines rows that are never claimed: those of a kind that has been unknown for a day, and those with an invalid due time. */
  quarantineUnclaimable(): Promise<void>;
  /** Releases all leases of this process. */
  releaseLeases(): Promise<void>;
  /** Releases leases and delays that were written before the clock was set back. Returns how many. */
  releaseFutureLeases(): Promise<number>;
  /** Returns how many rows are not done, leased or not. */
  countPending(): Promise<number>;
  /** Returns since when the row that has been due longest waits, leased or not; null when no row is due. */
  oldestDueSince(): Promise<Date | null>;
  /** Deletes the keys of rows that were done before that moment. */
  deleteCompleted(before: Date): Promise<void>;
}

export const INBOUND_REQUEST_KINDS = ['command', 'shortcut', 'action', 'view', 'event'] as const;
export type InboundRequestKind = (typeof INBOUND_REQUEST_KINDS)[number];

/** A verified request from Slack, reduced to what handling it needs. */
export interface InboundRequest {
  /** The same for every delivery of one request. */
  readonly key: string;
  readonly kind: InboundRequestKind;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** Plain JSON. Erased when the request is done. */
  readonly body: Record<string, unknown>;
  /** How often the request was claimed; absent while it is new. */
  readonly attempts?: number;
}

/** Requests from Slack, persisted before they are acknowledged. Keys of completed requests reveal late duplicates. */
export interface Inbox extends LeaseQueue<InboundRequest, InboundRequestKind> {
  /** Persists a request. A new one is leased to this process at once; a duplicate changes nothing. */
  accept(request: InboundRequest): Promise<'new' | 'duplicate'>;
}

/** Something to post or update in Slack, written in the transaction of the decision that requires it. */
export interface OutboxMessage {
  /** Idempotency key: there is one row for each. */
  readonly key: string;
  readonly kind: OutboxMessageKind;
  /** Slack channel or user id that is posted to, for the rate limit; null when nothing is posted. */
  readonly channel: string | null;
  /** Plain JSON: ids, fixed terms and redacted texts. Erased once delivered. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Earliest delivery: ISO 8601, UTC. null: at once. */
  readonly notBefore: string | null;
}

/**
 * Kinds that post or update the one message that shows the current state; `postOnce` keeps it single. Enqueuing one again
 * delivers it again, and replaces one that is still waiting.
 */
export const OUTBOX_STATE_KINDS = [
  'handoff-post',
  'case-card',
  'home-tab',
  'notification-update',
  'reminder-update',
  'override-update',
] as const;
/** Kinds that announce something that happened: delivered once per key, however often they are enqueued. */
export const OUTBOX_EVENT_KINDS = [
  'notification',
  'reminder',
  'digest',
  'override-request',
  'override-undelivered',
] as const;
export type OutboxMessageKind = (typeof OUTBOX_STATE_KINDS)[number] | (typeof OUTBOX_EVENT_KINDS)[number];

/** Messages to Slack. `claim` returns at most one message of each channel whose rate limit allows a post now. */
export interface Outbox extends LeaseQueue<OutboxMessage> {
  enqueue(messages: readonly OutboxMessage[]): Promise<void>;
  /**
   * Enqueues a message of `OUTBOX_STATE_KINDS` and claims it at once. Returns null while another worker or process is
   * delivering it; it is then delivered again.
   */
  enqueueAndClaim(message: OutboxMessage): Promise<Leased<OutboxMessage> | null>;
  /** Takes the channel's next slot, one every `rateLimitMs` for all processes, or returns when it is free. */
  acquireSlot(channel: string, rateLimitMs: number): Promise<'now' | Date>;
  /** Allows no slot in the channel before `until`. */
  backOff(channel: string, until: Date): Promise<void>;
}

export const TIMER_KINDS = [...HANDOFF_TIMER_KINDS, 'digest', 'retention'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** Work for a later moment. */
export interface Timer {
  /** One row for each key; scheduling it again moves it. */
  readonly key: string;
  readonly kind: TimerKind;
  /** The id of the handoff or case that it concerns, or a fixed word. */
  readonly subjectId: string;
  /** ISO 8601, UTC. */
  readonly dueAt: string;
}

/** Timers, claimed by kind when they are due. A completed timer is deleted. */
export interface Timers extends LeaseQueue<Timer, TimerKind> {
  schedule(timers: readonly Timer[]): Promise<void>;
  /** Does nothing when the key exists. */
  scheduleIfAbsent(timer: Timer): Promise<void>;
  /** Deletes timers by their keys. */
  cancel(keys: readonly string[]): Promise<void>;
}
