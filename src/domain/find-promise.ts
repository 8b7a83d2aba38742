/**
 * Returns the words that promise something only Sales can grant (waiver, discount, refund, extension, free seats, direct
 * renewal), or null when the text promises nothing.
 */
export function findPromise(text: string): string | null {
  // Long runs of spaces would cause excessive backtracking.
  const plain = text
    .slice(0, 20_000)
    .normalize('NFKC')
    .replace(/[^\S\n]+/g, ' ')
    .slice(0, 4_000);
  for (const sentence of plain.split(SENTENCE_END)) {
    if (QUESTION.test(sentence)) continue;
    for (const clause of sentence.split(CLAUSE_END)) {
      const promise = promiseInClause(clause);
      if (promise !== null) return promise;
    }
  }
  return null;
}

const SENTENCE_END = /(?<=[.!?])\s+|[;\n]+/;
const CLAUSE_END = /,?\s(?:but|however|though)\s/i;
const QUESTION =
  /^\W*(?:(?:and|or|but|so) )?(?:can|could|will|would|shall|may|might|is|are|do|does|did|has|have|what|when|who|how|why|which|whether|any chance)\b.*\?\s*$/i;

/** Returns the promise in a clause, unless a wish, a condition or a negation before it qualifies it. */
function promiseInClause(clause: string): string | null {
  return (
    firstUnqualifiedMatch(clause, PROMISE_PATTERNS, (words) => QUALIFIED_WITHIN.test(words)) ??
    firstUnqualifiedMatch(clause, NO_CHARGE_PROMISES, () => false)
  );
}

function firstUnqualifiedMatch(
  clause: string,
  patterns: readonly RegExp[],
  isQualified: (words: string) => boolean,
): string | null {
  for (const pattern of patterns) {
    for (const found of clause.matchAll(pattern)) {
      const textBefore = clause.slice(0, found.index);
      if (!isQualified(found[0]) && !WISH_BEFORE.test(textBefore) && !DENIAL_BEFORE.test(textBefore))
        return found[0].trim();
    }
  }
  return null;
}

const SUBJECT_WORDS =
  '(?:we|i|you|they|he|she|it|there|nobody|gitlab|sales|support|billing|management|everyone|(?:the|our|their|your|my|this|all|both) [\\w-]+(?: [\\w-]+)?|customers?)';
const MODAL_WORDS =
  "(?:['’]ll|(?<!\\s)\\s+(?:will|shall|can|may|must|would|are going to|is going to|am going to|going to|['’]re going to|gonna|(?:are|is|am) (?:happy|glad|willing|ready|pleased|prepared|free|allowed|entitled|able|sure|certain) to))|['’](?:re|m|s) (?:going|happy|glad|willing|ready|pleased|prepared|free|allowed|entitled|able) to";
const FILLER = "(?:[\\s,]+[\\w%'’€$£.-]+){0,6}?";
const SHORT_FILLER = "(?:\\s+[\\w%'’-]+){0,3}?";

const GRANTING_VERBS =
  '(?:give|get|grant|offer|provide|apply|approve|arrange|allow|receive|have|honou?r|issue|make|ensure|guarantee|promise|confirm|pay|add|throw in|sort out|organi[sz]e|set up|be (?:given|granted|offered|getting|giving|a|an|no problem with)|see to|process|take|knock|include|let|deliver|secure|fix|put|send|enjoy|use)';
const CONCESSION_NOUNS =
  '(?:waivers?|discount(?:s|ed)?|(?:\\d+(?:[.,]\\d+)?|ten|twenty|thirty|fifty|half) ?(?:%|per ?cent|percent)(?: off| less| cheaper| reduction| discount)?|half price|price (?:cut|reduction)|refunds?|money back|credit notes?|free (?:extra |additional )?(?:seats?|users?|licen[cs]es?|months?)|(?:seats?|users?|licen[cs]es?|months?)(?: \\w+){0,3} (?:for free|free of charge|at no (?:extra |additional )?(?:cost|charge)|for nothing)|extensions?|grace period|direct renewal|direct purchase|direct (?:quote|contract)|renewal directly)';
const CONCESSION_VERBS =
  '(?:waiv(?:e|ing)|discount|refund|extend(?:ing)?|prolong|reimburse|(?:renew|go|buy|purchase|order|move|switch|change|sign)(?: \\w+){0,3} direct(?:ly)?|drop the true-?up|forgo)';
const CONCESSION_PARTICIPLES =
  '(?:waived|discounted|refunded|extended|prolonged|reimbursed|renewed directly)';
const APPROVAL_PARTICIPLES =
  '(?:approved|granted|confirmed|guaranteed|promised|agreed|assured|authori[sz]ed|signed off|certain|settled|a done deal|on (?:its|the) way|in the bag|theirs|yours)';
const PLEDGE_VERBS =
  '(?:promis(?:e|es|ed|ing)|guarantee(?:s|d|ing)?|approv(?:e|es|ed|ing)|agree(?:s|d)?|grant(?:s|ed|ing)?|confirm(?:s|ed|ing)?|commit(?:s|ted)?|assure[sd]?|authori[sz]e[sd]?|pledge[sd]?|offer(?:s|ed|ing)?|gave|give|given|okayed|signed off(?: on)?|waived?|refunded|extended|discounted|said yes to)';

