import type { Check } from './case.ts';

/** What one check came to. */
export interface Outcome {
  readonly verdict: string;
  readonly scenario: string;
  readonly ruleVersion: number;
}

/** Two judgements of the same evidence that differ. */
export interface Difference {
  readonly before: Outcome;
  readonly now: Outcome;
  /** Every subscription that either judged; null: not judged then. */
  readonly subscriptions: readonly {
    readonly number: string;
    readonly before: string | null;
    readonly now: string | null;
  }[];
}

/** How two judgements of the same evidence differ in a verdict or in the words; null when in neither. */
export function differenceBetween(before: Check, now: Check): Difference | null {
  const subscriptions = numbersOf(before, now).map((number) => ({
    number,
    before: verdictOf(before, number),
    now: verdictOf(now, number),
  }));
  const same =
    before.verdict === now.verdict &&
    before.scenario.id === now.scenario.id &&
    subscriptions.every((one) => one.before === one.now);
  return same ? null : { before: outcomeOf(before), now: outcomeOf(now), subscriptions };
}

function numbersOf(...checks: readonly Check[]): string[] {
  return [...new Set(checks.flatMap(({ judgements }) => judgements.map(({ number }) => number)))];
}

function verdictOf({ judgements }: Check, number: string): string | null {
  return judgements.find((judgement) => judgement.number === number)?.verdict ?? null;
}

function outcomeOf({ verdict, scenario, ruleVersion }: Check): Outcome {
  return { verdict, scenario: scenario.id, ruleVersion };
}
