import type { AliasableExpression, Expression } from 'kysely';
import { expressionBuilder, sql } from 'kysely';

/**
 * The clock that leases, delays, due times, rate limits and attempts to post are measured by, as SQL expressions of
 * ISO 8601 text (UTC, with milliseconds), so that comparing the texts compares the moments. One clock for all processes of
 * a database.
 */
export interface DatabaseClock {
  now(): AliasableExpression<string>;
  after(ms: number): AliasableExpression<string>;
}

/**
 * Returns the clock of an embedded database. SQLite runs in this process and on one machine, so its `strftime('now')` would
 * read the same clock, but tests and the sandbox could not move it.
 */
export function createProcessClock(now: () => Date): DatabaseClock {
  const { val } = expressionBuilder();
  const expression = (at: number) => val(new Date(at).toISOString());
  return {
    now: () => expression(now().getTime()),
    after: (ms) => expression(now().getTime() + ms),
  };
}

/**
 * Returns the clock of the database server, the same for all processes whatever their own clocks show. It stands still
 * during a statement, so that indexes can be used.
 */
export function createServerClock(): DatabaseClock {
  const after = (ms: number) =>
    sql<string>`to_char((statement_timestamp() + ${ms} * interval '1 millisecond') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return { now: () => after(0), after };
}

/** Returns the moment of the database's clock that is as far ahead as `until` is by the clock of this process. */
export function untilByDatabaseClock(
  { clock, now }: { readonly clock: DatabaseClock; readonly now: () => Date },
  until: Date,
): Expression<string> {
  return clock.after(until.getTime() - now().getTime());
}
