import type { Case } from '../domain/case.ts';
import type { Handoff, HandoffEvent, Standing } from '../domain/handoff.ts';
import { BOT, isToBeDrawn, standingOf } from '../domain/handoff.ts';
import { UnreadableRow } from '../errors.ts';
import type { Errand, Ports } from '../ports.ts';
import type { Waiting } from './handoff-timers.ts';
import { timersAfter } from './handoff-timers.ts';

/** What is to be said, drawn and looked at later because of what happened. */
export interface Effects extends Waiting {
  readonly errands: readonly Errand[];
}

/** A handoff to which something has just happened. */
interface Happened {
  readonly event: HandoffEvent;
  /** Its place among the handoff's events. */
  readonly place: number;
  readonly before: Standing | null;
  readonly now: Standing;
  readonly id: string;
}

/** What follows from the newest events of a handoff; `count` of them are new. Asks who has a Home tab, nothing else. */
export async function effectsOf(
  ports: Ports,
  { handoff, count }: { readonly handoff: Handoff; readonly count: number },
  kase: Case,
): Promise<Effects> {
  const first = handoff.events.length - count;
  const all = storyOf(handoff);
  const happened = all.slice(first);
  const effects = happened.map((one) => timersAfter(ports, one));
  return {
    errands: [
      ...drawings(happened, kase),
      ...happened.flatMap((one) => notes(ports, one)),
      ...outdated(all.slice(0, first), happened).flatMap(redrawn),
      ...(await homes(ports, happened, kase)),
    ],
    timers: effects.flatMap(({ timers }) => timers),
    stop: effects.flatMap(({ stop }) => stop),
  };
}

/** All that has happened to a handoff, with how it stood before and after. */
function storyOf({ id, caseId, events }: Handoff): Happened[] {
  const upTo = (end: number) => standingOf({ id, caseId, events: events.slice(0, end) });
  return events.map((event, place) => ({
    id,
    event,
    place,
    before: place === 0 ? null : upTo(place),
    now: upTo(place + 1),
  }));
}

/** The same for every request to draw that handoff's post, a case's card, or somebody's Home. */
export function handoffErrand(id: string, { channel }: Pick<Standing, 'channel'>): Errand {
  return { key: `draw:handoff:${id}`, kind: 'handoff', channel, data: { handoffId: id }, notBefore: null };
}

function caseErrand({ id, place }: Case): Errand {
  return {
    key: `draw:case:${id}`,
    kind: 'case',
    channel: place.channel,
    data: { caseId: id },
    notBefore: null,
  };
}

/** Everything in Slack that shows the case, to be drawn anew. */
export function redrawings(kase: Case, handoffs: readonly Handoff[]): Errand[] {
  return [
    caseErrand(kase),
    ...handoffs.flatMap((handoff) => [
      handoffErrand(handoff.id, standingOf(handoff)),
      ...storyOf(handoff).flatMap(redrawn),
    ]),
  ];
}

/** Returns the redrawings of a case by its id; none when it cannot be read, so that it can still be erased. */
export async function redrawingsOf(
  { cases, handoffs }: Pick<Ports, 'cases' | 'handoffs'>,
  id: string,
): Promise<Errand[]> {
  try {
    const kase = await cases.find(id);
    return kase ? redrawings(kase, await handoffs.ofCase(id)) : [];
  } catch (error) {
    if (error instanceof UnreadableRow) return [];
    throw error;
  }
}

export function homeErrand(user: string): Errand {
  return { key: `draw:home:${user}`, kind: 'home', channel: null, data: { user }, notBefore: null };
}

/** Nothing on the post itself says these. */
const UNSEEN: readonly HandoffEvent['kind'][] = [
  'posted',
  'refused',
  'lapse-near',
  'reminded',
  'snoozed',
  'follow-up',
  'watched',
];

function drawings(happened: readonly Happened[], kase: Case): Errand[] {
  const last = happened.at(-1);
  if (!last) return [];
  const seen = isToBeDrawn(last.now) && happened.some(({ event }) => !UNSEEN.includes(event.kind));
  return [...(seen ? [handoffErrand(last.id, last.now)] : []), caseErrand(kase)];
}

async function homes({ people }: Ports, happened: readonly Happened[], kase: Case): Promise<Errand[]> {
  const users = happened.flatMap(({ event, before, now }) => [
    kase.openedBy,
    now.submitted.by,
    event.by,
    before?.claim?.by,
    now.claim?.by,
  ]);
  const known = [...new Set(users)].filter((user) => user !== undefined && user !== BOT);
  return (await people.withHome(known as string[])).map(homeErrand);
}

