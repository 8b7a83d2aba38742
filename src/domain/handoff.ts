import type { Sight, TicketId } from './case.ts';
import type { Policy } from './facts.ts';
import type { Topic } from './reference.ts';
import type { Verdict } from './verdict.ts';

export const HANDOFF_STATES = ['open', 'claimed', 'done', 'declined', 'withdrawn'] as const;
export type HandoffState = (typeof HANDOFF_STATES)[number];

/** What Sales made of it. */
export const OUTCOMES = [
  'quoted-direct',
  'stays-with-partner',
  'contract-reset',
  'duplicate',
  'other',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Whether the customer has said in writing that they want to leave the partner. */
export const WISHES = ['yes', 'no', 'not-asked'] as const;
export type Wish = (typeof WISHES)[number];

/** The three counts that a licence is refused for, and the most users there ever were. */
export interface Counts {
  readonly users: number;
  readonly previous: number;
  readonly trueUp: number;
  readonly maximum: number;
}

/** What the systems say, copied from the case's latest check when the handoff was submitted. */
export interface HandoffFacts {
  readonly topic: Topic;
  readonly policy: Policy;
  readonly scenario: string;
  readonly customer: string | null;
  /** Whom the customer bought through, a reseller or a managed service provider; null when nobody is named. */
  readonly reseller: string | null;
  /** Who gets the invoice when that is not the reseller, or when Salesforce could not say who that is. */
  readonly distributor: string | null;
  /** The customer's first purchase went through a reseller: Sales must be told. */
  readonly firstReseller: boolean;
  readonly subscriptions: readonly {
    readonly number: string;
    readonly verdict: Verdict;
    readonly status: string | null;
    /** First day not covered, YYYY-MM-DD. */
    readonly endsOn: string | null;
  }[];
  /** When the systems were asked: ISO 8601, UTC. */
  readonly checkedAt: string;
  /** Zuora account number. */
  readonly account: string | null;
  /** Salesforce account, 18 characters. */
  readonly crmId: string | null;
  readonly owner: { readonly name: string; readonly kind: 'person' | 'smb-pool' | 'other' } | null;
  readonly ticket: TicketId | null;
}

/** What the engineer typed or chose, after everything that must not leave was taken out. */
export interface HandoffTyped {
  /** What Sales is asked for, in a sentence or two. */
  readonly ask: string;
  readonly plan: string | null;
  readonly seats: number | null;
  readonly counts: Counts | null;
  readonly wish: Wish | null;
  /** Where the wish stands in writing. */
  readonly wishWhere: string | null;
  /** What the customer was told. */
  readonly told: string | null;
  /** The Chatter post or Case in Salesforce, which is the formal handoff. */
  readonly link: string | null;
}

export interface HandoffContent {
  readonly facts: HandoffFacts;
  readonly typed: HandoffTyped;
}

/** Where a handoff goes. */
export interface Destination {
  /** Slack channel id. */
  readonly channel: string;
  /** Whose working hours count: a region of SALES_CHANNELS, or `sales`. */
  readonly team: string;
}

/** Stands where nobody acted but the bot itself. */
export const BOT = 'bot';

/** Something that happened to a handoff. Appended, never changed. */
export type HandoffEvent = {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Slack user id, or `BOT`. */
  readonly by: string;
} & HandoffFact;

export type HandoffFact =
  | ({
      readonly kind: 'submitted';
      readonly content: HandoffContent;
      /** Until when Sales is expected to answer: ISO 8601, UTC. */
      readonly answerBy: string;
    } & Destination)
  /** Slack is known to have the post. */
  | { readonly kind: 'posted' }
  /** Slack would not have it. `unsure`: an earlier try may have arrived, and the channel cannot be read. */
  | { readonly kind: 'refused'; readonly error: string; readonly unsure: boolean }
  /** A person looked: the post whose outcome was unknown is not in the channel. */
  | { readonly kind: 'not-there' }
  | { readonly kind: 'claimed' | 'reconfirmed' /** When it lapses. */; readonly until: string }
  | { readonly kind: 'released' }
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'asked'; readonly question: string }
  | { readonly kind: 'answered'; readonly answer: string }
  | { readonly kind: 'done'; readonly outcome: Outcome; readonly note: string | null }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'withdrawn'; readonly reason: string }
  | { readonly kind: 'linked'; readonly link: string }
  /** The claim lapses soon; the one who has it was asked whether it still holds. */
  | { readonly kind: 'lapse-near' }
  /** Nobody claimed it for so many rounds of waiting. `slot`: the moment at which the Sales channel is told, together with others. */
  | { readonly kind: 'reminded'; readonly round: number; readonly slot: string }
  | { readonly kind: 'snoozed'; readonly until: string }
  /** The engineer was asked to check with the customer. */
  | { readonly kind: 'follow-up' }
  /** What a daily look after a direct renewal saw; `allowed`: the login may be restored, which is said once. */
  | { readonly kind: 'watched'; readonly allowed: boolean; readonly seen: Sight }
  | { readonly kind: 'erased' };

