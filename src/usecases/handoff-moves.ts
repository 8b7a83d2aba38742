import type { HandoffFact, Outcome, Standing } from '../domain/handoff.ts';
import { idsOf } from '../domain/handoff-facts.ts';
import { CLAIM_DAYS } from '../domain/handoff-times.ts';
import { redact } from '../domain/redact.ts';
import { LONGEST } from '../domain/typed-handoff.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import * as words from '../words/handoff-answers.ts';
import type { HandoffPress } from './decide-handoff.ts';
import { decideHandoff } from './decide-handoff.ts';
import { tickOf } from './submit-handoff.ts';

/** Somebody of Sales takes it. Of two who press at once one has it, and the other is told who and when. */
export function claimHandoff(ports: Ports, press: HandoffPress): Promise<void> {
  return decideHandoff(ports, press, (standing) => {
    refuseUnlessLive(standing);
    if (standing.claim?.by === press.by) return [];
    if (standing.claim) throw new UserError(words.claimedBy(standing));
    return [...arrived(standing), { kind: 'claimed', until: holdsUntil(ports, standing) }];
  });
}

/** The claim holds for as long again. */
export function reconfirmHandoff(ports: Ports, press: HandoffPress): Promise<void> {
  return decideHandoff(ports, press, (standing) => {
    refuseUnlessClaimer(standing, press.by);
    return [{ kind: 'reconfirmed', until: holdsUntil(ports, standing) }];
  });
}

export function releaseHandoff(ports: Ports, press: HandoffPress): Promise<void> {
  return decideHandoff(ports, press, (standing) => {
    if (standing.state === 'open') return [];
    refuseUnlessClaimer(standing, press.by);
    return [{ kind: 'released' }];
  });
}

/** Sales wants to know something of the engineer; one question at a time. */
export function askAboutHandoff(ports: Ports, press: HandoffPress, question: string): Promise<void> {
  return decideHandoff(ports, press, (standing) => {
    MAY_OPEN.question(standing, press.by);
    const cleanQuestion = cleaned(ports, standing, question, LONGEST.question);
    return [...arrived(standing), { kind: 'asked', question: cleanQuestion }];
  });
}

export function answerHandoff(ports: Ports, press: HandoffPress, answer: string): Promise<void> {
  return decideHandoff(ports, press, (standing) => {
    MAY_OPEN.answer(standing, press.by);
    return [{ kind: 'answered', answer: cleaned(ports, standing, answer, LONGEST.answer) }];
  });
}

export interface Ending {
  readonly outcome: Outcome;
  readonly note: string | null;
}

export function finishHandoff(ports: Ports, press: HandoffPress, { outcome, note }: Ending): Promise<void> {
  return decideHandoff(ports, press, (standing) => {
    MAY_OPEN.outcome(standing, press.by);
    return [{ kind: 'done', outcome, note: note && cleaned(ports, standing, note, LONGEST.note) }];
  });
}

/** Sales will not do it. Who has not claimed it may decline it only while nobody has. */
export function declineHandoff(ports: Ports, press: HandoffPress, reason: string): Promise<void> {
  return decideHandoff(ports, press, (standing) => {
    MAY_OPEN.decline(standing, press.by);
    const cleanReason = cleaned(ports, standing, reason, LONGEST.reason);
    return [...arrived(standing), { kind: 'declined', reason: cleanReason }];
  });
}

/** Support takes it back, whether Sales has it or Slack never took it. */
export function withdrawHandoff(ports: Ports, press: HandoffPress, reason: string): Promise<void> {
  return decideHandoff(ports, press, (standing) => {
    MAY_OPEN.withdraw(standing, press.by);
    return [{ kind: 'withdrawn', reason: cleaned(ports, standing, reason, LONGEST.reason) }];
  });
}

/** Keeps the link to the Chatter post or Case, and ticks the step that asks for it. */
export function linkHandoff(ports: Ports, press: HandoffPress, link: string): Promise<void> {
  return decideHandoff(
    ports,
    press,
    () => [{ kind: 'linked', link }],
    (kase) => tickOf(ports, kase, { link, by: press.by, eventKey: press.eventKey }),
  );
}

/** A person looked: the post whose outcome nobody knew is not there, so it may be posted again. */
export function settleHandoff(ports: Ports, press: HandoffPress): Promise<void> {
  return decideHandoff(ports, press, (standing) => (standing.refusal?.unsure ? [{ kind: 'not-there' }] : []));
}

/** What a person can be reminded of, and put off. */
export const REMINDERS = ['silence', 'follow-up'] as const;

/** Nothing more about that before the engineer's next working morning. The button may stand on an old note. */
export function snoozeHandoff(
  ports: Ports,
  press: HandoffPress,
  what: (typeof REMINDERS)[number],
): Promise<void> {
  return decideHandoff(ports, press, ({ state, rounds }, { events }) => {
    const waits = {
      silence: state === 'open' && rounds > 0,
      'follow-up': state === 'done' && events.some(({ kind }) => kind === 'follow-up'),
    };
    if (!waits[what]) throw new UserError(words.nothingToSnooze());
    return [{ kind: 'snoozed', until: ports.calendars.nextMorning('support', ports.now()).toISOString() }];
  });
}

/** Each throws what that person is told who may not do it as things stand: before they write for nothing, and after. */
export const MAY_OPEN: Readonly<
  Record<'question' | 'answer' | 'outcome' | 'decline' | 'withdraw', (standing: Standing, by: string) => void>
> = {
  question(standing) {
    refuseUnlessLive(standing);
    if (standing.question) throw new UserError(words.questionWaits(standing));
  },
  answer(standing) {
    refuseUnlessLive(standing);
    if (!standing.question) throw new UserError(words.noQuestion(standing));
  },
  outcome: refuseUnlessClaimer,
  decline(standing, by) {
    refuseUnlessLive(standing);
    if (standing.claim) refuseUnlessClaimer(standing, by);
  },
  withdraw(standing) {
    if (standing.end) throw new UserError(words.endedAlready(standing));
  },
};

function refuseUnlessLive(standing: Standing): void {
  if (standing.end) throw new UserError(words.endedAlready(standing));
  if (standing.delivery === 'refused' && !standing.refusal?.unsure) throw new UserError(words.notSentYet());
}

/** Whoever presses a button of the post has it before them, so it did arrive. */
function arrived({ delivery }: Standing): HandoffFact[] {
  return delivery === 'posted' ? [] : [{ kind: 'posted' }];
}

function refuseUnlessClaimer(standing: Standing, by: string): void {
  refuseUnlessLive(standing);
  if (standing.claim?.by !== by) throw new UserError(words.claimedBy(standing));
}

/** Whole working days, also for who claims at night. */
function holdsUntil({ calendars, now }: Ports, { team }: Standing): string {
  return calendars.afterDays(team, calendars.nextOpen(team, now()), CLAIM_DAYS).toISOString();
}

function cleaned({ refusedHosts }: Ports, { content }: Standing, text: string, limit: number): string {
  return redact(text, { limit, refusedHosts, ownIds: idsOf(content.facts) }).text;
}
