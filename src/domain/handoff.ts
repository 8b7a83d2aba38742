import type { AccountSnapshot, TicketId } from './case.ts';
import type { Policy } from './case-facts.ts';
import type { Topic } from './reference.ts';
import type { Verdict } from './verdict.ts';

export const HANDOFF_STATUSES = ['open', 'claimed', 'done', 'declined', 'withdrawn'] as const;
export type HandoffStatus = (typeof HANDOFF_STATUSES)[number];

/** What Sales made of it. */
export const HANDOFF_OUTCOMES = [
  'quoted-direct',
  'stays-with-partner',
  'contract-reset',
  'duplicate',
  'other',
] as const;
export type HandoffOutcome = (typeof HANDOFF_OUTCOMES)[number];

/** Whether the customer has said in writing that they want to leave the partner. */
export const WRITTEN_WISHES = ['yes', 'no', 'not-asked'] as const;
export type WrittenWish = (typeof WRITTEN_WISHES)[number];

/** The three counts that a licence is refused for, and the most users there ever were. */
export interface UserCounts {
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
  readonly firstBoughtFromReseller: boolean;
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
  readonly accountNumber: string | null;
  /** Salesforce account, 18 characters. */
  readonly crmId: string | null;
  readonly accountOwner: { readonly name: string; readonly kind: 'person' | 'smb-pool' | 'other' } | null;
  readonly ticket: TicketId | null;
}

/** What the engineer typed or chose, after everything that must not leave was taken out. */
export interface HandoffInput {
  /** What Sales is asked for, in a sentence or two. */
  readonly ask: string;
  readonly plan: string | null;
  readonly seats: number | null;
  readonly counts: UserCounts | null;
  readonly writtenWish: WrittenWish | null;
  /** Where the wish stands in writing. */
  readonly writtenWishSource: string | null;
  /** What the customer was told. */
  readonly toldCustomer: string | null;
  /** The Chatter post or Case in Salesforce, which is the formal handoff. */
  readonly salesforceLink: string | null;
}

export interface HandoffContent {
  readonly facts: HandoffFacts;
  readonly input: HandoffInput;
}

/** Where a handoff goes. */
export interface HandoffDestination {
  /** Slack channel id. */
  readonly channel: string;
  /** Whose working hours count: a region of SALES_CHANNELS, or `sales`. */
  readonly team: string;
}

/** Stands where nobody acted but the bot itself. */
export const BOT_ACTOR = 'bot';

/** Something that happened to a handoff. Appended, never changed. */
export type HandoffEvent = {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Slack user id, or `BOT_ACTOR`. */
  readonly by: string;
} & HandoffEventDetails;

export type HandoffEventDetails =
  | ({
      readonly kind: 'submitted';
      readonly content: HandoffContent;
      /** Until when Sales is expected to answer: ISO 8601, UTC. */
      readonly answerDueAt: string;
    } & HandoffDestination)
  /** Slack is known to have the post. */
  | { readonly kind: 'posted' }
  /** Slack would not have it. `outcomeUnknown`: an earlier try may have arrived, and the channel cannot be read. */
  | { readonly kind: 'refused'; readonly error: string; readonly outcomeUnknown: boolean }
  /** A person looked: the post whose outcome was unknown is not in the channel. */
  | { readonly kind: 'not-there' }
  | { readonly kind: 'claimed' | 'reconfirmed' /** When it lapses. */; readonly until: string }
  | { readonly kind: 'released' }
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'asked'; readonly question: string }
  | { readonly kind: 'answered'; readonly answer: string }
  | { readonly kind: 'done'; readonly outcome: HandoffOutcome; readonly note: string | null }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'withdrawn'; readonly reason: string }
  | { readonly kind: 'linked'; readonly link: string }
  /** The claim lapses soon; the one who has it was asked whether it still holds. */
  | { readonly kind: 'lapse-near' }
  /** Nobody claimed it for so many rounds of waiting. `batchAt`: the moment at which the Sales channel is told, together with others. */
  | { readonly kind: 'reminded'; readonly round: number; readonly batchAt: string }
  | { readonly kind: 'snoozed'; readonly until: string }
  /** The engineer was asked to check with the customer. */
  | { readonly kind: 'follow-up' }
  /** What a daily look after a direct renewal saw; `loginAllowed`: the login may be restored, which is said once. */
  | { readonly kind: 'watched'; readonly loginAllowed: boolean; readonly snapshot: AccountSnapshot }
  | { readonly kind: 'erased' };

/** One request to Sales, and what has happened to it. */
export interface Handoff {
  readonly id: string;
  readonly caseId: string;
  /** Oldest first; the first is the submission. */
  readonly events: readonly HandoffEvent[];
}

/** What one person did, and when. */
interface Attribution {
  readonly by: string;
  readonly at: string;
}

