import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { METADATA_EVENT_TYPES } from '../ids.ts';

/**
 * Returns the message metadata. Contains ids and enum values only, because everybody in the channel and other apps can
 * read it.
 */
export function caseMetadata(kase: Case) {
  const { verdict, judgements, topic, policy, scenario } = latestCheck(kase);
  const subscriptions = judgements
    .filter(({ number }) => /^A-S\d{8,10}$/.test(number))
    .map((judgement) => `${judgement.number}=${judgement.verdict}`);
  return {
    event_type: METADATA_EVENT_TYPES.resellerCase,
    event_payload: {
      case_id: kase.id,
      verdict,
      subscriptions: joinWholeEntries(subscriptions),
      topic,
      policy,
      scenario: scenario.id,
    },
  };
}

const MAX_SUBSCRIPTIONS_LENGTH = 1_500;

function joinWholeEntries(entries: readonly string[]): string {
  let text = '';
  for (const entry of entries) {
    const longer = text === '' ? entry : `${text},${entry}`;
    if (longer.length > MAX_SUBSCRIPTIONS_LENGTH) return text;
    text = longer;
  }
  return text;
}
