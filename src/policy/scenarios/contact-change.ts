import type { Policy } from '../../domain/case-facts.ts';
import { type ScenarioTemplate, scenario } from '../compose.ts';
import { given, unless } from '../conditions.ts';
import * as contact from '../contact-steps.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { endedRecently, replies } from '../replies.ts';
import { extension } from '../steps.ts';

type Cells = Record<Policy, ScenarioTemplate>;

/** Returns the scenario under each policy; the id of a later one ends in its name. */
function underEachPolicy(id: string, build: (policy: Policy) => Omit<ScenarioTemplate, 'id'>): Cells {
  const under = (policy: Policy) => scenario(policy === 'seed' ? id : `${id}-${policy}`, build(policy));
  return { seed: under('seed'), '2025': under('2025'), '2026': under('2026') };
}

function prohibitionsOf(policy: Policy) {
  const change =
    policy === 'seed'
      ? [unless('requester:reseller', doNot.changeWithoutInvoice), given('requester:reseller', doNot.changeBeforeInvoice)]
      : [doNot.changeWithoutInvoiceOrVouch];
  return [doNot.sendLicence, ...change, doNot.revealSoldTo];
}

/** Returns what a newer page says that differs from the policy. */
function newerThan(policy: Policy) {
  if (policy === '2026') return {};
  return { newer: policy === 'seed' ? handbook.SELF_SERVICE_FIRST : handbook.BILLING_ACCOUNT_MEMBERS };
}

const selfService = (policy: Policy) => (policy === 'seed' ? [] : [contact.inviteInPortal]);
const later = <T>(policy: Policy, part: T) => (policy === 'seed' ? [] : [part]);
const WRONG_PROOF_HEADLINE = [
  'Contact change:',
  given('proof:own-invoice', "the customer's own invoice isn't proof."),
  given('proof:other-subscription-invoice', 'the invoice is for another subscription.'),
  given('proof:other-partner-invoice', 'the invoice comes from another partner.'),
  given('proof:colleague', "a colleague's word isn't proof."),
  given('proof:reseller-vouches', "the reseller's word isn't proof."),
  given(['proof:contact-approval', 'proof:contract', 'proof:loaded-licence'], 'from a reseller, only the invoice is proof.'),
];
const wrongProofReplies = [
  given('proof:own-invoice', replies.ownInvoiceIsNoProof),
  given('proof:other-subscription-invoice', replies.invoiceForOtherSubscription),
  given('proof:other-partner-invoice', replies.invoiceFromOtherPartner),
  given('proof:colleague', replies.colleagueIsNoProof),
  given('proof:reseller-vouches', replies.wordIsNoProof),
  given(['proof:contact-approval', 'proof:contract', 'proof:loaded-licence'], replies.passedOnIsNoProof),
];
const SOURCE = handbook.associatingPurchases('R5', 'R6', 'R7');

/** The customer, or somebody unknown, asks; there is no proof yet unless the Sold-To contact is the one who asks. */
export const contactChangeByCustomer = underEachPolicy('contact-change-by-customer', (policy) => ({
  headline: [
    given('requester-is-sold-to', 'The current Sold-To contact asks.'),
    unless('requester-is-sold-to', given('requester:unknown', 'Contact change: find out who is asking.')),
    unless(['requester-is-sold-to', 'requester:unknown'], 'Contact change: bought via {reseller}.'),
  ],
  prohibitions: prohibitionsOf(policy),
  steps: [
    ...selfService(policy),
    ...[
      contact.chooseRequester,
      unless('requester-is-not-sold-to', contact.checkSoldTo),
      contact.askForProof,
      contact.authoriseReseller,
      contact.chooseProof,
    ].map((part) => unless('requester-is-sold-to', part)),
    ...contact.changeContact(policy, []).map((part) => given('requester-is-sold-to', part)),
    extension,
  ],
  reply: [
    ...later(policy, unless('requester-is-sold-to', replies.tryInviteFirst)),
    ...later(policy, given('requester-is-sold-to', replies.youCanInvite)),
    given('requester-is-sold-to', [replies.soldToAsks, replies.licenceGoesToContact].join(' ')),
    [
      unless('requester-is-sold-to', replies.needProof),
      unless(['requester-is-sold-to', 'requester:unknown'], replies.copyResellerIn),
      unless('requester-is-sold-to', given('requester:unknown', replies.whoAreYou)),
      unless('requester-is-sold-to', given('requester:unknown', replies.proofFromReseller)),
    ],
    given('policy:seed', replies.oneContact),
    endedRecently,
  ],
  request: requests.contactChange,
  ...newerThan(policy),
  source: SOURCE,
}));

/** A reseller asks, and nobody has looked for the invoice, or it is not there. */
export const contactChangeByReseller = underEachPolicy('contact-change-by-reseller', (policy) => ({
  headline: 'A reseller asks to change a contact.',
  prohibitions: prohibitionsOf(policy),
  steps: [
    ...contact.compareRequester,
    unless('proof:none', contact.findInvoice),
    contact.askForInvoice,
    ...later(policy, unless('ended-recently', contact.offerVouch)),
    contact.waitForProof,
    contact.chooseProof,
    extension,
  ],
  reply: [...later(policy, replies.askCustomerToInvite), replies.needInvoiceOrTicket, [replies.nothingBeforeProof, replies.licenceGoesToEndCustomer]],
  request: requests.contactChange,
  ...(policy === 'seed' ? { newer: handbook.RESELLER_MAY_VOUCH } : newerThan(policy)),
  source: policy === 'seed' ? handbook.resellerRequests('R5', 'R6', 'R7') : SOURCE,
}));

