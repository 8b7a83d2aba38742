/** Sentences that several public replies share. */
export const replies = {
  checkingWithBilling: 'I am checking with our billing team how {subscription} was bought, because what we may change depends on that.',
  comeBack: 'I come back to you here when I know.',
  sendOrderConfirmation:
    'Your product is not affected by this check. If you have an order confirmation that shows who sold the subscription, the order number helps me.',
  copyResellerIn:
    'If you have none of them, please copy {reseller} in on this ticket and write here that you authorise them; they can then send a copy of the invoice.',
  needInvoiceOrTicket:
    'To change the contact of an end customer at your request, we need a copy of the invoice for {subscription} in this ticket. The other way is a ticket that the present contact opens with us.',
  licenceGoesToEndCustomer: 'Licences and activation codes go only to the contact of the end customer.',
  colleagueIsNoProof:
    'Before a contact of {subscription} can change, we need proof in this ticket, and a word from somebody at our company does not count as one.',
  sendProof:
    'Please send the approval of a present contact, an earlier contract with us, or the loaded licence as text. A reseller who asks for a customer sends a copy of the invoice for this subscription.',
  inviteIsQuicker: 'The quickest way is often another: a present contact can invite a new one in the Customers Portal.',
  licenceGoesToContact: 'Licences and activation codes go to that contact only, so please ask them if you need one.',
  openTicketInstead:
    'A contact of {subscription} cannot be changed on the word of a colleague, and a licence cannot go to an address from an internal request. Please ask the present contact to open a ticket with Support, or the reseller to open one with a copy of the invoice. I continue there, and close this request with the number of that ticket.',
  ownInvoiceIsNoProof: 'Thank you as well for the invoice. {subscription} was bought through a reseller, so an invoice of your own cannot prove who owns it.',
  copyYourResellerIn:
    'Please copy your reseller in on this ticket and write here that you authorise them; they can then send a copy of the invoice for this subscription. An approval by a present contact, an earlier contract with us, or the loaded licence as text works too.',
  tryInviteFirst: 'A present contact can invite a new one for {subscription} in the Customers Portal; please try that first.',
  lastChecks:
    'Your purchase from us is in our records. I am going through the last checks for the sign-in to the Customers Portal and tell you as soon as you can try it.',
  signInWithAddress:
    'You then sign in with the address that your subscription is registered with. If you have bought on another account since, please send me that subscription number.',
  askForLink: 'Please ask there for a new one-time sign-in link, or use your linked GitLab account.',
  tellWhatYouSee: 'If that does not work, please tell me what you see. If you have bought on another account, please send me that subscription number.',
  licenceRefused: 'A licence is refused when its user counts do not fit those of your instance.',
  otherAccountIsNew: 'A purchase on another account counts as new, and its licence does not include the earlier user counts.',
  boughtAndEnded: '{subscription} was bought through {reseller} and ended on {endsOn}.',
  sendNewerNumber: 'If you have bought from us since, please send me that subscription number.',
  whatWasWanted: 'Could you tell me what you wanted to do there?',
  boughtOnMarketplace: '{subscription} was bought on {marketplace}.',
  changesThroughSales: 'Changes to the subscription are arranged with our Sales team.',
  whichSubscription:
    'There are several subscriptions on your account, and they were not all bought in the same way. Could you tell me the number of the one that your question is about?',
  runByProvider:
    'Subscription {subscription} is run by a managed service provider, who holds the licence and arranges changes. If you are its customer, please ask them; if you are the provider, I can help you here.',
  tellThem: 'Please tell them what you need.',
  boughtThroughReseller: '{subscription} was bought through {reseller}.',
  askedSales: 'I have asked our Sales team where it stands.',
  readOnlyPortal: 'Changes, renewals and invoices go through {reseller}. The read-only notice concerns the portal alone; your product is not affected by it.',
  noLicenceToYou:
    'Licences and activation codes go only to the contact of the end customer, so I cannot send one to you. If that contact has to change, please say so and I will explain what we need.',
  whatDoYouNeed: 'Could you tell me in a sentence or two what you need? If it is for our Sales team, I will pass it on and ask them to get in touch with you.',
  purchaseNotFinished: 'Your purchase from us is not finished in our records yet.',
  sendPurchaseNumber: 'If you have an order or subscription number for the new purchase, please send it to me.',
};
