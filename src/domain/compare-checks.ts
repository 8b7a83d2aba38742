import type { Check } from './case.ts';

/** What one check came to. */
export interface CheckSummary {
  readonly verdict: string;
  readonly scenario: string;
  readonly ruleVersion: number;
}

/** Two judgements of the same evidence that differ. */
export interface CheckDifference {
  readonly before: CheckSummary;
  readonly now: CheckSummary;
  /** Every subscription that either judged; null: not judged then. */
  readonly subscriptions: readonly {
    readonly number: string;
    readonly before: string | null;
    readonly now: string | null;
  }[];
}

/** How two judgements of the same evidence differ in a verdict or in the words; null when in neither. */
export function compareChecks(before: Check, now: Check): CheckDifference | null {
  const subscriptions = subscriptionNumbersOf(before, now).map((number) => ({
    number,
    before: verdictOf(before, number),
    now: verdictOf(now, number),
  }));
  const isUnchanged =
    before.verdict === now.verdict &&
    before.scenario.id === now.scenario.id &&
    subscriptions.every((one) => one.before === one.now);
  return isUnchanged ? null : { before: summaryOf(before), now: summaryOf(now), subscriptions };
}

function subscriptionNumbersOf(...checks: readonly Check[]): string[] {
  return [...new Set(checks.flatMap(({ judgements }) => judgements.map(({ number }) => number)))];
}

function verdictOf({ judgements }: Check, number: string): string | null {
  return judgements.find((judgement) => judgement.number === number)?.verdict ?? null;
}

function summaryOf({ verdict, scenario, ruleVersion }: Check): CheckSummary {
  return { verdict, scenario: scenario.id, ruleVersion };
}
