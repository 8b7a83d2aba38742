import { scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const BOUGHT_FROM_US = '{customer} bought from us, not through a reseller.';

export const direct = scenario('direct', {
  headline: BOUGHT_FROM_US,
  prohibitions: ['send {customer} to a reseller', 'hand {ticket} to Sales as a reseller case'],
  steps: [
    step('usual-page', 'Leave this workflow: work on {ticket} by the usual page for its topic.'),
    step('other-number', '{customer} names a reseller? Ask for that subscription number and check it too.'),
    step('owner-change', 'Earlier invoice owners unread? Look at the history of {subscription} in Zuora before you rule a reseller out.'),
  ],
  reply: [
    'Our records show that {subscription} was bought from us, so I can help you with it here.',
    'If a reseller was involved in your purchase, please send me the number of that subscription as well.',
  ],
  note: [records.direct, 'something for the usual page', 'The reseller workflow does not apply; no handoff as a reseller case.'],
  rules: ['R3'],
  page: handbook.RESELLER_REQUESTS,
});

export const directEnableLogin = scenario('direct-enable-login', {
  headline: '{customer} buys from us: check for a block, then restore the login.',
  policy: 'seed',
  prohibitions: [doNot.enableBeforeChannel, doNot.undoBlock, doNot.readUntickedBox],
  steps: [
    steps.checkOtherAccount,
    steps.notePurchase('Bought through Sales? Confirm that the purchase of {customer} is processed, and note where it shows.'),
    steps.readChannel,
    steps.findOwnerChange('Earlier invoice owners unread? Look at the history of {subscription} in Zuora.'),
    steps.ruleOutLoginBlock,
    steps.tickLoginActivated,
    steps.saveSoldToLast,
  ],
  reply: [replies.lastChecks, replies.signInWithAddress],
  note: [records.direct, asked.restoreLogin, 'Looked at: processed purchase, channel, earlier owners, deliberate blocks.', done.loginOnSoldToLast],
  newer: handbook.LOGIN_LIST_GONE,
  rules: ['R9', 'R10', 'R11', 'R12', 'R13'],
  page: handbook.RESELLER_REQUESTS,
});

export const directEnableLogin2025 = scenario('direct-enable-login-2025', {
  headline: '{customer} buys from us: the login should be on.',
  policy: '2025',
  prohibitions: [doNot.undoBlock, doNot.readUntickedBox, doNot.editOtherAccount],
  steps: [steps.checkOtherAccount, steps.checkPortalRecord, steps.sendSignInLink, steps.ruleOutLoginBlock, steps.tickLoginIfStillOff, steps.saveSoldToLast],
  reply: [
    ['You should be able to sign in to the Customers Portal with the address that {subscription} is registered with.', replies.askForLink],
    replies.tellWhatYouSee,
  ],
  note: [records.direct, asked.restoreLogin, done.loginUnlessBlocked],
  rules: ['R10', 'R11', 'R13'],
  page: handbook.RESELLER_REQUESTS,
});

export const directLicenseUpload = scenario('direct-license-upload', {
  headline: BOUGHT_FROM_US,
  prohibitions: [doNot.callItRenewal, 'copy earlier user counts into the licence unchecked', doNot.judgeOverage],
  steps: [
    step('usual-page', 'Work on {ticket} by the page on licence upload errors.'),
    step('other-number', 'Ask whether {customer} had another subscription before, perhaps through a reseller or on another account.'),
    step('counts', 'If so, it is a new purchase: its licence starts without the earlier user counts.'),
    step('entity', 'Only the billing entity changed? The old subscription names the new one; no reseller is involved.'),
    ...steps.toSales(steps.askSales('ask-sales-counts', 'A true-up is open: ask the account owner in Chatter (SMB pool: by Case) to talk to {customer}.')),
  ],
  reply: [
    [replies.licenceRefused, 'Did you have another subscription before, perhaps through a reseller or on another account?', replies.otherAccountIsNew],
    'Please send me that subscription number, and a screenshot of the dashboard of your instance that shows the users in the licence, the billable users and the maximum users.',
  ],
  note: [records.direct, asked.licenceUpload, 'Asked for an earlier subscription and the three counts; a purchase on another account is new, not a renewal.'],
  rules: ['R3', 'R10'],
  page: handbook.LICENSE_UPLOAD,
});
