import type { Case } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import type { UserPreferences } from '../domain/user-preferences.ts';

/** Where a card ended up. */
export interface CardPlacement {
  /** Slack's word for why the card could not stand where it belongs and went to direct messages; null when it could. */
  readonly fallbackReason: string | null;
}

/** Slack, as far as a use case needs it. */
export interface Messenger {
  /** Draws the case's card from the store: posted once, changed in place afterwards, posted anew when it was lost. */
  publishCaseCard(kase: Case): Promise<CardPlacement>;
  /** Draws a handoff's post the same way. Throws `NotTaken` when Slack will not have it there. */
  publishHandoffPost(handoff: Handoff): Promise<void>;
  /** Tells one person, once for the key, what happened to a handoff. */
  notify(notification: HandoffNotification): Promise<void>;
  /** Tells a Sales channel, once for the key, which handoffs nobody has claimed. Throws `NotTaken`. */
  postReminder(key: string, channel: string, handoffs: readonly Handoff[]): Promise<void>;
  /** Draws a note or a reminder anew where it was said; one that is not there is not said. Throws `NotTaken`. */
  updateNotification(notification: Omit<HandoffNotification, 'thread'>): Promise<void>;
  updateReminder(key: string, channel: string, handoffs: readonly Handoff[]): Promise<void>;
  /** Draws a person's Home tab. */
  publishHomeTab(homeTab: HomeTabContent): Promise<void>;
  /** Posts the week's figures, once for the key. Throws `NotTaken`. */
  postWeeklyDigest(key: string, channel: string, digest: WeeklyDigest): Promise<void>;
}

/** Something that one person is told of a handoff. */
export interface HandoffNotification {
  readonly key: string;
  /** Slack user id. */
  readonly recipient: string;
  readonly handoff: Handoff;
  /** Place of the event that it is about, among the handoff's. */
  readonly eventIndex: number;
  /** Where else than in direct messages: the thread of a card. null: direct messages. */
  readonly thread: { readonly caseId: string; readonly channel: string } | null;
}

/** What a person sees on their Home tab. */
export interface HomeTabContent {
  readonly user: string;
  /** Newest first. */
  readonly cases: readonly Case[];
  /** Those that the person submitted or has claimed. */
  readonly handoffs: readonly Handoff[];
  readonly preferences: UserPreferences;
  readonly asOf: Date;
}

/** A week in figures; no customer data. */
export interface WeeklyDigest {
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  readonly checksByVerdict: Readonly<Record<string, number>>;
  readonly checksByTopic: Readonly<Record<string, number>>;
  /** Handoffs submitted in the week. */
  readonly handoffsSubmitted: number;
  readonly handoffsEndedByState: Readonly<Record<string, number>>;
  /** Median business hours of the team; null: none. */
  readonly medianHoursToClaim: number | null;
  readonly medianHoursToDone: number | null;
  /** Open now and past the time by which an answer was expected. */
  readonly overdueHandoffs: number;
}
