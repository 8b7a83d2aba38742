import { z } from 'zod';
import { normalizeCrmId } from '../../domain/crm-id.ts';
import type { Account, AccountRef } from '../../domain/upstream-records.ts';
import type { LookupOptions } from '../../ports/systems.ts';
import { nonBlank } from '../field-schemas.ts';
import type { UpstreamReader } from '../upstream-reader.ts';
import { combineResults, problem, success, type UpstreamResult } from '../upstream-result.ts';
import { OPTIONAL_ACCOUNT_FIELDS } from './account-schema.ts';
import { objectQueryPage, queryAllRows } from './pagination.ts';
import { isZuoraKey } from './subscriptions.ts';

const AccountRow = z.object({
  id: nonBlank,
  accountNumber: nonBlank,
  name: nonBlank.nullish(),
  crmId: z.string().nullish(),
});
type AccountRow = z.infer<typeof AccountRow>;
const AccountPage = objectQueryPage(AccountRow);

const ContactRow = z.object({
  accountId: nonBlank.refine(isZuoraKey, 'expected a Zuora id'),
  workEmail: z.string().nullish(),
  personalEmail: z.string().nullish(),
});
const ContactPage = objectQueryPage(ContactRow);

/** Maximum number of ids in one query. */
const MAX_ACCOUNTS_PER_QUERY = 50;

interface AccountQuery {
  /** Number or Zuora id. */
  readonly key: string;
  readonly schema: z.ZodType<Account>;
  /** Custom field of the account with the channel. */
  readonly channelField: string;
}

/** Reads an account by id or number. */
export async function readAccount(
  read: UpstreamReader,
  { key, schema, channelField }: AccountQuery,
  options: LookupOptions,
): Promise<UpstreamResult<Account>> {
  if (!isZuoraKey(key)) return problem('invalid-response', 'input: not an account');
  const request = {
    operation: 'account',
    path: `/v1/accounts/${key}`,
    schema,
    optionalFields: OPTIONAL_ACCOUNT_FIELDS,
    missingFields: ({ channel }: Account) =>
      channel === undefined
        ? [
            {
              field: `basicInfo.${channelField}`,
              detail: 'expected the channel, but the account has no such field',
            },
          ]
        : [],
  };
  const account = await read(request, options);
  if (!account.ok) return account;
  const { id, number } = account.value;
  const isSame = [id, number].some((name) => name.toLowerCase() === key.toLowerCase());
  return isSame ? account : problem('invalid-response', 'accountNumber: not the requested one');
}

/** Finds accounts by both forms of a Salesforce id. Zuora ignores case in comparisons, but Salesforce ids are case-sensitive. */
export async function readAccountsByCrmId(
  read: UpstreamReader,
  crmId: string,
  options: LookupOptions,
): Promise<UpstreamResult<readonly AccountRef[]>> {
  const id18 = normalizeCrmId(crmId);
  if (!id18) return problem('invalid-response', 'input: not a Salesforce id');
  const id15 = id18.slice(0, 15);
  const findById = (id: string) => queryAccounts(read, `crmid.EQ:${id}`, options);
  const results = combineResults(await Promise.all([findById(id18), findById(id15)]));
  if (!results.ok) return results;
  const rows = results.value.flat();
  const isSameIgnoringCase = ({ crmId: rowCrmId }: AccountRow) =>
    rowCrmId?.slice(0, 15).toLowerCase() === id15.toLowerCase();
  if (!rows.every(isSameIgnoringCase)) return problem('invalid-response', 'crmId: not the requested one');
  return accountRefsFrom(rows.filter(({ crmId: rowCrmId }) => rowCrmId?.slice(0, 15) === id15));
}

/** Finds contacts with the email address, then their accounts. Fails when any of the queries fails. */
export async function readAccountsByEmail(
  read: UpstreamReader,
  address: string,
  options: LookupOptions,
): Promise<UpstreamResult<readonly AccountRef[]>> {
  const fields = ['workEmail', 'personalEmail'] as const;
  const contacts = await Promise.all(
    fields.map(async (field): Promise<UpstreamResult<string[]>> => {
      const filter = `${field.toLowerCase()}.EQ:${address}`;
      const optionalFields = fields.filter((other) => other !== field);
      const query = {
        operation: 'contacts',
        object: 'contacts',
        filter,
        pageSchema: ContactPage,
        optionalFields,
      } as const;
      const rows = await queryAllRows(read, query, options);
      if (!rows.ok) return rows;
      const matching = rows.value.filter((row) => row[field]?.toLowerCase() === address.toLowerCase());
      if (matching.length === 0 && rows.value.length > 0)
        return problem('invalid-response', `${field}: not the requested one`);
      return success(matching.map(({ accountId }) => accountId));
    }),
  );
  const accountIds = combineResults(contacts);
  return accountIds.ok ? readAccountRefs(read, [...new Set(accountIds.value.flat())], options) : accountIds;
}

async function readAccountRefs(
  read: UpstreamReader,
  ids: readonly string[],
  options: LookupOptions,
): Promise<UpstreamResult<readonly AccountRef[]>> {
  if (ids.length === 0) return problem('not-found', 'no contact with this address');
  if (ids.length > MAX_ACCOUNTS_PER_QUERY)
    return problem('invalid-response', `more than ${MAX_ACCOUNTS_PER_QUERY} accounts`);
  const rows = await queryAccounts(read, `id.IN:[${ids.join(',')}]`, options);
  if (!rows.ok) return rows;
  const returnedIds = new Set(rows.value.map(({ id }) => id));
  const isExact = returnedIds.size === ids.length && ids.every((id) => returnedIds.has(id));
  return isExact
    ? accountRefsFrom(rows.value)
    : problem('invalid-response', 'accounts: not the requested ones');
}

function queryAccounts(
  read: UpstreamReader,
  filter: string,
  options: LookupOptions,
): Promise<UpstreamResult<AccountRow[]>> {
  const optionalFields = ['name', 'crmId'];
  return queryAllRows(
    read,
    { operation: 'accounts', object: 'accounts', filter, pageSchema: AccountPage, optionalFields },
    options,
  );
}

function accountRefsFrom(rows: readonly AccountRow[]): UpstreamResult<readonly AccountRef[]> {
  const distinct = new Map(
    rows.map(({ id, accountNumber, name }) => [
      id,
      { id, number: accountNumber, name: name ?? accountNumber },
    ]),
  );
  return distinct.size > 0 ? success([...distinct.values()]) : problem('not-found', 'no such account');
}
