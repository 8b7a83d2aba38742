import type { TicketId } from './case.ts';
import type { Policy, RequesterSide } from './case-facts.ts';
import type { Discrepancy } from './discrepancies.ts';
import type { Marketplace } from './known-partners.ts';
import type { Topic } from './topics.ts';
import type { UserCounts } from './user-counts.ts';
import type { Verdict } from './verdict.ts';

export const HANDOFF_STATUSES = ['open', 'claimed', 'done', 'declined', 'withdrawn'] as const;
export type HandoffStatus = (typeof HANDOFF_STATUSES)[number];

/** The outcome that Sales chooses when it closes a handoff. */
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

/** Facts from the upstream systems, copied from the case's latest check when the handoff was submitted. */
export interface HandoffFacts {
  readonly topic: Topic;
  readonly policy: Policy;
  readonly scenario: string;
  /** The party that asks for it. */
  readonly requester: RequesterSide;
  readonly customer: string | null;
  /** The reseller or managed service provider that sold to the customer; null when none is known. */
  readonly reseller: string | null;
  /** The company that is invoiced if it is not the reseller, or if Salesforce could not be read; otherwise null. */
  readonly distributor: string | null;
  /** True when a reseller purchase is on record, or the customer wants to leave a reseller. Sales must be told. */
  readonly firstBoughtFromReseller: boolean;
  /** True when that is not known, because the earlier invoice owners could not be read. */
  readonly isFirstPurchaseUnknown: boolean;
  /** Set when the customer bought there. */
  readonly marketplace: Marketplace | null;
  readonly subscriptions: readonly {
    readonly number: string;
    readonly verdict: Verdict;
    readonly status: string | null;
    /** First day not covered, YYYY-MM-DD. */
    readonly endsOn: string | null;
    /** Names of the products, the one with the seats first. */
    readonly plan: string | null;
    readonly seats: number | null;
    readonly termMonths: number | null;
  }[];
  /** The newest won opportunity in Salesforce; null when there is none or it could not be read. */
  readonly opportunity: {
    /** 18 characters. */
    readonly id: string;
    readonly name: string;
    /** YYYY-MM-DD. */
    readonly closedOn: string | null;
  } | null;
  /** Where Salesforce or the ticket disagrees with Zuora. */
  readonly discrepancies: readonly Discrepancy[];
  /** When the systems were read: ISO 8601, UTC. */
  readonly checkedAt: string;
  /** Zuora account number. */
  readonly accountNumber: string | null;
  /** Salesforce account id, 18 characters. */
  readonly crmId: string | null;
  readonly accountOwner: { readonly name: string; readonly kind: 'person' | 'smb-pool' | 'other' } | null;
  readonly ticket: TicketId | null;
}

/** What the engineer typed or chose in the form, after redaction. */
export interface HandoffInput {
  /** The request to Sales, in a sentence or two. */
  readonly ask: string;
  readonly plan: string | null;
  readonly seats: number | null;
  readonly counts: UserCounts | null;
  readonly writtenWish: WrittenWish | null;
  /** Where the customer wrote that wish, such as in a ticket. */
  readonly writtenWishSource: string | null;
  /** Where the reseller permits the change in writing. Null: no permission is known. */
  readonly permissionSource: string | null;
  readonly toldCustomer: string | null;
  /** The ticket, where the case has none. */
  readonly ticket: TicketId | null;
  /** The Chatter post or Case in Salesforce, which is the formal handoff. */
  readonly salesforceLink: string | null;
}

export interface HandoffContent {
  readonly facts: HandoffFacts;
  readonly input: HandoffInput;
}

export interface HandoffDestination {
  /** Slack channel id. */
  readonly channel: string;
  /** The team whose business hours apply: a region of SALES_CHANNELS, or `sales`. */
  readonly team: string;
}

/** The actor of events that no person caused. */
export const BOT_ACTOR = 'bot';

