import type { Customer, SampleCrm, SampleOpportunity } from './customer.ts';
import { salesforceId, withChecksum } from './ids.ts';
import { daysFrom, type OpportunityRecord, type World } from './world.ts';
import { crmAccountId } from './world-accounts.ts';

/** Adds the Salesforce account of a customer, its Partners list and its opportunities. */
export function addCrm(world: World, customer: Customer, all: readonly Customer[]): void {
  const { crm = {} } = customer;
  const id = crmAccountId(customer);
  if (crm.keptAs === 'none') return;
  if (!world.crmAccounts.some((account) => account.id === id)) addAccount(world, customer);
  for (const partner of crm.partners ?? []) addPartner(world, id, { crm: partner, all });
  for (const sample of crm.opportunities ?? []) {
    world.opportunities.push(opportunity(world, { id, customer, sample, all }));
  }
}

function addAccount(world: World, customer: Customer): void {
  const owner = customer.crm?.owner ?? 'Robin Castell';
  const type = customer.crm?.type ?? (customer.partner ? 'Partner' : 'Customer');
  world.crmAccounts.push({
    id: crmAccountId(customer),
    name: customer.name,
    website: `https://www.${customer.domain}`,
    type,
    recordType: type === 'Partner' ? 'Partner' : 'Standard',
    ownerId: salesforceId('005', owner),
    ownerName: owner,
  });
}

interface ListedPartner {
  readonly crm: NonNullable<SampleCrm['partners']>[number];
  readonly all: readonly Customer[];
}

/** Salesforce writes each pair down twice, once in each direction. */
function addPartner(world: World, fromId: string, { crm, all }: ListedPartner): void {
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

interface Sold {
  readonly id: string;
  readonly customer: Customer;
  readonly sample: SampleOpportunity;
  readonly all: readonly Customer[];
}

function opportunity(world: World, { id, customer, sample, all }: Sold): OpportunityRecord {
  const stage = sample.stage ?? 'Closed Won';
  return {
    id: salesforceId('006', `opportunity:${customer.number}:${sample.name}`),
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

function crmIdOf(number: string, all: readonly Customer[]): string {
  const customer = all.find((one) => one.number === number);
  if (!customer) throw new Error(`The sample customers have no ${number}.`);
  return crmAccountId(customer);
}
