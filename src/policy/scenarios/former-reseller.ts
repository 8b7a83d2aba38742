import { scenario, step } from '../compose.ts';
import { answered } from '../conditions.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const SUBSCRIPTION_ENDED = 'Bought through a reseller; that subscription has ended.';

export const formerReseller = scenario('former-reseller', {
  headline: SUBSCRIPTION_ENDED,
  prohibitions: [doNot.sendLicence, 'extend {subscription} yourself', 'call a new purchase a renewal'],
  steps: [
    step('understand', 'Ask {customer} what they still need for {subscription}, which ended on {endsOn}.', { sendsReply: true }),
    steps.checkNewerPurchase,
    step('choose-topic', 'If they want to buy again or change a contact, choose the topic "new purchase" or "change a contact" on this card.', {
      chooses: 'topic',
    }),
  ],
  reply: [
    [replies.boughtAndEnded, 'Could you tell me what you still need for it?'],
    [replies.sendNewerNumber, 'If you would like to buy again, please let me know.'],
  ],
  request: requests.notClear,
  source: handbook.resellerRequests('R5', 'R10', 'internal'),
});

export const formerResellerLicenseUpload = scenario('former-reseller-license-upload', {
  headline: SUBSCRIPTION_ENDED,
  prohibitions: ['copy earlier user counts into a new licence without checking them', doNot.judgeOverage, doNot.sendLicence],
  steps: [
    step('which-licence', 'Ask which licence is loaded: the one of {subscription}, or one of a newer purchase. If newer, check that subscription.', {
      sendsReply: true,
    }),
    steps.askUserCounts,
    step('compare-counts', 'Compare the counts with that licence. A licence bought under another account is new and starts without the earlier counts.'),
    ...steps.passLicenceToSales(steps.sendCounts),
  ],
  reply: [
    [
      "Which licence are you loading: the one of {subscription}, which ended on {endsOn}, or one from a newer purchase? If it's newer, please send me that subscription number.",
      replies.otherAccountIsNew,
    ],
    replies.sendScreenshot,
  ],
  request: requests.licenceUpload,
  source: handbook.licenseUpload('R5', 'R10', 'R14'),
});

export const formerResellerLogin = scenario('former-reseller-login', {
  headline: SUBSCRIPTION_ENDED,
  prohibitions: ['tick "Login activated" while the channel reads "{channel}"', doNot.sayLoginRestores, doNot.sendLicence],
  steps: [
    ...steps.askIntent,
    steps.checkNewerPurchase,
    steps.chooseNewPurchase,
    steps.notePurchase('If they bought from us, note where the purchase is recorded once it has been processed.'),
    steps.restoreLogin,
  ],
  reply: [
    [replies.boughtAndEnded, 'We can set up a Customers Portal sign-in once a purchase from us has been processed.'],
    [replies.whatWasWantedInPortal, replies.sendNewerNumber],
  ],
  request: requests.signInOrLoginBack,
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R5', 'R9', 'R11'),
});

export const formerResellerLogin2025 = scenario('former-reseller-login-2025', {
  headline: 'Read-only login; the resold subscription has ended.',
  prohibitions: [doNot.undoLoginBlock, doNot.sayLoginRestores, doNot.sendLicence],
  steps: [
    ...steps.askIntent,
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
      "The subscription was bought through {reseller}, so the portal shows it read-only. It ended on {endsOn}, and signing in doesn't bring it back.",
    ],
    [replies.whatWasWantedInPortal, replies.sendNewerNumber],
  ],
  request: requests.signInOrLoginBack,
  source: handbook.resellerRequests('R1', 'R5'),
});

export const formerResellerNewPurchase = scenario('former-reseller-new-purchase', {
  headline: 'May buy from us, because the resold subscription has ended.',
  prohibitions: ['call it a renewal', doNot.promiseUserCounts, doNot.sendLicence],
  steps: [
    ...answered(
      'one-subscription',
      step('nothing-active', 'Make sure that {customer} has no other active subscription.'),
      'no current subscription on {account}',
    ),
    step('explain-new-purchase', 'Tell {customer} that they may buy from us as a new purchase, because {subscription} ended on {endsOn}.', {
      sendsReply: true,
    }),
    step('counts', 'Explain that the new licence starts without the earlier user counts.'),
    ...steps.passToSales(steps.askForNewPurchase),
  ],
  reply: [
    [
      replies.boughtAndEnded,
      "You can now buy from us. That counts as a new purchase rather than a renewal, so its licence doesn't include the earlier user counts.",
    ],
    'If you would like to talk to our Sales team about it, please let me know.',
  ],
  request: 'buying again',
  source: handbook.resellerRequests('R5', 'R8', 'R10', 'internal'),
});
