import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import { EVENTS } from '../ids.ts';

/** Ids and rule words only: other apps and everybody in the channel can read it. */
export function caseMetadata(kase: Case) {
  const { verdict, judgements, topic, policy, scenario } = latest(kase);
  const subscriptions = judgements
    .filter(({ number }) => /^A-S\d{8,10}$/.test(number))
    .map((judgement) => `${judgement.number}=${judgement.verdict}`);
  return {
    event_type: EVENTS.resellerCase,
    event_payload: {
      case_id: kase.id,
      verdict,
      subscriptions: wholeEntries(subscriptions),
      topic,
      policy,
      scenario: scenario.id,
    },
  };
}

const MOST_CHARACTERS = 1_500;

function wholeEntries(entries: readonly string[]): string {
  let text = '';
  for (const entry of entries) {
    const longer = text === '' ? entry : `${text},${entry}`;
    if (longer.length > MOST_CHARACTERS) return text;
    text = longer;
  }
  return text;
}
