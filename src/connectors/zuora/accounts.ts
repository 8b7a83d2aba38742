import { z } from 'zod';
import type { Account, AccountRef } from '../../domain/records.ts';
import { crmId18 } from '../../domain/reference.ts';
import type { Look } from '../../ports.ts';
import { allOf, good, type Outcome, problem } from '../outcome.ts';
import type { Reader } from '../reader.ts';
import { filled } from '../shapes.ts';
import { OPTIONAL_ACCOUNT_FIELDS, zuoraAccount } from './account-shape.ts';
import { queryAll } from './paging.ts';
import { isKey } from './subscriptions.ts';

const AccountRow = z.object({
  id: filled,
  accountNumber: filled,
  name: filled.nullish(),
  crmId: z.string().nullish(),
});
type AccountRow = z.infer<typeof AccountRow>;

const ContactRow = z.object({
  accountId: filled.refine(isKey, 'not an id'),
  workEmail: z.string().nullish(),
  personalEmail: z.string().nullish(),
});

/** More ids than this do not fit in one query. */
const MOST_ACCOUNTS = 50;

export async function readAccount(
  read: Reader,
  { key, channelField }: { readonly key: string; readonly channelField: string },
  look: Look,
): Promise<Outcome<Account>> {
  if (!isKey(key)) return problem('bad-shape', 'asked: not an account');
  const ask = {
    operation: 'account',
    path: `/v1/accounts/${key}`,
    schema: zuoraAccount(channelField),
    optional: OPTIONAL_ACCOUNT_FIELDS,
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
  const account = await read(ask, look);
  if (!account.ok) return account;
  const { id, number } = account.value;
  const isSame = [id, number].some((name) => name.toLowerCase() === key.toLowerCase());
  return isSame ? account : problem('bad-shape', 'accountNumber: another one than asked');
}

/** By both forms of the id. The server compares without case, but case is part of a Salesforce id. */
export async function readAccountsByCrmId(
  read: Reader,
  crmId: string,
  look: Look,
): Promise<Outcome<readonly AccountRef[]>> {
  const long = crmId18(crmId);
  if (!long) return problem('bad-shape', 'asked: not a Salesforce id');
  const short = long.slice(0, 15);
  const find = (id: string) => findAccounts(read, `crmid.EQ:${id}`, look);
  const answers = allOf(await Promise.all([find(long), find(short)]));
  if (!answers.ok) return answers;
  const rows = answers.value.flat();
  const isNear = ({ crmId: theirs }: AccountRow) =>
    theirs?.slice(0, 15).toLowerCase() === short.toLowerCase();
  if (!rows.every(isNear)) return problem('bad-shape', 'crmId: another one than asked');
  return found(rows.filter(({ crmId: theirs }) => theirs?.slice(0, 15) === short));
}

/** By contact, then by what the contact belongs to. One query that fails fails the answer. */
export async function readAccountsByEmail(
  read: Reader,
  address: string,
  look: Look,
): Promise<Outcome<readonly AccountRef[]>> {
  const fields = ['workEmail', 'personalEmail'] as const;
  const contacts = await Promise.all(
    fields.map(async (field): Promise<Outcome<string[]>> => {
      const filter = `${field.toLowerCase()}.EQ:${address}`;
      const optional = fields.filter((other) => other !== field);
      const query = { operation: 'contacts', object: 'contacts', filter, row: ContactRow, optional } as const;
      const rows = await queryAll(read, query, look);
      if (!rows.ok) return rows;
      const fitting = rows.value.filter((row) => row[field]?.toLowerCase() === address.toLowerCase());
      if (fitting.length === 0 && rows.value.length > 0)
        return problem('bad-shape', `${field}: another one than asked`);
      return good(fitting.map(({ accountId }) => accountId));
    }),
  );
  const ids = allOf(contacts);
  return ids.ok ? readAccountRefs(read, [...new Set(ids.value.flat())], look) : ids;
}

async function readAccountRefs(
  read: Reader,
  ids: readonly string[],
  look: Look,
): Promise<Outcome<readonly AccountRef[]>> {
  if (ids.length === 0) return problem('not-found', 'no contact with this address');
  if (ids.length > MOST_ACCOUNTS) return problem('bad-shape', `more than ${MOST_ACCOUNTS} accounts`);
  const rows = await findAccounts(read, `id.IN:[${ids.join(',')}]`, look);
  if (!rows.ok) return rows;
  const told = new Set(rows.value.map(({ id }) => id));
  const isExact = told.size === ids.length && ids.every((id) => told.has(id));
  return isExact ? found(rows.value) : problem('bad-shape', 'accounts: not the ones asked for');
}

function findAccounts(read: Reader, filter: string, look: Look): Promise<Outcome<AccountRow[]>> {
  const optional = ['name', 'crmId'];
  return queryAll(
    read,
    { operation: 'accounts', object: 'accounts', filter, row: AccountRow, optional },
    look,
  );
}

function found(rows: readonly AccountRow[]): Outcome<readonly AccountRef[]> {
  const distinct = new Map(
    rows.map(({ id, accountNumber, name }) => [
      id,
      { id, number: accountNumber, name: name ?? accountNumber },
    ]),
  );
  return distinct.size > 0 ? good([...distinct.values()]) : problem('not-found', 'no such account');
}
