import { addAccounts } from './sample-accounts.ts';
import { addCrm } from './sample-crm.ts';
import type { SampleCustomer } from './sample-customer.ts';
import type { SampleData, SubscriptionRecord } from './sample-data.ts';
import { addSubscriptions } from './sample-subscriptions.ts';
import { addTickets } from './sample-tickets.ts';

/** Returns the records of these customers. Owners and parents are named by account number and must be among them. */
export function buildSampleData(customers: readonly SampleCustomer[], today: string): SampleData {
  const world = emptySampleData(today);
  for (const customer of customers) addAccounts(world, customer, customers);
  for (const customer of customers) addCrm(world, customer, customers);
  for (const customer of customers) addSubscriptions(world, customer);
  for (const customer of customers) addTickets(world, customer, customers);
  return world;
}

function emptySampleData(today: string): SampleData {
  const world: SampleData = {
    today,
    accounts: [],
    contacts: [],
    subscriptions: [],
    orders: [],
    crmAccounts: [],
    crmPartners: [],
    opportunities: [],
    tickets: [],
    users: [],
    organizations: [],
    account: (key) => findOrThrow(world.accounts, (one) => one.number === key || one.id === key, key),
    subscription: (number) =>
      findOrThrow(newestFirst(world), (one) => one.number === number && one.status !== 'Draft', number),
    ticket: (id) => findOrThrow(world.tickets, (one) => one.id === id, String(id)),
  };
  return world;
}

function newestFirst(world: SampleData): SubscriptionRecord[] {
  return [...world.subscriptions].sort((a, b) => b.version - a.version);
}

function findOrThrow<T>(list: readonly T[], fits: (one: T) => boolean, key: string): T {
  const one = list.find(fits);
  if (!one) throw new Error(`The sample world has no ${key}.`);
  return one;
}