/** There is proof other than an invoice: the Sold-To contact asks, a contact approves, a contract, or the loaded licence. */
export const contactChangeWithProof = underEachPolicy('contact-change-proof', (policy) => ({
  headline: 'Contact change: check the proof, then make the change.',
  prohibitions: prohibitionsOf(policy),
  steps: [...selfService(policy), ...contact.checkProof, ...contact.changeContact(policy, ['check-proof']), contact.explainChanged, extension],
  reply: [[replies.thanksForProof, replies.checkingProof, replies.licenceGoesToContact], ...later(policy, replies.inviteNextTime), endedRecently],
  request: requests.contactChange,
  ...newerThan(policy),
  source: SOURCE,
}));

/** The invoice is there and fits. */
export const contactChangeWithInvoice = underEachPolicy('contact-change-invoice', (policy) => ({
  headline: 'Contact change: check the invoice, then make the change.',
  prohibitions: prohibitionsOf(policy),
  steps: [
    contact.checkInvoice,
    unless('requester:reseller', contact.checkAuthorisation),
    ...contact.checkDistributor.map((part) => given('requester:reseller', part)),
    ...contact.changeContact(policy, ['check-invoice', 'authorised']),
    ...(policy === 'seed' ? [contact.explainChanged] : []),
    extension,
  ],
  reply: [[replies.thanksForInvoice, replies.checkingProof, replies.licenceGoesToContact], ...later(policy, replies.inviteNextTime)],
  request: requests.contactChange,
  ...newerThan(policy),
  source: policy === 'seed' ? handbook.resellerRequests('R5', 'R6', 'R7') : SOURCE,
}));

/** The customer, or somebody unknown, brings something that is no proof. */
export const contactChangeWrongProof = underEachPolicy('contact-change-wrong-proof', (policy) => ({
  headline: WRONG_PROOF_HEADLINE,
  prohibitions: prohibitionsOf(policy),
  steps: [
    ...selfService(policy),
    ...contact.declineProof,
    contact.customerAddsReseller,
    contact.askResellerForInvoice,
    contact.acceptOtherProof,
    contact.waitForProof,
    contact.chooseProof,
    extension,
  ],
  reply: [...wrongProofReplies, [replies.copyYourResellerIn, replies.otherProofs], ...later(policy, replies.inviteIsQuicker), endedRecently],
  request: requests.contactChange,
  ...newerThan(policy),
  source: SOURCE,
}));

/** A reseller brings something that is no proof. */
export const contactChangeResellerWrongProof = underEachPolicy('contact-change-reseller-wrong-proof', (policy) => ({
  headline: WRONG_PROOF_HEADLINE,
  prohibitions: prohibitionsOf(policy),
  steps: [...contact.compareRequester, ...contact.declineProof, contact.askForInvoice, contact.waitForProof, contact.chooseProof, extension],
  reply: [...wrongProofReplies, replies.needInvoiceOrTicket, [replies.nothingBeforeProof, replies.licenceGoesToEndCustomer]],
  request: requests.contactChange,
  ...(policy === 'seed' ? { newer: handbook.RESELLER_MAY_VOUCH } : newerThan(policy)),
  source: SOURCE,
}));

/** The reseller vouches, which the newer pages accept on two conditions. */
export const contactChangeResellerVouches = (['2025', '2026'] as const).map((policy) =>
  scenario(`contact-change-reseller-vouches-${policy}`, {
    headline: 'Contact change: the reseller vouches.',
    prohibitions: prohibitionsOf(policy),
    steps: [
      contact.notActivated,
      contact.sameDomain,
      unless('ended-recently', contact.invoiceIfCheckFails),
      ...contact.changeContact(policy, ['not-activated', 'same-domain']),
      extension,
    ],
    reply: [
      given('requester:reseller', replies.askCustomerToInvite),
      unless('requester:reseller', replies.tryInviteFirst),
      [...replies.wordBeforeActivation, replies.licenceGoesToEndCustomer],
    ],
    request: requests.contactChange,
    ...newerThan(policy),
    source: handbook.associatingPurchases('R5', 'R7'),
  }),
);

const DIRECT = ['verdict:direct', 'verdict:transition-complete'] as const;

/** A colleague asks in a request of their own, whatever they bring. */
export const contactChangeInternal = scenario('contact-change-internal', {
  headline: 'A colleague asks to change a contact.',
  prohibitions: [
    unless(DIRECT, doNot.sendLicenceToInternalAddress),
    given(DIRECT, 'send a licence or code to an address from an internal request'),
    doNot.changeForColleague,
    doNot.revealSoldToOrCustomer,
  ],
  steps: [
    contact.declineColleague,
    unless('policy:seed', contact.inviteInPortal),
    unless(DIRECT, contact.askForTicket),
    given(DIRECT, contact.askCurrentContact),
    contact.changeInThatTicket,
    contact.closeInternalRequest,
    extension,
  ],
  reply: [],
  colleagueReply: [[replies.noChangeOnAWord, ...replies.openTicketInstead, replies.continueThere], unless('policy:seed', replies.needsNeither)],
  request: requests.contactChange,
  source: SOURCE,
});
