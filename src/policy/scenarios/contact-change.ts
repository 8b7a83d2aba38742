import { after, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const CONTACT_CHANGE = 'Contact change: {customer} bought via {reseller}.';
const RESELLER_ASKS = 'A reseller asks to change a contact of {customer}.';
const COLLEAGUE_ASKS = 'A colleague asks to change a contact of {customer}.';
const REQUESTER_UNKNOWN = 'Contact change for {customer}: find out who is asking.';

export const contactChangeByCustomer = scenario('contact-change-by-customer', {
  headline: CONTACT_CHANGE,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [
    step('check-sold-to', 'Check in Zuora whether the requester is the current Sold-To contact of {subscription}.'),
    steps.askForProofUnlessSoldTo,
    steps.authoriseReseller,
    steps.checkProof,
    after(['check-proof'], steps.addContact),
    steps.resendLicence,
    steps.explainContactChanges,
  ],
  reply: [
    "Before we can change a contact for {subscription}, we need to confirm that the request is authorised. Please send one of these: a current contact's approval, an earlier contract with us, or the currently loaded licence as text.",
    [replies.copyResellerIn, 'We keep one contact per subscription, so a shared mailbox works best for several people.'],
  ],
  note: [records.resold, asked.contactByCustomer, 'Asked for proof of ownership. Without it, the reseller joins with written authorisation.'],
  newer: handbook.SELF_SERVICE_FIRST,
  source: handbook.associatingPurchases('R1', 'R2', 'R5', 'R6', 'R7'),
});

export const contactChangeByCustomer2025 = scenario('contact-change-by-customer-2025', {
  headline: CONTACT_CHANGE,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [
    steps.inviteInPortal,
    steps.askForProofUnlessSoldTo,
    steps.authoriseReseller,
    steps.checkProof,
    after(['check-proof'], steps.addContactToAccount),
    steps.keepSoldTo,
    steps.resendLicence,
  ],
  reply: [
    replies.tryInviteFirst,
    [
      "If that isn't possible, please send one of these: a current contact's approval, an earlier contract with us, or the currently loaded licence as text.",
      replies.copyResellerIn,
    ],
  ],
  note: [
    records.resold,
    asked.contactByCustomer,
    'Suggested self-service. Otherwise asked for proof of ownership, or for the reseller to join with written authorisation.',
  ],
  source: handbook.associatingPurchases('R2', 'R5', 'R6', 'R7'),
});

export const contactChangeByReseller = scenario('contact-change-by-reseller', {
  headline: RESELLER_ASKS,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeBeforeInvoice, doNot.revealSoldTo],
  steps: [steps.findInvoice, steps.askForMissingInvoice, steps.compareInvoice, steps.requireDistributorInvoice, steps.chooseProofFound],
  reply: [replies.needInvoiceOrTicket, ["I can't change anything until we have one of them.", replies.licenceGoesToEndCustomer]],
  note: [records.resold, asked.contactByReseller, 'Changed nothing. Asked for a copy of the invoice, or a ticket from the Sold-To contact.'],
  newer: handbook.RESELLER_MAY_VOUCH,
  source: handbook.resellerRequests('R5', 'R6', 'R7'),
});

export const contactChangeByReseller2025 = scenario('contact-change-by-reseller-2025', {
  headline: RESELLER_ASKS,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [
    steps.inviteInPortal,
    steps.findInvoice,
    steps.askForMissingInvoice,
    step('vouch', 'If the licence was never activated, the reseller may vouch. In that case, choose "the reseller vouches" on this card.'),
    steps.waitForProof,
    steps.chooseProofFound,
  ],
  reply: [
    'A current contact of {subscription} can invite a new one in the Customers Portal. Please ask your customer to try that first.',
    [
      "If that isn't possible, please send us a copy of the invoice for this subscription, or have the current contact open a ticket with us. If the licence was never activated, please let us know.",
      replies.licenceGoesToEndCustomer,
    ],
  ],
  note: [records.resold, asked.contactByReseller, 'Changed nothing. Asked for self-service, a copy of the invoice, or a ticket from the Sold-To contact.'],
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
});

export const contactChangeInternal = scenario('contact-change-internal', {
  headline: COLLEAGUE_ASKS,
  policy: 'seed',
  prohibitions: [doNot.sendLicenceToInternalAddress, doNot.changeForColleague, doNot.revealSoldToOrCustomer],
  steps: [steps.declineColleague, steps.askForTicket, steps.changeInThatTicket, steps.closeInternalRequest],
  reply: [replies.openTicketInstead],
  note: [records.resold, asked.contactByColleague, done.ticketAskedFor],
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
});

export const contactChangeInternal2025 = scenario('contact-change-internal-2025', {
  headline: COLLEAGUE_ASKS,
  policy: '2025',
  prohibitions: [doNot.sendLicenceToInternalAddress, doNot.changeForColleague, doNot.revealSoldToOrCustomer],
  steps: [steps.declineColleague, steps.inviteInPortal, steps.askForTicket, steps.changeInThatTicket, steps.closeInternalRequest],
  reply: [replies.openTicketInstead, 'You may need neither: a current contact can invite a new one in the Customers Portal.'],
  note: [records.resold, asked.contactByColleague, done.ticketAskedFor],
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
});

export const contactChangeRequesterUnknown = scenario('contact-change-requester-unknown', {
  headline: REQUESTER_UNKNOWN,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [steps.chooseRequester, steps.askCustomerForProof, steps.askResellerForInvoice, steps.authoriseReseller, steps.chooseProofFound],
  reply: [
    'Before we can change a contact for {subscription}, could you tell me which company you are writing for, and what your role is?',
    replies.proofFromEither,
  ],
  note: [records.resold, asked.contactByUnknown, "Changed nothing. Asked for the requester's role and for proof."],
  newer: handbook.RESELLER_MAY_VOUCH,
  source: handbook.resellerRequests('R5', 'R6', 'R7'),
});

export const contactChangeRequesterUnknown2025 = scenario('contact-change-requester-unknown-2025', {
  headline: REQUESTER_UNKNOWN,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [steps.inviteInPortal, steps.chooseRequester, steps.askCustomerForProof, steps.askResellerForInvoice, steps.authoriseReseller, steps.chooseProofFound],
  reply: [
    [replies.tryInviteFirst, "If that isn't possible, could you tell me which company you are writing for, and what your role is?"],
    replies.proofFromEither,
  ],
  note: [records.resold, asked.contactByUnknown, "Changed nothing. Suggested self-service, and asked for the requester's role and proof."],
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
});

export const contactChangeResellerNoInvoice = scenario('contact-change-reseller-no-invoice', {
  headline: 'Contact change for {customer}: the reseller sent no matching invoice.',
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeBeforeInvoice, doNot.revealSoldTo],
  steps: [
    step('ask-invoice', 'Ask the requester for a copy of the invoice for {subscription}, made out to {invoiceOwner}.'),
    steps.askForSoldToTicket,
    steps.waitForProof,
    steps.chooseInvoiceWhenItComes,
  ],
  reply: [replies.needInvoiceOrTicket, "Please add the invoice here, or ask your customer to write to us. Until then I can't change anything."],
  note: [
    records.resold,
    asked.contactByReseller,
    'There is no matching invoice. Changed nothing, and asked for one or for a ticket from the current Sold-To contact.',
  ],
  newer: handbook.RESELLER_MAY_VOUCH,
  source: handbook.resellerRequests('R5', 'R6', 'R7'),
});
