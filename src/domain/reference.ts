// Written next: finding what was asked in a text.
export const TOPICS = [
  'sign-in',
  'license-upload',
  'contact-change',
  'change-subscription',
  'direct-renewal',
  'enable-login',
  'new-purchase',
  'other',
] as const;
export type Topic = (typeof TOPICS)[number];

/** One thing that can be checked. An e-mail is kept only as long as a look-up needs it. */
export type Reference =
  | { readonly kind: 'subscription'; readonly number: string }
  | { readonly kind: 'account'; readonly number: string }
  /** 18 characters, checksum verified. */
  | { readonly kind: 'crm-account'; readonly id: string }
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'ticket'; readonly host: string; readonly id: string };