/** One request to Sales, and what has happened to it. */
export interface Handoff {
  readonly id: string;
  readonly caseId: string;
  /** Oldest first; the first is the submission. */
  readonly events: readonly HandoffEvent[];
}

/** What one person did, and when. */
interface Did {
  readonly by: string;
  readonly at: string;
}

/** Where a handoff stands: read from its events alone. */
export interface Standing extends Destination {
  readonly state: HandoffState;
  /** Who submitted it, last. */
  readonly submitted: Did;
  readonly content: HandoffContent;
  readonly answerBy: string;
  /** `sending`: not known to be in the channel yet. `refused`: Slack would not have it; nothing is with Sales. */
  readonly delivery: 'sending' | 'posted' | 'refused';
  readonly refusal: { readonly error: string; readonly unsure: boolean } | null;
  readonly claim: (Did & { readonly until: string }) | null;
  /** What Sales wants to know and nobody has answered. */
  readonly question: (Did & { readonly text: string }) | null;
  /** The last answer, with who gave it and the question it was for. */
  readonly answer:
    | (Did & { readonly text: string; readonly question: string; readonly askedBy: string })
    | null;
  /** How it ended; null while it is open or claimed. */
  readonly end: (Did & { readonly outcome: Outcome | null; readonly words: string | null }) | null;
  /** The Chatter post or Case. */
  readonly link: string | null;
  /** Rounds of silence so far. */
  readonly rounds: number;
  /** When the last of them was brought up. */
  readonly remindedAt: string | null;
  /** The engineer put off the last reminder till then; null once there was another. */
  readonly snoozedUntil: string | null;
  /** A look after the handoff has found that the login may be restored. */
  readonly loginAllowed: boolean;
  readonly erased: boolean;
}

/** Folds the events. Throws on a handoff that does not begin with its submission. */
export function standingOf({ id, events }: Handoff): Standing {
  const [first, ...rest] = events;
  if (first?.kind !== 'submitted') throw new Error(`handoff ${id} does not begin with its submission`);
  return rest.reduce(after, begun(first));
}

type Submission = Extract<HandoffEvent, { kind: 'submitted' }>;

function begun({ at, by, channel, team, content, answerBy }: Submission): Standing {
  return {
    state: 'open',
    channel,
    team,
    content,
    answerBy,
    submitted: { at, by },
    delivery: 'sending',
    refusal: null,
    claim: null,
    question: null,
    answer: null,
    end: null,
    link: content.typed.link,
    rounds: 0,
    remindedAt: null,
    snoozedUntil: null,
    loginAllowed: false,
    erased: false,
  };
}

function after(standing: Standing, event: HandoffEvent): Standing {
  const did = { by: event.by, at: event.at };
  switch (event.kind) {
    case 'submitted':
      return { ...begun(event), link: event.content.typed.link ?? standing.link };
    case 'posted':
      return { ...standing, delivery: 'posted', refusal: null };
    case 'refused':
      return { ...standing, delivery: 'refused', refusal: { error: event.error, unsure: event.unsure } };
    case 'not-there':
      return { ...standing, refusal: standing.refusal && { ...standing.refusal, unsure: false } };
    case 'claimed':
    case 'reconfirmed':
      return { ...standing, state: 'claimed', claim: { ...(standing.claim ?? did), until: event.until } };
    case 'released':
    case 'lapsed':
      return { ...standing, state: 'open', claim: null };
    case 'asked':
      return { ...standing, question: { ...did, text: event.question } };
    case 'answered':
      return { ...standing, question: null, answer: answerTo(standing, did, event.answer) };
    case 'done':
      return ended(standing, 'done', { ...did, outcome: event.outcome, words: event.note });
    case 'declined':
    case 'withdrawn':
      return ended(standing, event.kind, { ...did, outcome: null, words: event.reason });
    case 'linked':
      return { ...standing, link: event.link };
    case 'reminded':
      return { ...standing, rounds: event.round, remindedAt: event.at, snoozedUntil: null };
    case 'snoozed':
      return { ...standing, snoozedUntil: event.until };
    case 'watched':
      return { ...standing, loginAllowed: standing.loginAllowed || event.allowed };
    case 'erased':
      return { ...standing, erased: true };
    case 'lapse-near':
    case 'follow-up':
      return standing;
  }
}

function answerTo({ question }: Standing, did: Did, text: string): Standing['answer'] {
  return { ...did, text, question: question?.text ?? '', askedBy: question?.by ?? BOT };
}

function ended(standing: Standing, state: HandoffState, end: NonNullable<Standing['end']>): Standing {
  return { ...standing, state, end, question: null };
}

/** False when Slack would not have its post; where nobody knew that, a post that may be there has to show the end. */
export function isToBeDrawn({ delivery, refusal, end }: Standing): boolean {
  return delivery !== 'refused' || (end !== null && refusal?.unsure === true);
}

/** True while Sales has something to do with it. */
export function isLive({ state, delivery }: Standing): boolean {
  return (state === 'open' || state === 'claimed') && delivery !== 'refused';
}
