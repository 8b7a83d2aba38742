/** Definition of a sample customer. Whatever is left out gets a default when the records are built. */
export interface SampleCustomer {
  readonly name: string;
  /** Zuora account number. */
  readonly number: string;
  /** Mail domain; addresses without one below are in it. */
  readonly domain: string;
  /** Value of the channel field. Left out: "Non-Reseller". null: blank. false: the account has no such field. */
  readonly channel?: string | null | false;
  /** Mail address of the Sold-To and of the Bill-To contact. Left out: it@ and billing@ the domain. */
  readonly soldTo?: string;
  readonly billTo?: string;
  /** Number of the account above it. */
  readonly parent?: string;
  /** True: a company that sells to others. */
  readonly partner?: boolean;
  readonly crm?: SampleCrm;
  readonly subscriptions?: readonly SampleSubscription[];
  readonly tickets?: readonly SampleTicket[];
  readonly samples?: readonly SampleEntry[];
}

/** Days are counted from today; negative = in the past. */
export interface SampleSubscription {
  readonly number: string;
  /** Number of the account that the invoice goes to. Left out: the customer's own. null: blank. */
  readonly owner?: string | null;
  /** Left out: "Active". */
  readonly status?: string;
  /** First day not covered. Left out: 200, or a year after the last change in the history. null: evergreen. */
  readonly ends?: number | null;
  readonly soldTo?: string;
  /** Left out: Premium with 25 seats. */
  readonly products?: readonly SampleProduct[];
  /** Earlier versions, oldest first: whom the invoice went to from that day on. */
  readonly history?: readonly { readonly owner: string; readonly since: number }[];
  /** Left out: every version is shown. 'newest': the earlier ones are known from orders only. */
  readonly versions?: 'newest';
  /** True: a draft, invoiced to the customer itself, lies on top of all this. */
  readonly draftOnTop?: boolean;
  readonly marketplace?: {
    readonly offerType?: string;
    readonly source?: string;
    readonly agreementId?: string;
  };
}

/** A rate plan of a subscription. */
export interface SampleProduct {
  readonly name: string;
  readonly quantity: number;
  /** Unit of the quantity. Left out: "Seats". */
  readonly unit?: string;
  /** True: replaced by another one during the term, as after an upgrade. */
  readonly removed?: boolean;
}

export interface SampleCrm {
  /** Accounts with the same key share one Salesforce account. Left out: the account number. */
  readonly key?: string;
  /** Form of the id in Zuora: 18 characters by default; 'none' where Zuora has no Salesforce account. */
  readonly keptAs?: 15 | 18 | 'none';
  /** Salesforce owner of the account. Left out: a person. */
  readonly owner?: string;
  readonly type?: 'Customer' | 'Former Customer' | 'Prospect' | 'Partner';
  readonly partners?: readonly { readonly number: string; readonly role: string | null }[];
  readonly opportunities?: readonly SampleOpportunity[];
}

export interface SampleOpportunity {
  readonly name: string;
  /** Left out: "Closed Won". */
  readonly stage?: string;
  readonly closed: number;
  readonly dealPath?: 'Partner' | 'Direct' | 'Web Direct';
  /** Account numbers. */
  readonly resalePartner?: string;
  readonly distributor?: string;
}

export interface SampleTicket {
  readonly id: number;
  readonly requester: { readonly name: string; readonly email: string };
  /** Text of the subscription field; null: left empty. */
  readonly subscriptionField: string | null;
  readonly tags: readonly string[];
  /** Left out: the customer's own. null: none. `of`: account number of the company whose organisation it is. */
  readonly organisation?: { readonly accountType: string; readonly of?: string } | null;
  /** Left out: the form for subscriptions and licences. */
  readonly formId?: number;
  /** File names; all come from the requester, in public. */
  readonly attachments?: readonly string[];
}

/** One sample of the sandbox page: what to type and what it shows. */
export interface SampleEntry {
  readonly title: string;
  /** Text to type after /reseller-check. */
  readonly text: string;
  readonly note: string;
  /** The verdict it shows. */
  readonly group: string;
}
