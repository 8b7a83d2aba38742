import { joinWithAnd, literalFragment, type TextFragment } from '../domain/text-fragments.ts';
import { missingUserCounts, trueUpOf, USER_COUNT_NAMES, type UserCounts } from '../domain/user-counts.ts';

/** Names of the figures, as the licence page of an instance shows them. */
export const USER_COUNT_LABELS: Readonly<Record<keyof UserCounts, string>> = {
  usersInLicence: 'Users in licence',
  billableUsers: 'Billable users',
  maximumUsers: 'Maximum users',
  usersOverLicence: 'Users over licence',
};

/** Returns the known figures, the true-up with its formula, and which figures are missing, as lines. */
export function userCountLines(counts: UserCounts): TextFragment[][] {
  const known = USER_COUNT_NAMES.filter((name) => counts[name] !== null);
  const figures = known.map((name) => `${USER_COUNT_LABELS[name]}: ${counts[name]}`);
  const missing = missingUserCounts(counts).map((name) => USER_COUNT_LABELS[name].toLowerCase());
  return [
    ...(figures.length === 0 ? [] : [[literalFragment(figures.join(' · '))]]),
    [literalFragment(trueUpText(counts))],
    ...(missing.length === 0
      ? []
      : [[literalFragment(`Not known: ${joinWithAnd(missing, missing.length)}.`)]]),
  ];
}

function trueUpText(counts: UserCounts): string {
  const { usersInLicence, maximumUsers } = counts;
  const trueUp = trueUpOf(counts);
  return trueUp === null
    ? 'True-up (maximum users minus users in licence): cannot be calculated yet.'
    : `True-up: ${maximumUsers} maximum users minus ${usersInLicence} users in licence = ${trueUp}.`;
}
