import type { Candidate } from './candidates.ts';
import type { Policy, Proof, RequesterSide } from './case-facts.ts';
import type { ManagedServiceAnswer } from './classify-subscription.ts';
import type { Evidence } from './evidence.ts';
import type { OverallVerdict } from './overall-verdict.ts';
import type { RequesterReason } from './requester.ts';
import type { RequesterIsSoldTo } from './requester-is-sold-to.ts';
import type { Scenario } from './scenario.ts';
import type { Topic } from './topics.ts';
import type { Judgement } from './verdict.ts';

/** One check: the evidence that was read, its verdicts and the scenario that was shown. Immutable. */
export interface Check {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** When the upstream systems were read; earlier than `at` when only manual facts changed. ISO 8601, UTC. */
  readonly lookedUpAt: string;
  /** Slack user id. */
  readonly by: string;
  /** `manual`: a person set the topic, the requester or the proof, and the systems were not read again. */
  readonly trigger: 'requested' | 'recheck' | 'manual' | 'choice';
  readonly ruleVersion: number;
  readonly policy: Policy;
  readonly topic: Topic;
  readonly requester: RequesterSide;
  readonly requesterReason: RequesterReason;
  readonly requesterIsSoldTo: RequesterIsSoldTo;
  readonly proof: Proof;
  /** Facts that a person set by hand. Later checks keep them. */
  readonly manualFacts: ManualFacts;
  readonly evidence: Evidence;
  readonly judgements: readonly Judgement[];
  /** The accounts to choose from when several match; otherwise empty. */
  readonly candidates: readonly Candidate[];
  readonly verdict: OverallVerdict;
  /** A copy, so that later changes of the policy do not change the card. */
  readonly scenario: Scenario;
}

/** The channel and thread that a card is posted in. */
export interface MessageLocation {
  /** Slack channel id, or the engineer's user id for direct messages. */
  readonly channel: string;
  /** Timestamp of the thread's parent message; null outside a thread. */
  readonly thread: string | null;
}

/** Identifies a ticket by help desk host and number. */
export interface TicketId {
  readonly host: string;
  readonly id: string;
}

/** Facts about the ticket that a person set by hand. */
export interface ManualFacts {
  readonly topic?: Topic | null;
  readonly requester?: RequesterSide;
  /** Slack user id of the person who set the requester. */
  readonly requesterSetBy?: string;
  readonly proof?: Proof;
  /** Whether the partner runs the subscription as a managed service, where the systems leave that open. */
  readonly managedService?: ManagedServiceAnswer;
  /** `TicketMismatch.key` of a mismatch that a person dismissed: the ticket belongs to this case. */
  readonly dismissedMismatchKey?: string;
}

/** What a guard read of an account: everything its decision depends on, one entry per subscription. */
export interface AccountSnapshot {
  /** When the upstream systems were read: ISO 8601, UTC. */
  readonly asOf: string;
  readonly subscriptions: readonly {
    readonly number: string;
    readonly verdict: Judgement['verdict'];
    readonly channel: string | null;
  }[];
  /** The part that could not be read; null when everything was read. */
  readonly gap: 'account' | 'subscriptions' | 'history' | null;
}

/** An event in the history of a case. Append-only. */
export type CaseEvent = {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Slack user id. */
  readonly by: string;
} & (
  | { readonly kind: 'checked' /** Index into the case's checks. */; readonly checkIndex: number }
  | {
      readonly kind: 'step-done';
      readonly stepId: string;
      /** The link that the step asks for. */
      readonly value: string | null;
      /** Why there is no link. */
      readonly notApplicable?: string;
    }
  /** `reason`: null for a step without a guard. */
  | { readonly kind: 'step-undone'; readonly stepId: string; readonly reason: string | null }
  | {
      readonly kind: 'guard-checked';
      readonly stepId: string;
      readonly allowed: boolean;
      readonly snapshot: AccountSnapshot;
    }
  | {
      readonly kind: 'override-requested';
      readonly stepId: string;
      readonly reason: string;
      /** Slack user id of the colleague who was asked to approve; absent: everybody in the channel of the card was. */
      readonly colleague?: string;
    }
  | { readonly kind: 'override-approved'; readonly stepId: string }
  /** A person who wanted to check the customer was shown this open case. For audits: nothing happened to the case. */
  | { readonly kind: 'case-shown' }
  /** A person says that the verdict of a check is wrong. At most one for each person and check. */
  | {
      readonly kind: 'verdict-disputed';
      /** Index into the case's checks. */
      readonly checkIndex: number;
      /** What the verdict should be. */
      readonly expected: OverallVerdict;
      readonly reason: string;
    }
);

/** An event about a step of the card. */
export type StepEvent = Extract<CaseEvent, { stepId: string }>;
/** An event that a verdict is wrong. */
export type DisputeEvent = Extract<CaseEvent, { kind: 'verdict-disputed' }>;
/** An event that the open case was shown. */
export type CaseShownEvent = Extract<CaseEvent, { kind: 'case-shown' }>;

/** The checks of one request and everything that has happened since. */
export interface Case {
  readonly id: string;
  readonly openedAt: string;
  readonly openedBy: string;
  /** When the personal data was erased, after which no event is appended. ISO 8601, UTC. */
  readonly erasedAt: string | null;
  readonly location: MessageLocation;
  /** Oldest first; never empty. */
  readonly checks: readonly Check[];
  /** All events, checks included, oldest first. */
  readonly events: readonly CaseEvent[];
}

/** Returns the check that the card shows. Throws for a case without checks. */
export function latestCheck({ checks }: Case): Check {
  const check = checks.at(-1);
  if (!check) throw new Error('the case has no check');
  return check;
}

/** Returns true for a channel; false for the direct messages with a user. */
export function isChannelId(channel: string): boolean {
  return /^[CG]/.test(channel);
}

/** Returns the key of a case's card in the table `posts`. */
export function cardPostKey(caseId: string): string {
  return `case:${caseId}`;
}
