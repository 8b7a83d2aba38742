import type { Answer } from './answer.ts';
import type {
  Account,
  AccountRef,
  CrmAccount,
  CrmOpportunity,
  CrmPartner,
  OwnerVersion,
  PortalState,
  Subscription,
  Ticket,
} from './records.ts';
import type { TicketReference } from './reference.ts';

/** What a case is about, in a form that may be stored: an e-mail only masked and as a fingerprint. */
export type Subject =
  | { readonly kind: 'subscription'; readonly number: string }
  | { readonly kind: 'account'; readonly number: string }
  | { readonly kind: 'crm-account'; readonly id: string }
  /** `id`: 32 hexadecimal digits, as in the addresses of Zuora's pages. */
  | { readonly kind: 'zuora-subscription' | 'zuora-account'; readonly id: string }
  | { readonly kind: 'email'; readonly masked: string; readonly fingerprint: string }
  | { readonly kind: 'ticket'; readonly host: string; readonly id: string };

/** All that Zuora said about one subscription. */
export interface SubscriptionEvidence {
  readonly number: string;
  readonly subscription: Answer<Subscription>;
  /** The subscription owner's account, which carries the channel. */
  readonly account: Answer<Account>;
  /** The invoice owner's account; null when that is the same account, blank, or nobody knows. */
  readonly invoiceOwnerAccount: Answer<Account> | null;
  readonly ownerHistory: Answer<readonly OwnerVersion[]>;
}

/** What Salesforce said about the customer's account. */
export interface CrmEvidence {
  readonly account: Answer<CrmAccount>;
  readonly partners: Answer<readonly CrmPartner[]>;
  readonly opportunities: Answer<readonly CrmOpportunity[]>;
}

/** All we were told in one check. Plain JSON; a case keeps it, so that its verdict can be explained and re-run. */
export interface Evidence {
  readonly subject: Subject;
  readonly ticket: Answer<Ticket> | null;
  /** The ticket that was given beside the subject, so that it is read again although Zendesk did not answer. */
  readonly ticketBeside?: TicketReference;
  /** The accounts that an e-mail, a Salesforce id or an organisation led to; null when none had to be found. */
  readonly accounts: Answer<readonly AccountRef[]> | null;
  /** When no account has an e-mail with a "+tag": the accounts of the address without the tag, as a suggestion. */
  readonly untagged?: Answer<readonly AccountRef[]>;
  /** Whether the account's subscriptions could be listed, and how many there are; null for a single one. */
  readonly listing: Answer<number> | null;
  readonly subscriptions: readonly SubscriptionEvidence[];
  /** null: nothing to ask with, because no Salesforce id is known. */
  readonly crm: CrmEvidence | null;
  readonly portal: Answer<PortalState> | null;
}
