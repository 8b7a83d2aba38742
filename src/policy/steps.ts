import type { Step } from '../domain/scenario.ts';
import { after, onceDirect, step } from './compose.ts';

/** What the card asks for when the step is ticked. */
export const CHATTER_LINK = 'the link to the Chatter post or Case';
export const CLOUD_LINK = 'the link to the Chatter post, Case or Slack thread';
const PURCHASE_LINK = 'a link that shows the processed purchase';

export const WHEN_PROCESSED = 'When Sales has processed the purchase, note where it shows.';

const markTicket = step('mark-ticket', 'Tick "Escalated to sales", send the "Pass to Sales" macro, note the Chatter link in {ticket}, set it to Pending.', {
  confirm: 'Macro sent, "Escalated to sales" ticked, link noted and the ticket on Pending?',
});
const followUp = step('follow-up', 'See that Sales answers. Silent for 24 working hours: look at the activity of the account, then ask one level higher.');
const OWN_RECORD = "Is this the customer's own record, on the account that was checked?";

/** Returns a step that asks Sales: it needs the link to the Chatter post or Case, and starts the handoff. */
export function askSales(id: string, text: string): Step {
  return step(id, text, { linkLabel: CHATTER_LINK, startsHandoff: true });
}

/** Returns a step that notes where the processed purchase shows. */
export function notePurchase(text: string): Step {
  return step('purchase-processed', text, { linkLabel: PURCHASE_LINK });
}

/** Returns a step that looks for the change of the invoice owner, which only a renewal has. */
export function findOwnerChange(text: string): Step {
  return step('owner-change', text, { confirm: 'No renewal, or did you see the change of the invoice owner?' });
}

/** Returns the two steps of every case that goes to Sales: ask, then mark the ticket as escalated. */
export function askAndMark(ask: Step): Step[] {
  return [ask, after([ask.id], markTicket)];
}

/** Returns the three steps of a case that only waits for Sales: ask, mark the ticket, follow up. */
export function toSales(ask: Step): Step[] {
  return [...askAndMark(ask), after([ask.id], followUp)];
}

// Passing a case to Sales

