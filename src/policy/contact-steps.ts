import type { Policy } from '../domain/case-facts.ts';
import type { Step } from '../domain/scenario.ts';
import { after, step } from './compose.ts';
import { given, type Part, unless } from './conditions.ts';
import { findLoginBlock } from './steps.ts';

// Who asks, and with what proof

export const chooseRequester = given(
  'requester:unknown',
  step('choose-requester', 'Find out who wrote {ticket}, {customer} or {reseller}, and set the requester on this card.', {
    chooses: 'requester',
    isDoneByChoice: true,
  }),
);
const IF_ANOTHER = 'If they work for another partner, note both names.';
const REQUESTER_SEEN = ['requester-is-invoice-owner', 'requester-is-not-invoice-owner'] as const;
/** Whether the reseller who asks is the one that we invoice. */
export const compareRequester: readonly Part<Step>[] = [
  given('requester-is-invoice-owner', { ...checkRequester(IF_ANOTHER), answer: 'the requester works for {invoiceOwner}' }),
  given('requester-is-not-invoice-owner', checkRequester('They work for another company, so note both names.')),
  unless(REQUESTER_SEEN, checkRequester(IF_ANOTHER)),
];

function checkRequester(consequence: string): Step {
  return step('check-requester', `Check whether the requester works for {invoiceOwner}. ${consequence}`);
}

export const inviteInPortal = unless(
  'ended-recently',
  step('self-service', 'Ask whether a current contact can invite the new one in the Customers Portal. If so, let them.', { sendsReply: true }),
);
const PROOF_LIST = "a current contact's approval, an earlier contract, or the loaded licence as text";
export const checkSoldTo = step(
  'check-sold-to',
  'Check in Zuora whether the requester is the current Sold-To contact. If so, choose that proof on this card.',
  { chooses: 'proof' },
);
export const askForProof = step('ask-proof', `Ask for one proof: ${PROOF_LIST}.`, { sendsReply: true });
export const acceptOtherProof = step('ask-proof', `Or accept ${PROOF_LIST}.`);
export const authoriseReseller = step(
  'through-reseller',
  'If they have no proof, ask {customer} to copy {reseller} in and to authorise them in writing to send the invoice.',
);
export const customerAddsReseller = step('through-reseller', 'Ask {customer} to copy {reseller} into {ticket} and to authorise them there in writing.', {
  sendsReply: true,
});
export const askResellerForInvoice = after(
  ['through-reseller'],
  step('ask-invoice', 'Then ask {reseller} for a copy of the invoice for {subscription}, made out to {invoiceOwner}.'),
);
export const askForInvoice = step(
  'ask-invoice',
  'Ask the requester for a copy of the invoice for {subscription}, made out to {invoiceOwner}, or for a ticket from the current Sold-To contact.',
  { sendsReply: true },
);
export const askForInvoiceOrTicket = step(
  'ask-invoice',
  'Ask the reseller for a copy of the invoice for {subscription}, or for a ticket from the current Sold-To contact.',
  { sendsReply: true },
);
export const findInvoice = step('find-invoice', 'Look in {ticket} for a copy of the invoice for {subscription}, and choose the proof you found.', {
  chooses: 'proof',
  isDoneByChoice: true,
});
export const chooseProof = step('choose-proof', 'When proof arrives, choose it on this card to get the steps for it.', { chooses: 'proof' });
export const waitForProof = step('wait', 'Set {ticket} to Pending, and change nothing until the proof arrives.');
export const offerVouch = step(
  'vouch',
  'If the licence was never activated, the reseller may vouch. In that case, choose "the reseller vouches" on this card.',
  { chooses: 'proof' },
);

/** Says what is wrong with the proof that was found. */
export const declineProof: readonly Part<Step>[] = [
  given(
    'proof:own-invoice',
    step('decline-invoice', 'Explain that an invoice to {customer} is no proof here. {subscription} is invoiced to {invoiceOwner}.', { sendsReply: true }),
  ),
  given(
    'proof:other-subscription-invoice',
    step('decline-number', 'Explain that the invoice is for another subscription, not for {subscription}.', { sendsReply: true }),
  ),
  given(
    'proof:other-partner-invoice',
    step('decline-issuer', 'Explain that the invoice comes from another partner. It must be ours, made out to {invoiceOwner}; note both names.', {
      sendsReply: true,
    }),
  ),
  given('proof:colleague', step('decline-colleague', "Explain that staff can't vouch for a contact, not even the account owner.", { sendsReply: true })),
  given(
    'proof:reseller-vouches',
    step('decline-vouch', 'Explain that the word of {reseller} is no proof, not even for a licence that was never activated.', { sendsReply: true }),
  ),
  given(
    ['proof:contact-approval', 'proof:contract', 'proof:loaded-licence'],
    step('decline-passed-on', 'Explain that {reseller} must bring the invoice. An approval, contract or licence counts only from the customer.', {
      sendsReply: true,
    }),
  ),
];

