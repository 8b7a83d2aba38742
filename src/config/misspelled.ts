import { NAMES, SETTINGS } from './settings.ts';

/** A name that is nearly one of ours would otherwise be left out in silence. Short names are too like others. */
export function misspelled(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>(NAMES);
  return Object.keys(env)
    .filter((name) => env[name]?.trim() && !known.has(name))
    .flatMap((name) => {
      const meant = NAMES.find((ours) => distance(name.toUpperCase(), ours) <= tolerance(ours));
      return meant
        ? [`${name} is not a setting; ${meant} is. Example: ${meant}=${SETTINGS[meant].example}`]
        : [];
    });
}

function tolerance(name: string): number {
  if (name.length < 6) return -1;
  return name.length < 9 ? 1 : 2;
}

/** Edits between two names (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 0; at < left.length; at += 1) {
    const next = [at + 1];
    for (let index = 0; index < right.length; index += 1) {
      const replaced = (row[index] ?? 0) + (left[at] === right[index] ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
