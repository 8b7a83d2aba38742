import { after, onceDirect, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const SUBSCRIPTION_ENDED = '{customer} bought through a reseller, and that subscription has ended.';

export const formerReseller = scenario('former-reseller', {
  headline: SUBSCRIPTION_ENDED,
  prohibitions: [doNot.sendLicence, 'extend {subscription} yourself', 'call a new purchase a renewal'],
  steps: [
    step('understand', 'Ask {customer} what they still need for {subscription}, which ended on {endsOn}.'),
    steps.checkNewerPurchase,
    step('choose-topic', 'If they want to buy again or change a contact, choose the topic "new purchase" or "change a contact" on this card.'),
    step('extension', 'If they want more time, tell them that only the account owner can grant it.'),
  ],
  reply: [
    [replies.boughtAndEnded, 'Could you tell me what you still need for it?'],
    [replies.sendNewerNumber, 'If you would like to buy again, please let me know.'],
  ],
  note: [records.ended, asked.notClear, done.needAsked, 'Buying again would be a new purchase.'],
  source: handbook.resellerRequests('R5', 'R10', 'internal'),
});

export const formerResellerLicenseUpload = scenario('former-reseller-license-upload', {
  headline: SUBSCRIPTION_ENDED,
  prohibitions: ['copy earlier user counts into a new licence without checking them', doNot.judgeOverage, doNot.sendLicence],
  steps: [
    step('which-licence', 'Ask which licence is loaded: the one of {subscription}, or one of a newer purchase.'),
    steps.checkNewerPurchase,
    steps.askUserCounts,
    step('compare-counts', 'Compare users, previous users and true-up. A licence from another account starts without the earlier counts.'),
    ...steps.toSales(steps.askSales('ask-sales-counts', 'For true-up, send the account owner the counts in Chatter (SMB pool: Case): {customer}, {reseller}.')),
  ],
  reply: [
    [
      "Which licence are you loading: the one of {subscription}, which ended on {endsOn}, or one from a newer purchase? If it's newer, please send me that subscription number.",
      replies.otherAccountIsNew,
    ],
    replies.sendScreenshot,
  ],
  note: [records.ended, asked.licenceUpload, 'Asked which licence it is, and for the three user counts.', done.overageLeftOpen],
  source: handbook.licenseUpload('R5', 'R10', 'R14'),
});

export const formerResellerLogin = scenario('former-reseller-login', {
  headline: SUBSCRIPTION_ENDED,
  policy: 'seed',
  prohibitions: ['tick "Login activated" while the channel reads "{channel}"', doNot.sayLoginRestores, doNot.sendLicence],
  steps: [
    steps.askIntent,
    steps.checkNewerPurchase,
    steps.chooseNewPurchase,
    steps.notePurchase('If they bought from us, note where the purchase shows once it is processed.'),
    after(['purchase-processed'], onceDirect(steps.restoreLogin)),
  ],
  reply: [
    [replies.boughtAndEnded, 'We can set up a Customers Portal sign-in once a purchase from us has been processed.'],
    [replies.whatWasWantedInPortal, replies.sendNewerNumber],
  ],
  note: [records.ended, asked.signInOrLoginBack, 'No login while the channel is "{channel}".', done.askedNewerPurchase],
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R5', 'R9', 'R11'),
});

export const formerResellerLogin2025 = scenario('former-reseller-login-2025', {
  headline: 'Read-only login for {customer}; their resold subscription has ended.',
  policy: '2025',
  prohibitions: [doNot.undoLoginBlock, doNot.sayLoginRestores, doNot.sendLicence],
  steps: [
    steps.askIntent,
    steps.checkPortalRecord,
    steps.sendSignInLink,
    steps.findLoginBlock,
    steps.askToEnableLogin,
    steps.checkNewerPurchase,
    steps.chooseNewPurchase,
  ],
  reply: [
    [
      replies.signInAsRegistered,
      replies.askForLink,
      "The subscription was bought through {reseller}, so the portal shows it read-only; your product is not affected by that notice. It ended on {endsOn}, and signing in doesn't bring it back.",
    ],
    [replies.whatWasWantedInPortal, replies.sendNewerNumber],
  ],
  note: [records.ended, asked.signInOrLoginBack, done.recordChecked, done.askedNewerPurchase],
  source: handbook.resellerRequests('R1', 'R5'),
});

export const formerResellerNewPurchase = scenario('former-reseller-new-purchase', {
  headline: '{customer} may buy from us, because the resold subscription has ended.',
  prohibitions: ['call it a renewal', doNot.promiseUserCounts, doNot.sendLicence],
  steps: [
    step('nothing-active', 'Make sure that {customer} has no other active subscription.'),
    step('explain-new-purchase', 'Tell {customer} that they may buy from us as a new purchase, because {subscription} ended on {endsOn}.'),
    step('counts', 'Explain that the new licence starts without the earlier user counts.'),
    ...steps.toSales(steps.askSales('ask-sales-direct', 'If they want Sales, say in Chatter that {customer} originally bought via {reseller}.')),
  ],
  reply: [
    [
      replies.boughtAndEnded,
      "You can now buy from us. That counts as a new purchase rather than a renewal, so its licence doesn't include the earlier user counts.",
    ],
    "If you would like to talk to our Sales team about it, let me know and I'll ask them to contact you.",
  ],
  note: [records.ended, 'buying again', 'The customer originally bought through a reseller. Buying now is a new purchase, without the earlier user counts.'],
  source: handbook.resellerRequests('R5', 'R8', 'R10', 'internal'),
});
