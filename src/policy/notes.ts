import type { OverallVerdict } from '../domain/overall-verdict.ts';

const INVOICE = 'Invoice owner: {invoiceOwner}.';
const INVOICE_AND_CHANNEL = 'Invoice owner: {invoiceOwner}; channel: "{channel}".';

/** What the records say about the purchase; opens an internal note. */
export const RECORDS: Record<OverallVerdict, string> = {
  alliance: `{subscription}: alliance partner, not a reseller. ${INVOICE}`,
  ambiguous: "{subscription}: several accounts match, so we don't know whether a reseller was involved. No account was chosen.",
  conflict: `{subscription}: Zuora's records conflict, so the reseller is not confirmed. ${INVOICE_AND_CHANNEL}`,
  reseller: `{subscription}: bought through the reseller {reseller}. ${INVOICE_AND_CHANNEL}`,
  direct: `{subscription}: bought from us, not through a reseller. ${INVOICE_AND_CHANNEL}`,
  'former-reseller': `{subscription}: bought through the reseller {reseller}, ended on {endsOn}. ${INVOICE_AND_CHANNEL}`,
  marketplace: `{subscription}: bought on {marketplace}, not through a reseller. ${INVOICE}`,
  mixed: '{subscription}: its account has subscriptions sold in different ways, so there is no single answer on a reseller.',
  msp: '{subscription}: run by a managed service provider, not a reseller. Invoice owner and Sold-To: {invoiceOwner}; channel: "{channel}".',
  'not-found': "{subscription}: no matching record, so we don't know whether a reseller was involved.",
  'transition-complete': `{subscription}: direct now, bought through the reseller {earlierOwner} before. ${INVOICE_AND_CHANNEL}`,
  'transition-pending': `{subscription}: our records don't agree on whether it is direct or resold; treated as resold. ${INVOICE_AND_CHANNEL}`,
  unknown: `{subscription}: no verdict, so we don't know whether a reseller was involved. ${INVOICE_AND_CHANNEL}`,
};

/** What was asked for; follows "Request:" in an internal note. */
export const requests = {
  dependsOnSeller: 'something that depends on who sold it',
  loginOrRenewal: 'a login or a direct renewal',
  contactChange: 'a contact change',
  restoreLogin: 'restoring the portal login',
  licenceUpload: "help with a licence that doesn't upload",
  notClear: 'not clear yet',
  signInOrLoginBack: 'help signing in, or restoring the login',
  signInOrLogin: 'help signing in, or a login',
  providerPurchase: "something about a provider's purchase",
  subscriptionChange: 'a change to the subscription',
  directRenewal: 'a direct renewal',
  cannotSignIn: 'help signing in to the portal',
  newPurchase: 'a new purchase',
  loginByReseller: 'the portal login, from a reseller',
};
