import { z } from 'zod';
import { normalizeCrmId } from '../../domain/crm-id.ts';
import type { AccountRef, Subscription } from '../../domain/upstream-records.ts';
import type { LookupOptions } from '../../ports/systems.ts';
import { isBlank, nonBlank, valuesByKey } from '../field-schemas.ts';
import type { UpstreamReader } from '../upstream-reader.ts';
import { problem, success, type UpstreamResult } from '../upstream-result.ts';
import { objectQueryPage, queryAllRows } from './pagination.ts';
import { endDateOf, marketplaceLabelOf, subscriptionStatus, termFields } from './subscription-schema.ts';

/**
 * Reads all versions, oldest first. Returns `not-found` when there is none, and `invalid-response` when one is missing, because
 * it could have another owner.
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
      pageSchema: VersionPage,
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

/** Reads the newest version that is not a draft. Returns `not-found` when there are only drafts. */
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

/** A version of a subscription, from an object query. */
interface VersionRow {
  readonly number: string;
  readonly version: number;
  readonly isLatest: boolean;
  readonly isDraft: boolean;
  /** YYYY-MM-DD in the tenant's time zone. */
  readonly since: string | null;
  /** The account that the invoice goes to. Number and name are null when the row does not include them. */
  readonly owner: { readonly id: string; readonly number: string | null; readonly name: string | null };
  /** Salesforce id of the subscription owner's account, 18 characters; null when the row does not include it. */
  readonly customerCrmId: string | null;
  /** Null when the row is incomplete. */
  readonly subscription: Subscription | null;
}

const optionalText = z.string().nullish().catch(null);
const ExpandedAccount = z.object({
  id: nonBlank,
  accountNumber: optionalText,
  name: optionalText,
  crmId: optionalText,
});
type ExpandedAccount = z.infer<typeof ExpandedAccount>;

/** Matches the keys of expanded accounts case-insensitively, because their spelling varies. */
const VersionFields = z.preprocess(
  withExpandedAccounts,
  z.looseObject({
    id: nonBlank,
    name: nonBlank,
    accountId: nonBlank,
    version: z.int().positive(),
    isLatestVersion: z.boolean(),
    status: subscriptionStatus.nullish(),
    invoiceOwnerId: z.string().nullable(),
    createdDate: z.string().nullish(),
    expandedAccount: ExpandedAccount.optional(),
    expandedOwner: ExpandedAccount.optional(),
    ...termFields,
  }),
);

/** Fields of a row that may be invalid. They do not affect the invoice owner. */
const OPTIONAL_VERSION_FIELDS = ['status', 'createdDate'];

const ZuoraVersionRow = VersionFields.transform((row, context): VersionRow => {
  const ownerId = row.invoiceOwnerId === null || isBlank(row.invoiceOwnerId) ? null : row.invoiceOwnerId;
  const { expandedAccount: account, expandedOwner } = row;
  // A blank owner means that the customer pays, so an expanded owner must be the customer.
  const owner = ownerId === null || ownerId === row.accountId ? (expandedOwner ?? account) : expandedOwner;
  if ((account && account.id !== row.accountId) || (owner && owner.id !== (ownerId ?? row.accountId))) {
    context.addIssue({ code: 'custom', message: 'expanded account: not the requested one' });
    return z.NEVER;
  }
  return {
    number: row.name,
    version: row.version,
    isLatest: row.isLatestVersion,
    isDraft: row.status === 'Draft',
    since: /^\d{4}-\d\d-\d\d(?=T|$)/.exec(row.createdDate ?? '')?.[0] ?? null,
    owner: {
      id: ownerId ?? row.accountId,
      number: nonBlankOrNull(owner?.accountNumber),
      name: nonBlankOrNull(owner?.name),
    },
    customerCrmId: normalizeCrmId(account?.crmId?.trim() ?? ''),
    subscription: subscriptionFromRow(row, { account, owner: ownerId === null ? null : owner }),
  };
});

const VersionPage = objectQueryPage(ZuoraVersionRow);

/** Returns null when the row is incomplete. */
function subscriptionFromRow(
  row: z.infer<typeof VersionFields>,
  {
    account,
    owner,
  }: { readonly account: ExpandedAccount | undefined; readonly owner: ExpandedAccount | undefined | null },
): Subscription | null {
  const subscriptionOwner = accountRefOf(account);
  const invoiceOwner = owner === null ? null : accountRefOf(owner);
  const marketplace = marketplaceLabelOf(row);
  if (!subscriptionOwner || (owner !== null && !invoiceOwner) || !row.status) return null;
  const endsOn = endDateOf({ ...row, status: row.status });
  if (marketplace === undefined || endsOn === undefined) return null;
  return {
    id: row.id,
    number: row.name,
    version: row.version,
    status: row.status,
    subscriptionOwner,
    invoiceOwner,
    endsOn,
    // Contacts cannot be expanded here.
    soldToDomain: null,
    marketplace,
  };
}

function accountRefOf(account: ExpandedAccount | undefined): AccountRef | null {
  const [number, name] = [nonBlankOrNull(account?.accountNumber), nonBlankOrNull(account?.name)];
  return account && number && name ? { id: account.id, number, name } : null;
}

function nonBlankOrNull(value: string | null | undefined): string | null {
  return isBlank(value) ? null : (value ?? null);
}

/** Copies the expanded accounts to fixed keys. Invalid ones are treated as not expanded. */
function withExpandedAccounts(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const fields = row as Record<string, unknown>;
  const [expandedAccount] = valuesByKey(fields, 'account');
  const [expandedOwner] = valuesByKey(fields, 'invoiceowner');
  return {
    ...fields,
    expandedAccount: ExpandedAccount.safeParse(expandedAccount).data,
    expandedOwner: ExpandedAccount.safeParse(expandedOwner).data,
  };
}
