import type { Handoff, HandoffEvent, HandoffState } from './handoff.ts';
import { handoffStateOf } from './handoff.ts';

type HandoffEventKind = HandoffEvent['kind'];

interface LaterState {
  readonly state: HandoffState;
  /** What has happened since. */
  readonly laterKinds: readonly HandoffEventKind[];
  readonly now: Date;
}

/** What the bot brought up and a person or time can settle before anybody is told. */
const OBSOLETE_WHEN: Partial<Record<HandoffEventKind, (later: LaterState) => boolean>> = {
  reminded: ({ state: { status: state, question }, laterKinds: since }) =>
    state !== 'open' || question !== null || since.includes('reminded'),
  'lapse-near': ({ state: { status: state, claim }, laterKinds: since, now }) =>
    state !== 'claimed' ||
    includesAny(since, 'reconfirmed', 'released', 'lapsed') ||
    (claim !== null && Date.parse(claim.until) <= now.getTime()),
  lapsed: ({ state: { status: state } }) => state !== 'open',
  refused: ({ state: { resolution: end }, laterKinds: since }) =>
    end !== null || includesAny(since, 'submitted', 'posted'),
};

/** True when nobody needs to be told any more of the event at that place: it is no longer so at that moment. */
export function isEventObsolete(handoff: Handoff, eventIndex: number, now: Date): boolean {
  const [event, ...later] = handoff.events.slice(eventIndex);
  const isObsolete = event && OBSOLETE_WHEN[event.kind];
  const laterKinds = later.map(({ kind }) => kind);
  return isObsolete?.({ state: handoffStateOf(handoff), laterKinds, now }) ?? false;
}

function includesAny(
  laterKinds: readonly HandoffEventKind[],
  ...kinds: readonly HandoffEventKind[]
): boolean {
  return laterKinds.some((kind) => kinds.includes(kind));
}
