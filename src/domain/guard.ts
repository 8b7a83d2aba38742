import type { Sight } from './case.ts';
import type { Evidence } from './evidence.ts';
import type { Judgement, Verdict } from './verdict.ts';

/** What a fresh look at a whole account saw, as far as a guard cares. */
export function sightOf(evidence: Evidence, judgements: readonly Judgement[], asOf: string): Sight {
  return {
    asOf,
    subscriptions: judgements.map(({ number, verdict, channelValue }) => ({
      number,
      verdict,
      channel: channelValue,
    })),
    gap: gapOf(evidence, judgements),
  };
}

/**
 * A login opens for the whole account, so every subscription that counts must fit, each with a channel of exactly
 * "Non-Reseller" and with its earlier invoice owners read. What could not be read is a no.
 */
export function allows(sight: Sight, wanted: readonly Verdict[]): boolean {
  return (
    sight.gap === null &&
    sight.subscriptions.length > 0 &&
    sight.subscriptions.every(
      ({ verdict, channel }) => channel === 'Non-Reseller' && wanted.includes(verdict),
    )
  );
}

function gapOf({ accounts, listing }: Evidence, judgements: readonly Judgement[]): Sight['gap'] {
  if (!accounts?.ok) return 'account';
  if (!listing?.ok) return 'subscriptions';
  const direct = judgements.filter(({ owner }) => owner === 'customer');
  return direct.some(({ history }) => history === 'unknown') ? 'history' : null;
}
