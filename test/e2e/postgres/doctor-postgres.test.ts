import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDatabase } from '../../../src/app/doctor/local-checks.ts';
import { parseDatabaseLocation } from '../../../src/config.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../../store/postgres-database.ts';

let database: PostgresDatabase;
beforeEach(async () => {
  database = await createPostgresDatabase();
});
afterEach(() => database.drop());

const findings = async (url = database.url, now = () => new Date()) =>
  (await checkDatabase({ database: parseDatabaseLocation(url) }, now)).map(
    ({ status, finding }) => `${status} ${finding}`,
  );

describe('the doctor of a PostgreSQL database', () => {
  it('prints version, schema, cases, usage and clock', async () => {
    const store = await openStore(parseDatabaseLocation(database.url), { now: () => new Date() });

    expect(await findings()).toEqual([
      expect.stringMatching(
        /^ok \S+ can be read: PostgreSQL \d+\S*.*, schema test_\w+, 0 cases, in use by a bot\.$/,
      ),
      'ok The clock of this machine agrees with the database server.',
    ]);
    expect(await findings(database.url, () => new Date(Date.now() + 120_000))).toContainEqual(
      expect.stringMatching(
        /^failed The clocks of this machine and the database server differ by 1[12]\d seconds/,
      ),
    );
    await store.close();
  });

  it('reports a database without tables, and a server that does not answer', async () => {
    expect(await findings()).toEqual([expect.stringMatching(/^ok .* its tables will be created/)]);
    expect(await findings('postgres://nobody@127.0.0.1:9/nothing')).toEqual([
      expect.stringMatching(/^failed 127\.0\.0\.1:9\/nothing cannot be read/),
    ]);
  });
});
