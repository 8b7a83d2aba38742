import { salesforceIdFor, withChecksum } from './ids.ts';
import { crmAccountId } from './sample-accounts.ts';
import type { SampleCrm, SampleCustomer, SampleOpportunity } from './sample-customer.ts';
import { daysFrom, type OpportunityRecord, type SampleData } from './sample-data.ts';

/** Adds the Salesforce account of a customer, its Partners list and its opportunities. */
export function addCrm(world: SampleData, customer: SampleCustomer, all: readonly SampleCustomer[]): void {
  const { crm = {} } = customer;
  const id = crmAccountId(customer);
  if (crm.keptAs === 'none') return;
  if (!world.crmAccounts.some((account) => account.id === id)) addAccount(world, customer);
  for (const partner of crm.partners ?? []) addPartner(world, id, { crm: partner, all });
  for (const sample of crm.opportunities ?? []) {
    world.opportunities.push(opportunityRecord(world, { id, customer, sample, all }));
  }
}

function addAccount(world: SampleData, customer: SampleCustomer): void {
  const owner = customer.crm?.owner ?? 'Robin Castell';
  const type = customer.crm?.type ?? (customer.partner ? 'Partner' : 'Customer');
  world.crmAccounts.push({
    id: crmAccountId(customer),
    name: customer.name,
    website: `https://www.${customer.domain}`,
    type,
    region: 'EMEA',
    recordType: type === 'Partner' ? 'Partner' : 'Standard',
    ownerId: salesforceIdFor('005', owner),
    ownerName: owner,
  });
}

interface ListedPartner {
  readonly crm: NonNullable<SampleCrm['partners']>[number];
  readonly all: readonly SampleCustomer[];
}

/** Salesforce writes each pair down twice, once in each direction. */
function addPartner(world: SampleData, fromId: string, { crm, all }: ListedPartner): void {
  const toId = crmIdOf(crm.number, all);
  const pair = (from: string, to: string, role: string | null) => ({
    id: withChecksum(`00I${from.slice(6, 12)}${to.slice(6, 12)}`),
    fromId: from,
    toId: to,
    role,
    isPrimary: false,
    opportunityId: null,
  });
  world.crmPartners.push(pair(fromId, toId, crm.role), pair(toId, fromId, 'Customer'));
}

interface OpportunitySource {
  readonly id: string;
  readonly customer: SampleCustomer;
  readonly sample: SampleOpportunity;
  readonly all: readonly SampleCustomer[];
}

function opportunityRecord(
  world: SampleData,
  { id, customer, sample, all }: OpportunitySource,
): OpportunityRecord {
  const stage = sample.stage ?? 'Closed Won';
  return {
    id: salesforceIdFor('006', `opportunity:${customer.number}:${sample.name}`),
    accountId: id,
    name: sample.name,
    stage,
    isWon: stage === 'Closed Won',
    closeDate: daysFrom(world.today, sample.closed),
    ownerName: customer.crm?.owner ?? 'Robin Castell',
    dealPath: sample.dealPath ?? null,
    resalePartnerId: sample.resalePartner ? crmIdOf(sample.resalePartner, all) : null,
    distributorId: sample.distributor ? crmIdOf(sample.distributor, all) : null,
  };
}

function crmIdOf(number: string, all: readonly SampleCustomer[]): string {
  const customer = all.find((one) => one.number === number);
  if (!customer) throw new Error(`The sample customers have no ${number}.`);
  return crmAccountId(customer);
}
