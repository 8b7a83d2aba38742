import type { Expression } from 'kysely';
import { expressionBuilder } from 'kysely';

/**
 * The clock that leases, delays, due times and rate limits are measured by, as SQL expressions of ISO 8601 text (UTC, with
 * milliseconds), so that comparing the texts compares the moments. One clock for all processes of a database.
 */
export interface DatabaseClock {
  now(): Expression<string>;
  after(ms: number): Expression<string>;
}

/**
 * Returns the clock of an embedded database. SQLite runs in this process and on one machine, so its `strftime('now')` would
 * read the same clock, but tests and the sandbox could not move it. A database server takes its own time here, for
 * example `clock_timestamp()`.
 */
export function createProcessClock(now: () => Date): DatabaseClock {
  const { val } = expressionBuilder();
  const expression = (at: number) => val(new Date(at).toISOString());
  return {
    now: () => expression(now().getTime()),
    after: (ms) => expression(now().getTime() + ms),
  };
}
