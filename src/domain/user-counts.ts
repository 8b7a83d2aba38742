/** The figures of an instance's licence page, by their names there. Null: not known, which is never the same as zero. */
export interface UserCounts {
  /** Also the previous count of the next licence. */
  readonly usersInLicence: number | null;
  readonly billableUsers: number | null;
  readonly maximumUsers: number | null;
  readonly usersOverLicence: number | null;
}

export const USER_COUNT_NAMES = [
  'usersInLicence',
  'billableUsers',
  'maximumUsers',
  'usersOverLicence',
] as const satisfies readonly (keyof UserCounts)[];

/** Returns the figures that are not known. */
export function missingUserCounts(counts: UserCounts): (keyof UserCounts)[] {
  return USER_COUNT_NAMES.filter((name) => counts[name] === null);
}

/** Returns the true-up: the maximum less the previous count. Null when one of them is not known; never below zero. */
export function trueUpOf({ usersInLicence, maximumUsers }: UserCounts): number | null {
  if (usersInLicence === null || maximumUsers === null) return null;
  return Math.max(0, maximumUsers - usersInLicence);
}
