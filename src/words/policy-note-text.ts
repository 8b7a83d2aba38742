import type { Policy } from '../domain/case-facts.ts';
import type { RichText } from '../domain/text-fragments.ts';
import { literalFragment, phrase } from '../domain/text-fragments.ts';

/** Says what a newer handbook page says than the policy in force. `date`: of the page, YYYY-MM-DD. */
export function newerPageText(text: RichText, date: string, policy: Policy): RichText {
  return phrase`A newer page (${literalFragment(date)}) differs: ${text} This card follows your team's policy “${literalFragment(policy)}”.`;
}
