import type { Step } from '../domain/scenario.ts';
import { after, onceDirect, step } from './compose.ts';

/** Labels of the links that a step asks for when it is ticked. */
export const CHATTER_LINK = 'the link to the Chatter post or Case';
export const CLOUD_LINK = 'the link to the Chatter post, Case or Slack thread';
const PURCHASE_LINK = 'a link that shows the processed purchase';

export const WHEN_PROCESSED = 'Once Sales has processed the purchase, note where it shows.';

const markTicket = step(
  'mark-ticket',
  'Mark {ticket} as passed to Sales: tick "Escalated to sales", send the "Pass to Sales" macro, add the Chatter link, set it to Pending.',
  {
    confirm: 'Is "Escalated to sales" ticked, the macro sent, the link added and the ticket set to Pending?',
  },
);
const followUp = step(
  'follow-up',
  "Follow up with Sales. No answer after 24 hours, weekends and holidays left out: check the account's activity, then escalate one level.",
);
const TICK_AND_SAVE = 'Tick "Login activated". Press Save.';
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
  return step('owner-change', text, { confirm: "Have you confirmed that this isn't a renewal, or found the owner change?" });
}

/** Returns the two steps of every case that goes to Sales: ask, then mark the ticket as passed to Sales. */
export function askAndMark(ask: Step): Step[] {
  return [ask, after([ask.id], markTicket)];
}

/** Returns the three steps of a case that only waits for Sales: ask, mark the ticket, follow up. */
export function toSales(ask: Step): Step[] {
  return [...askAndMark(ask), after([ask.id], followUp)];
}

// Passing a case to Sales

export const askAccountOwner = askSales('ask-sales', 'In Chatter (SMB pool: Case), ask the account owner to contact {customer}, who bought via {reseller}.');
export const askProviderAccountOwner = askSales(
  'ask-sales',
  'For changes and renewals, ask the account owner in Chatter. Name both {invoiceOwner} and {customer}.',
);
export const askSalesAboutRenewal = askSales(
  'ask-sales-direct',
  'Post in Chatter that {customer} originally bought via {reseller}, and ask Sales to contact them.',
);
export const askWhetherProcessed = askSales(
  'ask-sales-direct',
  'In the Chatter thread (or a new one), say that {customer} originally bought via a reseller. Ask if the direct purchase is processed.',
);
export const setIssueType = step('set-issue-type', 'Set the issue type of {ticket} to "Sales-assistance required", then "Reseller".');
export const askCloudTeam = step('ask-cloud', 'If there is no account in Salesforce, ask the cloud alliance team for Amazon or Google in Slack.');
export const reportSharedAccount = step('separate', "Tell the account owner that reseller and direct subscriptions shouldn't share an account.");

// Finding out what is asked for

export const askIntent = step('understand', 'Ask {customer} what they wanted to do in the portal.');
export const askResellerIntent = step(
  'understand',
  'Ask what they wanted to do in the portal. If a contact is wrong, choose the topic "change a contact" on this card.',
);
export const findOutNeed = step('understand', 'Find out what {customer} needs before you pass anything on.');
export const noteWish = step('note-wish', 'Note exactly what {customer} wants for {subscription}: seats, tier, storage or compute.');
export const noteEndDate = step('gather', 'Note the plan, seats and end date ({endsOn}) of {subscription}. Only the account owner can extend it.');
export const chooseTopic = step('choose-topic', 'Choose a topic on this card if one fits. You then get more specific steps.');
export const chooseNewPurchase = step('choose-topic', 'If they want to buy again, choose the topic "new purchase" on this card.');
export const chooseSubscription = step('choose-subscription', 'Ask {customer} which subscription {ticket} is about, and choose it on this card.');
export const checkNewerPurchase = step('other-number', 'If they have bought from us since, run a separate check on that subscription.');
export const checkOtherAccount = step('other-account', 'If they bought under another account, run a check on that subscription and follow its card.');
export const askUserCounts = step(
  'ask-counts',
  'Ask {customer} for a screenshot of their instance dashboard with users in licence, billable users and maximum users.',
);
export const findOutWhatWasBought = step('what-bought', 'Find out what was bought. An image with the five default seats comes without a portal account.');
export const noteMissingChannel = step('missing', 'Note what is missing: the channel must change from "{channel}" to "Non-Reseller".');

