import type { LookupFilter, ReadOnlyStore } from '../../ports/store.ts';
import {
  AUDIT_USAGE,
  caseAuditLines,
  caseNotFoundLine,
  disputeAuditLines,
  handoffAuditLines,
  lookupLines,
  NO_DISPUTES_LINE,
  newestCaseLines,
} from '../../words/audit-lines.ts';
import { type Command, type CommandContext, withReadOnlyStore } from './command.ts';

const MAX_CASES_LISTED = 10;
const MAX_LOOKUPS_LISTED = 200;

/**
 * Prints everything that happened to the case that the argument names. `--disputed`: all disputed verdicts. `--looked-at`: who
 * looked a subscription or ticket up. `--by`: what a person looked up.
 */
export const printAudit: Command = (context) =>
  withReadOnlyStore(context, (store) => {
    const [id, value] = context.args;
    if (id === '--disputed') return printDisputes(store, context);
    if (id === '--looked-at' || id === '--by') return printLookups(store, lookupFilter(id, value), context);
    return id ? printCase(store, id, context) : printRecentCases(store, context);
  });

async function printDisputes(store: ReadOnlyStore, { print }: CommandContext): Promise<number> {
  const ids = await store.listIdsWithDisputes(new Date(0));
  for (const id of ids) {
    const kase = await store.find(id);
    if (kase) for (const line of disputeAuditLines(kase)) print(line);
  }
  if (ids.length === 0) print(NO_DISPUTES_LINE);
  return 0;
}

async function printCase(
  store: ReadOnlyStore,
  caseId: string,
  { print, printError }: CommandContext,
): Promise<number> {
  const kase = await store.find(caseId);
  if (!kase) {
    printError(caseNotFoundLine(caseId));
    return 1;
  }
  const handoffs = await store.listByCase(caseId);
  for (const line of [...caseAuditLines(kase), ...handoffs.flatMap(handoffAuditLines)]) print(line);
  return 0;
}

async function printRecentCases(store: ReadOnlyStore, { print }: CommandContext): Promise<number> {
  const newest = await store.listIds({ newestFirst: true, limit: MAX_CASES_LISTED });
  for (const line of [...AUDIT_USAGE.split('\n'), '', ...newestCaseLines(newest)]) print(line);
  return 0;
}

/** Returns null when the value is neither a number nor a Slack user id. */
function lookupFilter(option: '--looked-at' | '--by', value = ''): LookupFilter | null {
  if (option === '--by') return /^[A-Z0-9]{2,}$/.test(value) ? { by: value } : null;
  const number = value.replace(/^#/, '');
  return /^[A-Za-z0-9-]+$/.test(number) ? { number } : null;
}

async function printLookups(
  store: ReadOnlyStore,
  filter: LookupFilter | null,
  { print, printError }: CommandContext,
): Promise<number> {
  if (filter === null) {
    printError(AUDIT_USAGE);
    return 1;
  }
  const lookups = await store.listLookups(filter, MAX_LOOKUPS_LISTED + 1);
  for (const line of lookupLines(lookups, MAX_LOOKUPS_LISTED)) print(line);
  return 0;
}
