import type { Policy, Proof, RequesterSide } from './case-facts.ts';
import type { Evidence } from './evidence.ts';
import type { OverallVerdict } from './overall-verdict.ts';
import type { Topic } from './reference.ts';
import type { Scenario } from './scenario.ts';
import type { Judgement } from './verdict.ts';

/** One look at the systems, what it was judged to be, and the words shown for it. Never changed afterwards. */
export interface Check {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** When the systems were asked; earlier than `at` when only the words changed. */
  readonly lookedUpAt: string;
  /** Slack user id. */
  readonly by: string;
  /** `manual`: the systems were not asked; a person said what the ticket is about, who asks, or what proof there is. */
  readonly trigger: 'requested' | 'recheck' | 'manual' | 'choice';
  readonly ruleVersion: number;
  readonly policy: Policy;
  readonly topic: Topic;
  readonly requester: RequesterSide;
  readonly proof: Proof;
  /** What a person said, as against what was read from the evidence; kept by later looks. */
  readonly manualFacts: ManualFacts;
  readonly evidence: Evidence;
  readonly judgements: readonly Judgement[];
  readonly verdict: OverallVerdict;
  /** A copy: tomorrow's wording does not change yesterday's card. */
  readonly scenario: Scenario;
}

/** Where a card belongs. */
export interface MessageLocation {
  /** Slack channel id; for direct messages the agent's user id. */
  readonly channel: string;
  /** The message whose thread it answers in. */
  readonly thread: string | null;
}

/** A ticket by its address's parts. */
export interface TicketId {
  readonly host: string;
  readonly id: string;
}

/** What a person said of the ticket. */
export interface ManualFacts {
  readonly topic?: Topic | null;
  readonly requester?: RequesterSide;
  readonly proof?: Proof;
  /** Key of the mismatch that someone dismissed: the ticket belongs to this case. See `TicketMismatch.key`. */
  readonly dismissedMismatchKey?: string;
}

/** What a guard saw when somebody pressed: all that decides about the account, one subscription a line. */
export interface AccountSnapshot {
  /** When the systems were asked: ISO 8601, UTC. */
  readonly asOf: string;
  readonly subscriptions: readonly {
    readonly number: string;
    readonly verdict: Judgement['verdict'];
    readonly channel: string | null;
  }[];
  /** What kept us from an answer, when something did. */
  readonly gap: 'account' | 'subscriptions' | 'history' | null;
}

/** Something that happened to a case. Appended, never changed. */
export type CaseEvent = {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Slack user id. */
  readonly by: string;
} & (
  | { readonly kind: 'checked' /** Its place among the case's checks. */; readonly checkIndex: number }
  | { readonly kind: 'step-done'; readonly stepId: string; readonly value: string | null }
  | { readonly kind: 'step-undone'; readonly stepId: string; readonly reason: string }
  | {
      readonly kind: 'guard-checked';
      readonly stepId: string;
      readonly allowed: boolean;
      readonly snapshot: AccountSnapshot;
    }
  | { readonly kind: 'override-requested'; readonly stepId: string; readonly reason: string }
  | { readonly kind: 'override-approved'; readonly stepId: string }
);

/** What people do to steps, as it is written down. */
export type StepEvent = Exclude<CaseEvent, { kind: 'checked' }>;

/** One check and what has happened to it since. */
export interface Case {
  readonly id: string;
  readonly openedAt: string;
  readonly openedBy: string;
  /** When its personal data was taken out for good; then nothing is added to it. ISO 8601, UTC. */
  readonly erasedAt: string | null;
  readonly location: MessageLocation;
  /** Oldest first; never empty. */
  readonly checks: readonly Check[];
  /** Everything that happened, checks included, oldest first. */
  readonly events: readonly CaseEvent[];
}

/** The check that the card shows. */
export function latestCheck({ checks }: Case): Check {
  const check = checks.at(-1);
  if (!check) throw new Error('a case without a check');
  return check;
}

/** Returns the key of a case's card in the table `posts`. */
export function cardPostKey(caseId: string): string {
  return `case:${caseId}`;
}
