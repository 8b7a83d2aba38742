import { afterAll } from 'vitest';
import { createProcessClock } from '../../../src/store/database-clock.ts';
import { openPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import type { DatabaseFixture } from '../database-fixture.ts';
import { createDatabaseFixture } from '../database-fixture.ts';
import { PostgresDatabases } from '../postgres-database.ts';
import { storeContract } from '../store-contract.ts';

const databases = new PostgresDatabases();
afterAll(() => databases.dropAll());

/** The clock is the test's, so that leases end when the test wants them to. */
async function postgresFixture(): Promise<DatabaseFixture> {
  const database = await databases.take();
  return createDatabaseFixture(
    ({ owner, leaseMs, now }) =>
      openPostgresStore({
        url: database.url,
        poolSize: 4,
        statementTimeoutMs: 10_000,
        now,
        clock: createProcessClock(now),
        ...(owner === undefined ? {} : { leaseOwner: owner }),
        ...(leaseMs === undefined ? {} : { leaseMs }),
      }),
    () => databases.giveBack(database),
  );
}

storeContract('in PostgreSQL', postgresFixture, { shared: true });
