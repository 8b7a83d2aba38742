import type { CallOutcome } from './network.ts';
import type { Random } from './random.ts';

/** What the seed decides about a run as a whole: how many copies and actions, and how often each fault happens. */
export interface RunPlan {
  /** Number of copies of the bot. */
  readonly copyCount: number;
  readonly crashCount: number;
  /** Number of actions of people. */
  readonly actionCount: number;
  /** Probability that a fault is injected before an action. */
  readonly faultProbability: number;
  /** Ends all faults. */
  endFaults(): void;
  readonly hasFaultsEnded: boolean;
  storeDelayMs(): number;
  /** Returns true when a call to the database fails. */
  storeFails(): boolean;
  latencyMs(): number;
  slackCallOutcome(): CallOutcome;
  upstreamCallOutcome(): CallOutcome;
  deliveryOutcome(): DeliveryOutcome;
}

/** What happens to a request that Slack sends to the bot. */
export type DeliveryOutcome = 'arrives' | 'dropped' | 'duplicated' | 'late' | 'answer-lost';

/** Draws the rate of each fault; it is 0 in 35 % of the runs. */
export function createRunPlan(random: Random): RunPlan {
  const rate = (max: number) => (random.chance(0.35) ? 0 : random.between(0, max));
  const slack = { lost: rate(0.06), refused: rate(0.05), dropped: rate(0.03) };
  const upstream = { lost: rate(0.08), refused: rate(0.08), dropped: rate(0.05) };
  const delivery = { dropped: rate(0.08), duplicated: rate(0.3), late: rate(0.08), answerLost: rate(0.08) };
  const slowStore = rate(0.1);
  const failingStore = random.chance(0.3) ? random.between(0, 0.02) : 0;
  let hasFaultsEnded = false;
  const callOutcome = ({ lost, refused, dropped }: typeof slack): CallOutcome => {
    if (hasFaultsEnded) return 'arrives';
    return random.pickWeighted<CallOutcome>([
      [lost, 'answer-lost'],
      [refused, 'refused'],
      [dropped, 'dropped'],
      [Math.max(0, 1 - lost - refused - dropped), 'arrives'],
    ]);
  };
  return {
    copyCount: random.pick([1, 2, 2, 3]),
    crashCount: random.pick([0, 0, 1, 1, 2, 3]),
    faultProbability: rate(0.4),
    actionCount: 6 + random.whole(14),
    endFaults: () => {
      hasFaultsEnded = true;
    },
    get hasFaultsEnded() {
      return hasFaultsEnded;
    },
    storeDelayMs: () =>
      !hasFaultsEnded && random.chance(slowStore) ? random.between(1, 300) : random.between(0, 2),
    storeFails: () => !hasFaultsEnded && random.chance(failingStore),
    latencyMs: () =>
      !hasFaultsEnded && random.chance(0.05) ? random.between(100, 4_000) : random.between(1, 40),
    slackCallOutcome: () => callOutcome(slack),
    upstreamCallOutcome: () => callOutcome(upstream),
    deliveryOutcome() {
      if (hasFaultsEnded) return 'arrives';
      const { dropped, duplicated, late, answerLost } = delivery;
      return random.pickWeighted<DeliveryOutcome>([
        [dropped, 'dropped'],
        [duplicated, 'duplicated'],
        [late, 'late'],
        [answerLost, 'answer-lost'],
        [Math.max(0, 1 - dropped - duplicated - late - answerLost), 'arrives'],
      ]);
    },
  };
}
