import { parseArgs } from 'node:util';
import type { Policy } from '../src/domain/facts.ts';
import { POLICIES } from '../src/domain/facts.ts';
import type { OpenedCases } from '../src/store/read-only.ts';
import { replayCase } from '../src/usecases/replay-case.ts';
import { differenceLines, REPLAY_USAGE, replaySummary, unreadableLine } from '../src/words/replay.ts';
import { withStoredCases } from './stored-cases.ts';

const given = policyFrom(process.argv.slice(2));
if (given === 'usage') {
  console.error(REPLAY_USAGE);
  process.exitCode = 1;
} else {
  process.exitCode = await withStoredCases((cases) => replay(cases, given));
}

/** undefined: each case's own. */
function policyFrom(args: string[]): Policy | undefined | 'usage' {
  try {
    const { values } = parseArgs({ args, options: { policy: { type: 'string' } } });
    if (values.policy === undefined) return undefined;
    return POLICIES.find((policy) => policy === values.policy) ?? 'usage';
  } catch {
    return 'usage';
  }
}

async function replay({ ids, find }: OpenedCases, policy: Policy | undefined): Promise<number> {
  const all = await ids();
  let differ = 0;
  for (const id of all) {
    const lines = await linesOf(id, find, policy);
    if (lines.length > 0) differ += 1;
    for (const line of lines) console.log(line);
  }
  console.log(replaySummary(all.length, differ));
  return 0;
}

async function linesOf(id: string, find: OpenedCases['find'], policy: Policy | undefined): Promise<string[]> {
  try {
    const kase = await find(id);
    if (!kase) return [];
    const difference = replayCase(kase, policy);
    return difference ? differenceLines(id, difference) : [];
  } catch (error) {
    return [unreadableLine(id, error)];
  }
}
