import type { Selectable } from 'kysely';
import type { Handoff, HandoffEvent } from '../domain/handoff.ts';
import { standingOf } from '../domain/handoff.ts';
import type { Draft } from '../ports.ts';
import type { ReadRows } from './set-aside.ts';
import { readRow, readRows, storedMoment, storedObject, storedWord } from './set-aside.ts';
import type { Tables } from './tables.ts';

/** A record, so that the compiler rejects a missing kind. */
const KINDS: Readonly<Record<HandoffEvent['kind'], true>> = {
  submitted: true,
  posted: true,
  refused: true,
  'not-there': true,
  claimed: true,
  reconfirmed: true,
  released: true,
  lapsed: true,
  asked: true,
  answered: true,
  done: true,
  declined: true,
  withdrawn: true,
  linked: true,
  'lapse-near': true,
  reminded: true,
  snoozed: true,
  'follow-up': true,
  watched: true,
  erased: true,
};
const KNOWN_KINDS = Object.keys(KINDS) as HandoffEvent['kind'][];

export interface StoredEvent extends Omit<Selectable<Tables['handoff_events']>, 'id' | 'event_key'> {
  readonly case_id: string;
}

/** Returns the handoffs in the order of their first rows. One unreadable event makes its handoff unreadable. */
export function readHandoffs(rows: readonly StoredEvent[]): ReadRows<Handoff> {
  const byHandoff = new Map<string, StoredEvent[]>();
  for (const row of rows) byHandoff.set(row.handoff_id, [...(byHandoff.get(row.handoff_id) ?? []), row]);
  return readRows([...byHandoff], ([id, events]) => readRow('handoffs', id, () => readHandoff(id, events)));
}

function readHandoff(id: string, rows: readonly StoredEvent[]): Handoff {
  const events = rows.map(({ at, by, kind, data }) => {
    const known = storedWord(KNOWN_KINDS, kind);
    return { ...storedObject(data), at: storedMoment(at), by, kind: known } as HandoffEvent;
  });
  const handoff = { id, caseId: rows[0]?.case_id ?? '', events };
  // Throws when a required event is missing.
  standingOf(handoff);
  return handoff;
}

export function readDraft(row: Selectable<Tables['handoff_drafts']>): Draft {
  const { id, case_id: caseId, by, channel, team, saved_at: savedAt, data } = row;
  return readRow('drafts', id, () => {
    const { typed, removed } = storedObject(data) as unknown as Pick<Draft, 'typed' | 'removed'>;
    if (typeof typed.ask !== 'string') throw new TypeError('no text');
    return { id, caseId, by, channel, team, savedAt, typed, removed };
  });
}
