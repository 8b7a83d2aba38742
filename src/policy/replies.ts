import { given, unless } from './conditions.ts';

/** First lines of a reply. */
export const GREETINGS = { requester: 'Hi, thanks for reaching out.', colleague: 'Hi, thanks for the request.' };

const CONTINUE_THERE = "I'll continue there, and close this request with the number of that ticket.";

/** Verdicts under which no reseller has a part in the purchase. */
const WITHOUT_RESELLER = ['verdict:direct', 'verdict:transition-complete', 'verdict:marketplace', 'verdict:alliance'] as const;

/** Closing paragraphs of a reply in a colleague's own request, after what the records say. */
export const COLLEAGUE_REPLY = [
  [
    'We act for a customer only in a ticket of their own.',
    unless(WITHOUT_RESELLER, 'Please ask {customer}, or the reseller, to open one with Support.'),
    given(WITHOUT_RESELLER, 'Please ask {customer} to open one with Support.'),
    "Don't copy them in here.",
  ],
  CONTINUE_THERE,
];

/** Texts for the time after the case was passed to Sales. They add to the macro and do not repeat it. */
export const STAGE_REPLIES = {
  afterMacro:
    'To add to that message: please keep writing in this ticket if what you need for {subscription} changes, for example the number of seats or a date. If you already have a contact in our Sales team, please tell me their name.',
  salesAnswered: "[Name] of our Sales team will contact you about {subscription}. If you haven't heard from them in two working days, please tell me here.",
  followUp: "I'm following up on {subscription}: has [name] of our Sales team contacted you? If something is still open, please tell me what it is.",
};

const OTHER_PROOFS = "a current contact's approval, an earlier contract with us, or the currently loaded licence as text";
const UNAFFECTED = 'Your product is not affected by that.';

const ENDED = ['ended-recently', 'ended-long-ago', 'verdict:former-reseller'] as const;
/** Left out for a subscription that has ended. */
export const productIsUnaffected = unless(ENDED, UNAFFECTED);
/** The same for somebody who does not use the product. */
export const theProductIsUnaffected = unless(ENDED, 'The product is not affected by that.');
/** Follows a sentence about a subscription that ended up to 30 days ago. */
export const endedRecently = given(
  'ended-recently',
  'It ended on {endsOn}. If you need it for longer, please tell me, and I will ask whether it can be extended.',
);

