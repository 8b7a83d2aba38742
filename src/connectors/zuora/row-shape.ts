import { z } from 'zod';
import type { AccountRef, Subscription } from '../../domain/records.ts';
import { crmId18 } from '../../domain/reference.ts';
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
  /** Salesforce id of the subscription owner's account, 18 characters; null when the row does not include it. */
  readonly customerCrmId: string | null;
  /** Null when this row does not tell enough of it. */
  readonly subscription: Subscription | null;
}

const text = z.string().nullish().catch(null);
const Ref = z.object({ id: filled, accountNumber: text, name: text, crmId: text });
type Ref = z.infer<typeof Ref>;

/** The name of an expanded account is written in more than one way, so it is looked for without case. */
const Fields = z.preprocess(
  withExpanded,
  z.looseObject({
    id: filled,
    name: filled,
    accountId: filled,
    version: z.int().positive(),
    isLatestVersion: z.boolean(),
    status: status.nullish(),
    invoiceOwnerId: z.string().nullable(),
    createdDate: z.string().nullish(),
    expandedAccount: Ref.optional(),
    expandedOwner: Ref.optional(),
    ...termFields,
  }),
);

/** Fields that a row can be read without: they do not tell who the invoice went to. */
export const OPTIONAL_VERSION_FIELDS = ['status', 'createdDate'];

export const ZuoraVersionRow = Fields.transform((row, context): VersionRow => {
  const ownerId = row.invoiceOwnerId === null || isBlank(row.invoiceOwnerId) ? null : row.invoiceOwnerId;
  const { expandedAccount: account, expandedOwner } = row;
  // Blank means that the customer itself pays; then nobody else may be named.
  const owner = ownerId === null || ownerId === row.accountId ? (expandedOwner ?? account) : expandedOwner;
  if ((account && account.id !== row.accountId) || (owner && owner.id !== (ownerId ?? row.accountId))) {
    context.addIssue({ code: 'custom', message: 'expanded account is another one' });
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
      number: filledOrNull(owner?.accountNumber),
      name: filledOrNull(owner?.name),
    },
    customerCrmId: crmId18(account?.crmId?.trim() ?? ''),
    subscription: subscriptionOf(row, { account, owner: ownerId === null ? null : owner }),
  };
});

/** Returns null when the row is incomplete. */
function subscriptionOf(
  row: z.infer<typeof Fields>,
  { account, owner }: { readonly account: Ref | undefined; readonly owner: Ref | undefined | null },
): Subscription | null {
  const subscriptionOwner = refOf(account);
  const invoiceOwner = owner === null ? null : refOf(owner);
  const marketplace = marketplaceOf(row);
  if (!subscriptionOwner || (owner !== null && !invoiceOwner) || !row.status) return null;
  const endsOn = endOf({ ...row, status: row.status });
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

function refOf(account: Ref | undefined): AccountRef | null {
  const [number, name] = [filledOrNull(account?.accountNumber), filledOrNull(account?.name)];
  return account && number && name ? { id: account.id, number, name } : null;
}

function filledOrNull(value: string | null | undefined): string | null {
  return isBlank(value) ? null : (value ?? null);
}

/** Adds the expanded accounts under fixed names. One that cannot be read counts as not expanded. */
function withExpanded(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const fields = row as Record<string, unknown>;
  const [expandedAccount] = valuesNamed(fields, 'account');
  const [expandedOwner] = valuesNamed(fields, 'invoiceowner');
  return {
    ...fields,
    expandedAccount: Ref.safeParse(expandedAccount).data,
    expandedOwner: Ref.safeParse(expandedOwner).data,
  };
}
