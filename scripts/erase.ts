import { existsSync } from 'node:fs';
import type { Store } from '../src/ports.ts';
import { openStore } from '../src/store/sqlite-store.ts';
import { StoreFailed } from '../src/store/store-error.ts';
import { redrawingsOf } from '../src/usecases/handoff-effects.ts';
import { ERASE_USAGE, erased, erasedBefore, noDatabase, noSuchCase } from '../src/words/audit.ts';
import { databaseFile } from './stored-cases.ts';

const [id] = process.argv.slice(2);
process.exitCode = id ? await eraseIn(databaseFile(), id) : usage();

function usage(): number {
  console.error(ERASE_USAGE);
  return 1;
}

/** Gives the exit code. A bot may be using the database meanwhile: it then draws the card and the posts anew. */
async function eraseIn(file: string, caseId: string): Promise<number> {
  if (!existsSync(file)) {
    console.error(noDatabase(file));
    return 1;
  }
  let store: Store | null = null;
  try {
    store = await openStore({ file, now: () => new Date() });
    return await erase(store, caseId);
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    console.error(`Cannot use the database ${file}: ${error.message}.`);
    return 1;
  } finally {
    await store?.close();
  }
}

async function erase(store: Store, caseId: string): Promise<number> {
  const outcome = await store.cases.erase(caseId, new Date(), await redrawingsOf(store, caseId));
  if (outcome === 'not-found') {
    console.error(noSuchCase(caseId));
    return 1;
  }
  console.log(outcome === 'erased' ? erased(caseId) : erasedBefore(caseId));
  return 0;
}