/** Sentences that several public replies share. */
export const replies = {
  checkingWithBilling: "I'm checking with our billing team how {subscription} was bought, because that decides what we can change.",
  willGetBack: "I'll get back to you here as soon as I know.",
  sendOrderConfirmation: 'If you have an order confirmation that shows who sold you the subscription, please send me the order number.',
  copyResellerIn:
    'If you have none of these, please copy your reseller in on this ticket and write here that you authorise them. They can then send us a copy of the invoice.',
  needInvoiceOrTicket:
    "To change an end customer's contact at your request, we need a copy of the invoice for {subscription} in this ticket. Alternatively, the current contact can open a ticket with us.",
  licenceGoesToEndCustomer: "Licences and activation codes only go to the end customer's contact.",
  inviteIsQuicker: 'There is often a quicker way: a current contact can invite a new one in the Customers Portal.',
  licenceGoesToContact: 'Licences and activation codes only go to that contact.',
  youCanInvite: 'As a current contact, you can invite the new one yourself in the Customers Portal, which is quicker.',
  howItWasBought: 'It makes no difference how {subscription} was bought.',
  tryInviteFirst: 'A current contact can invite a new one for {subscription} in the Customers Portal. Please try that first.',
  loginWaitsForAccount: 'A Customers Portal sign-in gives access to the whole account, so it has to wait until every subscription on it is with us directly.',
  lastChecks:
    "Your purchase from us is in our records. I'm completing the last checks for your Customers Portal sign-in, and I'll tell you as soon as you can try it.",
  signInWithAddress:
    'You will sign in with the email address your subscription is registered with. If you have since bought under another account, please send me that subscription number.',
  askForLink: 'Please request a new one-time sign-in link there, or use your linked GitLab account.',
  tellWhatYouSee: "If that doesn't work, please tell me what you see. If you bought under another account, please send me that subscription number.",
  licenceRefused: "A licence is rejected when its user counts don't match those of your instance.",
  otherAccountIsNew: "A purchase under another account counts as new, so its licence doesn't include the earlier user counts.",
  boughtAndEnded: '{subscription} was bought through {reseller} and ended on {endsOn}.',
  sendNewerNumber: 'If you have bought from us since, please send me that subscription number.',
  signInAsRegistered: 'You should be able to sign in to the Customers Portal with the email address {subscription} was registered with.',
  whatWasWantedInPortal: 'What did you want to do in the portal?',
  tellThem: 'Please tell them what you need.',
  nothingChangesYet: 'Nothing changes for {subscription} until you have talked to them.',
  boughtOnMarketplace: '{subscription} was bought on {marketplace}.',
  changesThroughSales: 'Our Sales team arranges changes to the subscription.',
  whichSubscription:
    'There are several subscriptions on your account, and they were bought in different ways. Which subscription number is your question about?',
  whichOfYours: 'Please send me the number of the subscription that your question is about. I can only discuss those that you sold.',
  recordsOpen: "Our records on how {subscription} was bought don't agree yet.",
  boughtThroughReseller: '{subscription} was bought through {reseller}.',
  partnerSupport: 'For the partner programme or its portal, please contact partner support.',
  noLicenceToYou:
    "Licences and activation codes only go to the end customer's contact, so I can't send you one. If that contact has to change, let me know and I'll explain what we need.",
  whatDoYouNeed: 'Could you tell me briefly what you need?',
  purchaseNotFinished: "Your purchase from us isn't complete in our records yet.",
  sendPurchaseNumber: 'If you have an order or subscription number for the new purchase, please send it to me.',
  needProof: `Before we can change a contact for {subscription}, we need to confirm that the request is authorised. Please send one of these: ${OTHER_PROOFS}.`,
  whoAreYou: 'Please also tell me which company you are writing for, and what your role is.',
  proofFromReseller: 'If you are a reseller writing for your customer, we need a copy of our invoice for this subscription instead.',
  soldToAsks: "Our records show you as the current contact for {subscription}, so I can make the change. I'll tell you when it is done.",
  oneContact: 'We keep one contact per subscription, so a shared mailbox works best for several people.',
  askCustomerToInvite: 'A current contact can invite a new one in the Customers Portal. Please ask your customer to try that first.',
  nothingBeforeProof: "I can't change anything until we have one of the two.",
  thanksForProof: 'Thanks for the proof for {subscription}.',
  thanksForInvoice: 'Thanks for the invoice for {subscription}.',
  checkingProof: "I'm checking it against our records before I change the contact, and I'll tell you when it is done.",
  inviteNextTime: 'Next time, a current contact can invite a new one in the Customers Portal, which is quicker.',
  ownInvoiceIsNoProof: "An invoice to the end customer can't prove who owns {subscription}.",
  invoiceForOtherSubscription: 'The invoice you sent is for another subscription, so it does not count for {subscription}. We need the invoice for this one.',
  invoiceFromOtherPartner:
    'The invoice you sent was issued by another company, so it does not count for {subscription}. We need a copy of the invoice that we issued ourselves.',
  colleagueIsNoProof: "Before we can change a contact for {subscription}, we need proof in this ticket. Confirmation from someone at our company isn't enough.",
  wordIsNoProof: "To change the contact for {subscription}, we need more than a reseller's word.",
  passedOnIsNoProof: "Thanks for what you sent. For a request in your customer's name it isn't enough.",
  copyYourResellerIn:
    'Please copy your reseller in on this ticket and write here that you authorise them. They can then send us a copy of the invoice for this subscription.',
  otherProofs: `You can also send ${OTHER_PROOFS}.`,
  wordBeforeActivation: [
    given(
      'requester:reseller',
      "If that isn't possible and the licence was never activated, we can accept your word after checking who is writing. In all other cases we need a copy of the invoice for {subscription}.",
    ),
    unless(
      'requester:reseller',
      "If that isn't possible and the licence was never activated, your reseller can confirm the new contact here. In all other cases we need a copy of their invoice.",
    ),
  ],
  noChangeOnAWord: "We can't change a contact for {subscription} on a colleague's word, or send a licence to an address from an internal request.",
  openTicketInstead: [
    given(WITHOUT_RESELLER, 'Please ask the current contact to open a ticket with Support.'),
    unless(WITHOUT_RESELLER, 'Please ask the current contact to open a ticket with Support, or the reseller to open one with a copy of the invoice.'),
  ],
  continueThere: CONTINUE_THERE,
  needsNeither: 'You may need neither: a current contact can invite a new one in the Customers Portal.',
  cannotReachReseller: "If you can't reach {reseller}, or still want to order from us, please tell me.",
  sendScreenshot:
    'Please send me a screenshot of your instance dashboard that shows the users in licence, the billable users, the maximum users and the users over licence.',
  readOnlyRights:
    'You can view the subscription, manage its contacts, and link your group or download the licence. Changes, renewals and invoices go through {reseller}.',
};
