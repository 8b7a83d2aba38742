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
    done_at: string | null;
  };
  /** Inserted, never changed. */
  cases: {
    id: string;
    opened_at: string;
    opened_by: string;
    channel: string;
    thread: string | null;
  };
  /** Appended, never changed. A case is what its events say, in the order of their ids. */
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
  };
  settings: {
    name: string;
    value: string;
  };
}
