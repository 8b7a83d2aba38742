import { scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const BOUGHT_FROM_US = '{customer} bought from us, not through a reseller.';

export const direct = scenario('direct', {
  headline: BOUGHT_FROM_US,
  prohibitions: ['send {customer} to a reseller', 'pass {ticket} to Sales as a reseller case'],
  steps: [
    step('usual-page', 'Handle {ticket} as usual for its topic. Nothing here is specific to resellers.'),
    step('other-number', 'If {customer} names a reseller, ask for that subscription number and check it too.'),
    step('owner-change', 'If the card shows no earlier invoice owners, check the history of {subscription} in Zuora before you rule out a reseller.'),
  ],
  reply: [
    'Our records show that {subscription} was bought from us, so I can help you with it here.',
    'If a reseller was involved in your purchase, please also send me the number of that subscription.',
  ],
  note: [records.direct, 'something for the usual process', "The reseller workflow doesn't apply, so the case isn't passed to Sales as a reseller case."],
  source: handbook.resellerRequests('R3'),
});

export const directEnableLogin = scenario('direct-enable-login', {
  headline: '{customer} buys from us. Check for a block, then restore the login.',
  policy: 'seed',
  prohibitions: [doNot.enableBeforeChannel, doNot.undoLoginBlock, doNot.readUntickedBox],
  steps: [
    steps.checkOtherAccount,
    steps.notePurchase('If {customer} bought through Sales, confirm that the purchase is processed, and note where it shows.'),
    steps.readChannel,
    steps.findOwnerChange('Look for earlier invoice owners in the history of {subscription} in Zuora, unless the card already shows them.'),
    steps.ruleOutLoginBlock,
    steps.tickLoginActivated,
    steps.saveSoldToLast,
  ],
  reply: [replies.lastChecks, replies.signInWithAddress],
  note: [records.direct, asked.restoreLogin, 'Checked the processed purchase, the channel, earlier owners and deliberate blocks.', done.loginOnSoldToLast],
  newer: handbook.LOGIN_STEPS_REMOVED,
  source: handbook.resellerRequests('R9', 'R10', 'R11', 'R12', 'R13'),
});

export const directEnableLogin2025 = scenario('direct-enable-login-2025', {
  headline: '{customer} buys from us, so their login should be on.',
  policy: '2025',
  prohibitions: [doNot.undoLoginBlock, doNot.readUntickedBox, doNot.editOtherAccount],
  steps: [steps.checkOtherAccount, steps.checkPortalRecord, steps.sendSignInLink, steps.ruleOutLoginBlock, steps.tickLoginIfStillOff, steps.saveSoldToLast],
  reply: [
    ['You should be able to sign in to the Customers Portal with the e-mail address {subscription} is registered with.', replies.askForLink],
    replies.tellWhatYouSee,
  ],
  note: [records.direct, asked.restoreLogin, done.recordChecked, done.loginUnlessBlocked],
  source: handbook.resellerRequests('R10', 'R11', 'R13'),
});

export const directLicenseUpload = scenario('direct-license-upload', {
  headline: BOUGHT_FROM_US,
  prohibitions: [doNot.callItRenewal, 'copy earlier user counts into the licence without checking them', doNot.judgeOverage],
  steps: [
    step('usual-page', 'Work on {ticket} with the handbook page on licence upload errors.'),
    step('other-number', 'Ask whether {customer} had another subscription before, perhaps through a reseller or under another account.'),
    step('counts', 'If they did, this is a new purchase, so its licence starts without the earlier user counts.'),
    step('entity', 'If only the billing entity changed, the old subscription names the new one and no reseller is involved.'),
    ...steps.toSales(steps.askSales('ask-sales-counts', 'If a true-up is open, ask the account owner in Chatter (SMB pool: Case) to talk to {customer}.')),
  ],
  reply: [
    [replies.licenceRefused, 'Did you have another subscription before, perhaps through a reseller or under another account?', replies.otherAccountIsNew],
    ['If you did, please send me its number.', replies.sendScreenshot],
  ],
  note: [
    records.direct,
    asked.licenceUpload,
    'Asked for an earlier subscription and the three user counts. A purchase under another account is new, not a renewal.',
  ],
  source: handbook.licenseUpload('R3', 'R10'),
});
