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
    step('check-sold-to', 'Check in Zuora whether the requester is the current Sold-To of {subscription}.'),
    steps.askForProofUnlessSoldTo,
    steps.authoriseReseller,
    steps.checkProof,
    after(['check-proof'], steps.addContact),
    steps.resendLicence,
    steps.explainContactChanges,
  ],
  reply: [
    'Before a contact of {subscription} can change, we need to see that the request comes from the right side. Please send one of these: the approval of a present contact, an earlier contract with us, or the licence that is loaded now, as text.',
    [replies.copyResellerIn, 'One contact is kept for a subscription, so for several people a shared mailbox works best.'],
  ],
  note: [records.resold, asked.contactByCustomer, 'Proof of ownership was asked for; without it the reseller joins with written authorisation.'],
  newer: handbook.SELF_SERVICE_FIRST,
  rules: ['R1', 'R2', 'R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
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
    'A present contact of {subscription} can invite a new one in the Customers Portal; please try that first.',
    [
      'If it is not possible, please send one of these: the approval of a present contact, an earlier contract with us, or the licence that is loaded now, as text.',
      replies.copyResellerIn,
    ],
  ],
  note: [records.resold, asked.contactByCustomer, 'Self-service comes first; else proof of ownership, or the reseller joins with written authorisation.'],
  rules: ['R2', 'R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeByReseller = scenario('contact-change-by-reseller', {
  headline: RESELLER_ASKS,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeBeforeInvoice, doNot.revealSoldTo],
  steps: [steps.findInvoice, steps.askForMissingInvoice, steps.compareInvoice, steps.throughDistributor, steps.chooseProofFound],
  reply: [
    replies.needInvoiceOrTicket,
    'Until one of the two is here I cannot change anything, and licences and activation codes go only to the contact of the end customer.',
  ],
  note: [records.resold, asked.contactByReseller, 'Nothing was changed; a copy of the invoice or a ticket by the Sold-To was asked for.'],
  newer: handbook.RESELLER_MAY_VOUCH,
  rules: ['R5', 'R6', 'R7'],
  page: handbook.RESELLER_REQUESTS,
});

export const contactChangeByReseller2025 = scenario('contact-change-by-reseller-2025', {
  headline: RESELLER_ASKS,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [
    steps.inviteInPortal,
    steps.findInvoice,
    steps.askForMissingInvoice,
    step('vouch', 'A licence that was never activated: their word can do; then say on this card that the reseller vouches.'),
    steps.waitForProof,
    steps.chooseProofFound,
  ],
  reply: [
    'A present contact of {subscription} can invite a new one in the Customers Portal; please ask your customer to try that first.',
    [
      'If it is not possible, we need a copy of the invoice for this subscription here, or a ticket that the present contact opens with us. If the licence was never activated, please say so.',
      replies.licenceGoesToEndCustomer,
    ],
  ],
  note: [records.resold, asked.contactByReseller, 'Nothing was changed; self-service, a copy of the invoice or a ticket by the Sold-To was asked for.'],
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeInternal = scenario('contact-change-internal', {
  headline: COLLEAGUE_ASKS,
  policy: 'seed',
  prohibitions: [doNot.sendLicenceToInternalAddress, doNot.changeForColleague, doNot.revealSoldToOrCustomer],
  steps: [steps.declineColleague, steps.askForTicket, steps.changeInThatTicket, steps.closeInternalRequest],
  reply: [replies.openTicketInstead],
  note: [records.resold, asked.contactByColleague, done.ticketAskedFor],
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeInternal2025 = scenario('contact-change-internal-2025', {
  headline: COLLEAGUE_ASKS,
  policy: '2025',
  prohibitions: [doNot.sendLicenceToInternalAddress, doNot.changeForColleague, doNot.revealSoldToOrCustomer],
  steps: [steps.declineColleague, steps.inviteInPortal, steps.askForTicket, steps.changeInThatTicket, steps.closeInternalRequest],
  reply: [replies.openTicketInstead, 'Often neither is needed: a present contact can invite a new one in the Customers Portal.'],
  note: [records.resold, asked.contactByColleague, done.ticketAskedFor],
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeRequesterUnknown = scenario('contact-change-requester-unknown', {
  headline: REQUESTER_UNKNOWN,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [steps.chooseRequester, steps.askCustomerForProof, steps.askResellerForInvoice, steps.authoriseReseller, steps.chooseProofFound],
  reply: [
    'Before a contact of {subscription} can change, could you tell me for which company you are writing, and in which role?',
    'From the customer we need the approval of a present contact, an earlier contract with us, or the loaded licence as text; from a reseller, a copy of the invoice for this subscription.',
  ],
  note: [records.resold, asked.contactByUnknown, 'Nothing was changed; role and proof were asked for.'],
  newer: handbook.RESELLER_MAY_VOUCH,
  rules: ['R5', 'R6', 'R7'],
  page: handbook.RESELLER_REQUESTS,
});

export const contactChangeRequesterUnknown2025 = scenario('contact-change-requester-unknown-2025', {
  headline: REQUESTER_UNKNOWN,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [steps.inviteInPortal, steps.chooseRequester, steps.askCustomerForProof, steps.askResellerForInvoice, steps.authoriseReseller, steps.chooseProofFound],
  reply: [
    [replies.tryInviteFirst, 'If it is not possible, could you tell me for which company you are writing, and in which role?'],
    'From the customer we then need the approval of a present contact, an earlier contract with us, or the loaded licence as text; from a reseller, a copy of the invoice for this subscription.',
  ],
  note: [records.resold, asked.contactByUnknown, 'Nothing was changed; self-service was suggested, role and proof were asked for.'],
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeResellerNoInvoice = scenario('contact-change-reseller-no-invoice', {
  headline: 'A reseller asks, without the invoice: contact of {customer}.',
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeBeforeInvoice, doNot.revealSoldTo],
  steps: [
    step('ask-invoice', 'Ask the requester for a copy of the invoice for {subscription}, made out to {invoiceOwner}.'),
    steps.orSoldToTicket,
    steps.waitForProof,
    steps.chooseInvoiceWhenItComes,
  ],
  reply: [
    replies.needInvoiceOrTicket,
    'Please add the copy here, or ask your customer to write to us. Until then I cannot change anything, and licences and activation codes go only to the contact of the end customer.',
  ],
  note: [records.resold, asked.contactByReseller, 'No invoice that fits; nothing was changed. A copy, or a ticket by the current Sold-To, was asked for.'],
  newer: handbook.RESELLER_MAY_VOUCH,
  rules: ['R5', 'R6', 'R7'],
  page: handbook.RESELLER_REQUESTS,
});
