import type { OpenedCases } from '../src/store/read-only.ts';
import { AUDIT_USAGE, auditLines, handoffLines, newestCases, noSuchCase } from '../src/words/audit.ts';
import { withStoredCases } from './stored-cases.ts';

const CASES_OFFERED = 10;

const [id] = process.argv.slice(2);
process.exitCode = await withStoredCases((cases) => (id ? show(cases, id) : offer(cases)));

async function show({ find, handoffsOf }: OpenedCases, caseId: string): Promise<number> {
  const kase = await find(caseId);
  if (kase) {
    const handoffs = await handoffsOf(caseId);
    console.log([...auditLines(kase), ...handoffs.flatMap(handoffLines)].join('\n'));
  } else console.error(noSuchCase(caseId));
  return kase ? 0 : 1;
}

async function offer({ ids }: OpenedCases): Promise<number> {
  const newest = await ids({ newestFirst: true, limit: CASES_OFFERED });
  console.log([AUDIT_USAGE, '', ...newestCases(newest)].join('\n'));
  return 0;
}
