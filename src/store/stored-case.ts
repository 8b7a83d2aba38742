import type { Act, Case, CaseEvent, Check } from '../domain/case.ts';
import { BadRow, readRow, storedMoment, storedObject, storedWord } from './set-aside.ts';
import { readCheck } from './stored-check.ts';

export const CHECKED = 'checked';

/** A record, so that the compiler rejects a missing kind. */
const ACTS: Readonly<Record<Act['kind'], true>> = {
  'step-done': true,
  'step-undone': true,
  guard: true,
  'override-asked': true,
  'override-agreed': true,
};
const KNOWN_ACTS = Object.keys(ACTS) as Act['kind'][];

export interface StoredCaseEvent {
  readonly at: string;
  readonly by: string;
  readonly kind: string;
  /** JSON. */
  readonly data: string;
}

export type CaseHistory = Pick<Case, 'checks' | 'events'>;

export const NO_HISTORY: CaseHistory = { checks: [], events: [] };

/**
 * Returns the checks and events of `before` and of the rows. Throws `UnreadableRow` when there is no check, or when an
 * event cannot be read.
 */
export function readCaseEvents(
  id: string,
  rows: readonly StoredCaseEvent[],
  before: CaseHistory = NO_HISTORY,
): CaseHistory {
  return readRow('cases', id, () => {
    const checks: Check[] = [...before.checks];
    const events = rows.map(({ at, by, kind, data }): CaseEvent => {
      storedMoment(at);
      if (kind !== CHECKED) {
        const known = storedWord(KNOWN_ACTS, kind);
        return { ...storedObject(data), at, by, kind: known } as CaseEvent;
      }
      checks.push(validCheck(data));
      return { at, by, kind: CHECKED, check: checks.length - 1 };
    });
    if (checks.length === 0) throw new BadRow('no-check');
    return { checks, events: [...before.events, ...events] };
  });
}

function validCheck(data: string): Check {
  storedObject(data);
  const check = readCheck(data);
  const { evidence, judgements, scenario } = check;
  const isValid =
    typeof evidence?.subject?.kind === 'string' &&
    Array.isArray(evidence.subscriptions) &&
    Array.isArray(judgements) &&
    Array.isArray(scenario?.steps);
  if (!isValid) throw new BadRow('bad-shape');
  return check;
}
