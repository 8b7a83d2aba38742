import { existsSync } from 'node:fs';
import type { Store } from '../src/ports/store.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import { StoreError } from '../src/store/store-error.ts';
import { caseUpdatesById } from '../src/usecases/handoff-effects.ts';
import {
  caseAlreadyErasedLine,
  caseErasedLine,
  caseNotFoundLine,
  databaseNotFoundLine,
  ERASE_USAGE,
} from '../src/words/audit-lines.ts';
import { databaseFilePath } from './stored-cases.ts';

const [id] = process.argv.slice(2);
process.exitCode = id ? await eraseIn(databaseFilePath(), id) : usage();

function usage(): number {
  console.error(ERASE_USAGE);
  return 1;
}

/** Returns the exit code. A bot may be using the database meanwhile; it then updates the card and the posts. */
async function eraseIn(file: string, caseId: string): Promise<number> {
  if (!existsSync(file)) {
    console.error(databaseNotFoundLine(file));
    return 1;
  }
  let store: Store | null = null;
  try {
    store = await openSqliteStore({ file, now: () => new Date() });
    return await erase(store, caseId);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    console.error(`Cannot use the database ${file}: ${error.message}.`);
    return 1;
  } finally {
    await store?.close();
  }
}

async function erase(store: Store, caseId: string): Promise<number> {
  const outcome = await store.cases.erase(caseId, new Date(), await caseUpdatesById(store, caseId));
  if (outcome === 'not-found') {
    console.error(caseNotFoundLine(caseId));
    return 1;
  }
  console.log(outcome === 'erased' ? caseErasedLine(caseId) : caseAlreadyErasedLine(caseId));
  return 0;
}
