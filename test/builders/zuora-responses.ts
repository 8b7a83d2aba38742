/** `GET /v1/subscriptions/A-S00000001`, resold. */
export function aZuoraSubscription(changes: Record<string, unknown> = {}) {
  return {
    success: true,
    id: '8a80000000000000000000000000a001',
    subscriptionNumber: 'A-S00000001',
    version: 3,
    status: 'Active',
    accountId: '8a80000000000000000000000000c001',
    accountNumber: 'A00000001',
    accountName: 'End Customer',
    invoiceOwnerAccountId: '8a80000000000000000000000000c777',
    invoiceOwnerAccountNumber: 'A00000777',
    invoiceOwnerAccountName: 'Reseller Ltd',
    termType: 'TERMED',
    termStartDate: '2026-02-01',
    termEndDate: '2027-02-01',
    subscriptionEndDate: '2027-02-01',
    soldToContact: { firstName: 'It', workEmail: 'It@Customer.Example' },
    MarketplaceOfferType__c: null,
    ratePlans: [{ productName: 'Premium' }],
    ...changes,
  };
}

/** `GET /v1/accounts/A00000001`; changes are made to `basicInfo`. */
export function aZuoraAccount(changes: Record<string, unknown> = {}) {
  return {
    basicInfo: {
      id: '8a80000000000000000000000000c001',
      accountNumber: 'A00000001',
      name: 'End Customer',
      crmId: '0015f00000abcDE',
      parentId: null,
      SSPChannel__c: 'Reseller',
      ...changes,
    },
    billToContact: { workEmail: 'ap@reseller.example' },
    soldToContact: { workEmail: 'it@customer.example' },
    success: true,
  };
}

const ACCOUNT_IDS = {
  customer: { id: '8a80000000000000000000000000c001', accountNumber: 'A00000001', name: 'End Customer' },
  reseller: { id: '8a80000000000000000000000000c777', accountNumber: 'A00000777', name: 'Reseller Ltd' },
};

/** One row of object-query, invoiced to the customer or to the reseller. */
export function aZuoraSubscriptionVersion(
  version: number,
  owner: 'customer' | 'reseller',
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: `8a80000000000000000000000000a00${version}`,
    name: 'A-S00000001',
    version,
    isLatestVersion: false,
    status: 'Active',
    accountId: ACCOUNT_IDS.customer.id,
    invoiceOwnerId: ACCOUNT_IDS[owner].id,
    createdDate: `2025-0${version}-01T20:15:00-08:00`,
    termType: 'TERMED',
    subscriptionEndDate: '2027-02-01',
    account: ACCOUNT_IDS.customer,
    invoiceOwner: ACCOUNT_IDS[owner],
    ...changes,
  };
}
