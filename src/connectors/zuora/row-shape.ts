import { z } from 'zod';
import type { AccountRef, Subscription } from '../../domain/records.ts';
import { filled, isBlank, valuesNamed } from '../shapes.ts';
import { marketplaceOf } from './marketplace.ts';
import { endOf, status, termFields } from './subscription-shape.ts';

/** One version of a subscription, as object-query tells it. */
export interface VersionRow {
  readonly number: string;
  readonly version: number;
  readonly isLatest: boolean;
  readonly isDraft: boolean;
  /** YYYY-MM-DD in the tenant's zone. */
  readonly since: string | null;
  /** The account that the invoice goes to; only its id when nothing more was told. */
  readonly owner: { readonly id: string; readonly number: string | null; readonly name: string | null };
  /** Null when this row does not tell enough of it. */
  readonly subscription: Subscription | null;
}

const Ref = z
  .object({ id: filled, accountNumber: filled, name: filled })
  .transform(({ id, accountNumber, name }): AccountRef => ({ id, number: accountNumber, name }));

/** The name of an expanded account is written in more than one way, so it is looked for without case. */
const Fields = z.preprocess(
  withExpanded,
  z.looseObject({
    id: filled,
    name: filled,
    accountId: filled,
    version: z.int().positive(),
    isLatestVersion: z.boolean(),
    status,
    invoiceOwnerId: z.string().nullable(),
    createdDate: z.string().nullish(),
    expandedAccount: Ref.optional(),
    expandedOwner: Ref.optional(),
    ...termFields,
  }),
);

export const ZuoraVersionRow = Fields.transform((row, context): VersionRow => {
  const ownerId = row.invoiceOwnerId === null || isBlank(row.invoiceOwnerId) ? null : row.invoiceOwnerId;
  const { expandedAccount: account, expandedOwner } = row;
  // Blank means that the customer itself pays; then nobody else may be named.
  const owner = ownerId === null || ownerId === row.accountId ? (expandedOwner ?? account) : expandedOwner;
  if ((account && account.id !== row.accountId) || (owner && owner.id !== (ownerId ?? row.accountId))) {
    context.addIssue({ code: 'custom', message: 'expanded account is another one' });
    return z.NEVER;
  }
  const marketplace = marketplaceOf(row);
  const endsOn = endOf(row);
  const isWhole = account && (ownerId === null || owner) && marketplace !== undefined && endsOn !== undefined;
  return {
    number: row.name,
    version: row.version,
    isLatest: row.isLatestVersion,
    isDraft: row.status === 'Draft',
    since: /^\d{4}-\d\d-\d\d(?=T|$)/.exec(row.createdDate ?? '')?.[0] ?? null,
    owner: owner ?? {
      id: ownerId ?? row.accountId,
      number: null,
      name: null,
    },
    subscription: isWhole
      ? {
          id: row.id,
          number: row.name,
          version: row.version,
          status: row.status,
          subscriptionOwner: account,
          invoiceOwner: ownerId === null ? null : (owner ?? null),
          endsOn,
          // Contacts cannot be expanded here.
          soldToDomain: null,
          marketplace,
        }
      : null,
  };
});

function withExpanded(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const fields = row as Record<string, unknown>;
  const [expandedAccount] = valuesNamed(fields, 'account');
  const [expandedOwner] = valuesNamed(fields, 'invoiceowner');
  return {
    ...fields,
    expandedAccount: expandedAccount ?? undefined,
    expandedOwner: expandedOwner ?? undefined,
  };
}
