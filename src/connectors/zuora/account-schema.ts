import { z } from 'zod';
import { normalizeCrmId } from '../../domain/crm-id.ts';
import { type EmailFingerprint, fingerprintOf, mailDomain } from '../../domain/email-address.ts';
import type { Account } from '../../domain/upstream-records.ts';
import { isBlank, nonBlank, valuesByKey } from '../field-schemas.ts';

const EmailContact = z.object({ workEmail: z.string().nullish() }).nullish();

const AccountResponse = z.object({
  success: z.literal(true).optional(),
  basicInfo: z.looseObject({
    id: nonBlank,
    accountNumber: nonBlank,
    name: nonBlank.nullish(),
    crmId: z.string().nullish(),
    parentId: z.string().nullish(),
  }),
  soldToContact: EmailContact,
  billToContact: EmailContact,
});

/**
 * Fields of an account that may be invalid. The parent is required: an invoice owner that is a parent or child of the account
 * is not a reseller.
 */
export const OPTIONAL_ACCOUNT_FIELDS = [
  'basicInfo.name',
  'basicInfo.crmId',
  'soldToContact',
  'billToContact',
];

/** Returns the schema of `GET /v1/accounts/{key}`. `channelField` is the custom field with the channel. */
export function zuoraAccountSchema(
  channelField: string,
  emailFingerprint: EmailFingerprint,
): z.ZodType<Account> {
  return AccountResponse.transform(({ basicInfo, soldToContact, billToContact }, context): Account => {
    const channel = channelValueOf(basicInfo, channelField);
    if (!channel) {
      context.addIssue({
        code: 'custom',
        message: 'channel field: expected one string',
        path: ['basicInfo'],
      });
      return z.NEVER;
    }
    const { id, accountNumber, name, crmId, parentId } = basicInfo;
    const soldToFingerprint = fingerprintOf(soldToContact?.workEmail, emailFingerprint);
    const domains = [soldToContact, billToContact].map((contact) => mailDomain(contact?.workEmail));
    return {
      id,
      number: accountNumber,
      name: name ?? accountNumber,
      crmId: normalizeCrmId(crmId?.trim() ?? ''),
      parentId: isBlank(parentId) ? null : (parentId ?? null),
      channel: channel.value,
      contactDomains: [...new Set(domains.filter((domain) => domain !== null))],
      ...(soldToFingerprint === undefined ? {} : { soldToFingerprint }),
    };
  });
}

/** Returns null when the field is not a string, or occurs more than once with different values. */
function channelValueOf(
  basicInfo: Readonly<Record<string, unknown>>,
  field: string,
): { value: string | null | undefined } | null {
  const values = valuesByKey(basicInfo, field).map((value) =>
    typeof value === 'string' && value.trim() === '' ? null : value,
  );
  const [value, ...others] = [...new Set(values)];
  if (others.length > 0) return null;
  return value === undefined || value === null || typeof value === 'string' ? { value } : null;
}
