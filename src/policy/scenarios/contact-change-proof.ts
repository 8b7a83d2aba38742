import { after, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const COLLEAGUE_VOUCHES = "Contact change for {customer}: a colleague's word isn't proof.";
const WITH_INVOICE = 'Contact change for {customer}: there is an invoice to check.';
const OWN_INVOICE = "Contact change for {customer}: their own invoice isn't proof for a resold subscription.";

export const contactChangeColleague = scenario('contact-change-colleague', {
  headline: COLLEAGUE_VOUCHES,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [steps.declineColleague, steps.askCustomerForProof, steps.askResellerForInvoice, steps.waitForProof, steps.chooseProofWhenItComes],
  reply: [replies.colleagueIsNoProof, replies.sendProof],
  note: [records.resold, asked.contactWithColleague, done.staffCannotVouch, 'Asked for proof.'],
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
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
  note: [records.resold, asked.contactWithColleague, done.staffCannotVouch, 'Asked for self-service or proof.'],
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
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
    ["I've changed the contact for {subscription} as you asked.", replies.licenceGoesToContact],
    'The order itself stays with {reseller}, and you still request changes to the subscription from them.',
  ],
  note: [records.resold, asked.contactByCustomer, 'The reseller sent a matching invoice and is authorised in writing.', done.contactChanged],
  newer: handbook.SELF_SERVICE_FIRST,
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
});

export const contactChangeInvoice2025 = scenario('contact-change-invoice-2025', {
  headline: WITH_INVOICE,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [
    steps.inviteInPortal,
    steps.compareInvoice,
    steps.confirmAuthorisation,
    steps.requireDistributorInvoice,
    after(['check-invoice', 'authorised'], steps.addContactToAccount),
    steps.keepSoldTo,
    steps.resendLicence,
  ],
  reply: [
    ["Thanks for the invoice for {subscription}. I've changed the contact as you asked.", replies.licenceGoesToContact],
    'Next time, a current contact can invite a new one in the Customers Portal.',
  ],
  note: [
    records.resold,
    'a contact change, with the invoice',
    "The invoice matches the subscription and the invoice owner, and self-service wasn't possible.",
    done.contactChanged,
  ],
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
});

export const contactChangeOwnInvoice = scenario('contact-change-own-invoice', {
  headline: OWN_INVOICE,
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [
    steps.declineOwnInvoice,
    steps.customerAddsReseller,
    steps.askResellerForInvoiceAfterwards,
    steps.acceptOtherProof,
    steps.waitForProof,
    steps.chooseProofWhenItComes,
  ],
  reply: [replies.ownInvoiceIsNoProof, replies.copyYourResellerIn],
  note: [
    records.resold,
    asked.contactWithOwnInvoice,
    "Explained that this invoice isn't proof for a resold subscription. Asked the customer to add the reseller and authorise them in writing.",
  ],
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
});

export const contactChangeOwnInvoice2025 = scenario('contact-change-own-invoice-2025', {
  headline: OWN_INVOICE,
  policy: '2025',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoiceOrVouch, doNot.revealSoldTo],
  steps: [
    steps.inviteInPortal,
    steps.declineOwnInvoice,
    steps.customerAddsReseller,
    steps.askResellerForInvoiceAfterwards,
    steps.acceptOtherProof,
    steps.waitForProof,
    steps.chooseProofWhenItComes,
  ],
  reply: [replies.ownInvoiceIsNoProof, replies.copyYourResellerIn, replies.inviteIsQuicker],
  note: [
    records.resold,
    asked.contactWithOwnInvoice,
    "Suggested self-service. Explained that the customer's invoice isn't proof, and that the reseller can join if authorised in writing.",
  ],
  source: handbook.associatingPurchases('R5', 'R6', 'R7'),
});

export const contactChangeResellerInvoice = scenario('contact-change-reseller-invoice', {
  headline: 'Contact change for {customer}: the reseller sent an invoice.',
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeBeforeInvoice, doNot.revealSoldTo],
  steps: [
    steps.compareInvoice,
    steps.requireDistributorInvoice,
    after(['check-invoice'], steps.addContact),
    steps.resendLicence,
    step('explain-changed', 'Tell the requester that the contact has been changed. Name nobody and attach nothing.'),
  ],
  reply: [["Thanks for the invoice. I've changed your customer's contact for {subscription} as you asked.", replies.licenceGoesToContact]],
  note: [
    records.resold,
    asked.contactByReseller,
    'The invoice matches the subscription and the invoice owner. Changed the contact; the licence goes only to the new Sold-To contact.',
  ],
  newer: handbook.SELF_SERVICE_FIRST,
  source: handbook.resellerRequests('R5', 'R6', 'R7'),
});

export const contactChangeResellerVouches = scenario('contact-change-reseller-vouches', {
  headline: "Contact change for {customer}: the reseller's word isn't proof.",
  policy: 'seed',
  prohibitions: [doNot.sendLicence, doNot.changeBeforeInvoice, doNot.revealSoldTo],
  steps: [
    step('decline-vouch', 'Explain that the word of {reseller} is no proof, not even for a licence that was never activated.'),
    step('ask-invoice', 'Ask {reseller} for a copy of the invoice for {subscription}, made out to {invoiceOwner}.'),
    steps.askForSoldToTicket,
    steps.waitForProof,
    steps.chooseInvoiceWhenItComes,
  ],
  reply: [
    "To change the contact for {subscription}, we need more than the reseller's word. Please send a copy of the invoice for this subscription, or ask the current contact to open a ticket with us.",
    "I can't change anything until we have one of the two.",
  ],
  note: [records.resold, asked.contactWithVouch, "Explained that a vouch isn't proof under this policy. Asked for a copy of the invoice."],
  newer: handbook.RESELLER_MAY_VOUCH,
  source: handbook.resellerRequests('R5', 'R6', 'R7'),
});

export const contactChangeResellerVouches2025 = scenario('contact-change-reseller-vouches-2025', {
  headline: 'Contact change for {customer}: the reseller vouches.',
  policy: '2025',
  prohibitions: [doNot.sendLicence, "change anything without a copy of the invoice unless both checks pass, or on a colleague's word", doNot.revealSoldTo],
  steps: [
    steps.inviteInPortal,
    step('not-activated', "Check whether the licence of {subscription} was ever activated. If it was, a vouch doesn't count.", {
      confirm: 'Did you confirm that the licence was never activated?',
    }),
    step(
      'same-domain',
      'Compare the e-mail domain of the person who vouches with that of the Sold-To contact of {invoiceOwner}, even in a chain of partners.',
      {
        confirm: 'Are the two e-mail domains exactly the same?',
      },
    ),
    step('ask-invoice', 'If either check fails, ask for a copy of the invoice for {subscription}, and stop.'),
    after(['not-activated', 'same-domain'], steps.addContactToAccount),
    steps.keepSoldTo,
    steps.resendLicence,
  ],
  reply: [
    replies.tryInviteFirst,
    [
      "If that isn't possible and the licence was never activated, we can accept the reseller's word after checking who is writing. In all other cases we need a copy of the invoice for this subscription.",
      replies.licenceGoesToEndCustomer,
    ],
  ],
  note: [
    records.resold,
    asked.contactWithVouch,
    'Checked that the licence was never activated and that the e-mail domains match. Changed nothing unless both are true.',
  ],
  source: handbook.associatingPurchases('R5', 'R7'),
});
