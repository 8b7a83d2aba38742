import { parseArgs } from 'node:util';
import type { Policy } from '../src/domain/case-facts.ts';
import { POLICIES } from '../src/domain/case-facts.ts';
import type { ReadOnlyStore } from '../src/store/sqlite/read-only-store.ts';
import { replayCase } from '../src/usecases/judge-evidence.ts';
import {
  REPLAY_USAGE,
  replayDifferenceLines,
  replaySummaryLine,
  unreadableCaseLine,
} from '../src/words/replay-lines.ts';
import { withStoredCases } from './stored-cases.ts';

const policyArgument = policyFrom(process.argv.slice(2));
if (policyArgument === 'usage') {
  console.error(REPLAY_USAGE);
  process.exitCode = 1;
} else {
  process.exitCode = await withStoredCases((cases) => replay(cases, policyArgument));
}

/** Returns the policy named in the arguments; undefined stands for the policy of each case. */
function policyFrom(args: string[]): Policy | undefined | 'usage' {
  try {
    const { values } = parseArgs({ args, options: { policy: { type: 'string' } } });
    if (values.policy === undefined) return undefined;
    return POLICIES.find((policy) => policy === values.policy) ?? 'usage';
  } catch {
    return 'usage';
  }
}

async function replay({ listIds: ids, find }: ReadOnlyStore, policy: Policy | undefined): Promise<number> {
  const all = await ids();
  let differ = 0;
  for (const id of all) {
    const lines = await differencesOf(id, find, policy);
    if (lines.length > 0) differ += 1;
    for (const line of lines) console.log(line);
  }
  console.log(replaySummaryLine(all.length, differ));
  return 0;
}

async function differencesOf(
  id: string,
  find: ReadOnlyStore['find'],
  policy: Policy | undefined,
): Promise<string[]> {
  try {
    const kase = await find(id);
    if (!kase) return [];
    const difference = replayCase(kase, policy);
    return difference ? replayDifferenceLines(id, difference) : [];
  } catch (error) {
    return [unreadableCaseLine(id, error)];
  }
}
