import { parseArgs } from 'node:util';
import type { Policy } from '../../domain/case-facts.ts';
import { POLICIES } from '../../domain/case-facts.ts';
import { OVERALL_ONLY_VERDICTS } from '../../domain/overall-verdict.ts';
import { TOPICS } from '../../domain/topics.ts';
import { VERDICTS } from '../../domain/verdict.ts';
import { UnreadableRow } from '../../errors.ts';
import type { ListCasesOptions, ReadOnlyStore } from '../../ports/store.ts';
import { replayCase } from '../../usecases/judge-evidence.ts';
import {
  REPLAY_USAGE,
  replayDifferenceLines,
  replaySummaryLine,
  unreadableCaseLine,
} from '../../words/replay-lines.ts';
import { type Command, withReadOnlyStore } from './command.ts';

interface ReplayOptions {
  /** Undefined stands for the policy of each case. */
  readonly policy?: Policy;
  /** Which cases; all when it is empty. */
  readonly latestCheck: NonNullable<ListCasesOptions['latestCheck']>;
}

/** Judges stored cases again with the current rules and prints those whose result differs. */
export const replayCases: Command = async (context) => {
  const options = parseOptions(context.args);
  if (!options) {
    context.printError(REPLAY_USAGE);
    return 1;
  }
  return withReadOnlyStore(context, async (store) => {
    const { policy, latestCheck } = options;
    const ids = await store.listIds(Object.keys(latestCheck).length === 0 ? {} : { latestCheck });
    let differ = 0;
    for (const id of ids) {
      const lines = await differencesOf(id, store, policy);
      if (lines.length > 0) differ += 1;
      for (const line of lines) context.print(line);
    }
    context.print(replaySummaryLine(ids.length, differ));
    return 0;
  });
};

function parseOptions(args: readonly string[]): ReplayOptions | null {
  const option = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { policy: option, verdict: option, topic: option, since: option },
    });
    const { policy, verdict, topic, since } = values;
    return {
      ...(policy && { policy: oneOf(POLICIES, policy) }),
      latestCheck: {
        ...(verdict && { verdict: oneOf([...VERDICTS, ...OVERALL_ONLY_VERDICTS], verdict) }),
        ...(topic && { topic: oneOf(TOPICS, topic) }),
        ...(since && { since: dayOf(since) }),
      },
    };
  } catch {
    return null;
  }
}

function oneOf<T extends string>(values: readonly T[], text: string): T {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new RangeError('not in the list');
  return found;
}

/** Returns the beginning of a day written as YYYY-MM-DD, in UTC. */
function dayOf(text: string): Date {
  const day = new Date(`${text}T00:00:00.000Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(day.getTime())) throw new RangeError('not a day');
  return day;
}

async function differencesOf(
  id: string,
  store: ReadOnlyStore,
  policy: Policy | undefined,
): Promise<string[]> {
  try {
    const kase = await store.find(id);
    // Nothing is left to judge of an erased case.
    const difference = kase?.erasedAt === null ? replayCase(kase, policy) : null;
    return difference ? replayDifferenceLines(id, difference) : [];
  } catch (error) {
    return [unreadableCaseLine(id, reasonOf(error))];
  }
}

/** The message of an unexpected error may quote the evidence. */
function reasonOf(error: unknown): string {
  if (error instanceof UnreadableRow) return error.message;
  return error instanceof Error ? error.name : 'unknown error';
}
