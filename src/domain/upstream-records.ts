/**
 * What the systems tell us, in our words. Connectors turn wire formats into these; nothing else does.
 * Everything here is plain JSON, because a case keeps it and may be judged on it again.
 * No record holds an e-mail address, a ticket text, a licence or a code.
 */

/** A Zuora account as another record names it. */
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
  /** null: Zuora showed the field and it was blank. A field that was not there is a `invalid-response` gap instead. */
  readonly invoiceOwner: AccountRef | null;
  /** First day not covered, YYYY-MM-DD in the tenant's zone (US Pacific); null: no end. */
  readonly endsOn: string | null;
  /** Mail domain of the subscription's Sold-To contact, lower case; never the address. */
  readonly soldToDomain: string | null;
  /** What the marketplace fields of the subscription say, if they say anything. */
  readonly marketplace: string | null;
}

export interface Account {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  /** Salesforce account id, 18 characters. */
  readonly crmId: string | null;
  /** Zuora id of the account above it. */
  readonly parentId: string | null;
  /** The channel field to the letter: a string, null when blank, undefined when the account has no such field. */
  readonly channel: string | null | undefined;
  /** Mail domains of its Sold-To and Bill-To contacts, lower case, distinct. */
  readonly contactDomains: readonly string[];
}

/** One version of a subscription, or one owner transfer, oldest first. */
export interface OwnerVersion {
  readonly version: number | null;
  /** YYYY-MM-DD. */
  readonly since: string | null;
  /** Whom the invoice went to. All three null: somebody other than the next entry's owner, not named. */
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
  readonly owner: { readonly name: string; readonly kind: 'person' | 'smb-pool' | 'other' };
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
  /** "Partner", "Direct", "Web Direct", as written there. */
  readonly dealPath: string | null;
  readonly resalePartner: string | null;
  readonly distributor: string | null;
}

/** What the customer said of themselves when they opened the ticket. A claim, never proof. */
export type ResoldClaim = 'no' | 'resold' | 'reseller' | 'unsure';

export interface Ticket {
  readonly id: string;
  readonly host: string;
  /** Lower case; never the address. */
  readonly requesterDomain: string | null;
  readonly organisation: {
    readonly name: string;
    /** 18 characters. */
    readonly salesforceId: string | null;
    /** As the organisation field says, such as "customer" or "alliance_partner". */
    readonly accountType: string | null;
    /** Sales region, as written there; absent where an older look did not read it. */
    readonly region?: string | null;
  } | null;
  /** What the category tags say the ticket is about. */
  readonly topic: 'sign-in' | 'contact-change' | 'license-upload' | null;
  readonly resoldClaim: ResoldClaim | null;
  readonly formId: string | null;
  /** Every subscription number in the subscription field. */
  readonly subscriptionNumbers: readonly string[];
  /** True when the subscription field is filled in, but not with a valid number. Its text is never stored. */
  readonly subscriptionFieldUnreadable?: boolean;
  /** True when the organisation is a restricted account: nothing may be looked up or shown. */
  readonly restricted?: boolean;
  /** Set when the ticket no longer exists on its own. */
  readonly gone?: 'merged' | 'deleted';
  /** Parts that could not be read and are empty here. */
  readonly unread?: readonly TicketPart[];
}

export type TicketPart = 'organisation' | 'requester' | 'tags';

/** Whether the customer can sign in to CustomersDot; `unknown` unless a source for it is set up. */
export interface PortalState {
  readonly login: 'unknown' | 'active' | 'inactive';
}
