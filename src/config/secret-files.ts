import { readFileSync, statSync } from 'node:fs';
import { SETTING_NAMES, SETTINGS, type SettingName } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that a file may hold: `ZUORA_CLIENT_SECRET_FILE` names the file of `ZUORA_CLIENT_SECRET`. */
export const SECRET_NAMES = SETTING_NAMES.filter((name) => 'isSecret' in SETTINGS[name].type);

/** Returns the name of the variable that holds the path of the file with a secret. */
export function secretFileName(name: SettingName): string {
  return `${name}_FILE`;
}

interface SecretFiles {
  /** Content of each file, without white space around it. */
  readonly values: Readonly<Partial<Record<SettingName, string>>>;
  /** One sentence for each variable that is wrong. None repeats a path or a content, because either may be a secret. */
  readonly problems: readonly string[];
}

/** Reads the files that hold secrets, as container platforms mount them. */
export function readSecretFiles(env: Environment): SecretFiles {
  const values: Partial<Record<SettingName, string>> = {};
  const problems: string[] = [];
  for (const name of SETTING_NAMES) {
    const variable = secretFileName(name);
    const path = env[variable]?.trim();
    if (!path) continue;
    const content = SECRET_NAMES.includes(name)
      ? readSecret(name, { path, isSetBeside: Boolean(env[name]?.trim()) })
      : { problem: `${variable} is not a setting: only secrets are read from files. Set ${name}.` };
    if ('problem' in content) problems.push(content.problem);
    else values[name] = content.value;
  }
  return { values, problems };
}

function readSecret(
  name: SettingName,
  { path, isSetBeside }: { readonly path: string; readonly isSetBeside: boolean },
): { readonly value: string } | { readonly problem: string } {
  const variable = secretFileName(name);
  if (isSetBeside) return { problem: `${name} and ${variable} are both set. Keep one of the two.` };
  try {
    // A device or a pipe might never end.
    if (!statSync(path).isFile()) return { problem: `${variable} must name a file, not a folder or device.` };
    const value = readFileSync(path, 'utf8').trim();
    return value === '' ? { problem: `${variable} names an empty file.` } : { value };
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { problem: `${variable} names a file that cannot be read (${code}).` };
  }
}
