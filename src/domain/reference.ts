export interface TicketReference {
  readonly kind: 'ticket';
  readonly host: string;
  readonly id: string;
}

/** A record that can be checked. Email addresses are kept only for the duration of a lookup. */
export type Reference =
  | { readonly kind: 'subscription'; readonly number: string }
  | { readonly kind: 'account'; readonly number: string }
  /** 18 characters, checksum verified. */
  | { readonly kind: 'crm-account'; readonly id: string }
  /** `id`: 32 hexadecimal digits, as in the addresses of Zuora's pages. */
  | { readonly kind: 'zuora-subscription' | 'zuora-account'; readonly id: string }
  | { readonly kind: 'email'; readonly address: string }
  | TicketReference;

/** Kinds of valid references that the bot cannot look up. */
export const UNSUPPORTED_REFERENCE_KINDS = [
  'order',
  'customer-subscription',
  'invoice',
  'quote',
  'licence',
  'namespace',
  'domain',
  /** Words without an id, such as a company name. */
  'name',
  'zuora-id',
  'zuora-page',
  'portal-page',
] as const;

/** Every kind of `InvalidReference`. Stored requests may contain any of them. */
export const INVALID_REFERENCE_KINDS = [
  'subscription',
  'account',
  'crm-checksum',
  'crm-length',
  'crm-not-account',
  'bare-number',
  'not-a-ticket',
  /** A misspelt topic. */
  'topic',
  ...UNSUPPORTED_REFERENCE_KINDS,
] as const;

/**
 * An invalid id, or a reference that the bot cannot look up. `written` has at most 40 characters; empty: free text
 * that is not stored.
 */
export interface InvalidReference {
  readonly kind: (typeof INVALID_REFERENCE_KINDS)[number];
  readonly written: string;
}

export interface KnownHosts {
  /** Hosts whose ticket links may be opened, lower case. */
  readonly ticket: readonly string[];
  readonly refused: readonly string[];
  /** Help desk host of `#123`; null when no help desk is configured. */
  readonly defaultTicketHost: string | null;
  /** Host of Zuora's pages unless it is a subdomain of zuora.com. */
  readonly zuora?: string | null;
  /** Host of Salesforce's pages unless it is a subdomain of salesforce.com or force.com. */
  readonly crm?: string | null;
  /** Host of CustomersDot. */
  readonly portal?: string | null;
}
