import type { CallFate } from './network.ts';
import type { Random } from './random.ts';

/** How often each thing goes wrong in a story. */
export interface Weather {
  /** Number of copies of the bot. */
  readonly copies: number;
  /** One entry for each crash. */
  readonly crashes: readonly unknown[];
  /** Number of things that people do. */
  readonly actions: number;
  /** Probability that something goes wrong before one of them. */
  readonly disturbance: number;
  /** Ends all faults. */
  calm(): void;
  readonly isCalm: boolean;
  storeDelayMs(): number;
  /** Returns true when a call to the database fails. */
  storeFails(): boolean;
  latencyMs(): number;
  slackCallFate(): CallFate;
  upstreamCallFate(): CallFate;
  deliveryFate(): DeliveryFate;
}

/** What happens to a request of Slack on its way to the bot. */
export type DeliveryFate = 'arrives' | 'dropped' | 'doubled' | 'late' | 'answer-lost';

/** Decides how bad a story gets: a third of them have no faults of a kind. */
export function createWeather(random: Random): Weather {
  const rate = (most: number) => (random.chance(0.35) ? 0 : random.between(0, most));
  const slack = { lost: rate(0.06), refused: rate(0.05), dropped: rate(0.03) };
  const upstream = { lost: rate(0.08), refused: rate(0.08), dropped: rate(0.05) };
  const delivery = { dropped: rate(0.08), doubled: rate(0.3), late: rate(0.08), answerLost: rate(0.08) };
  const slowStore = rate(0.1);
  const failingStore = random.chance(0.3) ? random.between(0, 0.02) : 0;
  let isCalm = false;
  const fate = ({ lost, refused, dropped }: typeof slack): CallFate => {
    if (isCalm) return 'arrives';
    return random.pickWeighted<CallFate>([
      [lost, 'answer-lost'],
      [refused, 'refused'],
      [dropped, 'dropped'],
      [Math.max(0, 1 - lost - refused - dropped), 'arrives'],
    ]);
  };
  return {
    copies: random.pick([1, 2, 2, 3]),
    crashes: Array.from({ length: random.pick([0, 0, 1, 1, 2, 3]) }),
    disturbance: rate(0.4),
    actions: 6 + random.whole(14),
    calm: () => {
      isCalm = true;
    },
    get isCalm() {
      return isCalm;
    },
    storeDelayMs: () => (!isCalm && random.chance(slowStore) ? random.between(1, 300) : random.between(0, 2)),
    storeFails: () => !isCalm && random.chance(failingStore),
    latencyMs: () => (!isCalm && random.chance(0.05) ? random.between(100, 4_000) : random.between(1, 40)),
    slackCallFate: () => fate(slack),
    upstreamCallFate: () => fate(upstream),
    deliveryFate() {
      if (isCalm) return 'arrives';
      const { dropped, doubled, late, answerLost } = delivery;
      return random.pickWeighted<DeliveryFate>([
        [dropped, 'dropped'],
        [doubled, 'doubled'],
        [late, 'late'],
        [answerLost, 'answer-lost'],
        [Math.max(0, 1 - dropped - doubled - late - answerLost), 'arrives'],
      ]);
    },
  };
}
