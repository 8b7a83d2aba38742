import type { ReadOnlyStore } from '../src/store/sqlite/read-only-store.ts';
import {
  AUDIT_USAGE,
  caseAuditLines,
  caseNotFoundLine,
  disputeAuditLines,
  handoffAuditLines,
  NO_DISPUTES_LINE,
  newestCaseLines,
} from '../src/words/audit-lines.ts';
import { withStoredCases } from './stored-cases.ts';

const MAX_CASES_LISTED = 10;

const [id] = process.argv.slice(2);
process.exitCode = await withStoredCases((cases) => {
  if (id === '--disputed') return printDisputes(cases);
  return id ? printAudit(cases, id) : printRecentCases(cases);
});

async function printDisputes({ find, listIdsWithDisputes }: ReadOnlyStore): Promise<number> {
  const lines: string[] = [];
  for (const caseId of await listIdsWithDisputes(new Date(0))) {
    const kase = await find(caseId);
    if (kase) lines.push(...disputeAuditLines(kase));
  }
  console.log((lines.length === 0 ? [NO_DISPUTES_LINE] : lines).join('\n'));
  return 0;
}

async function printAudit({ find, handoffsOf }: ReadOnlyStore, caseId: string): Promise<number> {
  const kase = await find(caseId);
  if (kase) {
    const handoffs = await handoffsOf(caseId);
    console.log([...caseAuditLines(kase), ...handoffs.flatMap(handoffAuditLines)].join('\n'));
  } else console.error(caseNotFoundLine(caseId));
  return kase ? 0 : 1;
}

async function printRecentCases({ listIds }: ReadOnlyStore): Promise<number> {
  const newest = await listIds({ newestFirst: true, limit: MAX_CASES_LISTED });
  console.log([AUDIT_USAGE, '', ...newestCaseLines(newest)].join('\n'));
  return 0;
}
