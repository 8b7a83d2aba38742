import { after, onceDirect, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

export const transitionComplete = scenario('transition-complete', {
  headline: '{customer} used to buy through a reseller and now buys from us.',
  prohibitions: ['send {customer} back to {earlierOwner}', "take instructions from {earlierOwner} that {customer} hasn't confirmed", doNot.promiseUserCounts],
  steps: [
    step('usual-page', 'Work on {ticket} as for any direct customer. The reseller steps no longer apply.'),
    step('counts', 'If a licence fails, compare the three counts. One bought under another account starts without the earlier user counts.'),
    step('choose-topic', 'If they also want the login, choose the topic "restore the login" on this card.'),
    step('tell-crm', "If Salesforce still shows the earlier partner, tell the account owner. Don't change it yourself."),
  ],
  reply: [
    "Our records show that {subscription} is now with us directly. I can help you with it here, and you don't need your earlier reseller for it.",
    ['If you bought under another account, please send me the number of that subscription.', replies.otherAccountIsNew],
  ],
  note: [records.directNow, 'something that no longer concerns the reseller', 'Handled as for a direct customer.'],
  source: handbook.resellerRequests('R10', 'internal'),
});

export const transitionCompleteLogin = scenario('transition-complete-login', {
  headline: '{customer} now buys from us, so the login may be restored.',
  policy: 'seed',
  prohibitions: [doNot.enableBeforeChannel, doNot.undoLoginBlock, doNot.editOtherAccount],
  steps: [
    steps.checkOtherAccount,
    steps.notePurchase('Confirm that Sales has processed the purchase of {customer}, and note where it shows.'),
    steps.readChannel,
    steps.findOwnerChange('If this was a renewal, find where the invoice owner changed from {earlierOwner} in the subscription history.'),
    steps.ruleOutLoginBlock,
    steps.tickLoginActivated,
    steps.saveSoldToLast,
  ],
  reply: [replies.lastChecks, replies.signInWithAddress],
  note: [records.directNow, asked.restoreLogin, 'Checked the processed purchase, the channel, the owner change and deliberate blocks.', done.loginOnSoldToLast],
  newer: handbook.LOGIN_STEPS_REMOVED,
  source: handbook.resellerRequests('R9', 'R10', 'R11', 'R12', 'R13'),
});

export const transitionCompleteLogin2025 = scenario('transition-complete-login-2025', {
  headline: '{customer} now buys from us, so their login should be on.',
  policy: '2025',
  prohibitions: [doNot.undoLoginBlock, doNot.editOtherAccount, 'tell {customer} that the portal is read-only for them'],
  steps: [steps.checkOtherAccount, steps.checkPortalRecord, steps.sendSignInLink, steps.ruleOutLoginBlock, steps.tickLoginIfStillOff, steps.saveSoldToLast],
  reply: [
    [
      'Your subscription {subscription} is with us now, so you should be able to sign in to the Customers Portal with the e-mail address it is registered with.',
      replies.askForLink,
    ],
    replies.tellWhatYouSee,
  ],
  note: [records.directNow, asked.signInOrLoginBack, done.recordChecked, done.loginUnlessBlocked],
  source: handbook.resellerRequests('R10', 'R11', 'R13'),
});

export const transitionPending = scenario('transition-pending', {
  headline: "{customer} is moving to direct, so treat them as a reseller customer until it's complete.",
  prohibitions: ['treat {customer} as a direct customer already', 'promise {customer} a date, a change or a licence', doNot.sendLicence],
  steps: [
    steps.noteMissingChannel,
    ...steps.askAndMark(
      steps.askSales(
        'ask-sales-direct',
        'In Chatter (SMB pool: Case), say that {customer} originally bought via a reseller, and ask for the status of the direct purchase.',
      ),
    ),
    step('as-resold', "If it's urgent, handle it as for a reseller customer. Changes go through {reseller}."),
    step('recheck', 'Re-check when Sales confirms, and follow the updated card.'),
  ],
  reply: [
    "Your move from a reseller to us isn't complete in our records yet. I'll ask our Sales team about it, and get back to you when they have answered.",
    "If it's urgent, please tell me, so I can see what is possible before then.",
  ],
  note: [records.goingDirect, 'something that waits for the direct purchase', done.treatedAsResold, 'Asked Sales whether the purchase is processed.'],
  source: handbook.resellerRequests('R2', 'R5', 'R8'),
});

export const transitionPendingContactChange = scenario('transition-pending-contact-change', {
  headline: '{customer} is moving to direct; a contact change still needs the proof for a resold subscription.',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [
    steps.noteMissingChannel,
    steps.askForProofUnlessSoldTo,
    step('ask-invoice', 'If {reseller} asks, request a copy of the invoice for {subscription}.'),
    steps.checkProof,
    after(['check-proof'], step('add-contact', 'Add the new contact with the contact workflow, and leave the login as it is.')),
    steps.resendLicence,
    step('recheck', "If it isn't urgent, wait until Sales has finished, then re-check and follow the updated card."),
  ],
  reply: [
    "Your move from a reseller to us isn't complete in our records, so I need the same proof as for a reseller purchase. Please send a current contact's approval for {subscription}, an earlier contract with us, or the loaded licence as text.",
    "If it isn't urgent, it will be simpler once our Sales team has completed the move.",
  ],
  note: [records.goingDirect, 'a contact change', done.treatedAsResold, 'Asked for proof, and left the login as it is.'],
  source: handbook.associatingPurchases('R5', 'R6', 'R7', 'internal'),
});

export const transitionPendingLogin = scenario('transition-pending-login', {
  headline: "{customer} is moving to direct, but it isn't complete: no login yet.",
  policy: 'seed',
  prohibitions: ['tick "Login activated" yet', 'promise {customer} a date for the login', doNot.sendLicence],
  steps: [
    steps.noteMissingChannel,
    steps.checkOtherAccount,
    step('explain-login-waits', 'Tell {customer} that the login follows once Sales has processed the purchase.'),
    ...steps.askAndMark(steps.askWhetherProcessed),
    after(['ask-sales-direct'], steps.notePurchase(`Check again after two business days. ${steps.WHEN_PROCESSED}`)),
    after(['purchase-processed'], onceDirect(steps.restoreLogin)),
  ],
  reply: [
    [replies.purchaseNotFinished, 'We can set up a Customers Portal sign-in when our Sales team has processed it.'],
    [replies.willAskSales, replies.sendPurchaseNumber],
  ],
  note: [records.goingDirect, asked.loginOrRenewal, done.askedWhetherProcessed, 'No login before that.'],
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R8', 'R9', 'R10', 'R11'),
});

export const transitionPendingLogin2025 = scenario('transition-pending-login-2025', {
  headline: "{customer} is moving to direct, but it isn't complete: the login is still read-only.",
  policy: '2025',
  prohibitions: [doNot.undoLoginBlock, 'promise {customer} a date, or a login that lets them make changes', doNot.sendLicence],
  steps: [
    steps.noteMissingChannel,
    steps.checkOtherAccount,
    steps.findLoginBlock,
    step('explain-read-only', 'Tell {customer} that they can sign in and look, and that changes wait until Sales has processed the purchase.'),
    ...steps.toSales(steps.askWhetherProcessed),
  ],
  reply: [
    [
      replies.purchaseNotFinished,
      "Until then, the Customers Portal shows the subscription read-only, and you can't change it. Your product is not affected by that.",
    ],
    [replies.willAskSales, replies.sendPurchaseNumber],
  ],
  note: [records.goingDirect, asked.loginOrRenewal, done.askedWhetherProcessed, 'The login is read-only until then.'],
  source: handbook.resellerRequests('R1', 'R8', 'R10'),
});
