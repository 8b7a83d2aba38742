/**
 * A process of its own, run as `node --import tsx store-process.ts <what> <file>`.
 * `open`: opens the store, prints how that went, and ends. `accept`: accepts rows until it is killed, and
 * prints the key of each when it was promised to be on disk.
 */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { anInboundRequest } from './database-fixture.ts';

const STDOUT = 1;

async function openAndClose(file: string): Promise<string> {
  try {
    const store = await openSqliteStore({ file, now: () => new Date() });
    await store.close();
    return 'opened';
  } catch (error) {
    return error instanceof StoreError ? `${error.reason} ${error.message}` : String(error);
  }
}

async function acceptUntilKilled(file: string): Promise<void> {
  const { inbox } = await openSqliteStore({ file, now: () => new Date() });
  const acceptOne = async (key: string) => {
    await inbox.accept(anInboundRequest(key));
    writeSync(STDOUT, `${key}\n`);
  };
  for (let round = 0; ; round += 1) {
    await Promise.all(Array.from({ length: 5 }, (_, index) => acceptOne(`${round}-${index}`)));
  }
}

const [, , what, file = ''] = process.argv;
if (what === 'open') writeSync(STDOUT, await openAndClose(file));
else await acceptUntilKilled(file);
