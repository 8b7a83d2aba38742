import { after, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const COLLEAGUE_VOUCHES = "A colleague's word is no proof: contact of {customer}.";
const WITH_INVOICE = 'Contact change, with the invoice: {customer}.';
const OWN_INVOICE = 'Their own invoice is no proof: {customer} bought via a reseller.';

export const contactChangeColleague = scenario('contact-change-colleague', {
  headline: COLLEAGUE_VOUCHES,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [steps.declineColleague, steps.askCustomerForProof, steps.askResellerForInvoice, steps.waitForProof, steps.chooseProofWhenItComes],
  reply: [replies.colleagueIsNoProof, replies.sendProof],
  note: [records.resold, asked.contactWithColleague, done.staffCannotVouch, 'Proof was asked for.'],
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeColleague2025 = scenario('contact-change-colleague-2025', {
  headline: COLLEAGUE_VOUCHES,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [
    steps.declineColleague,
    steps.inviteInPortal,
    steps.askCustomerForProof,
    steps.askResellerForInvoice,
    steps.waitForProof,
    steps.chooseProofWhenItComes,
  ],
  reply: [replies.colleagueIsNoProof, replies.sendProof, replies.inviteIsQuicker],
  note: [records.resold, asked.contactWithColleague, done.staffCannotVouch, 'Self-service or proof was asked for.'],
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeCustomerInvoice = scenario('contact-change-customer-invoice', {
  headline: WITH_INVOICE,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [
    steps.compareInvoice,
    steps.confirmAuthorisation,
    after(['check-invoice', 'authorised'], steps.addContact),
    steps.resendLicence,
    steps.explainContactChanges,
  ],
  reply: [
    ['The contact for {subscription} has been changed as you asked.', replies.licenceGoesToContact],
    'The order itself stays with {reseller}: changes to the subscription go through them as before.',
  ],
  note: [records.resold, asked.contactByCustomer, 'The invoice fits, the reseller sent it with written authorisation; the contact was changed.'],
  newer: handbook.SELF_SERVICE_FIRST,
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeInvoice2025 = scenario('contact-change-invoice-2025', {
  headline: WITH_INVOICE,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [
    steps.inviteInPortal,
    steps.compareInvoice,
    steps.confirmAuthorisation,
    steps.throughDistributor,
    after(['check-invoice', 'authorised'], steps.addContactToAccount),
    steps.keepSoldTo,
    steps.resendLicence,
  ],
  reply: [
    ['The copy of the invoice fits {subscription}, and the contact has been changed as you asked.', replies.licenceGoesToContact],
    'For the next time: a present contact can invite a new one in the Customers Portal.',
  ],
  note: [
    records.resold,
    'a contact change, with the invoice',
    'The copy fits the subscription and the invoice owner; self-service was not possible; the contact was changed.',
  ],
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeOwnInvoice = scenario('contact-change-own-invoice', {
  headline: OWN_INVOICE,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [steps.declineOwnInvoice, steps.customerAddsReseller, steps.thenAskForInvoice, steps.orOtherProof, steps.waitForProof, steps.chooseProofWhenItComes],
  reply: [replies.ownInvoiceIsNoProof, replies.copyYourResellerIn],
  note: [
    records.resold,
    asked.contactWithOwnInvoice,
    'That invoice is no proof for a resold subscription; the reseller was asked to join, authorised in writing.',
  ],
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeOwnInvoice2025 = scenario('contact-change-own-invoice-2025', {
  headline: OWN_INVOICE,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [
    steps.inviteInPortal,
    steps.declineOwnInvoice,
    steps.customerAddsReseller,
    steps.thenAskForInvoice,
    steps.orOtherProof,
    steps.waitForProof,
    steps.chooseProofWhenItComes,
  ],
  reply: [replies.ownInvoiceIsNoProof, replies.copyYourResellerIn, replies.inviteIsQuicker],
  note: [
    records.resold,
    asked.contactWithOwnInvoice,
    'That invoice is no proof for a resold subscription; self-service comes first, else the reseller joins, authorised in writing.',
  ],
  rules: ['R5', 'R6', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const contactChangeResellerInvoice = scenario('contact-change-reseller-invoice', {
  headline: 'A reseller asks, with the invoice: contact of {customer}.',
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeBeforeInvoice, doNot.revealSoldTo],
  steps: [
    steps.compareInvoice,
    steps.throughDistributor,
    after(['check-invoice'], steps.addContact),
    steps.resendLicence,
    step('explain-changed', 'Tell the requester that the contact is changed; name nobody and attach nothing.'),
  ],
  reply: [['The copy of the invoice fits {subscription}, and the contact of your customer has been changed as you asked.', replies.licenceGoesToContact]],
  note: [
    records.resold,
    asked.contactByReseller,
    'The copy of the invoice fits the subscription and the invoice owner; the contact was changed, the licence goes to the new Sold-To alone.',
  ],
  newer: handbook.SELF_SERVICE_FIRST,
  rules: ['R5', 'R6', 'R7'],
  page: handbook.RESELLER_REQUESTS,
});

export const contactChangeResellerVouches = scenario('contact-change-reseller-vouches', {
  headline: 'The word of the reseller is no proof: contact of {customer}.',
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeBeforeInvoice, doNot.revealSoldTo],
  steps: [
    step('decline-vouch', 'Say that the word of {reseller} is no proof, not even for a licence that was never activated.'),
    step('ask-invoice', 'Ask {reseller} for a copy of the invoice for {subscription}, made out to {invoiceOwner}.'),
    steps.orSoldToTicket,
    steps.waitForProof,
    steps.chooseInvoiceWhenItComes,
  ],
  reply: [
    'To change the contact of {subscription}, we need more than the word of the reseller: a copy of the invoice for this subscription, or a ticket that the present contact opens with us.',
    'Until one of the two is here I cannot change anything.',
  ],
  note: [records.resold, asked.contactWithVouch, 'A vouch is no proof under these rules; a copy of the invoice was asked for.'],
  newer: handbook.RESELLER_MAY_VOUCH,
  rules: ['R5', 'R6', 'R7'],
  page: handbook.RESELLER_REQUESTS,
});

export const contactChangeResellerVouches2025 = scenario('contact-change-reseller-vouches-2025', {
  headline: 'The reseller vouches: contact of {customer}.',
  policy: '2025',
  prohibitions: [doNot.sendLicence, "change anything without a copy of the invoice unless both comparisons fit, or on a colleague's word", doNot.revealSoldTo],
  steps: [
    steps.inviteInPortal,
    step('not-activated', 'Look whether the licence of {subscription} was ever activated. If it was, a vouch does not count.', {
      confirm: 'Was the licence never activated?',
    }),
    step('same-domain', 'Compare the mail domain of whoever vouches with that of the Sold-To of {invoiceOwner}, in a chain as well.', {
      confirm: 'Are the two mail domains the same, to the letter?',
    }),
    step('ask-invoice', 'One of the two fails: ask for a copy of the invoice for {subscription}, and stop.'),
    after(['not-activated', 'same-domain'], steps.addContactToAccount),
    steps.keepSoldTo,
    steps.resendLicence,
  ],
  reply: [
    replies.tryInviteFirst,
    [
      'If that is not possible, we can act on the word of the reseller for a licence that was never activated, after a check of who is writing. In all other cases we need a copy of the invoice for this subscription.',
      replies.licenceGoesToEndCustomer,
    ],
  ],
  note: [
    records.resold,
    asked.contactWithVouch,
    'Looked at: whether the licence was never activated, and whether the mail domains are the same. Both fit, or nothing was changed.',
  ],
  rules: ['R5', 'R7'],
  page: handbook.ASSOCIATING_PURCHASES,
});
