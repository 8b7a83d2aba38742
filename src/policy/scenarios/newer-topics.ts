import { after, scenario, step } from '../compose.ts';
import { given, unless } from '../conditions.ts';
import { askForInvoiceOrTicket, askForProof } from '../contact-steps.ts';
import * as handbook from '../handbook.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const NO_SIGN = 'This is not a sign of a reseller.';
const NO_SIGN_OF_A_RESELLER = 'take this message as a sign of a reseller';
const RESOLD = ['verdict:reseller', 'verdict:former-reseller', 'verdict:transition-pending'] as const;
const PROHIBITIONS = [NO_SIGN_OF_A_RESELLER, doNot.revealSoldTo, given(RESOLD, doNot.sendLicence), unless(RESOLD, doNot.undoLoginBlock)];
const proofOfOwnership = [unless('requester:reseller', askForProof), given('requester:reseller', askForInvoiceOrTicket)];
const changeMembership = after(
  ['ask-proof', 'ask-invoice', 'leave-other', 'history'],
  step('add-membership', 'Add them as a member of the billing account of {account}, with "Login activated" ticked.', {
    confirm: 'Is the proof checked, and any other membership given up in writing?',
  }),
);
const saveSoldTo = after(['add-membership'], step('save-sold-to', steps.SAVE_SOLD_TO_LAST));

export const noBillingAccess2026 = scenario('no-billing-access-2026', {
  headline: `The portal says "no access to the billing account". ${NO_SIGN}`,
  prohibitions: PROHIBITIONS,
  steps: [
    step(
      'find-cause',
      "Find the cause in CustomersDot: they don't manage that billing account, they manage another one, the address is wrong, or there is no such subscription.",
    ),
    ...proofOfOwnership.map((part) => unless('requester-is-sold-to', part)),
    step('leave-other', 'If they are a member of another billing account, have them agree in writing to give it up. A person can have only one.'),
    steps.findLoginBlock,
    changeMembership,
    saveSoldTo,
    steps.extension,
  ],
  reply: [
    ["Group owners don't manage the group's billing account automatically, so you see this message until you are added there.", replies.howItWasBought],
    [
      unless(['requester-is-sold-to', 'requester:reseller'], replies.needProof),
      given('requester:reseller', replies.needInvoiceOrTicket),
      'Please also tell me which email address you sign in with.',
    ],
  ],
  request: 'the message "no access to the billing account"',
  source: handbook.associatingPurchases('internal'),
});

export const alreadyLinked2026 = scenario('already-linked-2026', {
  headline: `The portal says "already linked to another billing account". ${NO_SIGN}`,
  prohibitions: PROHIBITIONS,
  steps: [
    given('requester:reseller', askForInvoiceOrTicket),
    step('find-cause', 'Find in CustomersDot which billing account the invited address belongs to.'),
    step('leave-other', 'Ask the invited person to give up that membership in writing, or to be invited with another address.'),
    changeMembership,
    unless('ended-recently', saveSoldTo),
    steps.extension,
  ],
  reply: [
    ['One person can manage one billing account only, and the invited address already belongs to another one.', replies.howItWasBought],
    'The invited person can either write here that they give up the other account, or be invited again with another email address. Which of the two do you prefer?',
    given('requester:reseller', replies.needInvoiceOrTicket),
  ],
  request: 'the message "already linked to another billing account"',
  source: handbook.associatingPurchases('internal'),
});

export const usageBilling2026 = scenario('usage-billing-2026', {
  headline: '{customer}: there is no public rule for the usage billing of a resold subscription.',
  prohibitions: ['guess whether we or {reseller} bill credits or usage', 'promise a credit, a refund or a price', doNot.sendLicence],
  steps: [
    step('page', 'Read the handbook page on usage billing. It says nothing about subscriptions bought through a reseller.'),
    step('understand', 'Find out what {customer} needs: credits, an invoice, or help with the agent platform.'),
    step('ask-team', 'Ask in the Licensing & Renewals Slack channel who bills this, with the number {subscription}.'),
    step('explain-checking', 'Tell the requester only that you are asking who bills this.', { sendsReply: true }),
    steps.extension,
  ],
  reply: [
    "I'm asking our team who bills the usage of {subscription}, and will get back to you here.",
    'Please tell me which credits or which invoice line this is about.',
  ],
  request: 'usage billing',
  source: handbook.usageBilling('internal'),
});
