import { after, scenario, step } from '../compose.ts';
import { given, unless } from '../conditions.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { endedRecently, productIsUnaffected, replies } from '../replies.ts';
import * as steps from '../steps.ts';

const IS_MOVING = ['earlier-owner-known', 'direct-deal-known'] as const;

/** Names a move to us only where an earlier owner or a direct deal is on record. */
const headline = (moving: string, open: string) => [given(IS_MOVING, moving), unless(IS_MOVING, open)];

export const transitionComplete = scenario('transition-complete', {
  headline: 'Used to buy through a reseller, now buys from us.',
  prohibitions: ['send {customer} back to {earlierOwner}', "take instructions from {earlierOwner} that {customer} hasn't confirmed", doNot.promiseUserCounts],
  steps: [
    step('usual-page', 'Work on {ticket} as for any direct customer. The reseller steps no longer apply.'),
    step('counts', 'If a licence upload fails, compare the user counts. A licence bought under another account starts without the earlier user counts.'),
    step('choose-topic', 'If they also want the login, choose the topic "restore the login" on this card.', { chooses: 'topic' }),
    unless('crm-lists-no-partner', step('tell-crm', "If Salesforce still shows the earlier partner, tell the account owner. Don't change it yourself.")),
  ],
  reply: [
    "Our records show that {subscription} is now with us directly. I can help you with it here, and you don't need your earlier reseller for it.",
    ['If you bought under another account, please send me the number of that subscription.', replies.otherAccountIsNew],
  ],
  request: 'something that no longer concerns the reseller',
  source: handbook.resellerRequests('R10', 'internal'),
});

export const transitionCompleteLogin = scenario('transition-complete-login', {
  headline: 'Now buys from us, so the login may be restored.',
  prohibitions: [doNot.enableBeforeChannel, doNot.undoLoginBlock, doNot.editOtherAccount],
  steps: [
    steps.checkOtherAccount,
    steps.notePurchase('Confirm that Sales has processed the purchase of {customer}, and note where it is recorded.'),
    steps.readChannel,
    ...steps.findOwnerChange,
    steps.ruleOutLoginBlock,
    steps.tickLoginActivated,
    steps.saveSoldToLast,
  ],
  reply: [replies.lastChecks, replies.signInWithAddress],
  request: requests.restoreLogin,
  newer: handbook.LOGIN_STEPS_REMOVED,
  source: handbook.resellerRequests('R9', 'R10', 'R11', 'R12', 'R13'),
});

export const transitionCompleteLogin2025 = scenario('transition-complete-login-2025', {
  headline: 'Now buys from us, so the login should be on.',
  prohibitions: [doNot.undoLoginBlock, doNot.editOtherAccount, 'tell {customer} that the portal is read-only for them'],
  steps: [steps.checkOtherAccount, steps.checkPortalRecord, steps.sendSignInLink, steps.ruleOutLoginBlock, steps.tickLoginIfStillOff, steps.saveSoldToLast],
  reply: [
    [
      'Your subscription {subscription} is with us now, so you should be able to sign in to the Customers Portal with the email address it is registered with.',
      replies.askForLink,
    ],
    replies.tellWhatYouSee,
  ],
  request: requests.signInOrLoginBack,
  source: handbook.resellerRequests('R10', 'R11', 'R13'),
});

export const transitionPending = scenario('transition-pending', {
  headline: headline("Moving to direct: treat as a reseller customer until it's complete.", 'Owner says direct, channel says reseller. Treat as resold.'),
  prohibitions: ['treat {customer} as a direct customer already', 'promise {customer} a date, a change or a licence', doNot.sendLicence],
  steps: [
    steps.noteMissingChannel,
    ...steps.askAndMark(steps.askWhetherProcessed),
    step('as-resold', "If it's urgent, handle it as for a reseller customer. Changes go through the reseller."),
    step('recheck', 'Re-check when Sales confirms, and follow the updated card.'),
    steps.extension,
  ],
  reply: [
    [
      given(IS_MOVING, "Your move from a reseller to us isn't complete in our records yet."),
      unless(IS_MOVING, replies.recordsOpen),
      "I'm finding out what is missing.",
    ],
    "If it's urgent, please tell me, so I can see what is possible before then.",
    endedRecently,
  ],
  request: 'something that waits for complete records',
  source: handbook.resellerRequests('R2', 'R5', 'R8'),
});

export const transitionPendingLogin = scenario('transition-pending-login', {
  headline: headline("Moving to direct, but it isn't complete: no login yet.", 'The channel still says reseller, so no login yet.'),
  prohibitions: ['tick "Login activated" yet', 'promise {customer} a date for the login', doNot.sendLicence],
  steps: [
    steps.noteMissingChannel,
    steps.checkOtherAccount,
    ...steps.askAndMark(steps.askWhetherProcessed),
    after(['ask-sales-direct'], steps.notePurchase(`Check again after two working days. ${steps.PURCHASE_PROCESSED}`)),
    unless('ended-recently', steps.restoreLogin),
    steps.extension,
  ],
  reply: [
    [
      given(IS_MOVING, replies.purchaseNotFinished),
      unless(IS_MOVING, replies.recordsOpen),
      'We can set up a Customers Portal sign-in when a purchase from us is complete in our records.',
    ],
    replies.sendPurchaseNumber,
    endedRecently,
  ],
  request: requests.loginOrRenewal,
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R8', 'R9', 'R10', 'R11'),
});

export const transitionPendingLogin2025 = scenario('transition-pending-login-2025', {
  headline: headline("Moving to direct, but it isn't complete: the login is still read-only.", 'The channel still says reseller, so the login is read-only.'),
  prohibitions: [doNot.undoLoginBlock, 'promise {customer} a date, or a login that lets them make changes', doNot.sendLicence],
  steps: [
    unless('ended-recently', steps.checkOtherAccount),
    steps.extension,
    steps.findLoginBlock,
    step('explain-read-only', 'Tell {customer} that they can sign in and look, and that changes wait until the records are complete.', { sendsReply: true }),
    ...steps.passOtherToSales(steps.askWhetherProcessed),
  ],
  reply: [
    [
      given(IS_MOVING, replies.purchaseNotFinished),
      unless(IS_MOVING, replies.recordsOpen),
      "Until then, the Customers Portal shows the subscription read-only, and you can't change it.",
      productIsUnaffected,
    ],
    replies.sendPurchaseNumber,
    endedRecently,
  ],
  request: requests.loginOrRenewal,
  source: handbook.resellerRequests('R1', 'R8', 'R10'),
});
