import { ConfigError, parseConfig } from '../../src/config.ts';

/** Returns what is said to be wrong with these settings. */
export function configProblems(settings: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    parseConfig(settings);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
