import type { Case } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import type { CasesOfPerson } from '../domain/lookups.ts';
import type { UserPreferences } from '../domain/user-preferences.ts';

/** Where a card was posted. */
export interface CardPlacement {
  /** Slack's error code when the card had to be sent as a direct message instead; null when it was posted as intended. */
  readonly fallbackReason: string | null;
}

/** The messages that use cases send to Slack. */
export interface Messenger {
  /**
   * Posts the case's card once, updates it afterwards, and posts it again if it was deleted. `isChecking`: the systems are
   * being read again; only updates the card.
   */
  publishCaseCard(kase: Case, state?: { readonly isChecking: boolean }): Promise<CardPlacement>;
  /** Publishes a handoff's post in the same way. Throws `PermanentSlackError` when Slack refuses the channel. */
  publishHandoffPost(handoff: Handoff): Promise<void>;
  /** Returns when the last attempt to post the handoff began; null when Slack certainly does not have the post. */
  lastHandoffAttempt(handoffId: string): Promise<string | null>;
  /** Notifies one person of a handoff event, once per key. */
  notify(notification: HandoffNotification): Promise<void>;
  /** Posts a reminder of unclaimed handoffs to a Sales channel, once per key. Throws `PermanentSlackError`. */
  postReminder(key: string, channel: string, handoffs: readonly Handoff[]): Promise<void>;
  /** Updates a posted notification; does nothing when it was never posted. Throws `PermanentSlackError`. */
  updateNotification(notification: Omit<HandoffNotification, 'thread'>): Promise<void>;
  updateReminder(key: string, channel: string, handoffs: readonly Handoff[]): Promise<void>;
  /**
   * Asks a colleague, or everybody in the channel of the card, to approve an override, once per key. Throws
   * `PermanentSlackError`.
   */
  postOverrideRequest(key: string, request: OverrideRequest): Promise<void>;
  /** Tells who requested an override, once per key, that Slack rejected the request. Throws `PermanentSlackError`. */
  reportOverrideUndelivered(key: string, request: OverrideRequest): Promise<void>;
  /** Updates a posted request; does nothing when it was never posted. Throws `PermanentSlackError`. */
  updateOverrideRequest(key: string, request: OverrideRequest): Promise<void>;
  /** Publishes a person's Home tab. */
  publishHomeTab(homeTab: HomeTabContent): Promise<void>;
  /** Posts the weekly digest, once per key. Throws `PermanentSlackError`. */
  postWeeklyDigest(key: string, channel: string, digest: WeeklyDigest): Promise<void>;
}

/** A notification of one person about a handoff event. */
export interface HandoffNotification {
  readonly key: string;
  /** Slack user id. */
  readonly recipient: string;
  readonly handoff: Handoff;
  /** Index of the event in the handoff's events. */
  readonly eventIndex: number;
  /** Thread of the case card to post in; null: direct messages. */
  readonly thread: { readonly caseId: string; readonly channel: string } | null;
}

/** The request of an override in the history of a case. */
export interface OverrideRequest {
  readonly kase: Case;
  /** Index of the `override-requested` event in the case's events. */
  readonly eventIndex: number;
}

/** Content of a person's Home tab. */
export interface HomeTabContent {
  readonly user: string;
  /** Newest first. */
  readonly cases: readonly Case[];
  /** Handoffs that the person submitted or has claimed. */
  readonly handoffs: readonly Handoff[];
  readonly preferences: UserPreferences;
  readonly asOf: Date;
}

/** Figures of one week. They contain no customer data. */
export interface WeeklyDigest {
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  readonly checksByVerdict: Readonly<Record<string, number>>;
  readonly checksByTopic: Readonly<Record<string, number>>;
  /** Checks of the week whose verdict somebody called wrong, by that verdict. */
  readonly disputedByVerdict: Readonly<Record<string, number>>;
  /** People who looked up unusually many customers, most first. `by`: Slack user id. */
  readonly unusualLookups: readonly CasesOfPerson[];
  readonly handoffsSubmitted: number;
  readonly handoffsEndedByState: Readonly<Record<string, number>>;
  /** Median in business hours of the team; null when no handoff counts. */
  readonly medianHoursToClaim: number | null;
  readonly medianHoursToDone: number | null;
  /** Open handoffs past their response deadline. */
  readonly overdueHandoffs: number;
}