// Explaining

export const pointToReseller = step('to-reseller', 'Point {customer} to {reseller} for changes and invoices.');
export const pointToProvider = step('point-to-owner', 'If {customer} asks for something, point them to {invoiceOwner}.');
export const explainReadOnly = step('explain-read-only', "Explain read-only to {customer}: {reseller} handles changes, and the product isn't affected.");
export const explainContactChanges = step(
  'explain-changes',
  'Tell {customer} that {reseller} still handles changes. Suggest a shared mailbox for several people.',
);
export const explainCheckingSeller = step('explain-checking', 'Tell {customer} only that you are checking how this was bought.');
export const declineLicence = step('decline-licence', 'If they ask for a licence or activation code, decline and offer a contact change.');

// Reading Zuora, and asking Billing

export const readBothRecords = step('read-zuora', 'Open the subscription and its account in Zuora, and confirm the invoice owner and the channel yourself.');
export const ruleOutSameGroup = step('same-group', "If {invoiceOwner} is a parent or sister company of {customer}, it's a billing setup, not a reseller.");
export const askBilling = step('ask-billing', 'Ask Billing which is right for {subscription}: invoice owner {invoiceOwner} or channel "{channel}".');
export const askColleagues = step('ask-colleagues', "If Billing can't tell, ask in the Licensing & Renewals Slack channel.");
export const recheckAfterBilling = step('recheck', 'Re-check when Billing has answered.');
export const readChannel = step('channel', 'Open {account} in Zuora and confirm yourself that the channel is "Non-Reseller".', {
  confirm: 'Does the channel read exactly "Non-Reseller"?',
});
export const confirmProvider = step('provider-is-sold-to', 'Confirm in Zuora that the Sold-To contact of {subscription} belongs to {invoiceOwner}.');
export const sendLicenceToProvider = step('resend-sold-to', 'Send licences and activation codes to that Sold-To contact and to nobody else.');

// Portal login

export const checkPortalRecord = step('check-record', 'Check in CustomersDot that they use the right e-mail address and that the account is confirmed.');
export const sendSignInLink = step('one-time-link', 'Ask them to request a new one-time sign-in link, or to sign in with their linked GitLab account.');
export const findLoginBlock = step(
  'history',
  'In CustomersDot, open History and look for "login_activated = false". After "create", it\'s a deliberate block: stop and ask.',
);
export const ruleOutLoginBlock = { ...findLoginBlock, confirm: "Have you checked that the login isn't deliberately blocked?" };
export const askToEnableLogin = step(
  'ask-login-on',
  'If the login is off but not deliberately blocked, ask in the Licensing & Renewals Slack channel to have it enabled.',
);
export const tickLoginActivated = after(
  ['purchase-processed', 'channel', 'owner-change', 'history'],
  onceDirect(step('enable-login', `Open the Edit tab of the right record ({customer}, {account}). ${TICK_AND_SAVE}`, { confirm: OWN_RECORD })),
);
export const tickLoginIfStillOff = after(
  ['history'],
  onceDirect(step('enable-login', `If the login is still off, open the Edit tab of {customer}, {account}. ${TICK_AND_SAVE}`, { confirm: OWN_RECORD })),
);
export const saveSoldToLast = after(
  ['enable-login'],
  step('save-sold-to', "Save the original Sold-To contact's record again, as the last step. Otherwise your edit can replace the Sold-To in Zuora."),
);
export const restoreLogin = step('restore-login', 'Re-check, then follow the updated steps to restore the login.');

// Contact change: requester and proof

