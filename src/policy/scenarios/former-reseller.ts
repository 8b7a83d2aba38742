import { after, onceDirect, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const SUBSCRIPTION_ENDED = '{customer} bought through a reseller; that subscription has ended.';

export const formerReseller = scenario('former-reseller', {
  headline: SUBSCRIPTION_ENDED,
  prohibitions: [doNot.sendLicence, 'extend {subscription} yourself', 'call a new purchase a renewal'],
  steps: [
    step('understand', 'Ask {customer} what they still need for {subscription}; it ended on {endsOn}.'),
    steps.checkNewerPurchase,
    step('choose-topic', 'They want to go on: choose the topic "new purchase" on this card. A contact: "change a contact".'),
    step('extension', 'More time is wanted: that is for the account owner to decide.'),
  ],
  reply: [
    [replies.boughtAndEnded, 'Could you tell me what you still need for it?'],
    [replies.sendNewerNumber, 'If you want to go on, please say so.'],
  ],
  note: [records.ended, asked.notClear, 'The need was asked for; going on would be a new purchase.'],
  rules: ['R5', 'R10', 'house'],
  page: handbook.RESELLER_REQUESTS,
});

export const formerResellerLicenseUpload = scenario('former-reseller-license-upload', {
  headline: SUBSCRIPTION_ENDED,
  prohibitions: ['copy earlier user counts into a new licence unchecked', doNot.judgeOverage, doNot.sendLicence],
  steps: [
    step('which-licence', 'Ask which licence is loaded: the one of {subscription}, or one of a newer purchase.'),
    steps.checkNewerPurchase,
    steps.askUserCounts,
    step('compare-counts', 'Compare users, previous users and true-up: bought on another account, it starts without the earlier counts.'),
    ...steps.toSales(
      steps.askSales('ask-sales-counts', 'True-up open: give the account owner the counts in Chatter (SMB pool: Case): {customer}, {reseller}.'),
    ),
  ],
  reply: [
    [
      'Which licence are you loading: the one of {subscription}, which ended on {endsOn}, or one of a newer purchase? For a newer one, please send me that subscription number.',
      replies.otherAccountIsNew,
    ],
    'Please add a screenshot of the dashboard of your instance that shows the users in the licence, the billable users and the maximum users.',
  ],
  note: [records.ended, asked.licenceUpload, 'Asked which licence it is, and for the three counts; no word on an overage.'],
  rules: ['R5', 'R10', 'R14'],
  page: handbook.LICENSE_UPLOAD,
});

export const formerResellerLogin = scenario('former-reseller-login', {
  headline: SUBSCRIPTION_ENDED,
  policy: 'seed',
  prohibitions: ['tick "Login activated" while the channel reads "{channel}"', doNot.sayLoginRestores, doNot.sendLicence],
  steps: [
    steps.askIntent,
    steps.checkNewerPurchase,
    steps.chooseNewPurchase,
    steps.notePurchase('They bought from us: when that purchase is processed, note where it shows.'),
    after(['purchase-processed'], onceDirect(steps.restoreLogin)),
  ],
  reply: [
    [replies.boughtAndEnded, 'A sign-in to the Customers Portal can be set up once a purchase from us has been processed.'],
    [replies.whatWasWanted, replies.sendNewerNumber],
  ],
  note: [records.ended, asked.signInOrLoginBack, 'No login while the channel reads "{channel}"; a newer purchase was asked for.'],
  newer: handbook.READ_ONLY_LOGIN,
  rules: ['R5', 'R9', 'R11'],
  page: handbook.RESELLER_REQUESTS,
});

export const formerResellerLogin2025 = scenario('former-reseller-login-2025', {
  headline: 'Read-only login; the resold subscription of {customer} has ended.',
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
    'You should be able to sign in to the Customers Portal with the address that {subscription} was registered with; please ask there for a new one-time sign-in link, or use your linked GitLab account. It was bought through {reseller}, so the portal shows it read-only; your product is not affected by that notice. It ended on {endsOn}, and a sign-in does not bring it back.',
    [replies.whatWasWanted, replies.sendNewerNumber],
  ],
  note: [records.ended, asked.signInOrLoginBack, 'Address, confirmation and blocks were looked at; a newer purchase was asked for.'],
  rules: ['R1', 'R5'],
  page: handbook.RESELLER_REQUESTS,
});

export const formerResellerNewPurchase = scenario('former-reseller-new-purchase', {
  headline: '{customer} may buy from us: the resold subscription has ended.',
  prohibitions: ['call it a renewal', doNot.promiseUserCounts, doNot.sendLicence],
  steps: [
    step('nothing-active', 'Make sure that no other subscription of {customer} is active.'),
    step('explain-new-purchase', 'Tell {customer} that they may buy from us as a new purchase: {subscription} ended on {endsOn}.'),
    step('counts', 'Say that the new licence starts without the earlier user counts.'),
    ...steps.toSales(steps.askSales('ask-sales-direct', 'Sales wanted: in Chatter, {customer} first had a reseller purchase, from {reseller}.')),
  ],
  reply: [
    [
      replies.boughtAndEnded,
      'You may buy from us now; that counts as a new purchase and not as a renewal, and its licence does not include the earlier user counts.',
    ],
    'If you would like to talk to our Sales team about it, please say so and I will ask them to get in touch with you.',
  ],
  note: [records.ended, 'to buy again', 'The customer first had a reseller purchase; a purchase now is new, without the earlier user counts.'],
  rules: ['R5', 'R8', 'R10', 'house'],
  page: handbook.RESELLER_REQUESTS,
});
