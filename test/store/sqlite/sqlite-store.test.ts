import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { sampleSize } from '../../sample-size.ts';
import type { DatabaseFixture } from '../database-fixture.ts';
import { createDatabaseFixture } from '../database-fixture.ts';
import { storeContract } from '../store-contract.ts';

async function fileFixture(): Promise<DatabaseFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const file = join(folder, 'data', 'store.db');
  return createDatabaseFixture(
    (options) => openSqliteStore({ file, ...options }),
    () => rmSync(folder, { recursive: true }),
  );
}

async function memoryFixture(): Promise<DatabaseFixture> {
  return createDatabaseFixture((options) => openSqliteStore({ file: ':memory:', ...options }));
}

storeContract('in an SQLite file', fileFixture, { shared: true });
if (sampleSize(1, 0)) storeContract('in memory', memoryFixture, { shared: false });
