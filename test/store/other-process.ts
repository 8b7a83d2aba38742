/**
 * A process of its own, run as `node --import tsx other-process.ts <what> <file>`.
 * `open`: opens the store, prints how that went, and ends. `accept`: accepts rows until it is killed, and
 * prints the key of each when it was promised to be on disk.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/sqlite-store.ts';
import { StoreFailed } from '../../src/store/store-error.ts';
import { anArrival } from './site.ts';

const STDOUT = 1;

async function open(file: string): Promise<string> {
  try {
    const store = await openStore({ file, now: () => new Date() });
    await store.close();
    return 'opened';
  } catch (error) {
    return error instanceof StoreFailed ? `${error.why} ${error.message}` : String(error);
  }
}

async function accept(file: string): Promise<void> {
  const { inbox } = await openStore({ file, now: () => new Date() });
  const acceptOne = async (key: string) => {
    await inbox.accept(anArrival(key));
    writeSync(STDOUT, `${key}\n`);
  };
  for (let round = 0; ; round += 1) {
    await Promise.all(Array.from({ length: 5 }, (_, index) => acceptOne(`${round}-${index}`)));
  }
}

const [, , what, file = ''] = process.argv;
if (what === 'open') writeSync(STDOUT, await open(file));
else await accept(file);
