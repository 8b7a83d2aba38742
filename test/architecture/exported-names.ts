import { exportedNames } from './syntax.ts';

/** Returns the names that more than one of the sources exports, each with the files that do. */
export function namesExportedTwice(sources: Readonly<Record<string, string>>): Record<string, string[]> {
  const files = new Map<string, string[]>();
  for (const [path, source] of Object.entries(sources))
    for (const name of new Set(exportedNames(source))) files.set(name, [...(files.get(name) ?? []), path]);
  return Object.fromEntries([...files].filter(([, paths]) => paths.length > 1));
}
