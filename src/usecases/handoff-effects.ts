import type { Case } from '../domain/case.ts';
import type { Handoff, HandoffEvent, Standing } from '../domain/handoff.ts';
import { BOT, standingOf } from '../domain/handoff.ts';
import { canBeWatched } from '../domain/handoff-draft.ts';
import {
  ANSWER_HOURS,
  CLAIM_NOTICE_HOURS,
  FOLLOW_UP_DAYS,
  MOST_ROUNDS,
  slotAfter,
} from '../domain/handoff-times.ts';
import type { Errand, Ports, Timer, TimerKind } from '../ports.ts';

/** What is to be said, drawn and looked at later because of what happened. */
export interface Effects {
  readonly errands: readonly Errand[];
  readonly timers: readonly Timer[];
  /** Keys of timers that nobody waits for any more. */
  readonly stop: readonly string[];
}

/** A handoff to which something has just happened. */
interface Happened {
  readonly kase: Case;
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
  const happened = handoff.events.slice(first).map((event, index): Happened => {
    const upTo = (end: number) => standingOf({ ...handoff, events: handoff.events.slice(0, end) });
    const place = first + index;
    return {
      kase,
      event,
      place,
      before: place === 0 ? null : upTo(place),
      now: upTo(place + 1),
      id: handoff.id,
    };
  });
  const effects = happened.map((one) => timersAfter(ports, one));
  return {
    errands: [
      ...drawings(happened),
      ...happened.flatMap((one) => notes(ports, one)),
      ...(await homes(ports, happened)),
    ],
    timers: effects.flatMap(({ timers }) => timers),
    stop: effects.flatMap(({ stop }) => stop),
  };
}

/** The same for every request to draw that handoff's post, a case's card, or somebody's Home. */
export function handoffErrand(id: string, { channel }: Pick<Standing, 'channel'>): Errand {
  return { key: `draw:handoff:${id}`, kind: 'handoff', channel, data: { handoffId: id }, notBefore: null };
}

