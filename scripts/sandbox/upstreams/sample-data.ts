import type { SampleProduct } from './sample-customer.ts';

/**
 * What the three systems hold. Plain records that tests may change between calls; the stand-ins read them anew
 * for every request. Dates are YYYY-MM-DD.
 */
export interface SampleData {
  readonly today: string;
  readonly accounts: AccountRecord[];
  readonly contacts: ContactRecord[];
  /** All versions of all subscriptions. */
  readonly subscriptions: SubscriptionRecord[];
  readonly orders: OrderRecord[];
  readonly crmAccounts: CrmAccountRecord[];
  readonly crmPartners: CrmPartnerRecord[];
  readonly opportunities: OpportunityRecord[];
  readonly tickets: TicketRecord[];
  readonly users: ZendeskUserRecord[];
  readonly organizations: OrganizationRecord[];
  /** Returns the account with this number or Zuora id. Throws when there is none. */
  account(key: string): AccountRecord;
  /** The newest version that is not a draft; throws when there is none. */
  subscription(number: string): SubscriptionRecord;
  ticket(id: number): TicketRecord;
}

export interface AccountRecord {
  readonly id: string;
  number: string;
  name: string;
  crmId: string | null;
  parentId: string | null;
  partnerAccount: boolean;
  /** Custom fields with their exact names; a missing key is a field that the tenant does not have. */
  custom: Record<string, string | null>;
  soldToId: string;
  billToId: string;
}

export interface ContactRecord {
  readonly id: string;
  accountId: string;
  firstName: string;
  lastName: string;
  workEmail: string | null;
  personalEmail: string | null;
}

export interface SubscriptionRecord {
  readonly id: string;
  number: string;
  version: number;
  isLatest: boolean;
  status: string;
  accountId: string;
  invoiceOwnerId: string | null;
  /** Null: evergreen. */
  endsOn: string | null;
  startsOn: string;
  updatedOn: string;
  previousId: string | null;
  originalId: string;
  orderNumber: string;
  soldToId: string;
  billToId: string;
  readonly products: readonly SampleProduct[];
  custom: Record<string, string | null>;
}

export interface OrderRecord {
  readonly number: string;
  date: string;
  status: 'Completed' | 'Pending' | 'Draft';
  accountNumber: string;
  subscriptionNumber: string;
  baseVersion: number | null;
  newVersion: number;
  type: string;
  /** Set when `type` is "OwnerTransfer": the account that pays from now on. */
  invoiceTo: string | null;
}

export interface CrmAccountRecord {
  readonly id: string;
  name: string;
  website: string | null;
  type: string;
  region: string;
  recordType: string;
  ownerId: string;
  ownerName: string;
}

export interface CrmPartnerRecord {
  readonly id: string;
  fromId: string;
  toId: string;
  role: string | null;
  isPrimary: boolean;
  opportunityId: string | null;
}

export interface OpportunityRecord {
  readonly id: string;
  accountId: string;
  name: string;
  stage: string;
  closeDate: string;
  isWon: boolean;
  ownerName: string;
  dealPath: string | null;
  /** Salesforce account ids. */
  resalePartnerId: string | null;
  distributorId: string | null;
}

export interface TicketRecord {
  readonly id: number;
  status: string;
  requesterId: number;
  organizationId: number | null;
  formId: number;
  tags: string[];
  /** Value of the subscription field. */
  subscriptionField: unknown;
  attachments: readonly string[];
}

export interface ZendeskUserRecord {
  readonly id: number;
  name: string;
  email: string | null;
  organizationId: number | null;
  role: string;
}

export interface OrganizationRecord {
  readonly id: number;
  name: string;
  domains: readonly string[];
  /** Organisation fields as the sync with Salesforce fills them. */
  fields: Record<string, string | boolean | null>;
}

/** Returns the date (YYYY-MM-DD) that many days after another one. */
export function daysFrom(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
