/** Licences of packages that may be used and distributed. */
const ALLOWED_LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
];
/** Licences of packages that are used in development only and not distributed. */
const ALLOWED_IN_DEVELOPMENT = [...ALLOWED_LICENCES, 'MPL-2.0'];

/** The part of `package-lock.json` that is read. */
export interface LockFile {
  readonly packages: Readonly<Record<string, { readonly license?: string; readonly dev?: boolean }>>;
}

/** Returns a line for each package whose licence is unknown or not allowed. */
export function licenceProblems({ packages }: LockFile): string[] {
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .filter(
      ([, { license, dev = false }]) => !isAllowed(license, dev ? ALLOWED_IN_DEVELOPMENT : ALLOWED_LICENCES),
    )
    .map(([path, { license = 'unknown' }]) => `${path.replace(/^.*node_modules\//, '')}: licence ${license}`);
}

/** Reads an SPDX expression without brackets: every licence that AND joins must be allowed, and one of those that OR joins. */
function isAllowed(expression: string | undefined, allowed: readonly string[]): boolean {
  return (expression ?? '')
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence)));
}
