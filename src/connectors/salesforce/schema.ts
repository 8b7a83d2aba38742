import { z } from 'zod';
import { normalizeCrmId } from '../../domain/crm-id.ts';
import type { CrmAccount, CrmOpportunity, CrmPartner } from '../../domain/upstream-records.ts';
import { isBlank, isoDate, nonBlank } from '../field-schemas.ts';

/** 15 or 18 characters in, 18 out. */
const salesforceId = z.string().transform((id, context): string => {
  const normalizedId = normalizeCrmId(id);
  if (normalizedId) return normalizedId;
  context.addIssue({ code: 'custom', message: 'expected a Salesforce id' });
  return z.NEVER;
});

const optionalText = z
  .string()
  .nullish()
  .transform((value) => (isBlank(value) ? null : (value ?? null)));

const relatedName = z
  .object({ Name: optionalText })
  .nullish()
  .transform((value) => value?.Name ?? null);

/** An answer that is complete; one that continues elsewhere does not fit. */
function completeQueryResult<T extends z.ZodType>(record: T) {
  return z.object({ done: z.literal(true), records: z.array(record) });
}

/** What a description says can be asked for: names of fields and of relationships. */
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
 * Fields that each kind of record can be read without. The partner of an opportunity is not one of them: without it,
 * "no partner" could not be told from "partner unreadable".
 */
export const OPTIONAL_RECORD_FIELDS = {
  account: ['records.*.Name'],
  partners: ['AccountTo', 'Role'].map((name) => `records.*.AccountPartnersFrom.records.*.${name}`),
  opportunities: ['Name', 'CloseDate', 'Deal_Path__c'].map((name) => `records.*.${name}`),
};

export const AccountQueryResult = completeQueryResult(
  z.object({ Id: salesforceId, Name: nonBlank.nullish(), Owner: z.object({ Name: nonBlank }) }).transform(
    ({ Id, Name, Owner }): CrmAccount => ({
      id: Id,
      name: Name ?? Id,
      owner: { name: Owner.Name, kind: ownerKindOf(Owner.Name) },
    }),
  ),
);

/** The Partners list hangs from its account; null when it is empty. */
export const AccountPartnersQueryResult = completeQueryResult(
  z
    .object({
      Id: salesforceId,
      AccountPartnersFrom: completeQueryResult(
        z.object({ AccountToId: salesforceId, AccountTo: relatedName, Role: optionalText }).transform(
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
      Deal_Path__c: optionalText,
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

/** By the name, the only thing that is surely readable. */
function ownerKindOf(name: string): CrmAccount['owner']['kind'] {
  if (/^(?:AMER|EMEA|APAC|APJ) SMB Sales User$/i.test(name.trim())) return 'smb-pool';
  return /\b(?:users?|queue|integration)\b|\[ ?do not chatter ?\]/i.test(name) ? 'other' : 'person';
}
