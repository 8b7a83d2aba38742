import type { Generated } from 'kysely';

/** Moments are ISO 8601 in UTC with milliseconds, so that comparing the texts compares the moments. */
export interface Tables {
  inbox: {
    key: string;
    kind: string;
    received_at: string;
    /** JSON; null once done. */
    body: string | null;
    attempts: number;
    lease_owner: string | null;
    lease_until: string | null;
    not_before: string | null;
    /** When `lease_until` or `not_before` was last written. In the future when the clock has gone back since. */
    held_at: string | null;
    done_at: string | null;
  };
  /** Inserted, never changed but for erasing. */
  cases: {
    id: string;
    opened_at: string;
    opened_by: string;
    channel: string;
    thread: string | null;
    erased_at: string | null;
  };
  /** Appended, never changed but for erasing. A case is what its events say, in the order of their ids. */
  case_events: {
    id: Generated<number>;
    case_id: string;
    event_key: string;
    at: string;
    by: string;
    kind: string;
    /** JSON. */
    data: string;
  };
  posts: {
    key: string;
    channel: string;
    thread: string | null;
    ts: string | null;
    intended_at: string;
    tried_at: string | null;
  };
  /** All but the first two columns follow from the events, and are written with them. */
  handoffs: {
    id: string;
    case_id: string;
    opened_at: string;
    opened_by: string;
    channel: string;
    account: string | null;
    state: string;
    /** 1 while Sales has something to do with it. */
    live: number;
    claimed_by: string | null;
    /** How many there are: who read fewer decides anew. */
    events: number;
  };
  /** Appended, never changed but for erasing. */
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
    by: string;
    channel: string;
    team: string;
    saved_at: string;
    /** JSON. */
    data: string;
  };
  outbox: {
    id: Generated<number>;
    key: string;
    kind: string;
    channel: string | null;
    /** The handoff or case that it is about. */
    about: string | null;
    /** JSON; empty once done. */
    data: string;
    version: number;
    attempts: number;
    not_before: string | null;
    lease_owner: string | null;
    lease_until: string | null;
    held_at: string | null;
    done_at: string | null;
  };
  outbox_turns: {
    channel: string;
    next_at: string;
    held_at: string | null;
  };
  timers: {
    key: string;
    kind: string;
    about: string;
    due_at: string;
    attempts: number;
    lease_owner: string | null;
    lease_until: string | null;
    held_at: string | null;
  };
  /** Rows that cannot be read or processed. Rows of queues are moved here; for other tables only the key is recorded. */
  set_aside: {
    source: string;
    key: string;
    reason: string;
    at: string;
    /** The handoff or case that it is about. */
    about: string | null;
    /** JSON of all columns; null for a row that stayed where it is. */
    row: string | null;
  };
  people: {
    /** Slack user id. */
    id: string;
    /** JSON; null: none said. */
    preferences: string | null;
    saw_home: number;
  };
  settings: {
    name: string;
    value: string;
  };
}
