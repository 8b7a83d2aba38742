import { salesforceIdFor } from './ids.ts';
import type { SampleData } from './sample-data.ts';

export type SalesforceRow = Readonly<Record<string, string | number | boolean | null>>;

/** One kind of record: its fields, the records it refers to, and its child lists. */
export interface SalesforceObject {
  readonly name: string;
  readonly fields: Readonly<
    Record<string, 'id' | 'string' | 'boolean' | 'date' | 'email' | 'picklist' | 'url' | 'reference'>
  >;
  /** Relationship name → the field that holds the id, and the object it is the id of. */
  readonly parents: Readonly<Record<string, { readonly field: string; readonly object: string }>>;
  /** Relationship name → the object, and its field that holds our id. */
  readonly children: Readonly<Record<string, { readonly object: string; readonly field: string }>>;
  readonly rows: (world: SampleData) => SalesforceRow[];
}

const partnerLookup = (field: string) => ({ field, object: 'Account' });

export const SALESFORCE_OBJECTS: readonly SalesforceObject[] = [
  {
    name: 'Account',
    fields: {
      Id: 'id',
      Name: 'string',
      Website: 'url',
      Type: 'picklist',
      Account_Demographics_Geo__c: 'picklist',
      RecordTypeId: 'reference',
      OwnerId: 'reference',
    },
    parents: {
      Owner: { field: 'OwnerId', object: 'User' },
      RecordType: { field: 'RecordTypeId', object: 'RecordType' },
    },
    children: {
      AccountPartnersFrom: { object: 'AccountPartner', field: 'AccountFromId' },
      AccountPartnersTo: { object: 'AccountPartner', field: 'AccountToId' },
      Opportunities: { object: 'Opportunity', field: 'AccountId' },
    },
    rows: (world) =>
      world.crmAccounts.map(({ id, name, website, type, region, recordType, ownerId }) => ({
        Id: id,
        Name: name,
        Website: website,
        Type: type,
        Account_Demographics_Geo__c: region,
        OwnerId: ownerId,
        RecordTypeId: recordTypeId(recordType),
      })),
  },
  {
    name: 'Opportunity',
    fields: {
      Id: 'id',
      AccountId: 'reference',
      Name: 'string',
      StageName: 'picklist',
      CloseDate: 'date',
      IsWon: 'boolean',
      IsClosed: 'boolean',
      OwnerId: 'reference',
      Deal_Path__c: 'picklist',
      Fulfillment_Partner__c: 'reference',
      Distributor__c: 'reference',
      Influence_Partner__c: 'reference',
      ImpartnerPRM__PartnerAccount__c: 'reference',
      Platform_Partner__c: 'reference',
      DR_Partner_Engagement__c: 'picklist',
      DR_Partner_Deal_Type__c: 'picklist',
      Partner_Track__c: 'string',
    },
    parents: {
      Account: { field: 'AccountId', object: 'Account' },
      Owner: { field: 'OwnerId', object: 'User' },
      Fulfillment_Partner__r: partnerLookup('Fulfillment_Partner__c'),
      Distributor__r: partnerLookup('Distributor__c'),
      Influence_Partner__r: partnerLookup('Influence_Partner__c'),
      ImpartnerPRM__PartnerAccount__r: partnerLookup('ImpartnerPRM__PartnerAccount__c'),
      Platform_Partner__r: partnerLookup('Platform_Partner__c'),
    },
    children: {},
    rows: (world) =>
      world.opportunities.map((one) => ({
        Id: one.id,
        AccountId: one.accountId,
        Name: one.name,
        StageName: one.stage,
        CloseDate: one.closeDate,
        IsWon: one.isWon,
        IsClosed: one.stage.startsWith('Closed'),
        Deal_Path__c: one.dealPath,
        OwnerId: salesforceIdFor('005', one.ownerName),
        Fulfillment_Partner__c: one.resalePartnerId,
        Distributor__c: one.distributorId,
        Influence_Partner__c: null,
        Platform_Partner__c: null,
        ImpartnerPRM__PartnerAccount__c: null,
        DR_Partner_Engagement__c: null,
        DR_Partner_Deal_Type__c: null,
        Partner_Track__c: null,
      })),
  },
  {
    name: 'AccountPartner',
    fields: {
      Id: 'id',
      AccountFromId: 'reference',
      AccountToId: 'reference',
      OpportunityId: 'reference',
      Role: 'picklist',
      IsPrimary: 'boolean',
    },
    parents: {
      AccountFrom: { field: 'AccountFromId', object: 'Account' },
      AccountTo: { field: 'AccountToId', object: 'Account' },
      Opportunity: { field: 'OpportunityId', object: 'Opportunity' },
    },
    children: {},
    rows: (world) =>
      world.crmPartners.map(({ id, fromId, toId, role, isPrimary, opportunityId }) => ({
        Id: id,
        AccountFromId: fromId,
        AccountToId: toId,
        OpportunityId: opportunityId,
        Role: role,
        IsPrimary: isPrimary,
      })),
  },
  {
    name: 'User',
    fields: {
      Id: 'id',
      Name: 'string',
      Email: 'email',
      IsActive: 'boolean',
    },
    parents: {},
    children: {},
    rows: (world) => {
      const names = [...world.crmAccounts, ...world.opportunities].map(({ ownerName }) => ownerName);
      return [...new Set(names)].map((Name) => ({
        Id: salesforceIdFor('005', Name),
        Name,
        Email: emailFor(Name),
        IsActive: true,
      }));
    },
  },
  {
    name: 'RecordType',
    fields: {
      Id: 'id',
      Name: 'string',
    },
    parents: {},
    children: {},
    rows: () =>
      ['Standard', 'Partner'].map((Name) => ({
        Id: recordTypeId(Name),
        Name,
      })),
  },
];

/** Without case, as Salesforce compares names. */
export function objectNamed(name: string): SalesforceObject | undefined {
  return SALESFORCE_OBJECTS.find((object) => object.name.toLowerCase() === name.toLowerCase());
}

function recordTypeId(name: string): string {
  return salesforceIdFor('012', `record type:${name}`);
}

function emailFor(name: string): string {
  return `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@sales.example`;
}
