import { z } from 'zod';
import { normalizeCrmId } from '../../domain/crm-id.ts';
import type { CrmAccount, CrmOpportunity, CrmPartner } from '../../domain/upstream-records.ts';
import { isoDate, nonBlank, nonBlankOrNull } from '../field-schemas.ts';

/** Accepts 15 or 18 characters and returns 18. */
const salesforceId = z.string().transform((id, context): string => {
  const normalizedId = normalizeCrmId(id);
  if (normalizedId) return normalizedId;
  context.addIssue({ code: 'custom', message: 'expected a Salesforce id' });
  return z.NEVER;
});

const relatedName = z
  .object({ Name: nonBlankOrNull })
  .nullish()
  .transform((value) => value?.Name ?? null);

/** Schema of a query result that fits on one page. */
function completeQueryResult<T extends z.ZodType>(record: T) {
  return z.object({ done: z.literal(true), records: z.array(record) });
}

/** Names of the fields and relationships of an object. */
export const ObjectDescription = z
  .object({
    fields: z.array(z.object({ name: nonBlank, relationshipName: z.string().nullish() })),
    childRelationships: z.array(z.object({ relationshipName: z.string().nullish() })),
  })
  .transform(({ fields, childRelationships }): readonly string[] =>
    [
      ...fields.flatMap(({ name, relationshipName }) => [name, relationshipName]),
      ...childRelationships.map(({ relationshipName }) => relationshipName),
    ].filter((name) => typeof name === 'string'),
  );

/**
 * Fields of each kind of record that may be invalid. The partner of an opportunity is required, so that "no partner" is never
 * confused with "partner unreadable".
 */
export const OPTIONAL_RECORD_FIELDS = {
  account: ['Name', 'Type', 'Account_Demographics_Geo__c'].map((name) => `records.*.${name}`),
  partners: ['AccountTo', 'Role'].map((name) => `records.*.AccountPartnersFrom.records.*.${name}`),
  opportunities: ['Name', 'CloseDate', 'Deal_Path__c'].map((name) => `records.*.${name}`),
};

export const AccountQueryResult = completeQueryResult(
  z
    .object({
      Id: salesforceId,
      Name: nonBlank.nullish(),
      Type: nonBlankOrNull,
      Account_Demographics_Geo__c: nonBlankOrNull,
      Owner: z.object({ Name: nonBlank }),
    })
    .transform(
      ({ Id, Name, Type, Account_Demographics_Geo__c: region, Owner }): CrmAccount => ({
        id: Id,
        name: Name ?? Id,
        type: Type,
        owner: { name: Owner.Name, kind: ownerKindOf(Owner.Name) },
        region,
      }),
    ),
);

/** Schema of an account with its partners. The list is null when it is empty. */
export const AccountPartnersQueryResult = completeQueryResult(
  z
    .object({
      Id: salesforceId,
      AccountPartnersFrom: completeQueryResult(
        z.object({ AccountToId: salesforceId, AccountTo: relatedName, Role: nonBlankOrNull }).transform(
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

export const OpportunityQueryResult = completeQueryResult(
  z
    .object({
      Id: salesforceId,
      Name: nonBlank.nullish(),
      CloseDate: isoDate.nullish(),
      IsWon: z.literal(true),
      Deal_Path__c: nonBlankOrNull,
      Fulfillment_Partner__r: relatedName,
      Distributor__r: relatedName,
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

/** Derives the kind of owner from the name, the only field that is always readable. */
function ownerKindOf(name: string): CrmAccount['owner']['kind'] {
  if (/^(?:AMER|EMEA|APAC|APJ) SMB Sales User$/i.test(name.trim())) return 'smb-pool';
  return /\b(?:users?|queue|integration)\b|\[ ?do not chatter ?\]/i.test(name) ? 'other' : 'person';
}