export function caseErrand({ id, place }: Case): Errand {
  return {
    key: `draw:case:${id}`,
    kind: 'case',
    channel: place.channel,
    data: { caseId: id },
    notBefore: null,
  };
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

function drawings(happened: readonly Happened[]): Errand[] {
  const last = happened.at(-1);
  if (!last) return [];
  const seen = happened.some(({ event }) => !UNSEEN.includes(event.kind)) && last.now.delivery !== 'refused';
  return [...(seen ? [handoffErrand(last.id, last.now)] : []), caseErrand(last.kase)];
}

async function homes({ people }: Ports, happened: readonly Happened[]): Promise<Errand[]> {
  const users = happened.flatMap(({ kase, event, before, now }) => [
    kase.openedBy,
    now.submitted.by,
    event.by,
    before?.claim?.by,
    now.claim?.by,
  ]);
  const known = [...new Set(users)].filter((user) => user !== undefined && user !== BOT);
  return (await people.withHome(known as string[])).map(homeErrand);
}

/** Who is told, besides the post and the cards; nobody is told of what they did themselves. */
function notes(ports: Ports, happened: Happened): Errand[] {
  const { event, place, now, id } = happened;
  const to = [...new Set(toldOf(happened))].filter((user) => user !== event.by && user !== BOT);
  const told = to.map(
    (user): Errand => ({
      key: `note:${id}:${place}:${user}`,
      kind: 'note',
      channel: user,
      data: { handoffId: id, event: place, to: user },
      notBefore: notBefore(ports, event, now),
    }),
  );
  return event.kind === 'reminded' ? [...told, reminderErrand(now.channel, event.slot)] : told;
}

/** One for all handoffs of a channel that fall due in the same slot: each says in its own event which slot that is. */
function reminderErrand(channel: string, slot: string): Errand {
  return {
    key: `remind:${channel}:${slot}`,
    kind: 'reminder',
    channel,
    data: { channel, slot },
    notBefore: slot,
  };
}

function toldOf({ event, before, now }: Happened): string[] {
  const claimer = before?.claim?.by ?? BOT;
  switch (event.kind) {
    case 'refused':
    case 'claimed':
    case 'released':
    case 'asked':
    case 'done':
    case 'declined':
    case 'reminded':
    case 'follow-up':
      return [now.submitted.by];
    case 'watched':
      return event.allowed ? [now.submitted.by] : [];
    case 'lapsed':
      return [now.submitted.by, claimer];
    case 'lapse-near':
    case 'withdrawn':
      return [claimer];
    case 'answered':
      return [before?.question?.by ?? BOT];
    default:
      return [];
  }
}

/** What the clock and not a person brought up waits until the people concerned are at work. */
function notBefore({ calendars }: Ports, { kind, at }: HandoffEvent, { team }: Standing): string | null {
  const moment = new Date(at);
  switch (kind) {
    case 'reminded':
    case 'follow-up':
    case 'watched':
      return calendars.nextOpen('support', moment).toISOString();
    case 'lapse-near':
      return calendars.nextOpen(team, moment).toISOString();
    default:
      return null;
  }
}

function timersAfter(ports: Ports, happened: Happened): Pick<Effects, 'timers' | 'stop'> {
  const { calendars } = ports;
  const { event, now, id } = happened;
  const at = new Date(event.at);
  const timer = (kind: TimerKind, due: Date | string): Timer => ({
    key: timerKey(kind, id),
    kind,
    about: id,
    dueAt: typeof due === 'string' ? due : due.toISOString(),
  });
  const stop = (...kinds: TimerKind[]) => kinds.map((kind) => timerKey(kind, id));
  switch (event.kind) {
    case 'submitted':
      return {
        timers: [
          timer('silence', event.answerBy),
          ...(canBeWatched(now.content.facts) ? [timer('watch', calendars.nextMorning('support', at))] : []),
        ],
        stop: [],
      };
    case 'claimed':
    case 'reconfirmed':
      return { timers: [timer('lapse', noticeAt(ports, now.team, at, event.until))], stop: stop('silence') };
    case 'lapse-near':
      return { timers: now.claim ? [timer('lapse', now.claim.until)] : [], stop: [] };
    case 'released':
    case 'lapsed': {
      const open = calendars.nextOpen(now.team, at).toISOString();
      const waits = now.question !== null;
      return {
        timers: waits ? [] : [timer('silence', now.answerBy > open ? now.answerBy : open)],
        stop: stop('lapse'),
      };
    }
    case 'asked':
      return { timers: [], stop: stop('silence') };
    case 'answered':
      return {
        timers:
          now.state === 'open' ? [timer('silence', calendars.afterHours(now.team, at, ANSWER_HOURS))] : [],
        stop: [],
      };
    case 'reminded':
      return {
        timers:
          event.round < MOST_ROUNDS
            ? [timer('silence', calendars.afterHours(now.team, at, ANSWER_HOURS))]
            : [],
        stop: [],
      };
    case 'snoozed':
      return { timers: [timer(now.state === 'done' ? 'follow-up' : 'silence', event.until)], stop: [] };
    case 'done':
      return {
        timers: [
          timer(
            'follow-up',
            calendars.afterDays('support', calendars.nextOpen('support', at), FOLLOW_UP_DAYS),
          ),
        ],
        stop: stop(
          'silence',
          'lapse',
          ...(event.outcome === 'quoted-direct' ||
          event.outcome === 'other' ||
          event.outcome === 'contract-reset'
            ? []
            : (['watch'] as const)),
        ),
      };
    case 'refused':
    case 'declined':
    case 'withdrawn':
    case 'erased':
      return { timers: [], stop: stop('silence', 'lapse', 'follow-up', 'watch') };
    default:
      return { timers: [], stop: [] };
  }
}

export function timerKey(kind: TimerKind, about: string): string {
  return `${kind}:${about}`;
}

/** When a case is looked at for erasing; it moves on for as long as something happens to the case. */
export function retentionTimer(caseId: string, due: Date): Timer {
  return { key: timerKey('retention', caseId), kind: 'retention', about: caseId, dueAt: due.toISOString() };
}

/** A little before a claim lapses, in the team's hours; at once when it holds no longer than that. */
function noticeAt({ calendars }: Ports, team: string, from: Date, until: string): Date {
  const hours = calendars.hoursBetween(team, from, new Date(until)) - CLAIM_NOTICE_HOURS;
  return hours > 0 ? calendars.afterHours(team, from, hours) : new Date(until);
}

/** The slot in which a channel is reminded of what fell due at that moment: in the team's hours. */
export function reminderSlot({ calendars }: Pick<Ports, 'calendars'>, team: string, at: Date): string {
  const slot = slotAfter(at);
  return (calendars.isOpen(team, slot) ? slot : calendars.nextOpen(team, slot)).toISOString();
}
