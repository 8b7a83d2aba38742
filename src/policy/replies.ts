/** Sentences that several public replies share. */
export const replies = {
  checkingWithBilling: "I'm checking with our billing team how {subscription} was bought, because that decides what we can change.",
  willGetBack: "I'll get back to you here as soon as I know.",
  sendOrderConfirmation:
    "This check doesn't affect your product. If you have an order confirmation that shows who sold you the subscription, please send me the order number.",
  copyResellerIn:
    'If you have none of these, please copy {reseller} in on this ticket and write here that you authorise them. They can then send us a copy of the invoice.',
  needInvoiceOrTicket:
    "To change an end customer's contact at your request, we need a copy of the invoice for {subscription} in this ticket. Alternatively, the current contact can open a ticket with us.",
  licenceGoesToEndCustomer: "Licences and activation codes only go to the end customer's contact.",
  colleagueIsNoProof: "Before we can change a contact for {subscription}, we need proof in this ticket. Confirmation from someone at our company isn't enough.",
  sendProof:
    "Please send us a current contact's approval, an earlier contract with us, or the loaded licence as text. If you are a reseller writing for your customer, please send a copy of the invoice for this subscription.",
  inviteIsQuicker: 'There is often a quicker way: a current contact can invite a new one in the Customers Portal.',
  licenceGoesToContact: 'Licences and activation codes only go to that contact, so please ask them if you need one.',
  openTicketInstead:
    "We can't change a contact for {subscription} on a colleague's word, or send a licence to an address from an internal request. Please ask the current contact to open a ticket with Support, or the reseller to open one with a copy of the invoice. I'll continue there, and close this request with the number of that ticket.",
  ownInvoiceIsNoProof: "Thanks also for the invoice. {subscription} was bought through a reseller, so your own invoice can't prove who owns it.",
  copyYourResellerIn:
    "Please copy your reseller in on this ticket and write here that you authorise them. They can then send us a copy of the invoice for this subscription. You can also send a current contact's approval, an earlier contract with us, or the loaded licence as text.",
  tryInviteFirst: 'A current contact can invite a new one for {subscription} in the Customers Portal. Please try that first.',
  lastChecks:
    "Your purchase from us is in our records. I'm completing the last checks for your Customers Portal sign-in, and I'll tell you as soon as you can try it.",
  signInWithAddress:
    'You will sign in with the e-mail address your subscription is registered with. If you have since bought under another account, please send me that subscription number.',
  askForLink: 'Please request a new one-time sign-in link there, or use your linked GitLab account.',
  tellWhatYouSee: "If that doesn't work, please tell me what you see. If you bought under another account, please send me that subscription number.",
  licenceRefused: "A licence is rejected when its user counts don't match those of your instance.",
  otherAccountIsNew: "A purchase under another account counts as new, so its licence doesn't include the earlier user counts.",
  boughtAndEnded: '{subscription} was bought through {reseller} and ended on {endsOn}.',
  sendNewerNumber: 'If you have bought from us since, please send me that subscription number.',
  signInAsRegistered: 'You should be able to sign in to the Customers Portal with the e-mail address {subscription} was registered with.',
  whatWasWantedInPortal: 'What did you want to do in the portal?',
  salesKnowsMore: 'They can tell you what is possible.',
  boughtOnMarketplace: '{subscription} was bought on {marketplace}.',
  changesThroughSales: 'Our Sales team arranges changes to the subscription.',
  whichSubscription:
    'There are several subscriptions on your account, and they were bought in different ways. Which subscription number is your question about?',
  runByProvider:
    'Subscription {subscription} is run by a managed service provider, who holds the licence and arranges changes. If you are their customer, please ask them. If you are the provider, I can help you here.',
  tellThem: 'Please tell them what you need.',
  boughtThroughReseller: '{subscription} was bought through {reseller}.',
  willAskSales: "I'll ask our Sales team where your purchase stands.",
  noLicenceToYou:
    "Licences and activation codes only go to the end customer's contact, so I can't send you one. If that contact has to change, let me know and I'll explain what we need.",
  whatDoYouNeed: "Could you tell me briefly what you need? If it's something for our Sales team, I'll pass it on and ask them to contact you.",
  purchaseNotFinished: "Your purchase from us isn't complete in our records yet.",
  sendPurchaseNumber: 'If you have an order or subscription number for the new purchase, please send it to me.',
  proofFromEither:
    "From the customer, we need a current contact's approval, an earlier contract with us, or the loaded licence as text. From a reseller, we need a copy of the invoice for this subscription.",
  cannotReachReseller: "If you can't reach {reseller}, let me know and I'll ask our Sales team to contact you.",
  sendScreenshot: 'Please send me a screenshot of your instance dashboard that shows the users in the licence, the billable users and the maximum users.',
  readOnlyRights:
    'You can view the subscription, manage its contacts, and link your group or download the licence. Changes, renewals and invoices go through {reseller}. The read-only notice is only about the portal; your product is not affected.',
};
