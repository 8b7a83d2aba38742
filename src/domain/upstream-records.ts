/**
 * Upstream records in the vocabulary of the domain. Connectors create them from the wire formats. They are plain JSON,
 * because cases store them for replay, and contain no email address, ticket text, license or activation code.
 */

/** A reference to a Zuora account. */
export interface AccountRef {
  readonly id: string;
  /** "A" and eight digits. */
  readonly number: string;
  readonly name: string;
}

export const SUBSCRIPTION_STATUSES = [
  'Draft',
  'Pending Activation',
  'Pending Acceptance',
  'Active',
  'Suspended',
  'Cancelled',
  'Expired',
] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

export interface Subscription {
  readonly id: string;
  /** "A-S" and eight to ten digits. */
  readonly number: string;
  readonly version: number;
  readonly status: SubscriptionStatus;
  readonly subscriptionOwner: AccountRef;
  /** Null when the field is blank. A missing field is an `invalid-response` gap instead. */
  readonly invoiceOwner: AccountRef | null;
  /** First day that is not covered, YYYY-MM-DD in the tenant's time zone (US Pacific); null without an end. */
  readonly endsOn: string | null;
  /** Mail domain of the Sold-To contact, lower case. */
  readonly soldToDomain: string | null;
  /**
   * Keyed fingerprint of the Sold-To contact's address. Null: the subscription has no contact of its own, so the account's
   * applies. Absent: not readable.
   */
  readonly soldToFingerprint?: string | null;
  /** Content of the marketplace fields; null when they are blank. */
  readonly marketplace: string | null;
  /** Absent when the record does not show it, as in a version of an object query. */
  readonly contents?: SubscriptionContents;
}

/** What was bought and for how long. A value is null when Zuora does not show it or shows it in an unexpected form. */
export interface SubscriptionContents {
  readonly products: readonly SubscribedProduct[] | null;
  /** First day of the subscription, YYYY-MM-DD. */
  readonly startsOn: string | null;
  /** Length of the current term. */
  readonly termMonths: number | null;
  readonly autoRenew: boolean | null;
}

/** A product of a subscription. A product with several charges per seat appears once for each. */
export interface SubscribedProduct {
  readonly name: string;
  /** Null for a product that is not counted in seats, such as storage. */
  readonly seats: number | null;
  /** First day, YYYY-MM-DD. Zuora shows only the last period of a charge, which may lie in the future. */
  readonly from: string | null;
  /** First day that is not covered, YYYY-MM-DD. */
  readonly until: string | null;
}

export interface Account {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  /** Salesforce account id, 18 characters. */
  readonly crmId: string | null;
  /** Zuora id of the parent account. */
  readonly parentId: string | null;
  /** The channel field, unchanged; null when blank, undefined when the account has no such field. */
  readonly channel: string | null | undefined;
  /** Distinct mail domains of the Sold-To and Bill-To contacts, lower case. */
  readonly contactDomains: readonly string[];
  /** Keyed fingerprint of the Sold-To contact's address; absent when there is none or it is not readable. */
  readonly soldToFingerprint?: string;
}

/** One version of a subscription, or one owner transfer, oldest first. */
export interface OwnerVersion {
  readonly version: number | null;
  /** YYYY-MM-DD. */
  readonly since: string | null;
  /** The invoice owner. All fields null: an unknown account other than the owner of the next entry. */
  readonly owner: {
    readonly id: string | null;
    readonly number: string | null;
    readonly name: string | null;
  };
}

export interface CrmAccount {
  /** 18 characters. */
  readonly id: string;
  readonly name: string;
  /** Such as "Customer" or "Partner", as written in Salesforce; null when blank or not readable. */
  readonly type: string | null;
  readonly owner: { readonly name: string; readonly kind: 'person' | 'smb-pool' | 'other' };
  /** Sales region, as written in Salesforce; absent in checks that did not read it. */
  readonly region?: string | null;
}

export interface CrmPartner {
  readonly accountId: string;
  readonly name: string;
  readonly role: string | null;
}

/** A won opportunity, newest first. */
export interface CrmOpportunity {
  readonly id: string;
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly closedOn: string | null;
  /** Such as "Partner", "Direct" or "Web Direct", as written in Salesforce. */
  readonly dealPath: string | null;
  readonly resalePartner: string | null;
  readonly distributor: string | null;
}

/** How the customer described the purchase when opening the ticket. Never proof. */
export type ResoldClaim = 'no' | 'resold' | 'reseller' | 'unsure';

export interface Ticket {
  readonly id: string;
  readonly host: string;
  /** Mail domain of the requester, lower case. */
  readonly requesterDomain: string | null;
  /** Keyed fingerprint of the requester's address; absent when there is none or it is not readable. */
  readonly requesterFingerprint?: string;
  readonly organisation: {
    readonly name: string;
    /** 18 characters. */
    readonly salesforceId: string | null;
    /** Value of the organisation field, such as "customer" or "alliance_partner". */
    readonly accountType: string | null;
    /** Sales region, as written in Zendesk; absent in checks that did not read it. */
    readonly region?: string | null;
  } | null;
  /** Topic according to the category tags. */
  readonly topic: 'sign-in' | 'contact-change' | 'license-upload' | null;
  readonly resoldClaim: ResoldClaim | null;
  readonly formId: string | null;
  /** Subscription numbers in the subscription field. */
  readonly subscriptionNumbers: readonly string[];
  /** True when the subscription field has a value without a valid number. The value is never stored. */
  readonly subscriptionFieldUnreadable?: boolean;
  /** True for a restricted account, of which nothing may be looked up or shown. */
  readonly restricted?: boolean;
  /** Set when the ticket was merged into another one or deleted. */
  readonly gone?: 'merged' | 'deleted';
  /** Parts that could not be read and are empty in this record. */
  readonly unread?: readonly TicketPart[];
}

export type TicketPart = 'organisation' | 'requester' | 'tags';

/** Whether the customer can sign in to CustomersDot. Always `unknown`: the bot does not read CustomersDot. */
export interface PortalState {
  readonly login: 'unknown' | 'active' | 'inactive';
}
