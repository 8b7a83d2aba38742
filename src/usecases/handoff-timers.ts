import type { HandoffEvent, Outcome, Standing } from '../domain/handoff.ts';
import { canBeWatched } from '../domain/handoff-draft.ts';
import {
  ANSWER_HOURS,
  CLAIM_NOTICE_HOURS,
  FOLLOW_UP_DAYS,
  MOST_ROUNDS,
  slotAfter,
} from '../domain/handoff-times.ts';
import type { Ports, Timer, TimerKind } from '../ports.ts';

/** What is looked at later because of what happened, and what nobody waits for any more. */
export interface Waiting {
  readonly timers: readonly Timer[];
  /** Keys. */
  readonly stop: readonly string[];
}

/** An event of a handoff, and where that leaves it. */
export interface After {
  readonly id: string;
  readonly event: HandoffEvent;
  readonly now: Standing;
}

/** True of an outcome after which the login will not be restored because of this handoff. */
export function staysAway(outcome: Outcome | null | undefined): boolean {
  return outcome === 'stays-with-partner' || outcome === 'duplicate';
}

export function timersAfter(ports: Ports, { id, event, now }: After): Waiting {
  const { calendars } = ports;
  const at = new Date(event.at);
  const timer = (kind: TimerKind, due: Date | string): Timer => ({
    key: timerKey(kind, id),
    kind,
    about: id,
    dueAt: typeof due === 'string' ? due : due.toISOString(),
  });
  const stop = (...kinds: TimerKind[]) => kinds.map((kind) => timerKey(kind, id));
  const watch = () =>
    canBeWatched(now.content.facts) ? [timer('watch', calendars.nextMorning('support', at))] : [];
  switch (event.kind) {
    case 'submitted':
      return {
        timers: [timer('silence', event.answerBy), ...watch()],
        stop: [],
      };
    case 'claimed':
    case 'reconfirmed':
      return { timers: [timer('lapse', noticeAt(ports, now.team, at, event.until))], stop: stop('silence') };
    case 'lapse-near':
      return { timers: now.claim ? [timer('lapse', now.claim.until)] : [], stop: [] };
    case 'released':
    case 'lapsed':
      return {
        timers: now.question ? [] : [timer('silence', silentUntil(ports, now, at))],
        stop: stop('lapse'),
      };
    case 'asked':
      return { timers: [], stop: stop('silence') };
    case 'answered':
      return {
        timers: now.state === 'open' ? [timer('silence', silentUntil(ports, now, at))] : [],
        stop: [],
      };
    case 'reminded':
      return {
        timers: event.round < MOST_ROUNDS ? [timer('silence', silentUntil(ports, now, at))] : [],
        stop: [],
      };
    case 'snoozed':
      return { timers: [timer(now.state === 'done' ? 'follow-up' : 'silence', event.until)], stop: [] };
    case 'done': {
      const due = calendars.afterDays('support', calendars.nextOpen('support', at), FOLLOW_UP_DAYS);
      const over = staysAway(event.outcome) ? (['watch'] as const) : [];
      return { timers: [timer('follow-up', due)], stop: stop('silence', 'lapse', ...over) };
    }
    case 'refused':
    case 'declined':
    case 'withdrawn':
    case 'erased':
      return { timers: [], stop: stop('silence', 'lapse', 'follow-up', 'watch') };
    // It may have been given up meanwhile.
    case 'posted':
      return { timers: watch(), stop: [] };
    case 'not-there':
    case 'linked':
    case 'follow-up':
    case 'watched':
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

/**
 * When the silence of a handoff that is open from that moment on may be brought up: after a whole wait since the
 * submission, the last reminder and the last answer, and not before what a snooze put it off to.
 */
function silentUntil(
  { calendars }: Ports,
  { team, answerBy, remindedAt, answer, snoozedUntil }: Standing,
  from: Date,
): string {
  const waits = [remindedAt, answer?.at]
    .filter((moment) => typeof moment === 'string')
    .map((moment) => calendars.afterHours(team, new Date(moment), ANSWER_HOURS).toISOString());
  const open = calendars.nextOpen(team, from).toISOString();
  return [answerBy, open, snoozedUntil ?? open, ...waits].reduce((one, other) => (one > other ? one : other));
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
