import type { Handoff, Standing } from '../domain/handoff.ts';
import { standingOf } from '../domain/handoff.ts';
import type { Preferences } from '../domain/preferences.ts';
import { moment, type Piece, person, say } from '../domain/text.ts';
import { own, salesName, sayAbout, sayNumbers, sayRefusal, sayUnsure, sayWants } from './handoff.ts';

/** Heads of the Home tab's parts, in their order. */
export const HOME_TITLES = {
  yours: 'Waiting for you',
  waiting: 'Waiting for Sales',
  claimed: 'My handoffs',
  cases: 'My cases',
  preferences: 'Preferences',
} as const;

/** What stands where there is nothing, and how to come by something; null: not even the heading. */
export const HOME_EMPTY = {
  yours: null,
  waiting:
    'None of your handoffs waits to be claimed. When a case has to go to Sales, its card has the button “Draft handoff”.',
  claimed: 'No claimed handoffs. A handoff is listed here once somebody in Sales, or you, has claimed it.',
  cases: 'No cases yet. Try /reseller-check A-S00012345',
} as const;

/** For who sees their Home for the first time. */
export function sayWhatIDo(): Piece[][] {
  return [
    [own('I tell you who sold a subscription, and what follows from it for the ticket.')],
    [own('What has to go to Sales I help to hand over, and I tell you here what comes of it.')],
  ];
}

/** What a handoff is about, to know it again; no names once it was erased. */
export function sayHandoff(standing: Standing): Piece[] {
  const { content, erased } = standing;
  if (erased) return sayAbout(standing);
  const numbers = sayNumbers(content.facts);
  const wants = sayWants(content.facts, 'channel');
  return numbers.length === 0 ? wants : [...wants, own(' · '), ...numbers];
}

/** What its engineer has to do about a handoff: answer a question, or send again what Slack would not have. */
export function sayYours({ question, refusal, team }: Standing): Piece[] {
  if (refusal?.unsure) return sayUnsure(team);
  if (refusal) return [own('Not sent to Sales: '), ...sayRefusal(refusal.error)];
  return question ? say`Sales has a question since ${moment(question.at)} and waits for your answer` : [];
}

/** Where a handoff stands that nobody has claimed. */
export function sayWaiting(handoff: Handoff, at: Date): Piece[] {
  const { delivery, team, answerBy } = standingOf(handoff);
  if (delivery === 'sending') return say`Being sent to ${salesName(team)}`;
  const late = Date.parse(answerBy) < at.getTime();
  return [
    ...say`With ${salesName(team)} since ${moment(openSince(handoff))}; nobody has it now. `,
    own(late ? 'An answer was expected by ' : 'An answer is expected by '),
    ...say`${moment(answerBy)}`,
  ];
}

/** Who has it, for that person or for the one who sent it. */
export function sayClaimed({ claim, submitted }: Standing, reader: string): Piece[] {
  if (!claim) return [];
  const until = say` since ${moment(claim.at)} · reconfirm by ${moment(claim.until)}`;
  return claim.by === reader
    ? [own('With you'), ...until, ...say` · from ${person(submitted.by)}`]
    : [...say`With ${person(claim.by)}`, ...until];
}

export function sayMore(count: number): Piece[] {
  return [own(`…and ${count} more`)];
}

/** What is chosen on the Home tab. */
export const PREFERENCES = {
  tell: 'How shall I tell you what happens to your cases?',
  tellShort: 'Tell me',
  quiet: 'When shall I keep quiet?',
  quietShort: 'Quiet hours',
} as const;

export const TELL_LABELS: Record<Preferences['tell'], string> = {
  dm: 'in direct messages',
  mention: "in the card's thread, mentioning me",
};

/** What somebody may wish for; null: to be told at any hour. */
export const QUIET_HOURS: readonly Preferences['quiet'][] = [
  null,
  { from: 18, to: 8 },
  { from: 19, to: 7 },
  { from: 20, to: 8 },
  { from: 22, to: 7 },
];

/** "18:00–08:00". */
export function quietLabel(quiet: Preferences['quiet']): string {
  return quiet === null ? 'none' : `${clock(quiet.from)}–${clock(quiet.to)}`;
}

/** Whose hours they are. A zone that was never asked for is not named. */
export function sayZone({ quiet, zone }: Preferences): Piece[] {
  return quiet === null
    ? [own('In your own time zone, as Slack knows it. What happens meanwhile I tell you afterwards.')]
    : say`In your time zone (${zone}). What happens meanwhile I tell you afterwards.`;
}

export function sayAsOf(at: Date): Piece[] {
  return say`As of ${moment(at.toISOString())}`;
}

/** How much of what is there, for a notification and for who hears it. */
export interface Mine {
  /** Handoffs that wait for this person: with a question, or not taken by Slack. */
  readonly yours: number;
  readonly waiting: number;
  readonly claimed: number;
  readonly cases: number;
}

/** The short answer in one sentence. */
export function sayMine({ yours, waiting, claimed, cases }: Mine): Piece[] {
  const all = [
    ...(yours === 0 ? [] : [`${counted(yours, 'handoff')} waiting for you`]),
    ...(waiting === 0 ? [] : [`${counted(waiting, 'handoff')} waiting for Sales`]),
    ...(claimed === 0 ? [] : [`${counted(claimed, 'handoff')} claimed`]),
    ...(cases === 0 ? [] : [counted(cases, 'case')]),
  ];
  return [own(all.length === 0 ? NOTHING_MINE : `Yours: ${all.join(', ')}.`)];
}

const NOTHING_MINE =
  'You have no cases and no handoffs yet. Try /reseller-check A-S00012345; its card stays yours, and is listed here.';

/** Where the buttons are. */
export function sayHomeTab(): Piece[] {
  return [own('Buttons, and how you want to be told, are on my Home tab.')];
}

/** "1 case", "2 cases". */
export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** Whoever had it last may have given it back. */
function openSince({ events }: Handoff): string {
  return events.findLast(({ kind }) => /^(?:submitted|released|lapsed)$/.test(kind))?.at ?? '';
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
