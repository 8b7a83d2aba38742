const INVOICE = 'The invoice goes to {invoiceOwner}.';
const INVOICE_AND_CHANNEL = 'The invoice goes to {invoiceOwner}, channel "{channel}".';

/** Opening of an internal note: what the records say about the purchase. */
export const records = {
  alliance: `{subscription}: Alliance partner, no reseller. ${INVOICE}`,
  ambiguous: '{subscription}: Several accounts fit, so no word on a reseller. None was chosen.',
  conflict: `{subscription}: Conflict, reseller not settled. ${INVOICE_AND_CHANNEL}`,
  resold: `{subscription}: Reseller, bought through {reseller}. ${INVOICE_AND_CHANNEL}`,
  direct: `{subscription}: Direct, no reseller. ${INVOICE_AND_CHANNEL}`,
  ended: '{subscription}: Reseller purchase, ended on {endsOn}, through {reseller}. The invoice went to {invoiceOwner}, channel "{channel}".',
  marketplace: `{subscription}: Cloud marketplace, no reseller: bought on {marketplace}. ${INVOICE}`,
  mixed: '{subscription}: Mixed, so no word on the reseller for the whole account. Each subscription has its own verdict.',
  provider: '{subscription}: Managed service provider, no reseller. Invoice and Sold-To belong to {invoiceOwner}, channel "{channel}".',
  notFound: '{subscription}: Not found, so no word on a reseller. The system has no such record.',
  directNow: `{subscription}: Direct now; the reseller before was {earlierOwner}. ${INVOICE_AND_CHANNEL}`,
  goingDirect: `{subscription}: Going direct, not finished; before, {reseller}. ${INVOICE_AND_CHANNEL}`,
  unknown: '{subscription}: Unknown, so no word on a reseller. Not readable or not clear: invoice owner {invoiceOwner}, channel "{channel}".',
};

/** What was asked for; follows "Asked:" in an internal note. */
export const asked = {
  dependsOnSeller: 'something that depends on who sold it',
  loginOrRenewal: 'login or direct renewal',
  contactByCustomer: 'the customer wants a contact changed',
  contactByReseller: 'a reseller wants a contact changed',
  contactWithColleague: 'a contact change, with the word of a colleague',
  contactByColleague: 'a colleague wants a contact changed',
  contactWithOwnInvoice: 'a contact change, with an invoice of the customer',
  contactByUnknown: 'a contact change, by somebody whose side is not known',
  contactWithVouch: 'a contact change, with the word of the reseller',
  restoreLogin: 'the login shall be restored',
  licenceUpload: 'a licence does not upload',
  notClear: 'not clear yet',
  signInOrLoginBack: 'cannot sign in, or wants the login back',
  signInOrLogin: 'cannot sign in, or wants the login',
  providerPurchase: 'something about a provider purchase',
  subscriptionChange: 'a change of the subscription',
  directRenewal: 'the customer wants to renew directly',
  loginByReseller: 'a reseller asked about the portal login',
  cannotSignIn: 'cannot sign in to the portal',
};

/** End of an internal note: what was done about it. */
export const done = {
  billingAsked: 'Billing was asked which is right; nothing was changed, and the customer was told neither direct nor reseller.',
  staffCannotVouch: 'Staff cannot vouch; nothing was changed.',
  ticketAskedFor: 'Staff cannot vouch; a ticket by the Sold-To, or by the reseller with the invoice, was asked for.',
  loginOnSoldToLast: 'Then login on, and the record of the original Sold-To saved last.',
  loginUnlessBlocked: 'Address, confirmation and blocks were looked at; login switched on only without a deliberate block.',
  providerActs: 'The provider is the Sold-To and acts; the end customer was pointed to it.',
  salesTold: 'The customer first had a reseller purchase; Sales was told so. The wish to leave the partner was asked for in writing.',
  askedWhetherProcessed: 'The customer first had a reseller purchase; Sales was asked whether the new one is processed.',
};