const PROMISE_PATTERNS: readonly RegExp[] = [
  // "We will give them a discount", "Sales can offer 20 % off".
  new RegExp(
    `\\b${SUBJECT_WORDS}(?:${MODAL_WORDS})(?:\\s+\\w+ly|\\s+also|\\s+all|\\s+then|\\s+now)?\\s+${GRANTING_VERBS}${FILLER}[\\s,]+${CONCESSION_NOUNS}(?!\\w)`,
    'gi',
  ),
  // "We will waive it", "they can renew directly".
  new RegExp(
    `\\b${SUBJECT_WORDS}(?:${MODAL_WORDS})(?:\\s+\\w+ly|\\s+also|\\s+all|\\s+then|\\s+now)?\\s+${CONCESSION_VERBS}\\b`,
    'gi',
  ),
  // "The fee will be waived", "they will be refunded".
  new RegExp(
    `(?:${MODAL_WORDS}|\\b(?:gets?|is|are|has been|have been|is being|are being)\\b)(?:\\s+(?:be|get|definitely|fully|now|all|being|been|have))*\\s+${CONCESSION_PARTICIPLES}\\b`,
    'gi',
  ),
  // "We promised a refund", "Sales have agreed to extend".
  new RegExp(
    `\\b${SUBJECT_WORDS}(?:['’]ve|['’]s|\\s+(?:have|has|had|do|did|already|hereby|just|all|both|even|is|are|am|was|were|been))*\\s+(?:already |hereby |just |kindly )?${PLEDGE_VERBS}(?:${FILLER}[\\s,]+(?:${CONCESSION_NOUNS}|${CONCESSION_VERBS}|${CONCESSION_PARTICIPLES})(?!\\w)|\\s+(?:the|their|this) (?:true-?up|fee|invoice|payment|amount|end date|term)\\b)`,
    'gi',
  ),
  // "A waiver has been approved", "discount guaranteed".
  new RegExp(
    `\\b${CONCESSION_NOUNS}${SHORT_FILLER}(?:\\s+(?:is|are|was|were|has|have|had|been|be|will|gets?|got|already|now|all|fully|as good as))*\\s+${APPROVAL_PARTICIPLES}\\b`,
    'gi',
  ),
  // "They get 20 % off", "feel free to renew directly", "go ahead and renew directly".
  new RegExp(
    `\\b${SUBJECT_WORDS}\\s+(?:gets?|receives?|are getting|is getting)${FILLER}[\\s,]+${CONCESSION_NOUNS}(?!\\w)`,
    'gi',
  ),
  // "The extra seats are free", "direct renewal is fine", "consider the fee gone".
  /\b(?:seats?|users?|licen[cs]es?|months?|overage|true-?up|renewal)\s+(?:is|are|will be|comes?)\s+(?:free|on us|free of charge|at no (?:extra |additional )?(?:cost|charge))\b(?! to\b| of (?!charge))/gi,
  /\bdirect (?:renewal|purchase|quote|contract)\s+(?:is|will be)\s+(?:fine|ok(?:ay)?|no problem|allowed)\b/gi,
  /\bconsider (?:it|(?:the|this|their) [\w-]+)\s+(?:gone|waived|dropped|settled|done)\b/gi,
  /\b(?:feel free to|free to|go ahead and|no problem to|nothing stops them to)\s+(?:renew|go|buy|purchase|switch|move)(?: \w+){0,3} direct(?:ly)?\b/gi,
];

/** Promises that consist of a negation. */
const NO_CHARGE_PROMISES: readonly RegExp[] = [
  // "They need not pay", "the customer does not have to pay".
  /\b(?:they|you|(?:the )?customers?)\s+(?:need not|(?:do(?:es)?|will) not (?:have|need) to|(?:don|doesn|won)['’]t (?:have|need) to)\s+pay\b/gi,
  // "We will not charge for it".
  /\b(?:we|sales|gitlab|billing)\s+(?:(?:will|shall|are) not|won['’]t|aren['’]t)(?:\s+going to)?\s+(?:charge|bill|invoice)\b/gi,
];

/** A question, a request or a negation between the subject and the concession. */
const QUALIFIED_WITHIN =
  /\b(?:not|never|no|nothing|neither|nor|none|nobody|cannot|without|whether|if|ask(?:s|ed|ing)?|requests?(?:ed)?|wish(?:es)?|wants?|would like|hopes?|questions?|possib\w+|decide[sd]?|depends?|refuse[sd]?|decline[sd]?|may be|against)\b|n['’]t\b/i;

const WISH_BEFORE =
  /\b(?:ask(?:s|ed|ing)?|wants?|wanted|would like|wish(?:es|ed)?|hopes?|hoped|hoping|expects?|expected|requests?(?:ed)?|wonders?|wondering|whether|if|once|when|until|unless|in case|before|claims?|claimed|believes?|thinks?|assumes?|understood|says|said|writes|insists?|demands?|needs?|please (?:say|tell|check|confirm|let|decide|clarify|advise)|in the hope|so that|possible that|how|what|which|likes? to know)\b/i;

const DENIAL_BEFORE =
  /\b(?:not|never|no|nobody|no one|neither|nor|none|nothing|cannot|without|refuse[sd]?|declin\w+|den(?:y|ies|ied)|unable|false|wrong|untrue|rejected)\b|n['’]t\b/i;
