import { z } from 'zod';
import { type AccountRef, SUBSCRIPTION_STATUSES, type Subscription } from '../../domain/records.ts';
import { mailDomain } from '../mail-domain.ts';
import { day, filled, isBlank } from '../shapes.ts';
import { marketplaceOf } from './marketplace.ts';

export const status = z.enum(SUBSCRIPTION_STATUSES);

/** What both ways of reading a subscription say about its end. */
export const termFields = {
  termType: z.enum(['TERMED', 'EVERGREEN']).nullish(),
  subscriptionEndDate: day.nullish(),
  termEndDate: day.nullish(),
};

const Fields = z.looseObject({
  success: z.literal(true).optional(),
  id: filled,
  subscriptionNumber: filled,
  version: z.int().positive(),
  status,
  accountId: filled,
  accountNumber: filled,
  accountName: filled,
  invoiceOwnerAccountId: z.string().nullable(),
  invoiceOwnerAccountNumber: z.string().nullable(),
  invoiceOwnerAccountName: z.string().nullable(),
  soldToContact: z.object({ workEmail: z.string().nullish() }).nullish(),
  ...termFields,
});
type Fields = z.infer<typeof Fields>;

/** `GET /v1/subscriptions/{number}`, and one row of the list of an account. */
export const ZuoraSubscription = Fields.transform((fields, context): Subscription => {
  const complain = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const invoiceOwner = invoiceOwnerOf(fields);
  if (invoiceOwner === 'half-told') return complain('invoice owner is only half told');
  const endsOn = endOf(fields);
  if (endsOn === undefined) return complain('no end date, and not evergreen');
  const marketplace = marketplaceOf(fields);
  if (marketplace === undefined) return complain('marketplace field: expected string');
  return {
    id: fields.id,
    number: fields.subscriptionNumber,
    version: fields.version,
    status: fields.status,
    subscriptionOwner: {
      id: fields.accountId,
      number: fields.accountNumber,
      name: fields.accountName,
    },
    invoiceOwner,
    endsOn,
    soldToDomain: mailDomain(fields.soldToContact?.workEmail),
    marketplace,
  };
});

/** Undefined: an end is missing that should be there. */
export function endOf(fields: {
  readonly status: Subscription['status'];
  readonly termType?: 'TERMED' | 'EVERGREEN' | null | undefined;
  readonly subscriptionEndDate?: string | null | undefined;
  readonly termEndDate?: string | null | undefined;
}): string | null | undefined {
  if (fields.subscriptionEndDate) return fields.subscriptionEndDate;
  if (fields.termType === 'EVERGREEN') return null;
  if (fields.termEndDate) return fields.termEndDate;
  // Until it is activated, a subscription has no dates yet.
  return ['Draft', 'Pending Activation', 'Pending Acceptance'].includes(fields.status) ? null : undefined;
}

function invoiceOwnerOf(fields: Fields): AccountRef | null | 'half-told' {
  const id = fields.invoiceOwnerAccountId;
  const number = fields.invoiceOwnerAccountNumber;
  const name = fields.invoiceOwnerAccountName;
  if (isBlank(number) && isBlank(name)) {
    return isBlank(id) || id === fields.accountId ? null : 'half-told';
  }
  if (id === null || number === null || name === null) return 'half-told';
  return [id, number, name].some(isBlank) ? 'half-told' : { id, number, name };
}
