/** How many different cases' customers a person looked up. `by`: Slack user id. */
export interface CasesOfPerson {
  readonly by: string;
  readonly cases: number;
}

/** Fewer cases in a week than this are never unusual. */
const MIN_CASES = 30;
/** How many times as many as the median of the others. */
const FACTOR = 3;

/**
 * Returns the people who looked up unusually many customers, most first: at least 30 cases, and more than three times as many
 * as the median of the other people.
 */
export function unusualLookups(people: readonly CasesOfPerson[]): CasesOfPerson[] {
  return people
    .filter((person) => {
      const others = people.filter((other) => other !== person).map(({ cases }) => cases);
      return person.cases >= MIN_CASES && person.cases > FACTOR * median(others);
    })
    .toSorted((one, other) => other.cases - one.cases);
}

/** Zero without values. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** A person was shown what the systems say of a customer. Times are ISO 8601 in UTC. */
export interface Lookup {
  readonly at: string;
  /** Slack user id. */
  readonly by: string;
  readonly caseId: string;
  /** What the case is about, as `caseReferences` returns it; empty once the case is erased. */
  readonly references: readonly string[];
}
