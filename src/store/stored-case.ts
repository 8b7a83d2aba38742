import type { Case, CaseEvent, Check } from '../domain/case.ts';
import {
  InvalidStoredValue,
  parseStoredLiteral,
  parseStoredObject,
  parseStoredTimestamp,
  readRow,
} from './stored-values.ts';

export const CHECKED_EVENT_KIND = 'checked';

/** A record, so that the compiler rejects a missing kind. */
const ADDED_EVENT_KINDS: Readonly<Record<Exclude<CaseEvent['kind'], 'checked'>, true>> = {
  'step-done': true,
  'step-undone': true,
  'guard-checked': true,
  'override-requested': true,
  'override-approved': true,
  'verdict-disputed': true,
  'case-shown': true,
};
const KNOWN_EVENT_KINDS = Object.keys(ADDED_EVENT_KINDS) as (keyof typeof ADDED_EVENT_KINDS)[];

export interface StoredCaseEvent {
  readonly at: string;
  readonly by: string;
  readonly kind: string;
  /** JSON. */
  readonly data: string;
}

export type CaseHistory = Pick<Case, 'checks' | 'events'>;

export const EMPTY_CASE_HISTORY: CaseHistory = { checks: [], events: [] };

/**
 * Returns the checks and events of `before` and of the rows. Throws `UnreadableRow` when there is no check, or when an
 * event cannot be read.
 */
export function readCaseEvents(
  id: string,
  rows: readonly StoredCaseEvent[],
  earlier: CaseHistory = EMPTY_CASE_HISTORY,
): CaseHistory {
  return readRow('cases', id, () => {
    const checks: Check[] = [...earlier.checks];
    const events = rows.map(({ at, by, kind, data }): CaseEvent => {
      parseStoredTimestamp(at);
      if (kind !== CHECKED_EVENT_KIND) {
        const stepKind = parseStoredLiteral(KNOWN_EVENT_KINDS, kind);
        return { ...parseStoredObject(data), at, by, kind: stepKind } as CaseEvent;
      }
      checks.push(readValidCheck(data));
      return { at, by, kind: CHECKED_EVENT_KIND, checkIndex: checks.length - 1 };
    });
    if (checks.length === 0) throw new InvalidStoredValue('no-check');
    return { checks, events: [...earlier.events, ...events] };
  });
}

/** Parses a check without validating it. */
export function readStoredCheck(data: string): Check {
  return JSON.parse(data) as Check;
}

function readValidCheck(data: string): Check {
  parseStoredObject(data);
  const check = readStoredCheck(data);
  const { evidence, judgements, scenario } = check;
  const isValid =
    typeof evidence?.subject?.kind === 'string' &&
    Array.isArray(evidence.subscriptions) &&
    Array.isArray(judgements) &&
    Array.isArray(scenario?.steps);
  if (!isValid) throw new InvalidStoredValue('invalid-shape');
  return check;
}
