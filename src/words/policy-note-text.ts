import type { Policy } from '../domain/case-facts.ts';
import type { RichText } from '../domain/text-fragments.ts';
import { literalFragment, phrase } from '../domain/text-fragments.ts';

/** Label of the link to the handbook page on a card, where the page's title is too long. */
export const HANDBOOK_LINK = 'handbook page';

/** Quotes a handbook page that is newer than the policy in force and differs from it. `date`: of the page, YYYY-MM-DD. */
export function newerPageText(text: RichText, date: string, policy: Policy): RichText {
  return phrase`Newer handbook than “${literalFragment(policy)}” (${literalFragment(date)}): ${text}`;
}