/** Says how to check the proof that was found. */
export const checkProof: readonly Part<Step>[] = [
  given(
    'proof:sold-to',
    unless(
      'requester-is-sold-to',
      step('check-proof', 'Check in Zuora that the requester is the current Sold-To contact of {subscription}.', {
        begunBy: 'open-zuora',
        confirm: 'Does Zuora show the requester as the Sold-To contact?',
      }),
    ),
  ),
  given(
    'proof:contact-approval',
    step('check-proof', 'Check that a current contact approved this in {ticket}. Where Sold-To and Bill-To differ, only the Sold-To contact may.', {
      confirm: 'Did a current contact who may approve it write this in the ticket?',
    }),
  ),
  given(
    'proof:contract',
    step('check-proof', 'Check that the contract is between {customer} and us.', {
      confirm: 'Is the contract in the ticket, and between the customer and us?',
    }),
  ),
  given(
    'proof:loaded-licence',
    step('check-proof', 'Compare the licence text in {ticket} with the licence of {subscription}. A screenshot is no proof.', {
      confirm: 'Is it text, and the licence of this subscription?',
    }),
  ),
];

export const checkInvoice = step('check-invoice', 'Check that the invoice is for {subscription} and made out to {invoiceOwner}.', {
  confirm: 'Is the invoice for this subscription, and made out to the invoice owner?',
});
/** In a chain of partners, the invoice owner is the distributor. */
export const checkDistributor: readonly Part<Step>[] = [
  given(
    'requester-is-not-invoice-owner',
    step('distributor', 'The requester is another partner, so the invoice must come through the invoice owner, {invoiceOwner}.'),
  ),
  unless(REQUESTER_SEEN, step('distributor', 'If a partner other than {invoiceOwner} asks, the invoice must come through the invoice owner. Note both names.')),
];
export const checkAuthorisation = step('authorised', 'Check that {reseller} sent the invoice, and that {customer} authorised them in writing.', {
  confirm: 'Did the customer authorise the reseller in writing?',
});
export const notActivated = step('not-activated', "Check whether the licence of {subscription} was ever activated. If it was, a vouch doesn't count.", {
  confirm: 'Did you confirm that the licence was never activated?',
});
export const sameDomain = step(
  'same-domain',
  'Compare the email domain of the person who vouches with that of the Sold-To contact of {invoiceOwner}, even in a chain of partners.',
  { confirm: 'Are the two email domains exactly the same?' },
);
export const invoiceIfCheckFails = step('ask-invoice', 'If either check fails, ask for a copy of the invoice for {subscription}, and stop.');

// The change itself

const WITH_WORKFLOW = 'Add the new contact with the contact workflow';
const LOGIN_TICKED = '"Login activated" must be ticked for them.';
const addContact = step('add-contact', `${WITH_WORKFLOW}: one per subscription, "Login activated" unticked.`);
const addContactWithLogin = step('add-contact', `${WITH_WORKFLOW}. ${LOGIN_TICKED}`, {
  confirm: 'Is the login of the new contact on, with no deliberate block in its history?',
});
const addMember = step('add-contact', `Add the new contact to the billing account of {account} as a member. ${LOGIN_TICKED}`, {
  confirm: 'Is their login on, and have they agreed to give up any other billing account?',
});
const saveOriginalSoldTo = step(
  'keep-sold-to',
  'If the Sold-To contact stays, save their record again as the last step, or your edit can replace them in Zuora.',
);
const resendLicence = step('resend', 'When Zuora shows the new Sold-To contact, resend the licence to that person only.', {
  confirm: 'Does Zuora show the new Sold-To contact, and does the licence go to nobody else?',
});
export const explainChanged = step('explain-changed', 'Tell the requester that the contact has been changed. Name nobody and attach nothing.');

/** Returns the steps that change the contact under the policy, once the steps with these ids are done. */
export function changeContact(policy: Policy, proven: readonly string[]): Part<Step>[] {
  if (policy === 'seed') return [after(proven, addContact), after(['add-contact'], resendLicence)];
  return [
    findLoginBlock,
    after([...proven, 'history'], policy === '2025' ? addContactWithLogin : addMember),
    after(['add-contact'], saveOriginalSoldTo),
    after(['add-contact'], resendLicence),
  ];
}

// A request from a colleague

export const declineColleague = step('decline-colleague', "Tell the colleague that staff can't vouch for a contact, not even the account owner.", {
  sendsReply: true,
});
export const askForTicket = step('ask-ticket', 'Ask for a ticket from the current Sold-To contact, or from {reseller} with a copy of the invoice.');
export const askCurrentContact = step('ask-ticket', 'Ask for a ticket from the current Sold-To contact.');
export const changeInThatTicket = step('continue-there', 'Change the contact in that ticket, once the proof is there.');
export const closeInternalRequest = step('close-request', 'Add the number of that ticket to the internal request, and close the request.');
