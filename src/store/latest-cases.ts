import type { Kysely } from 'kysely';
import { caseReferences } from '../domain/open-case.ts';
import type { LatestCase, NewCase } from '../ports/store.ts';
import type { StoreContext } from './store-context.ts';
import type { Tables } from './tables.ts';

/** Rolls a transaction back, because what was decided on has changed. */
class StaleDecision extends Error {
  override readonly name = 'StaleDecision';
}

/** Runs `write` in one transaction. Returns `stale` when `recordLatestCase` rolled it back. */
export async function rollBackWhenStale<T>(
  transaction: StoreContext['transaction'],
  write: (trx: Kysely<Tables>) => Promise<T>,
): Promise<T | 'stale'> {
  try {
    return await transaction(write);
  } catch (error) {
    if (error instanceof StaleDecision) return 'stale';
    throw error;
  }
}

/**
 * Records a new case as the latest of its ticket and subscription. Throws `StaleDecision` when another case than `expected`
 * is the latest by now. One statement with the references in a fixed order, so that transactions do not block each other.
 */
export async function recordLatestCase(
  db: Kysely<Tables>,
  { id, checks }: NewCase,
  expected?: LatestCase,
): Promise<void> {
  const references = [...new Set(checks.flatMap(caseReferences))].toSorted();
  if (references.length === 0) return;
  const recorded = await db
    .insertInto('latest_cases')
    .values(references.map((reference) => ({ reference, case_id: id })))
    .onConflict((conflict) => {
      const update = conflict.column('reference').doUpdateSet({ case_id: id });
      if (!expected) return update;
      return update.where((row) =>
        row.or([
          row('latest_cases.reference', '!=', expected.reference),
          row('latest_cases.case_id', '=', expected.caseId ?? ''),
        ]),
      );
    })
    .returning('reference')
    .execute();
  if (recorded.length < references.length) throw new StaleDecision();
}

/** Returns the case that was opened last for a ticket or subscription. */
export async function findLatestCase(db: Kysely<Tables>, reference: string): Promise<LatestCase> {
  const row = await db
    .selectFrom('latest_cases')
    .select('case_id')
    .where('reference', '=', reference)
    .executeTakeFirst();
  return { reference, caseId: row?.case_id ?? null };
}
