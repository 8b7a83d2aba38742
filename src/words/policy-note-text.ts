import type { Policy } from '../domain/case-facts.ts';
import type { RichText } from '../domain/text-fragments.ts';
import { literalFragment, phrase } from '../domain/text-fragments.ts';

/** The link to the handbook page on a card, where its name is too long. */
export const HANDBOOK_LINK = 'handbook page';

/** Says what a newer handbook page says than the policy in force. `date`: of the page, YYYY-MM-DD. */
export function newerPageText(text: RichText, date: string, policy: Policy): RichText {
  return phrase`Newer page than policy “${literalFragment(policy)}” (${literalFragment(date)}): ${text}`;
}
