import type { ManualFacts, StepEvent } from '../../../src/domain/case.ts';
import { POLICIES, type Policy, type RequesterSide } from '../../../src/domain/case-facts.ts';
import type { Evidence } from '../../../src/domain/evidence.ts';
import type { HandoffInput } from '../../../src/domain/handoff-state.ts';
import type { OverallVerdict } from '../../../src/domain/overall-verdict.ts';
import type { Advice } from '../../builders/advice.ts';

/** The policies after the seed. */
export const LATER_POLICIES = POLICIES.filter((policy) => policy !== 'seed');

/** Tells Sales that a reseller made the first sale. */
export const FIRST_BY_RESELLER = /customer (?:first|originally).* reseller/;

/** A row of the decision table: what the systems say, and what an engineer must and must not read then. */
export interface DecisionRow extends Expectations {
  /** Row number of the decision table; a letter follows where a row has several cases. */
  readonly row: string;
  readonly case: string;
  readonly evidence: Evidence;
  /** Policies under which the row holds; all when left out. */
  readonly policies?: readonly Policy[];
  /** What a person set by hand: the topic, and where the systems cannot tell, the requester and the proof. */
  readonly facts: ManualFacts;
  readonly events?: readonly StepEvent[];
  readonly input?: Partial<HandoffInput>;
}

type Patterns = readonly RegExp[];

export interface Expectations {
  readonly verdict: OverallVerdict;
  /** As the systems show it. */
  readonly requester?: RequesterSide;
  /** Each pattern matches a step, in this order. One step may match several patterns in a row. */
  readonly steps?: Patterns;
  readonly noSteps?: Patterns;
  readonly doNot?: Patterns;
  /** Above the prohibitions, not in small print. */
  readonly headline?: Patterns;
  /** Anywhere on the card. */
  readonly card?: Patterns;
  readonly noCard?: Patterns;
  readonly reply?: Patterns;
  readonly noReply?: Patterns;
  readonly note?: Patterns;
  /** In a text to copy that is neither a reply nor the internal note. */
  readonly furtherText?: Patterns;
  /** In the Chatter post or Case; `none` when nothing may go to Sales. */
  readonly handoff?: Patterns | 'none';
  /** Neither in the Chatter post or Case nor in the Slack post. */
  readonly noHandoff?: Patterns;
}

/** Returns every expectation that the advice does not meet, as readable lines. */
export function unmetExpectations(advice: Advice, expected: Expectations): string[] {
  const { check, card, headline, prohibitions, steps, copyTexts, handoff } = advice;
  const { reply = '', note = '' } = copyTexts;
  const given = handoff ? `${handoff.salesforce}\n${handoff.slack}` : '';
  return [
    ...(check.verdict === expected.verdict ? [] : [`verdict is ${check.verdict}`]),
    ...(expected.requester === undefined || check.requester === expected.requester
      ? []
      : [`requester is ${check.requester}`]),
    ...missingInOrder(steps, expected.steps ?? []),
    ...missing('prohibition', prohibitions, expected.doNot),
    ...missing('in the headline', headline, expected.headline),
    ...missing('on the card', card, expected.card),
    ...missing('in the reply', reply, expected.reply),
    ...missing('in the note', note, expected.note),
    ...missing('in a further text', furtherTexts(copyTexts), expected.furtherText),
    ...(expected.handoff === 'none'
      ? handoff === null
        ? []
        : [`goes to Sales: ${handoff.salesforce}`]
      : missing('in the handoff', handoff?.salesforce ?? '', expected.handoff)),
    ...present('step', steps.join('\n'), expected.noSteps),
    ...present('on the card', card, expected.noCard),
    ...present('in the reply', reply, expected.noReply),
    ...present('in the handoff', given, expected.noHandoff),
  ];
}

function furtherTexts(copyTexts: Advice['copyTexts']): string {
  const further = Object.entries(copyTexts).filter(([name]) => !/reply$|note/i.test(name));
  return further.map(([, text]) => text).join('\n');
}

function missingInOrder(steps: readonly string[], patterns: Patterns): string[] {
  const unmet: string[] = [];
  let from = 0;
  for (const pattern of patterns) {
    const index = steps.findIndex((step, position) => position >= from && pattern.test(step));
    if (index === -1) unmet.push(`no step ${pattern}${from === 0 ? '' : ` from step ${from + 1} on`}`);
    else from = index;
  }
  return unmet;
}

function missing(where: string, text: string, patterns: Patterns = []): string[] {
  return patterns.filter((pattern) => !pattern.test(text)).map((pattern) => `missing ${where}: ${pattern}`);
}

function present(where: string, text: string, patterns: Patterns = []): string[] {
  return patterns.flatMap((pattern) => {
    const found = pattern.exec(text);
    return found ? [`must not be ${where}: ${pattern}, found "${found[0]}"`] : [];
  });
}
