import { scenario, step } from '../compose.ts';
import { given, unless } from '../conditions.ts';
import { declineColleague } from '../contact-steps.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const BOUGHT_FROM_US = 'Bought from us, not through a reseller.';

export const direct = scenario('direct', {
  headline: BOUGHT_FROM_US,
  prohibitions: ['send {customer} to a reseller', 'pass {ticket} to Sales as a reseller case'],
  steps: [
    steps.chooseBillingAccountTopic,
    step('usual-page', 'Handle {ticket} as usual for its topic. Nothing here is specific to resellers.'),
    step('other-number', 'If {customer} names a reseller, ask for that subscription number and check it too.'),
    ...steps.findEarlierOwners,
    given('proof:colleague', given('topic:contact-change', declineColleague)),
    given('channel-of-sibling', steps.reportSharedAccount),
  ],
  reply: [
    'Our records show that {subscription} was bought from us, so I can help you with it here.',
    'If a reseller was involved in your purchase, please also send me the number of that subscription.',
  ],
  request: 'something for the usual process',
  source: handbook.resellerRequests('R3'),
});

/** Somebody from a partner asks about a subscription that the partner did not sell. */
export const directByReseller = scenario('direct-by-reseller', {
  headline: 'A partner asks about {customer}, who bought without a reseller.',
  prohibitions: [
    'tell the requester anything about {subscription}',
    'send the requester a licence or code',
    'act for the requester before {customer} has confirmed it in {ticket}',
  ],
  steps: [
    step('check-requester', 'Check whether the requester works for {customer}. If so, set the requester on this card to customer.', { chooses: 'requester' }),
    step('other-number', 'Ask the requester for the subscription number of their own order, and check that subscription.', { sendsReply: true }),
    step('ask-ticket', 'If they write for {customer}, ask for a ticket from the current Sold-To contact, who may copy the requester in there.'),
    steps.partnerSupport,
  ],
  reply: [
    "We can only discuss a subscription with the company that holds it, so I can't say anything about {subscription} here. Please ask your customer to open a ticket with us. They can copy you in there and write that you may act for them.",
    ['If your question is about an order of your own, please send me its subscription number.', replies.partnerSupport],
  ],
  request: "something about a direct customer's subscription, from a partner",
  source: handbook.workingWithSales('R5', 'internal'),
});

export const directEnableLogin = scenario('direct-enable-login', {
  headline: [
    unless('channel-of-sibling', 'Buys from us. Check for a block, then restore the login.'),
    given('channel-of-sibling', 'Buys this from us, but another subscription of the account is resold: no login yet.'),
  ],
  prohibitions: [doNot.enableBeforeChannel, doNot.undoLoginBlock, doNot.readUntickedBox],
  steps: [
    given('channel-of-sibling', steps.reportSharedAccount),
    unless('channel-of-sibling', steps.checkOtherAccount),
    unless(
      'web-direct-deal-known',
      steps.notePurchase('If {customer} bought through Sales, confirm that the purchase has been processed, and note where it is recorded.'),
    ),
    steps.readChannel,
    ...steps.findEarlierOwners,
    steps.ruleOutLoginBlock,
    steps.tickLoginActivated,
    steps.saveSoldToLast,
  ],
  reply: [unless('channel-of-sibling', replies.lastChecks), given('channel-of-sibling', replies.loginWaitsForAccount), replies.signInWithAddress],
  request: requests.restoreLogin,
  newer: handbook.LOGIN_STEPS_REMOVED,
  source: handbook.resellerRequests('R9', 'R10', 'R11', 'R12', 'R13'),
});

export const directEnableLogin2025 = scenario('direct-enable-login-2025', {
  headline: 'Buys from us, so the login should be on.',
  prohibitions: [doNot.undoLoginBlock, doNot.readUntickedBox, doNot.editOtherAccount],
  steps: [
    steps.checkOtherAccount,
    steps.checkPortalRecord,
    steps.sendSignInLink,
    steps.ruleOutLoginBlock,
    steps.tickLoginIfStillOff,
    steps.saveSoldToLast,
    given('channel-of-sibling', steps.reportSharedAccount),
  ],
  reply: [
    ['You should be able to sign in to the Customers Portal with the email address {subscription} is registered with.', replies.askForLink],
    replies.tellWhatYouSee,
  ],
  request: requests.restoreLogin,
  source: handbook.resellerRequests('R10', 'R11', 'R13'),
});

export const directLicenseUpload = scenario('direct-license-upload', {
  headline: BOUGHT_FROM_US,
  prohibitions: [doNot.callItRenewal, 'copy earlier user counts into the licence without checking them', doNot.judgeOverage],
  steps: [
    step('usual-page', 'Work on {ticket} with the handbook page on licence upload errors.'),
    step(
      'counts',
      'Ask whether they had a subscription before, through a reseller or under another account. If so, this one is new, and its licence starts without the earlier user counts.',
    ),
    step('entity', 'If only the billing entity changed, the old subscription names the new one and no reseller is involved.'),
    ...steps.passOtherToSales(steps.askAboutOverage),
  ],
  reply: [
    [replies.licenceRefused, 'Did you have another subscription before, perhaps through a reseller or under another account?', replies.otherAccountIsNew],
    ['If you did, please send me its number.', replies.sendScreenshot],
  ],
  request: requests.licenceUpload,
  source: handbook.licenseUpload('R3', 'R10'),
});
