import { z } from 'zod';
import type { CrmAccount, CrmOpportunity, CrmPartner } from '../../domain/records.ts';
import { crmId18 } from '../../domain/reference.ts';
import { day, filled, isBlank } from '../shapes.ts';

/** 15 or 18 characters in, 18 out. */
const id18 = z.string().transform((id, context): string => {
  const long = crmId18(id);
  if (long) return long;
  context.addIssue({ code: 'custom', message: 'expected a Salesforce id' });
  return z.NEVER;
});

const text = z
  .string()
  .nullish()
  .transform((value) => (isBlank(value) ? null : (value ?? null)));

const named = z
  .object({ Name: text })
  .nullish()
  .transform((value) => value?.Name ?? null);

/** An answer that is complete; one that continues elsewhere does not fit. */
function complete<T extends z.ZodType>(record: T) {
  return z.object({ done: z.literal(true), records: z.array(record) });
}

/** What a description says can be asked for: names of fields and of relationships. */
export const Description = z
  .object({
    fields: z.array(z.object({ name: filled, relationshipName: z.string().nullish() })),
    childRelationships: z.array(z.object({ relationshipName: z.string().nullish() })),
  })
  .transform(({ fields, childRelationships }): readonly string[] =>
    [
      ...fields.flatMap(({ name, relationshipName }) => [name, relationshipName]),
      ...childRelationships.map(({ relationshipName }) => relationshipName),
    ].filter((name) => typeof name === 'string'),
  );

/**
 * Fields that each kind of record can be read without. The partner of an opportunity is not one of them: without it,
 * "no partner" could not be told from "partner unreadable".
 */
export const OPTIONAL_RECORD_FIELDS = {
  account: ['records.*.Name'],
  partners: ['AccountTo', 'Role'].map((name) => `records.*.AccountPartnersFrom.records.*.${name}`),
  opportunities: ['Name', 'CloseDate', 'Deal_Path__c'].map((name) => `records.*.${name}`),
};

export const Accounts = complete(
  z.object({ Id: id18, Name: filled.nullish(), Owner: z.object({ Name: filled }) }).transform(
    ({ Id, Name, Owner }): CrmAccount => ({
      id: Id,
      name: Name ?? Id,
      owner: { name: Owner.Name, kind: kindOf(Owner.Name) },
    }),
  ),
);

/** The Partners list hangs from its account; null when it is empty. */
export const AccountsWithPartners = complete(
  z
    .object({
      Id: id18,
      AccountPartnersFrom: complete(
        z.object({ AccountToId: id18, AccountTo: named, Role: text }).transform(
          ({ AccountToId, AccountTo, Role }): CrmPartner => ({
            accountId: AccountToId,
            name: AccountTo ?? `account ${AccountToId}`,
            role: Role,
          }),
        ),
      ).nullable(),
    })
    .transform(({ Id, AccountPartnersFrom }) => ({ id: Id, partners: AccountPartnersFrom?.records ?? [] })),
);

export const Opportunities = complete(
  z
    .object({
      Id: id18,
      Name: filled.nullish(),
      CloseDate: day.nullish(),
      IsWon: z.literal(true),
      Deal_Path__c: text,
      Fulfillment_Partner__r: named,
      Distributor__r: named,
    })
    .transform(
      (row): CrmOpportunity => ({
        id: row.Id,
        name: row.Name ?? row.Id,
        closedOn: row.CloseDate ?? null,
        dealPath: row.Deal_Path__c,
        resalePartner: row.Fulfillment_Partner__r,
        distributor: row.Distributor__r,
      }),
    ),
);

/** By the name, the only thing that is surely readable. */
function kindOf(name: string): CrmAccount['owner']['kind'] {
  if (/^(?:AMER|EMEA|APAC|APJ) SMB Sales User$/i.test(name.trim())) return 'smb-pool';
  return /\b(?:users?|queue|integration)\b|\[ ?do not chatter ?\]/i.test(name) ? 'other' : 'person';
}
