import type { Generated } from 'kysely';

/** The queues that share `queue_items`. */
export type QueueName = 'inbox' | 'outbox' | 'timers';

/** Timestamps are ISO 8601 in UTC with milliseconds, so that comparing the texts compares the moments. */
export interface Tables {
  queue_items: {
    id: Generated<number>;
    queue: string;
    /** Unique in its queue. */
    key: string;
    /** The rows of a partition are claimed oldest first: the kind of a request or timer, or the channel of a message. */
    partition: string;
    kind: string;
    /** The handoff or case that the item concerns. */
    subject_id: string | null;
    /** Empty for an item that is due at once. */
    due_at: string;
    /** JSON; `{}` once done. */
    payload: string;
    /** When the item was enqueued; for a request, when it was received. */
    enqueued_at: string;
    /** Counts how often the item was enqueued. */
    version: number;
    attempts: number;
    lease_owner: string | null;
    /** End of the lease, or of the delay before the next attempt. */
    available_at: string | null;
    /** When the row was leased or delayed. Lies in the future when the clock has been set back since. */
    unavailable_since: string | null;
    done_at: string | null;
  };
  channel_rate_limits: {
    channel: string;
    next_slot_at: string;
    /** Lies in the future when the clock has been set back since. */
    updated_at: string | null;
  };
  /** Inserted once; changed only when the case is erased. */
  cases: {
    id: string;
    opened_at: string;
    opened_by: string;
    channel: string;
    thread: string | null;
    erased_at: string | null;
  };
  /** Append-only except for erasure. A case is the sum of its events, in the order of their ids. */
  case_events: {
    id: Generated<number>;
    case_id: string;
    event_key: string;
    at: string;
    by: string;
    kind: string;
    /** Of a check: what is counted and selected by, without reading `data`; null for other events. */
    verdict: string | null;
    topic: string | null;
    trigger: string | null;
    /** JSON. */
    data: string;
  };
  /** What a case is or was about, one row for each ticket or subscription. */
  case_references: {
    reference: string;
    case_id: string;
  };
  /** The case that was opened last for each ticket or subscription, so that two people who check it at once open one. */
  latest_cases: {
    reference: string;
    case_id: string;
  };
  posts: {
    key: string;
    channel: string;
    thread: string | null;
    ts: string | null;
    intended_at: string;
    attempted_at: string | null;
  };
  /** A summary of the events, written with them. */
  handoffs: {
    id: string;
    case_id: string;
    opened_at: string;
    opened_by: string;
    channel: string;
    /** Zuora account number. */
    account_number: string | null;
    state: string;
    /** 1 while Sales has to act. */
    is_active: number;
    claimed_by: string | null;
    /** For optimistic concurrency: a decision based on fewer events has to be made again. */
    event_count: number;
  };
  /** How many handoffs have each state, so that nobody has to count them. */
  handoff_counts: {
    state: string;
    handoff_count: number;
  };
  /** Append-only except for erasure. */
  handoff_events: {
    id: Generated<number>;
    handoff_id: string;
    event_key: string;
    at: string;
    by: string;
    kind: string;
    /** JSON. */
    data: string;
  };
  handoff_drafts: {
    id: string;
    case_id: string;
    author: string;
    channel: string;
    team: string;
    saved_at: string;
    /** JSON. */
    data: string;
  };
  /** Rows that cannot be read or processed. Rows of queues are moved here; of other tables only the key is recorded. */
  quarantined_rows: {
    source: string;
    key: string;
    reason: string;
    at: string;
    /** The handoff or case that the row concerns. */
    subject_id: string | null;
    /** JSON of all columns; null for a row that stayed where it is, and once erased. */
    row_json: string | null;
  };
  people: {
    /** Slack user id. */
    id: string;
    /** JSON; null for the defaults. */
    preferences: string | null;
    has_opened_home: number;
    has_been_greeted: number;
  };
  /** The salt of email fingerprints, the heartbeats of processes, and the marks of an unfinished `store:copy` and of a restore. */
  database_settings: {
    name: string;
    value: string;
  };
}
