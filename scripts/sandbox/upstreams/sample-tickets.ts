import { zendeskIdFor } from './ids.ts';
import { crmAccountId } from './sample-accounts.ts';
import type { SampleCustomer, SampleTicket } from './sample-customer.ts';
import { daysFrom, type OrganizationRecord, type SampleData } from './sample-data.ts';

/** The form for subscriptions, licences and the portal. */
export const SUBSCRIPTION_FORM_ID = 360000071293;
export const ALLIANCE_FORM_ID = 360001172559;

/** Adds a customer's tickets with their requesters and organisations. */
export function addTickets(
  world: SampleData,
  customer: SampleCustomer,
  all: readonly SampleCustomer[],
): void {
  for (const sample of customer.tickets ?? []) {
    const holder = all.find(({ number }) => number === sample.organisation?.of) ?? customer;
    const organization = organizationOf(world, holder, sample);
    const organizationId = organization?.id ?? null;
    world.tickets.push({
      id: sample.id,
      status: 'open',
      organizationId,
      formId: sample.formId ?? SUBSCRIPTION_FORM_ID,
      requesterId: requesterOf(world, sample, organizationId),
      tags: [...sample.tags],
      subscriptionField: sample.subscriptionField,
      attachments: sample.attachments ?? [],
    });
  }
}

function organizationOf(
  world: SampleData,
  customer: SampleCustomer,
  sample: SampleTicket,
): OrganizationRecord | null {
  if (sample.organisation === null) return null;
  const { name } = customer;
  const known = world.organizations.find((one) => one.name === name);
  if (known) return known;
  const organization = {
    id: zendeskIdFor(`organization:${name}`),
    name,
    domains: [customer.domain],
    fields: organizationFields(world, customer, sample.organisation?.accountType ?? 'customer'),
  };
  world.organizations.push(organization);
  return organization;
}

function organizationFields(world: SampleData, customer: SampleCustomer, accountType: string) {
  const crmId = customer.crm?.keptAs === 'none' ? null : crmAccountId(customer);
  return {
    salesforce_id: crmId,
    sfdc_short_id: crmId?.slice(0, 15) ?? null,
    account_type: accountType,
    account_owner: customer.crm?.owner ?? 'Robin Castell',
    expiration_date: daysFrom(world.today, 200),
    org_region: 'emea',
    sales_segmentation: 'mid_market',
    support_level: 'premium',
    support_hold: false,
    restricted_account: false,
    partner_customer: false,
  };
}

function requesterOf(world: SampleData, { requester }: SampleTicket, organizationId: number | null): number {
  const id = zendeskIdFor(`user:${requester.email}`);
  if (!world.users.some((user) => user.id === id)) {
    world.users.push({ id, ...requester, organizationId, role: 'end-user' });
  }
  return id;
}
