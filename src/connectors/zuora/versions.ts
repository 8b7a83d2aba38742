import type { Subscription } from '../../domain/upstream-records.ts';
import type { LookupOptions } from '../../ports/systems.ts';
import type { UpstreamReader } from '../upstream-reader.ts';
import { problem, success, type UpstreamResult } from '../upstream-result.ts';
import { queryAllRows } from './pagination.ts';
import { OPTIONAL_VERSION_FIELDS, type VersionRow, ZuoraVersionRow } from './version-schema.ts';

/**
 * Reads every version, oldest first. `not-found` when there is none; `invalid-response` when one is missing, because it could
 * name another owner.
 */
export async function readVersions(
  read: UpstreamReader,
  number: string,
  options: LookupOptions,
): Promise<UpstreamResult<VersionRow[]>> {
  const result = await queryAllRows(
    read,
    {
      operation: 'versions',
      object: 'subscriptions',
      filter: `name.EQ:${number}`,
      sort: 'version.ASC',
      expand: ['invoiceowner', 'account'],
      rowSchema: ZuoraVersionRow,
      priority: 'supporting',
      optionalFields: OPTIONAL_VERSION_FIELDS,
    },
    options,
  );
  if (!result.ok) return result;
  if (result.value.length === 0) return problem('not-found', 'data: no version');
  const rows = result.value.sort((a, b) => a.version - b.version);
  const sequenceError = sequenceErrorOf(rows, number);
  return sequenceError ? problem('invalid-response', sequenceError) : success(rows);
}

/** The newest version that is not a draft. Only drafts: `not-found`. */
export async function readNewestNonDraft(
  read: UpstreamReader,
  number: string,
  options: LookupOptions,
): Promise<UpstreamResult<Subscription>> {
  const versions = await readVersions(read, number, options);
  if (!versions.ok) return versions.gap === 'not-found' ? { ...versions, gap: 'invalid-response' } : versions;
  const newest = versions.value.filter(({ isDraft }) => !isDraft).at(-1);
  if (!newest) return problem('not-found', 'only a draft');
  return newest.subscription
    ? success(newest.subscription)
    : problem('invalid-response', 'version: incomplete');
}

function sequenceErrorOf(rows: readonly VersionRow[], number: string): string | null {
  if (rows.some((row) => row.number.toUpperCase() !== number.toUpperCase()))
    return 'data: another subscription';
  if (rows.some((row, index) => row.version !== index + 1)) return 'data: versions missing or duplicated';
  const latest = rows.filter(({ isLatest }) => isLatest);
  return latest.length === 1 && latest[0] === rows.at(-1) ? null : 'data: no clear latest version';
}
