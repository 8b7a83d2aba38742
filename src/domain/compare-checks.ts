import type { Check } from './case.ts';

/** The result of one check. */
export interface CheckSummary {
  readonly verdict: string;
  readonly scenario: string;
  readonly ruleVersion: number;
}

/** Differences between two judgements of the same evidence. */
export interface CheckDifference {
  readonly before: CheckSummary;
  readonly now: CheckSummary;
  /** Every subscription that either check judged; null where a check did not judge it. */
  readonly subscriptions: readonly {
    readonly number: string;
    readonly before: string | null;
    readonly now: string | null;
  }[];
}

/** Compares the verdicts and scenarios of two checks of the same evidence. Returns null when they are equal. */
export function compareChecks(before: Check, now: Check): CheckDifference | null {
  const subscriptions = subscriptionNumbersOf(before, now).map((number) => ({
    number,
    before: verdictOf(before, number),
    now: verdictOf(now, number),
  }));
  const isUnchanged =
    before.verdict === now.verdict &&
    before.scenario.id === now.scenario.id &&
    subscriptions.every((subscription) => subscription.before === subscription.now);
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
