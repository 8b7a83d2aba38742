import type { RequesterSide } from './case-facts.ts';
import { isFillerWord } from './topics.ts';

/** Words of a command that name the requester, in lower case. */
const SIDE_BY_WORD: ReadonlyMap<string, RequesterSide> = new Map([
  ['customer', 'customer'],
  ['reseller', 'reseller'],
  ['partner', 'reseller'],
  ['distributor', 'reseller'],
  ['internal', 'internal'],
  ['colleague', 'internal'],
]);

export interface RequesterInCommand {
  /** Null when no word names the requester, or several contradict each other. */
  readonly side: RequesterSide | null;
  /** The words that are still not understood. */
  readonly unrecognizedWords: readonly string[];
}

/**
 * Finds the requester among the words that are neither an id nor a topic. A word counts only if nothing else is left that was
 * not understood, so that "wants to leave the reseller" names nobody. "customer" is mostly a filler word: it counts only as
 * the last word of the text, after an id, a topic or "requester".
 */
export function findRequester(text: string, unrecognizedWords: readonly string[]): RequesterInCommand {
  const sides = unrecognizedWords.map((word) => SIDE_BY_WORD.get(word.toLowerCase()));
  const named = new Set([...sides, ...(endsWithCustomer(text) ? ['customer' as const] : [])]);
  const [side = null, ...others] = named;
  return side === null || others.length > 0
    ? { side: null, unrecognizedWords }
    : { side, unrecognizedWords: [] };
}

function endsWithCustomer(text: string): boolean {
  const [before, last] = text.trim().split(/\s+/).slice(-2);
  if (before === undefined || last === undefined || !/^customer[.!?]?$/i.test(last)) return false;
  return before.toLowerCase() === 'requester' || !isFillerWord(before);
}
