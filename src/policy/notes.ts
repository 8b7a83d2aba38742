const INVOICE = 'Invoice owner: {invoiceOwner}.';
const INVOICE_AND_CHANNEL = 'Invoice owner: {invoiceOwner}; channel: "{channel}".';

/** Opening of an internal note: what the records say about the purchase. */
export const records = {
  alliance: `{subscription}: alliance partner, not a reseller. ${INVOICE}`,
  ambiguous: "{subscription}: several accounts match, so we don't know whether a reseller was involved. No account was chosen.",
  conflict: `{subscription}: Zuora's records conflict, so the reseller is not confirmed. ${INVOICE_AND_CHANNEL}`,
  resold: `{subscription}: bought through the reseller {reseller}. ${INVOICE_AND_CHANNEL}`,
  direct: `{subscription}: bought from us, not through a reseller. ${INVOICE_AND_CHANNEL}`,
  ended: `{subscription}: bought through the reseller {reseller}, ended on {endsOn}. ${INVOICE_AND_CHANNEL}`,
  marketplace: `{subscription}: bought on the marketplace {marketplace}, not through a reseller. ${INVOICE}`,
  mixed: '{subscription}: its account has subscriptions sold in different ways, so there is no single answer on a reseller.',
  provider: '{subscription}: run by a managed service provider, not a reseller. Invoice owner and Sold-To: {invoiceOwner}; channel: "{channel}".',
  notFound: "{subscription}: no matching record, so we don't know whether a reseller was involved.",
  directNow: `{subscription}: direct now, earlier through the reseller {earlierOwner}. ${INVOICE_AND_CHANNEL}`,
  goingDirect: `{subscription}: moving from the reseller {reseller} to direct, not complete. ${INVOICE_AND_CHANNEL}`,
  unknown: `{subscription}: no verdict, so we don't know whether a reseller was involved. ${INVOICE_AND_CHANNEL}`,
};

/** What was asked for; follows "Request:" in an internal note. */
export const asked = {
  dependsOnSeller: 'something that depends on who sold it',
  loginOrRenewal: 'a login or a direct renewal',
  contactByCustomer: 'a contact change, from the customer',
  contactByReseller: 'a contact change, from a reseller',
  contactWithColleague: "a contact change, on a colleague's word",
  contactByColleague: 'a contact change, from a colleague',
  contactWithOwnInvoice: "a contact change, with the customer's own invoice",
  contactByUnknown: 'a contact change, from an unknown requester',
  contactWithVouch: "a contact change, on the reseller's word",
  restoreLogin: 'restoring the portal login',
  licenceUpload: "help with a licence that doesn't upload",
  notClear: 'not clear yet',
  signInOrLoginBack: 'help signing in, or restoring the login',
  signInOrLogin: 'help signing in, or a login',
  providerPurchase: "something about a provider's purchase",
  subscriptionChange: 'a change to the subscription',
  directRenewal: 'a direct renewal',
  loginByReseller: 'the portal login, from a reseller',
  cannotSignIn: 'help signing in to the portal',
};

/** End of an internal note: what was done about it. */
export const done = {
  numberAsked: 'Asked for the number.',
  treatedAsResold: 'Treated as resold until the move is complete.',
  blocksChecked: 'Checked the address and blocks.',
  accountOwnerAsked: 'Asked the account owner to contact the customer.',
  needAsked: 'Asked what the customer needs.',
  overageLeftOpen: 'Said nothing about an overage.',
  noLicenceSent: 'Sent no licence or code.',
  askedNewerPurchase: 'Asked about a newer purchase.',
  recordChecked: 'Checked the address, the confirmation and blocks.',
  contactChanged: 'Changed the contact.',
  billingAsked: 'Asked Billing which record is right. Changed nothing, and told the customer neither "direct" nor "reseller".',
  staffCannotVouch: "Explained that staff can't vouch. Changed nothing.",
  ticketAskedFor: "Explained that staff can't vouch for a contact. Asked for a ticket from the Sold-To contact, or from the reseller with the invoice.",
  loginOnSoldToLast: "Then enabled the login and saved the original Sold-To contact's record last.",
  loginUnlessBlocked: "The login is only enabled if it isn't deliberately blocked.",
  providerActs: 'The provider is the Sold-To contact and acts for itself. Pointed the end customer to the provider.',
  salesTold: 'Told Sales that the customer originally bought through a reseller. Asked the customer to say in writing whether they want to leave the partner.',
  askedWhetherProcessed: 'Told Sales that the customer originally bought through a reseller, and asked whether the new purchase is processed.',
};