export const compareRequester = step('check-requester', 'Compare the requester with {invoiceOwner}. If several partners are involved, note both names.');
export const chooseRequester = step('choose-requester', 'Find out who wrote {ticket}, {customer} or {reseller}, and set the requester on this card.');
export const inviteInPortal = step('self-service', 'Ask whether a current contact can invite the new one in the Customers Portal. If so, let them.');
export const askForProofUnlessSoldTo = step(
  'ask-proof',
  "If the requester isn't the Sold-To contact, ask for one proof: a current contact's approval, an earlier contract, or the loaded licence as text.",
);
export const askCustomerForProof = step(
  'ask-proof',
  "If {customer} asks, request a current contact's approval, an earlier contract, or the loaded licence as text.",
);
export const acceptOtherProof = step('ask-proof', "Or accept a current contact's approval, an earlier contract, or the loaded licence as text.");
export const authoriseReseller = step('through-reseller', 'Without proof, {customer} copies {reseller} in and authorises them in writing to send the invoice.');
export const customerAddsReseller = step('through-reseller', 'Ask {customer} to copy {reseller} into {ticket} and to authorise them there in writing.');
export const askResellerForInvoice = step('ask-invoice', 'If {reseller} asks, request a copy of the invoice for {subscription}, made out to {invoiceOwner}.');
export const askResellerForInvoiceAfterwards = after(
  ['through-reseller'],
  step('ask-invoice', 'Then ask {reseller} for a copy of the invoice for {subscription}.'),
);
export const askForMissingInvoice = step(
  'ask-invoice',
  'If there is no copy, ask the requester for one, or for a ticket from the current Sold-To contact. Stop until it arrives.',
);
export const askForSoldToTicket = step('ask-ticket', 'Or ask the current Sold-To contact to open a ticket.');
export const declineOwnInvoice = step(
  'decline-invoice',
  'Explain that an invoice to {customer} is no proof here. {subscription} is invoiced to {invoiceOwner}.',
);
export const declineColleague = step('decline-colleague', "Tell the colleague that staff can't vouch for a contact. That includes the account owner.");
export const findInvoice = step('find-invoice', 'Look in {ticket} for a copy of the invoice for {subscription}.');
export const compareInvoice = step('check-invoice', 'Check that the invoice is for {subscription} and made out to {invoiceOwner}.', {
  confirm: 'Is the invoice for this subscription, and made out to the invoice owner?',
});
export const requireDistributorInvoice = step('distributor', 'If another reseller is asking, the invoice must come through {invoiceOwner}.');
export const confirmAuthorisation = step('authorised', "For a customer's ticket: {reseller} sent the invoice, and {customer} authorised them in writing.", {
  confirm: "If this is the customer's ticket, is the reseller authorised in writing?",
});
export const chooseProofFound = step('choose-proof', 'Choose the proof you found on this card to get the steps for it.');
export const chooseProofWhenItComes = step('choose-proof', 'When the proof arrives, choose it on this card to get the steps for the change.');
export const chooseInvoiceWhenItComes = step('choose-proof', 'When the invoice arrives, choose that proof on this card. It then shows how to make the change.');
export const waitForProof = step('wait', 'Set {ticket} to Pending, and change nothing until the proof arrives.');

// Contact change: the change itself

export const checkProof = step('check-proof', 'Check the proof against {subscription} before you change anything.', {
  confirm: 'Is the proof in the ticket, and is it for this subscription?',
});
export const addContact = step(
  'add-contact',
  'Add the new contact with the contact workflow. Keep one contact per subscription, and leave "Login activated" unticked.',
);
export const addContactToAccount = step(
  'add-contact',
  'Add the new contact to {account}. A person can belong to one account only, so they must first agree to leave any other.',
);
export const keepSoldTo = after(
  ['add-contact'],
  step('keep-sold-to', 'If the Sold-To contact stays, save their record again as the last step, or your edit can replace them in Zuora.'),
);
export const resendLicence = after(
  ['add-contact'],
  step('resend', 'When Zuora shows the new Sold-To contact, resend the licence to that person only.', {
    confirm: 'Does Zuora show the new Sold-To contact, and does the licence go to nobody else?',
  }),
);
export const askForTicket = step('ask-ticket', 'Ask for a ticket from the current Sold-To contact, or from {reseller} with a copy of the invoice.');
export const changeInThatTicket = step('continue-there', 'Change the contact in that ticket, once the proof is there.');
export const closeInternalRequest = step('close-request', 'Add the number of that ticket to the internal request, and close the request.');
