import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/sqlite-store.ts';
import type { Site } from './site.ts';
import { siteOf } from './site.ts';
import { storeContract } from './store-contract.ts';

async function onFile(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const file = join(folder, 'data', 'store.db');
  return siteOf(
    (options) => openStore({ file, ...options }),
    () => rmSync(folder, { recursive: true }),
  );
}

async function inMemory(): Promise<Site> {
  return siteOf((options) => openStore({ file: ':memory:', ...options }));
}

storeContract('in an SQLite file', onFile, { shared: true });
storeContract('in memory', inMemory, { shared: false });
