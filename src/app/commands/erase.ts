import type { Store } from '../../ports/store.ts';
import { openStore } from '../../store/open-store.ts';
import { caseUpdatesById } from '../../usecases/handoff-effects.ts';
import {
  caseAlreadyErasedLine,
  caseErasedLine,
  caseNotFoundLine,
  ERASE_USAGE,
} from '../../words/audit-lines.ts';
import { type Command, type CommandContext, withReadOnlyStore } from './command.ts';

/** Erases the case that the argument names. A bot may be using the database meanwhile; it then updates card and posts. */
export const eraseCaseById: Command = async (context) => {
  const [id] = context.args;
  if (!id) {
    context.printError(ERASE_USAGE);
    return 1;
  }
  // Opening the store would create a missing database.
  return withReadOnlyStore(context, async () => {
    const store = await openStore(context.location, { now: context.now });
    try {
      return await erase(store, id, context);
    } finally {
      await store.close();
    }
  });
};

async function erase(store: Store, id: string, { now, print, printError }: CommandContext): Promise<number> {
  const outcome = await store.cases.erase(id, now(), await caseUpdatesById(store, id));
  if (outcome === 'not-found') {
    printError(caseNotFoundLine(id));
    return 1;
  }
  print(outcome === 'erased' ? caseErasedLine(id) : caseAlreadyErasedLine(id));
  return 0;
}
