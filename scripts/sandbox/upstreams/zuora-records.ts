import type { SampleProduct } from './sample-customer.ts';
import type {
  AccountRecord,
  ContactRecord,
  OrderRecord,
  SampleData,
  SubscriptionRecord,
} from './sample-data.ts';

/** A subscription as `GET /v1/subscriptions` tells it; blank fields are null. */
export function subscriptionAnswer(
  world: SampleData,
  subscription: SubscriptionRecord,
  details: { readonly invoiceOwner: boolean; readonly subscriptionOwner: boolean },
) {
  const account = world.account(subscription.accountId);
  const owner = world.accounts.find(({ id }) => id === subscription.invoiceOwnerId);
  return {
    id: subscription.id,
    accountId: account.id,
    accountNumber: account.number,
    accountName: account.name,
    invoiceOwnerAccountId: owner?.id ?? null,
    invoiceOwnerAccountNumber: owner?.number ?? null,
    invoiceOwnerAccountName: owner?.name ?? null,
    subscriptionNumber: subscription.number,
    version: subscription.version,
    revision: `${subscription.version}.0`,
    status: subscription.status,
    orderNumber: subscription.orderNumber,
    ...terms(subscription),
    billToContact: contactOf(world, subscription.billToId),
    soldToContact: contactOf(world, subscription.soldToId),
    notes: '',
    currency: 'USD',
    invoiceSeparately: false,
    contractedMrr: 475,
    totalContractedValue: 5700,
    ratePlans: subscription.products.map((product, index) => ratePlan(subscription, product, index)),
    ...subscription.custom,
    ...(details.invoiceOwner ? { invoiceOwnerAccountDetails: owner ? accountDetails(owner) : null } : {}),
    ...(details.subscriptionOwner ? { accountOwnerDetails: accountDetails(account) } : {}),
  };
}

/** An account as `GET /v1/accounts` tells it: custom fields stand in `basicInfo`. */
export function accountAnswer(world: SampleData, account: AccountRecord) {
  const [soldTo, billTo] = [contactOf(world, account.soldToId), contactOf(world, account.billToId)];
  return {
    basicInfo: {
      id: account.id,
      name: account.name,
      accountNumber: account.number,
      notes: '',
      status: 'Active',
      crmId: account.crmId ?? '',
      batch: 'Batch1',
      salesRep: '',
      parentId: account.parentId,
      invoiceTemplateId: null,
      sequenceSetId: null,
      partnerAccount: account.partnerAccount,
      ...account.custom,
    },
    billingAndPayment: {
      billCycleDay: 1,
      currency: 'USD',
      paymentTerm: 'Net 30',
      paymentGateway: null,
      invoiceDeliveryPrefsPrint: false,
      invoiceDeliveryPrefsEmail: true,
      additionalEmailAddresses: [billTo?.workEmail],
    },
    metrics: {
      balance: 0,
      totalInvoiceBalance: 0,
      creditBalance: 0,
      contractedMrr: 475,
    },
    billToContact: billTo,
    soldToContact: soldTo,
  };
}

/** One order of a subscription. */
export function orderAnswer(order: OrderRecord) {
  const { invoiceTo, accountNumber } = order;
  const transfer = { destinationAccountNumber: accountNumber, destinationInvoiceAccountNumber: invoiceTo };
  const triggers = ['ContractEffective', 'ServiceActivation', 'CustomerAcceptance'];
  return {
    orderNumber: order.number,
    orderDate: order.date,
    status: order.status,
    currency: 'USD',
    createdDate: `${order.date} 10:00:00`,
    updatedDate: `${order.date} 10:00:00`,
    existingAccountNumber: accountNumber,
    subscriptions: [
      {
        subscriptionNumber: order.subscriptionNumber,
        baseVersion: order.baseVersion,
        newVersion: order.newVersion,
        orderActions: [
          {
            type: order.type,
            sequence: 0,
            triggerDates: triggers.map((name) => ({
              name,
              triggerDate: order.date,
            })),
            ...(invoiceTo ? { ownerTransfer: transfer } : {}),
          },
        ],
      },
    ],
  };
}

function terms(subscription: SubscriptionRecord) {
  const { startsOn, endsOn } = subscription;
  return {
    termType: endsOn ? 'TERMED' : 'EVERGREEN',
    autoRenew: false,
    initialTerm: 12,
    currentTerm: 12,
    initialTermPeriodType: 'Month',
    currentTermPeriodType: 'Month',
    renewalTerm: 12,
    renewalTermPeriodType: 'Month',
    renewalSetting: 'RENEW_WITH_SPECIFIC_TERM',
    contractEffectiveDate: startsOn,
    serviceActivationDate: startsOn,
    customerAcceptanceDate: startsOn,
    subscriptionStartDate: startsOn,
    subscriptionEndDate: endsOn,
    termStartDate: startsOn,
    termEndDate: endsOn,
  };
}

function ratePlan({ id, startsOn, endsOn }: SubscriptionRecord, product: SampleProduct, index: number) {
  const { name, quantity, unit = 'Seats', removed = false } = product;
  const [planId, chargeId] = [index, index + 8].map((last) => `${id.slice(0, 31)}${last.toString(16)}`);
  const charge = {
    id: chargeId,
    originalChargeId: chargeId,
    number: `C-0000000${index + 1}`,
    name: `${name} - 1 Year`,
    type: 'Recurring',
    model: 'PerUnit',
    uom: unit,
    quantity,
    price: 348,
    currency: 'USD',
    billingPeriod: 'Annual',
    billingTiming: 'IN_ADVANCE',
    triggerEvent: 'ContractEffective',
    effectiveStartDate: startsOn,
    effectiveEndDate: endsOn,
    endDateCondition: 'Subscription_End',
    segment: 1,
    version: 1,
  };
  return {
    id: planId,
    productName: name,
    productSku: `SKU-0000000${index + 1}`,
    ratePlanName: `${name} - 1 Year`,
    ...(removed ? { lastChangeType: 'Remove' } : {}),
    ratePlanCharges: [charge],
  };
}

function accountDetails(account: AccountRecord) {
  return {
    id: account.id,
    accountNumber: account.number,
    name: account.name,
    crmId: account.crmId ?? '',
    partnerAccount: account.partnerAccount,
    status: 'Active',
    batch: 'Batch1',
    notes: '',
  };
}

function contactOf(
  world: SampleData,
  id: string,
): (Omit<ContactRecord, 'accountId'> & Record<string, unknown>) | null {
  const contact = world.contacts.find((one) => one.id === id);
  if (!contact) return null;
  const { accountId: _, ...shown } = contact;
  return {
    ...shown,
    address1: '',
    city: '',
    state: '',
    country: null,
    zipCode: '',
    workPhone: '',
    nickname: '',
  };
}
