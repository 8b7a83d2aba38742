import { salesforceIdFor, zuoraIdFor } from './ids.ts';
import type { SampleCustomer } from './sample-customer.ts';
import type { ContactRecord, SampleData } from './sample-data.ts';

/** Name of the account field that says how something was sold. */
export const CHANNEL_FIELD = 'SSPChannel__c';

/** Adds the Zuora account of a customer and its two contacts. */
export function addAccounts(
  world: SampleData,
  customer: SampleCustomer,
  all: readonly SampleCustomer[],
): void {
  const parent = all.find(({ number }) => number === customer.parent);
  const soldTo = addContact(world, customer, customer.soldTo ?? 'it');
  const billTo = addContact(world, customer, customer.billTo ?? 'billing');
  world.accounts.push({
    id: accountId(customer.number),
    number: customer.number,
    name: customer.name,
    crmId: crmIdInZuora(customer),
    parentId: parent ? accountId(parent.number) : null,
    partnerAccount: customer.partner ?? false,
    custom: { ...channelField(customer), PortalRequired__c: null },
    soldToId: soldTo.id,
    billToId: billTo.id,
  });
}

/** The contact with this address on this account, added when it is not there. */
export function addContact(world: SampleData, customer: SampleCustomer, address: string): ContactRecord {
  const workEmail = address.includes('@') ? address : `${address}@${customer.domain}`;
  const id = zuoraIdFor(`contact:${customer.number}:${workEmail}`);
  const known = world.contacts.find((contact) => contact.id === id);
  if (known) return known;
  const contact = {
    id,
    accountId: accountId(customer.number),
    firstName: 'Sample',
    lastName: 'Contact',
    workEmail,
    personalEmail: null,
  };
  world.contacts.push(contact);
  return contact;
}

export function accountId(number: string): string {
  return zuoraIdFor(`account:${number}`);
}

/** Salesforce account of a customer, 18 characters. */
export function crmAccountId(customer: SampleCustomer): string {
  return salesforceIdFor('001', `account:${customer.crm?.key ?? customer.number}`);
}

function crmIdInZuora(customer: SampleCustomer): string | null {
  const id = crmAccountId(customer);
  if (customer.crm?.keptAs === 'none') return null;
  return customer.crm?.keptAs === 15 ? id.slice(0, 15) : id;
}

function channelField({ channel = 'Non-Reseller' }: SampleCustomer): Record<string, string | null> {
  return channel === false ? {} : { [CHANNEL_FIELD]: channel };
}
