import type { Subscription } from '../../domain/records.ts';
import type { Look } from '../../ports.ts';
import { good, type Outcome, problem } from '../outcome.ts';
import type { Reader } from '../reader.ts';
import { queryAll } from './paging.ts';
import { OPTIONAL_VERSION_FIELDS, type VersionRow, ZuoraVersionRow } from './row-shape.ts';

/**
 * Reads every version, oldest first. `not-found` when there is none; `bad-shape` when one is missing, because it could
 * name another owner.
 */
export async function readVersions(read: Reader, number: string, look: Look): Promise<Outcome<VersionRow[]>> {
  const answer = await queryAll(
    read,
    {
      operation: 'versions',
      object: 'subscriptions',
      filter: `name.EQ:${number}`,
      sort: 'version.ASC',
      expand: ['invoiceowner', 'account'],
      row: ZuoraVersionRow,
      lane: 'side',
      optional: OPTIONAL_VERSION_FIELDS,
    },
    look,
  );
  if (!answer.ok) return answer;
  if (answer.value.length === 0) return problem('not-found', 'data: no version');
  const rows = answer.value.sort((a, b) => a.version - b.version);
  const fault = faultOf(rows, number);
  return fault ? problem('bad-shape', fault) : good(rows);
}

/** The newest version that is not a draft. Only drafts: `not-found`. */
export async function readNewestSold(
  read: Reader,
  number: string,
  look: Look,
): Promise<Outcome<Subscription>> {
  const versions = await readVersions(read, number, look);
  if (!versions.ok) return versions.gap === 'not-found' ? { ...versions, gap: 'bad-shape' } : versions;
  const newest = versions.value.filter(({ isDraft }) => !isDraft).at(-1);
  if (!newest) return problem('not-found', 'only a draft');
  return newest.subscription ? good(newest.subscription) : problem('bad-shape', 'version: not told in full');
}

function faultOf(rows: readonly VersionRow[], number: string): string | null {
  if (rows.some((row) => row.number.toUpperCase() !== number.toUpperCase()))
    return 'data: another subscription';
  if (rows.some((row, index) => row.version !== index + 1)) return 'data: versions missing or doubled';
  const latest = rows.filter(({ isLatest }) => isLatest);
  return latest.length === 1 && latest[0] === rows.at(-1) ? null : 'data: no clear latest version';
}
