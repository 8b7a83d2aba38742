import { distance } from '../domain/spelling.ts';
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