/** Where a handoff stands: read from its events alone. */
export interface HandoffState extends HandoffDestination {
  readonly status: HandoffStatus;
  /** Who submitted it, last. */
  readonly submitted: Attribution;
  readonly content: HandoffContent;
  readonly answerDueAt: string;
  /** `sending`: not known to be in the channel yet. `refused`: Slack would not have it; nothing is with Sales. */
  readonly delivery: 'sending' | 'posted' | 'refused';
  readonly deliveryFailure: { readonly error: string; readonly outcomeUnknown: boolean } | null;
  readonly claim: (Attribution & { readonly until: string }) | null;
  /** What Sales wants to know and nobody has answered. */
  readonly question: (Attribution & { readonly text: string }) | null;
  /** The last answer, with who gave it and the question it was for. */
  readonly answer:
    | (Attribution & { readonly text: string; readonly question: string; readonly askedBy: string })
    | null;
  /** How it ended; null while it is open or claimed. */
  readonly resolution:
    | (Attribution & { readonly outcome: HandoffOutcome | null; readonly words: string | null })
    | null;
  /** The Chatter post or Case. */
  readonly salesforceLink: string | null;
  /** Rounds of silence so far. */
  readonly reminderRounds: number;
  /** When the last of them was brought up. */
  readonly remindedAt: string | null;
  /** The engineer put off the last reminder till then; null once there was another. */
  readonly snoozedUntil: string | null;
  /** A look after the handoff has found that the login may be restored. */
  readonly loginAllowed: boolean;
  readonly erased: boolean;
}

/** Folds the events. Throws on a handoff that does not begin with its submission. */
export function handoffStateOf({ id, events }: Handoff): HandoffState {
  const [first, ...rest] = events;
  if (first?.kind !== 'submitted') throw new Error(`handoff ${id} does not begin with its submission`);
  return rest.reduce(applyEvent, initialState(first));
}

type SubmittedEvent = Extract<HandoffEvent, { kind: 'submitted' }>;

function initialState({
  at,
  by,
  channel,
  team,
  content,
  answerDueAt: answerBy,
}: SubmittedEvent): HandoffState {
  return {
    status: 'open',
    channel,
    team,
    content,
    answerDueAt: answerBy,
    submitted: { at, by },
    delivery: 'sending',
    deliveryFailure: null,
    claim: null,
    question: null,
    answer: null,
    resolution: null,
    salesforceLink: content.input.salesforceLink,
    reminderRounds: 0,
    remindedAt: null,
    snoozedUntil: null,
    loginAllowed: false,
    erased: false,
  };
}

function applyEvent(state: HandoffState, event: HandoffEvent): HandoffState {
  const attribution = { by: event.by, at: event.at };
  switch (event.kind) {
    case 'submitted':
      return {
        ...initialState(event),
        salesforceLink: event.content.input.salesforceLink ?? state.salesforceLink,
      };
    case 'posted':
      return { ...state, delivery: 'posted', deliveryFailure: null };
    case 'refused':
      return {
        ...state,
        delivery: 'refused',
        deliveryFailure: { error: event.error, outcomeUnknown: event.outcomeUnknown },
      };
    case 'not-there':
      return {
        ...state,
        deliveryFailure: state.deliveryFailure && { ...state.deliveryFailure, outcomeUnknown: false },
      };
    case 'claimed':
    case 'reconfirmed':
      return { ...state, status: 'claimed', claim: { ...(state.claim ?? attribution), until: event.until } };
    case 'released':
    case 'lapsed':
      return { ...state, status: 'open', claim: null };
    case 'asked':
      return { ...state, question: { ...attribution, text: event.question } };
    case 'answered':
      return { ...state, question: null, answer: answerFrom(state, attribution, event.answer) };
    case 'done':
      return resolvedState(state, 'done', { ...attribution, outcome: event.outcome, words: event.note });
    case 'declined':
    case 'withdrawn':
      return resolvedState(state, event.kind, { ...attribution, outcome: null, words: event.reason });
    case 'linked':
      return { ...state, salesforceLink: event.link };
    case 'reminded':
      return { ...state, reminderRounds: event.round, remindedAt: event.at, snoozedUntil: null };
    case 'snoozed':
      return { ...state, snoozedUntil: event.until };
    case 'watched':
      return { ...state, loginAllowed: state.loginAllowed || event.loginAllowed };
    case 'erased':
      return { ...state, erased: true };
    case 'lapse-near':
    case 'follow-up':
      return state;
  }
}

function answerFrom(
  { question }: HandoffState,
  attribution: Attribution,
  text: string,
): HandoffState['answer'] {
  return { ...attribution, text, question: question?.text ?? '', askedBy: question?.by ?? BOT_ACTOR };
}

function resolvedState(
  current: HandoffState,
  status: HandoffStatus,
  resolution: NonNullable<HandoffState['resolution']>,
): HandoffState {
  return { ...current, status, resolution, question: null };
}

/** False when Slack would not have its post; where nobody knew that, a post that may be there has to show the end. */
export function hasPostToRender({
  delivery,
  deliveryFailure: refusal,
  resolution: end,
}: HandoffState): boolean {
  return delivery !== 'refused' || (end !== null && refusal?.outcomeUnknown === true);
}

/** True while Sales has something to do with it. */
export function isActiveHandoff({ status: state, delivery }: HandoffState): boolean {
  return (state === 'open' || state === 'claimed') && delivery !== 'refused';
}
