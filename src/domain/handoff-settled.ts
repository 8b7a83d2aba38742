import type { Handoff, HandoffEvent, Standing } from './handoff.ts';
import { standingOf } from './handoff.ts';

type Kind = HandoffEvent['kind'];

interface Later {
  readonly standing: Standing;
  /** What has happened since. */
  readonly since: readonly Kind[];
  readonly now: Date;
}

/** What the bot brought up and a person or time can settle before anybody is told. */
const SETTLED: Partial<Record<Kind, (later: Later) => boolean>> = {
  reminded: ({ standing: { state, question }, since }) =>
    state !== 'open' || question !== null || since.includes('reminded'),
  'lapse-near': ({ standing: { state, claim }, since, now }) =>
    state !== 'claimed' ||
    includesAny(since, 'reconfirmed', 'released', 'lapsed') ||
    (claim !== null && Date.parse(claim.until) <= now.getTime()),
  lapsed: ({ standing: { state } }) => state !== 'open',
  refused: ({ standing: { end }, since }) => end !== null || includesAny(since, 'submitted', 'posted'),
};

/** True when nobody needs to be told any more of the event at that place: it is no longer so at that moment. */
export function isOver(handoff: Handoff, place: number, now: Date): boolean {
  const [event, ...later] = handoff.events.slice(place);
  const isSettled = event && SETTLED[event.kind];
  const since = later.map(({ kind }) => kind);
  return isSettled?.({ standing: standingOf(handoff), since, now }) ?? false;
}

function includesAny(since: readonly Kind[], ...kinds: readonly Kind[]): boolean {
  return since.some((kind) => kinds.includes(kind));
}