export const askAccountOwner = askSales('ask-sales', 'Ask the account owner in Chatter (SMB pool: by Case) to reach out: {customer}, {reseller}.');
export const askProviderAccountOwner = askSales('ask-sales', 'Changes and renewals: ask the account owner in Chatter and name {invoiceOwner} and {customer}.');
export const askSalesAboutRenewal = askSales(
  'ask-sales-direct',
  'In Chatter: {customer} first had a reseller purchase, from {reseller}. Ask Sales to reach out.',
);
export const askWhetherProcessed = askSales(
  'ask-sales-direct',
  'Ask in the Chatter thread, or start one: {customer} first had a reseller purchase; is the new one processed?',
);
export const setIssueType = step('set-issue-type', 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".');
export const askCloudTeam = step('ask-cloud', 'No account in Salesforce: ask the cloud alliance team in Slack, for Amazon or for Google.');
export const reportSharedAccount = step('separate', 'Subscriptions of a reseller and direct ones should not share an account: tell the account owner.');

// Finding out what is asked for

export const askIntent = step('understand', 'Ask {customer} what they wanted to do in the portal.');
export const askResellerIntent = step('understand', 'Ask what is to be done in the portal. A wrong contact: choose the topic "change a contact" on this card.');
export const findOutNeed = step('understand', 'Find out what {customer} needs before you pass anything on.');
export const noteWish = step('note-wish', 'Note exactly what {customer} wants for {subscription}: seats, tier, storage, compute.');
export const noteEndDate = step('gather', 'Note plan, seats and the end of {subscription}: {endsOn}. More time is for the account owner to grant.');
export const chooseTopic = step('choose-topic', 'Choose a topic on this card if one fits: its steps are more exact.');
export const chooseNewPurchase = step('choose-topic', 'They want to buy: choose the topic "new purchase" on this card.');
export const chooseSubscription = step('choose-subscription', 'Ask {customer} which subscription {ticket} is about, and choose it on this card.');
export const checkNewerPurchase = step('other-number', 'They bought from us since: check that subscription number on a card of its own.');
export const checkOtherAccount = step('other-account', 'Bought on another account? Then check that subscription: its own card decides.');
export const askUserCounts = step('ask-counts', 'Ask {customer} for a screenshot of the instance dashboard: users in licence, billable and maximum users.');
export const findOutWhatWasBought = step('what-bought', 'Find out what was bought: an image with five default seats comes without a portal account.');
export const noteMissingChannel = step('missing', 'Note what is missing: the channel still reads "{channel}" and must read "Non-Reseller".');

// Explaining

export const pointToReseller = step('to-reseller', 'For changes and invoices, point {customer} to {reseller}.');
export const pointToProvider = step('point-to-owner', '{customer} asks for something: point them to {invoiceOwner}.');
export const explainReadOnly = step('explain-read-only', 'Tell {customer} what read-only means: {reseller} makes changes, the product is not affected.');
export const explainContactChanges = step(
  'explain-changes',
  'Tell {customer} that {reseller} still handles changes; for several people, suggest a shared mailbox.',
);
export const explainCheckingSeller = step('explain-checking', 'Tell {customer} only that you are checking who sold this.');
export const declineLicence = step('decline-licence', 'They ask for a licence or code: decline, and offer the contact change.');

// Reading Zuora, and asking Billing

export const readBothRecords = step('read-zuora', 'Open both records in Zuora and read invoice owner and channel yourself.');
export const ruleOutSameGroup = step('same-group', '{invoiceOwner} in the same group as {customer}? Then it is about billing, not about a reseller.');
export const askBilling = step('ask-billing', 'Ask Billing which is right: {subscription}, invoice owner {invoiceOwner}, channel "{channel}".');
export const askColleagues = step('ask-colleagues', 'Billing cannot tell: ask in the Slack channel of Licensing & Renewals.');
export const recheckAfterBilling = step('recheck', 'Check again when Billing has answered.');
export const readChannel = step('channel', 'Read it yourself in Zuora: the channel of {account} says "Non-Reseller".', {
  confirm: 'Does the channel read "Non-Reseller", to the letter?',
});
export const confirmProvider = step('provider-is-sold-to', 'Confirm in Zuora that the Sold-To of {subscription} belongs to {invoiceOwner}.');
export const sendLicenceToProvider = step('resend-sold-to', 'Send licences and codes to that Sold-To, and to nobody else.');

// Portal login

export const checkPortalRecord = step('check-record', 'Look in CustomersDot whether they use the right address, and whether the account is confirmed.');
export const sendSignInLink = step('one-time-link', 'Have them ask for a new one-time sign-in link, or sign in with the linked GitLab account.');
export const findLoginBlock = step(
  'history',
  'CustomersDot, History: look for "login_activated = false". After "create" it is a deliberate block: stop and ask.',
);
export const ruleOutLoginBlock = { ...findLoginBlock, confirm: 'Did you find no deliberate block of the login?' };
export const askToEnableLogin = step('ask-login-on', 'The login is off and nobody blocked it: ask in the Slack channel of Licensing & Renewals to have it on.');
export const tickLoginActivated = after(
  ['purchase-processed', 'channel', 'owner-change', 'history'],
  onceDirect(
    step('enable-login', 'Open the Edit tab of the right record: {customer}, {account}. Tick "Login activated". Press Save.', { confirm: OWN_RECORD }),
  ),
);
export const tickLoginIfStillOff = after(
  ['history'],
  onceDirect(step('enable-login', 'Still off: open the Edit tab of {customer}, {account}. Tick "Login activated". Press Save.', { confirm: OWN_RECORD })),
);
export const saveSoldToLast = after(
  ['enable-login'],
  step('save-sold-to', "Last, save the original Sold-To's record once more: otherwise your edit can replace the Sold-To in Zuora."),
);
export const restoreLogin = step('restore-login', 'Restore the login: check again, and follow the card as it then stands.');

// Contact change: requester and proof

export const compareRequester = step('check-requester', 'Compare the requester with {invoiceOwner}. In a chain of partners, note both names.');
export const chooseRequester = step('choose-requester', 'Find out who wrote {ticket}: {customer}, or {reseller}. Say so on this card.');
export const inviteInPortal = step('self-service', 'First: can a present contact invite the new one in the Customers Portal? Then let them.');
export const askForProofUnlessSoldTo = step(
  'ask-proof',
  'Not the Sold-To: ask for approval of an existing contact, an earlier contract, or the last loaded licence as text.',
);
export const askCustomerForProof = step(
  'ask-proof',
  '{customer} asks: approval of an existing contact, an earlier contract, or the last loaded licence as text.',
);
export const orOtherProof = step('ask-proof', 'Or: approval of an existing contact, an earlier contract, or the last loaded licence as text.');
export const authoriseReseller = step('through-reseller', 'No such proof: {customer} copies {reseller} in and authorises them in writing to send the invoice.');
export const customerAddsReseller = step('through-reseller', '{customer} copies {reseller} into {ticket} and authorises them there in writing.');
export const askResellerForInvoice = step('ask-invoice', '{reseller} asks: a copy of the invoice for {subscription}, made out to {invoiceOwner}.');
export const thenAskForInvoice = after(['through-reseller'], step('ask-invoice', 'Then ask {reseller} for a copy of the invoice for {subscription}.'));
export const askForMissingInvoice = step('ask-invoice', 'No copy: ask the requester for one, or for a ticket by the current Sold-To. Stop until it is there.');
export const orSoldToTicket = step('ask-ticket', 'Or: the current Sold-To opens a ticket of their own.');
export const declineOwnInvoice = step(
  'decline-invoice',
  'Say that an invoice of {customer} is no proof here: the one for {subscription} goes to {invoiceOwner}.',
);
export const declineColleague = step('decline-colleague', 'Tell the colleague that staff cannot vouch for a contact, the account owner included.');
export const findInvoice = step('find-invoice', 'Look in {ticket} for a copy of the invoice for {subscription}.');
export const compareInvoice = step('check-invoice', 'Compare the copy: it must be for {subscription} and made out to {invoiceOwner}.', {
  confirm: 'Is the copy for this subscription, and made out to the invoice owner?',
});
export const throughDistributor = step('distributor', 'Another reseller than {invoiceOwner} is asking? The copy has to come through {invoiceOwner}.');
export const confirmAuthorisation = step('authorised', "A customer's ticket: {reseller} sent the copy, and {customer} authorised them there in writing.", {
  confirm: "Is the reseller's part in this ticket authorised in writing, where it needs to be?",
});
export const chooseProofFound = step('choose-proof', 'Say on this card what proof you found. The steps for it follow.');
export const chooseProofWhenItComes = step('choose-proof', 'The proof comes: say on this card which it is. The steps for the change follow.');
export const chooseInvoiceWhenItComes = step('choose-proof', 'The copy comes: say so on this card. The steps for the change follow.');
export const waitForProof = step('wait', 'Set {ticket} to Pending; change nothing until the proof is there.');

// Contact change: the change itself

export const checkProof = step('check-proof', 'Check the proof against {subscription} before you change anything.', {
  confirm: 'Is the proof in the ticket, and does it fit this subscription?',
});
export const addContact = step('add-contact', 'Add the new contact by the contact workflow, one per subscription; leave "Login activated" unticked.');
export const addContactToAccount = step(
  'add-contact',
  'Add the new contact to {account}. One person can hold one account only: they agree to give up another first.',
);
export const keepSoldTo = after(
  ['add-contact'],
  step(
    'keep-sold-to',
    "The Sold-To is to stay? Then last, save the original Sold-To's record once more: otherwise your edit can replace the Sold-To in Zuora.",
  ),
);
export const resendLicence = after(
  ['add-contact'],
  step('resend', 'Once Zuora shows the new Sold-To, resend the licence to that person alone.', {
    confirm: 'Does Zuora show the new Sold-To, and does it go to nobody else?',
  }),
);
export const askForTicket = step('ask-ticket', 'Ask for a ticket from the current Sold-To, or from {reseller} with a copy of the invoice.');
export const changeInThatTicket = step('continue-there', 'Do the contact change in that ticket, with its proof.');
export const closeInternalRequest = step('close-request', 'Put the number of that ticket into the internal request and close it.');