/** Who is told, besides the post and the cards; nobody is told of what they did themselves, only of what they found. */
function notes(ports: Ports, happened: Happened): Errand[] {
  const { event, place, now, id } = happened;
  const told = toldOf(happened).map(
    (user): Errand => ({
      key: noteKey(happened, user),
      kind: 'note',
      channel: user,
      data: { handoffId: id, event: place, to: user },
      notBefore: atWork(ports, event, { to: user, now, moment: new Date(event.at) })?.toISOString() ?? null,
    }),
  );
  return event.kind === 'reminded' ? [...told, reminderErrand(now.channel, event.slot)] : told;
}

function toldOf(happened: Happened): string[] {
  const { event } = happened;
  const concerned = TOLD[event.kind](happened).filter((user) => user !== undefined);
  return [...new Set(concerned)].filter((user) => user !== event.by || event.kind === 'watched');
}

function noteKey({ id, place }: Happened, user: string): string {
  return `note:${id}:${place}:${user}`;
}

/** One for all handoffs of a channel that fall due in the same slot: each says in its own event which slot that is. */
function reminderErrand(channel: string, slot: string): Errand {
  return {
    key: reminderKey(channel, slot),
    kind: 'reminder',
    channel,
    data: { channel, slot },
    notBefore: slot,
  };
}

function reminderKey(channel: string, slot: string): string {
  return `remind:${channel}:${slot}`;
}

const ENDS = ['done', 'declined', 'withdrawn'] as const;

/** What was said that offers something to press, and what makes another offer of it. */
const OUTDATED_BY: Partial<Record<HandoffEvent['kind'], readonly HandoffEvent['kind'][]>> = {
  refused: ['submitted', 'posted', 'not-there', ...ENDS],
  'lapse-near': ['released', 'lapsed', ...ENDS],
  lapsed: ['claimed', ...ENDS],
  asked: ['answered', ...ENDS],
  reminded: ['claimed', 'released', 'lapsed', 'asked', 'answered', ...ENDS],
};

/** The last of each kind: those before it were outdated by it, or by what led to it. */
function outdated(before: readonly Happened[], happened: readonly Happened[]): Happened[] {
  const kinds = happened.map(({ event }) => event.kind);
  return Object.entries(OUTDATED_BY).flatMap(([kind, by]) => {
    const last = before.findLast(({ event }) => event.kind === kind);
    return last && by.some((one) => kinds.includes(one)) ? [last] : [];
  });
}

/** What was said of it, to be drawn anew where it stands. */
function redrawn(happened: Happened): Errand[] {
  const { id, event, place, now } = happened;
  const notes = toldOf(happened).map((user): Errand => {
    const note = noteKey(happened, user);
    const data = { note, handoffId: id, event: place, to: user };
    return { key: `draw:${note}`, kind: 'old-note', channel: user, data, notBefore: null };
  });
  if (event.kind !== 'reminded') return notes;
  const { channel } = now;
  const reminder = reminderKey(channel, event.slot);
  const data = { reminder, channel, slot: event.slot };
  return [...notes, { key: `draw:${reminder}`, kind: 'old-reminder', channel, data, notBefore: null }];
}

type People = (happened: Happened) => readonly (string | undefined)[];

const nobody: People = () => [];
const engineer: People = ({ now }) => [now.submitted.by];
const claimer: People = ({ before }) => [before?.claim?.by];

/** Whom each event concerns, besides those who see it on the post and on the card. */
const TOLD: Record<HandoffEvent['kind'], People> = {
  submitted: nobody,
  posted: nobody,
  refused: engineer,
  'not-there': nobody,
  claimed: engineer,
  reconfirmed: nobody,
  released: engineer,
  'lapse-near': claimer,
  lapsed: (happened) => [...engineer(happened), ...claimer(happened)],
  asked: engineer,
  answered: (happened) => [happened.before?.question?.by, ...engineer(happened)],
  done: engineer,
  declined: engineer,
  withdrawn: (happened) => [...engineer(happened), ...claimer(happened), happened.before?.question?.by],
  linked: nobody,
  reminded: engineer,
  snoozed: nobody,
  'follow-up': engineer,
  watched: (happened) => {
    const { event } = happened;
    if (event.kind !== 'watched' || !event.allowed) return [];
    return event.by === BOT ? engineer(happened) : [...engineer(happened), event.by];
  },
  erased: nobody,
};

/** What the clock and not a person brought up waits until those whom it concerns are at work. */
const AT_WORK: readonly HandoffEvent['kind'][] = ['reminded', 'follow-up', 'watched', 'lapse-near', 'lapsed'];

/** When that person may be told of it at the earliest; null: at any time. */
export function atWork(
  { calendars }: Pick<Ports, 'calendars'>,
  { kind, by }: HandoffEvent,
  { to, now, moment }: { readonly to: string; readonly now: Standing; readonly moment: Date },
): Date | null {
  if (by !== BOT || !AT_WORK.includes(kind)) return null;
  return calendars.nextOpen(to === now.submitted.by ? 'support' : now.team, moment);
}
