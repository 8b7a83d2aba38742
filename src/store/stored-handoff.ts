import type { Selectable } from 'kysely';
import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf } from '../domain/handoff.ts';
import type { HandoffEvent } from '../domain/handoff-events.ts';
import { HANDOFF_EVENT_KINDS } from '../domain/handoff-events.ts';
import type { HandoffDraft } from '../ports/store.ts';
import type { ReadRows } from './stored-values.ts';
import {
  parseStoredLiteral,
  parseStoredObject,
  parseStoredTimestamp,
  readRow,
  readRows,
} from './stored-values.ts';
import type { Tables } from './tables.ts';

export interface StoredHandoffEvent extends Omit<Selectable<Tables['handoff_events']>, 'id' | 'event_key'> {
  readonly case_id: string;
}

/** Returns the handoffs in the order of their first rows. One unreadable event makes its handoff unreadable. */
export function readStoredHandoffs(rows: readonly StoredHandoffEvent[]): ReadRows<Handoff> {
  const byHandoff = new Map<string, StoredHandoffEvent[]>();
  for (const row of rows) byHandoff.set(row.handoff_id, [...(byHandoff.get(row.handoff_id) ?? []), row]);
  return readRows([...byHandoff], ([id, events]) =>
    readRow('handoffs', id, () => readStoredHandoff(id, events)),
  );
}

function readStoredHandoff(id: string, rows: readonly StoredHandoffEvent[]): Handoff {
  const events = rows.map(({ at, by, kind, data }) => {
    const eventKind = parseStoredLiteral(HANDOFF_EVENT_KINDS, kind);
    return { ...parseStoredObject(data), at: parseStoredTimestamp(at), by, kind: eventKind } as HandoffEvent;
  });
  const handoff = { id, caseId: rows[0]?.case_id ?? '', events };
  // Throws when a required event is missing.
  handoffStateOf(handoff);
  return handoff;
}

export function readStoredDraft(row: Selectable<Tables['handoff_drafts']>): HandoffDraft {
  const { id, case_id: caseId, author, channel, team, saved_at: savedAt, data } = row;
  return readRow('drafts', id, () => {
    const { input, removed } = parseStoredObject(data) as unknown as Pick<HandoffDraft, 'input' | 'removed'>;
    if (typeof input.ask !== 'string') throw new TypeError('no text');
    return { id, caseId, by: author, channel, team, savedAt, input, removed };
  });
}
