import { takeCodes } from './redact-codes.ts';
import { takeBankNumbers, takePasswords } from './redact-credentials.ts';
import { takeGroupedCodes } from './redact-grouped-codes.ts';
import { normalise } from './redact-normalise.ts';
import { takeForeignNumbers, takeRefused } from './redact-numbers.ts';
import {
  takeFiles,
  takeLinks,
  takeMarkedMentions,
  takeTypedMentions,
  unwrapMarkup,
} from './redact-places.ts';
import { takeQuoted } from './redact-quoted.ts';
import { addRemoved, type Removed, Sweep } from './redact-removed.ts';
import { takeAddresses, takeLicenceBlocks, takeLicenceRuns, takePhones } from './redact-secrets.ts';

export { promiseIn } from './redact-promise.ts';
export { addRemoved, REMOVED_KINDS, type Removed, type RemovedKind } from './redact-removed.ts';

export interface Redacted {
  readonly text: string;
  readonly removed: Removed;
}

export interface RedactRules {
  /** Most characters kept, in UTF-16 units. */
  readonly limit: number;
  /** Hosts whose very names must not appear (US Government help desks), lower case. */
  readonly refusedHosts: readonly string[];
  /** Ids of this case (subscription, account, Salesforce, ticket numbers) that may stay; null: not known yet, so ids are left alone. */
  readonly ownIds: readonly string[] | null;
}

/** One line of plain text without anything that must not leave; names what was taken out and how often. Doing it twice changes nothing. */
export function redact(typed: string, rules: RedactRules): Redacted {
  let text = typed.slice(0, MOST_TYPED);
  let removed: Removed = typed.length > MOST_TYPED ? { long: 1 } : {};
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const swept = sweepOnce(text, rules);
    removed = addRemoved(removed, swept.removed);
    if (swept.text === text) return { text, removed: cutOnce(removed) };
    text = swept.text;
  }
  return { text: cutLine(ALL_REMOVED, rules.limit), removed: cutOnce(addRemoved(removed, { long: 1 })) };
}

const MOST_TYPED = 20_000;
/** Nobody types more into a form; what is searched has to be searched quickly. */
const MOST_SEARCHED = 4_000;
/** Taking something out can bring something else together. Texts that are no attack take two rounds. */
const MOST_ROUNDS = 12;
const ALL_REMOVED = '(text removed)';

/** Markup before what stands in it, places before the addresses, names and runs of characters that are parts of them. */
function sweepOnce(typed: string, { limit, refusedHosts, ownIds }: RedactRules): Redacted {
  const plain = normalise(typed);
  const sweep = new Sweep(plain.length > MOST_SEARCHED ? firstWords(plain, MOST_SEARCHED) : plain);
  takeQuoted(sweep);
  sweep.text = unwrapMarkup(sweep.text);
  takeRefused(sweep, refusedHosts, ownIds ?? []);
  takePasswords(sweep);
  takeLicenceBlocks(sweep);
  takeMarkedMentions(sweep);
  takeLinks(sweep);
  takeAddresses(sweep);
  takeBankNumbers(sweep);
  takePhones(sweep);
  takeTypedMentions(sweep);
  takeFiles(sweep);
  takeLicenceRuns(sweep);
  takeCodes(sweep);
  takeGroupedCodes(sweep);
  if (ownIds) takeForeignNumbers(sweep, ownIds);
  const line = sweep.text.replace(/</g, '‹').replace(/\s+/g, ' ').trim();
  const text = cutLine(line, limit);
  const long = text !== line || plain.length > MOST_SEARCHED;
  return { text, removed: long ? addRemoved(sweep.removed, { long: 1 }) : sweep.removed };
}

/** The line, or its first whole words and "…". */
function cutLine(line: string, limit: number): string {
  return line.length <= limit ? line : `${firstWords(line, limit - 1)}…`;
}

/** As many characters; no half ones, and where a word ends if that is near. */
function firstWords(text: string, most: number): string {
  const cut = text.slice(0, Math.max(0, most)).replace(/[\uD800-\uDBFF]$/, '');
  const whole = cut.replace(/\S{0,60}$/, '').trimEnd();
  return whole === '' || /\s/.test(text.charAt(cut.length)) ? cut.trimEnd() : whole;
}

/** A text is cut or it is not. */
function cutOnce(removed: Removed): Removed {
  return removed.long ? { ...removed, long: 1 } : removed;
}
