import { editDistance } from '../domain/topics.ts';
import { SETTING_DEFINITIONS, SETTING_NAMES } from './setting-definitions.ts';

/** A name that is nearly one of ours would otherwise be left out in silence. Short names are too like others. */
export function unknownSettingProblems(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>(SETTING_NAMES);
  return Object.keys(env)
    .filter((name) => env[name]?.trim() && !known.has(name))
    .flatMap((name) => {
      const suggestion = SETTING_NAMES.find(
        (setting) => editDistance(name.toUpperCase(), setting) <= maxEditDistance(setting),
      );
      return suggestion
        ? [
            `${name} is not a setting; ${suggestion} is. Example: ${suggestion}=${SETTING_DEFINITIONS[suggestion].example}`,
          ]
        : [];
    });
}

function maxEditDistance(name: string): number {
  if (name.length < 6) return -1;
  return name.length < 9 ? 1 : 2;
}