/** Who did something, and when. */
export interface Attribution {
  /** Slack user id, or `BOT_ACTOR`. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The current state of a handoff, computed from its events alone. */
export interface HandoffState extends HandoffDestination {
  readonly status: HandoffStatus;
  /** The last submission. */
  readonly submitted: Attribution;
  readonly content: HandoffContent;
  /** When Sales is expected to answer: ISO 8601, UTC. Null until the Chatter post or Case is linked. */
  readonly answerDueAt: string | null;
  /** `sending`: not yet known to be in the channel. `failed`: Slack rejected the post, so Sales does not have it. */
  readonly delivery: 'sending' | 'posted' | 'failed';
  readonly deliveryFailure: { readonly error: string; readonly outcomeUnknown: boolean } | null;
  readonly claim: (Attribution & { readonly until: string }) | null;
  /** The question from Sales that nobody has answered yet. */
  readonly question: (Attribution & { readonly text: string }) | null;
  /** The last answer, and the question that it answered. */
  readonly answer:
    | (Attribution & { readonly text: string; readonly question: string; readonly askedBy: string })
    | null;
  /** How the handoff ended; null while it is open or claimed. */
  readonly resolution:
    | (Attribution & { readonly outcome: HandoffOutcome | null; readonly note: string | null })
    | null;
  /** The Chatter post or Case. */
  readonly salesforceLink: string | null;
  /** Number of reminders so far that nobody has claimed the handoff. */
  readonly reminderRounds: number;
  /** When the last reminder was due. */
  readonly remindedAt: string | null;
  /** Until when the engineer snoozed the last reminder; null once there has been another. */
  readonly snoozedUntil: string | null;
  /** True once a login check found that the customer's login may be restored. */
  readonly loginAllowed: boolean;
  readonly erased: boolean;
}

/**
 * Returns true when the handoff has a post, or may have one. A failed post whose outcome is unknown counts once the
 * handoff has ended, because a post that did arrive must show the end.
 */
export function hasPostToRender({ delivery, deliveryFailure, resolution }: HandoffState): boolean {
  return delivery !== 'failed' || (resolution !== null && deliveryFailure?.outcomeUnknown === true);
}

/** Returns true while Sales has to act on the handoff. */
export function isActiveHandoff({ status, delivery }: HandoffState): boolean {
  return (status === 'open' || status === 'claimed') && delivery !== 'failed';
}

/** Returns the ticket of a handoff: the case's, or the one that was entered in the form. */
export function ticketOf({ facts, input }: HandoffContent): TicketId | null {
  return facts.ticket ?? input.ticket;
}

/**
 * Returns true when the reseller's permission would allow what the customer wants. Only the policy `seed` knows that
 * exception, and a reseller that asks needs nobody's permission.
 */
export function needsPermission({ topic, policy, requester, marketplace }: HandoffFacts): boolean {
  return (
    topic === 'change-subscription' && policy === 'seed' && requester !== 'reseller' && marketplace === null
  );
}

/** Returns true when Sales cannot move the customer to us without a written request, so the form asks for it. */
export function needsWrittenWish({ topic, firstBoughtFromReseller, subscriptions }: HandoffFacts): boolean {
  const isMovingToDirect = topic === 'direct-renewal' || topic === 'enable-login';
  return (
    isMovingToDirect ||
    (firstBoughtFromReseller && subscriptions.some(({ verdict }) => verdict === 'transition-pending'))
  );
}

/** Returns true when the customer is moving from a reseller to us, after which their login may be restored. */
export function needsLoginWatch(facts: HandoffFacts): boolean {
  return facts.firstBoughtFromReseller && needsWrittenWish(facts);
}

/** Returns true for an outcome after which this handoff will not lead to a restored login. */
export function endsLoginWatch(outcome: HandoffOutcome | null | undefined): boolean {
  return outcome === 'stays-with-partner' || outcome === 'duplicate';
}

/** Returns the state without the names of the customer and its partners, for texts that no erasure reaches. */
export function withoutNames(state: HandoffState): HandoffState {
  const facts = { ...state.content.facts, customer: null, reseller: null, distributor: null };
  return { ...state, content: { ...state.content, facts } };
}
