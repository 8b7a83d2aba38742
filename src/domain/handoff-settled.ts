import type { Handoff, HandoffEvent, Standing } from './handoff.ts';
import { standingOf } from './handoff.ts';

type Kind = HandoffEvent['kind'];

/** What the clock brought up and a person can settle before anybody is told, given what has happened since. */
const SETTLED: Partial<Record<Kind, (standing: Standing, since: readonly Kind[]) => boolean>> = {
  reminded: ({ state, question }, since) =>
    state !== 'open' || question !== null || since.includes('reminded'),
  'lapse-near': ({ state }, since) =>
    state !== 'claimed' || since.includes('reconfirmed') || since.includes('lapsed'),
  lapsed: ({ state }) => state !== 'open',
};

/** True when nobody needs to be told any more of the event at that place: it is no longer so. */
export function isOver(handoff: Handoff, place: number): boolean {
  const [event, ...later] = handoff.events.slice(place);
  const isSettled = event && SETTLED[event.kind];
  return isSettled
    ? isSettled(
        standingOf(handoff),
        later.map(({ kind }) => kind),
      )
    : false;
}
