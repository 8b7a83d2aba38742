import type { Evidence } from './evidence.ts';
import type { Asker, Policy } from './facts.ts';
import type { Topic } from './reference.ts';
import type { Scenario } from './scenario.ts';
import type { Judgement } from './verdict.ts';
import type { WholeVerdict } from './whole-verdict.ts';

/** One look at the systems, what it was judged to be, and the words shown for it. Never changed afterwards. */
export interface Check {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** When the systems were asked; earlier than `at` when only the words changed. */
  readonly lookedAt: string;
  /** Slack user id. */
  readonly by: string;
  readonly because: 'asked' | 'recheck' | 'topic' | 'choice';
  readonly ruleVersion: number;
  readonly policy: Policy;
  readonly topic: Topic;
  readonly asker: Asker;
  readonly evidence: Evidence;
  readonly judgements: readonly Judgement[];
  readonly verdict: WholeVerdict;
  /** A copy: tomorrow's wording does not change yesterday's card. */
  readonly scenario: Scenario;
}

/** Where a card belongs. */
export interface Place {
  /** Slack channel id; for direct messages the agent's user id. */
  readonly channel: string;
  /** The message whose thread it answers in. */
  readonly thread: string | null;
}

/** One check and what has happened to it since. */
export interface Case {
  readonly id: string;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly place: Place;
  /** Oldest first; never empty. */
  readonly checks: readonly Check[];
}

/** The check that the card shows. */
export function latest({ checks }: Case): Check {
  const check = checks.at(-1);
  if (!check) throw new Error('a case without a check');
  return check;
}
