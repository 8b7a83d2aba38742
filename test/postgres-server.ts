import pg from 'pg';

/** The PostgreSQL server that tests use, with a superuser. */
export const TEST_POSTGRES_URL =
  process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Tests that need the server. */
const POSTGRES_FILES = 'test/**/postgres/**/*.test.ts';

/** Holds the outcome of the first attempt to connect, because Vitest reads its configuration once for each project. */
const OUTCOME_VARIABLE = 'TEST_POSTGRES_OUTCOME';
const CONNECTED = 'connected';

/**
 * Returns the files of tests to leave out: those that need PostgreSQL, when the server cannot be reached. Says so once, on
 * standard error. Throws instead when `REQUIRE_POSTGRES` is 1.
 */
export async function filesWithoutPostgres(): Promise<readonly string[]> {
  const known = process.env[OUTCOME_VARIABLE];
  const outcome = known ?? (await tryToConnect());
  process.env[OUTCOME_VARIABLE] = outcome;
  if (outcome === CONNECTED) return [];
  const message = `No PostgreSQL at ${new URL(TEST_POSTGRES_URL).host} (${outcome})`;
  if (process.env['REQUIRE_POSTGRES'] === '1') throw new Error(`${message}, but REQUIRE_POSTGRES is 1.`);
  if (known === undefined)
    process.stderr.write(`${message}: its tests are left out. TEST_POSTGRES_URL names another server.\n\n`);
  return [POSTGRES_FILES];
}

async function tryToConnect(): Promise<string> {
  const client = new pg.Client({ connectionString: TEST_POSTGRES_URL, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.end();
    return CONNECTED;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  }
}
