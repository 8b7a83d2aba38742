import { after, onceDirect, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

export const transitionComplete = scenario('transition-complete', {
  headline: '{customer} bought through a reseller before and buys from us now.',
  prohibitions: ['send {customer} back to {earlierOwner}', 'take instructions from {earlierOwner} without word from {customer}', doNot.promiseUserCounts],
  steps: [
    step('usual-page', 'Work on {ticket} as for any direct customer; the reseller steps no longer apply.'),
    step('counts', 'A licence that fails: bought on another account, it is new and starts without the earlier user counts; compare the three.'),
    step('choose-topic', 'The login is wanted too: choose the topic "restore the login" for the order of clicks.'),
    step('tell-crm', 'Salesforce still shows the earlier partner? Tell the account owner; change nothing yourself.'),
  ],
  reply: [
    'Our records show that {subscription} is now with us directly, so I can help you with it here and you do not need the earlier reseller for it.',
    'If you have bought on another account, please send me that subscription number: such a purchase counts as new, and its licence does not include the earlier user counts.',
  ],
  note: [records.directNow, 'something that is no longer for the reseller', 'Worked on as for a direct customer.'],
  rules: ['R10', 'house'],
  page: handbook.RESELLER_REQUESTS,
});

export const transitionCompleteLogin = scenario('transition-complete-login', {
  headline: '{customer} buys from us now: the login may be restored.',
  policy: 'seed',
  prohibitions: [doNot.enableBeforeChannel, doNot.undoBlock, doNot.editOtherAccount],
  steps: [
    steps.checkOtherAccount,
    steps.notePurchase('Confirm that Sales has processed the purchase of {customer}, and note where it shows.'),
    steps.readChannel,
    steps.findOwnerChange('A renewal? Find in the history where the invoice owner changed from {earlierOwner}. No renewal: nothing to find.'),
    steps.ruleOutLoginBlock,
    steps.tickLoginActivated,
    steps.saveSoldToLast,
  ],
  reply: [replies.lastChecks, replies.signInWithAddress],
  note: [records.directNow, asked.restoreLogin, 'Looked at: processed purchase, channel, owner change, deliberate blocks.', done.loginOnSoldToLast],
  newer: handbook.LOGIN_LIST_GONE,
  rules: ['R9', 'R10', 'R11', 'R12', 'R13'],
  page: handbook.RESELLER_REQUESTS,
});

export const transitionCompleteLogin2025 = scenario('transition-complete-login-2025', {
  headline: '{customer} buys from us now: the login should be on.',
  policy: '2025',
  prohibitions: [doNot.undoBlock, doNot.editOtherAccount, 'tell {customer} that the portal is read-only for them'],
  steps: [steps.checkOtherAccount, steps.checkPortalRecord, steps.sendSignInLink, steps.ruleOutLoginBlock, steps.tickLoginIfStillOff, steps.saveSoldToLast],
  reply: [
    [
      'Your subscription {subscription} is with us now, so you should be able to sign in to the Customers Portal with the address that it is registered with.',
      replies.askForLink,
    ],
    replies.tellWhatYouSee,
  ],
  note: [records.directNow, asked.signInOrLoginBack, done.loginUnlessBlocked],
  rules: ['R10', 'R11', 'R13'],
  page: handbook.RESELLER_REQUESTS,
});

export const transitionPending = scenario('transition-pending', {
  headline: '{customer} is going direct; treat as bought through a reseller until done.',
  prohibitions: ['treat {customer} as a direct customer already', 'promise {customer} a date, a change or a licence', doNot.sendLicence],
  steps: [
    steps.noteMissingChannel,
    ...steps.askAndMark(
      steps.askSales('ask-sales-direct', 'Ask in Chatter (SMB pool: Case): {customer} first had a reseller purchase; is the direct one processed?'),
    ),
    step('as-resold', 'Urgent before then: handle it as for a reseller customer; changes go through {reseller}.'),
    step('recheck', 'Check again when Sales confirms, and follow the new card.'),
  ],
  reply: [
    'Your move from a reseller to us is not finished in our records yet. I have asked our Sales team where it stands, and I come back to your question when they have answered.',
    'If it is urgent, please tell me, so that I can see what is possible before then.',
  ],
  note: [records.goingDirect, 'something that waits for the direct purchase', 'Treated as resold until done; Sales was asked whether it is processed.'],
  rules: ['R2', 'R5', 'R8'],
  page: handbook.RESELLER_REQUESTS,
});

export const transitionPendingContactChange = scenario('transition-pending-contact-change', {
  headline: '{customer} is going direct; a contact change needs the proof of a resold one.',
  prohibitions: [doNot.sendLicence, doNot.changeWithoutInvoice, doNot.revealSoldTo],
  steps: [
    steps.noteMissingChannel,
    steps.askForProofUnlessSoldTo,
    step('ask-invoice', '{reseller} asks: a copy of the invoice for {subscription}.'),
    steps.checkProof,
    after(['check-proof'], step('add-contact', 'Add the new contact by the contact workflow; leave the login as it is.')),
    steps.resendLicence,
    step('recheck', 'Not urgent: wait until Sales has finished, check again, and follow the new card.'),
  ],
  reply: [
    'Your move from a reseller to us is not finished in our records, so I need the proof that we ask for with a reseller: the approval of a present contact of {subscription}, an earlier contract with us, or the loaded licence as text.',
    'If it is not urgent, it gets simpler once our Sales team has finished the change.',
  ],
  note: [records.goingDirect, 'a contact change', 'Treated as resold until done: proof was asked for, the login was left as it is.'],
  rules: ['R5', 'R6', 'R7', 'house'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const transitionPendingLogin = scenario('transition-pending-login', {
  headline: '{customer} is going direct, but it is not finished: no login yet.',
  policy: 'seed',
  prohibitions: ['tick "Login activated" yet', 'promise {customer} a date for the login', doNot.sendLicence],
  steps: [
    steps.noteMissingChannel,
    steps.checkOtherAccount,
    step('explain-login-waits', 'Tell {customer} that the login follows once Sales has processed the purchase.'),
    ...steps.askAndMark(steps.askWhetherProcessed),
    after(['ask-sales-direct'], steps.notePurchase(`Look after two business days. ${steps.WHEN_PROCESSED}`)),
    after(['purchase-processed'], onceDirect(steps.restoreLogin)),
  ],
  reply: [
    [replies.purchaseNotFinished, 'A sign-in to the Customers Portal can be set up when our Sales team has processed it.'],
    ['I have asked them where it stands.', replies.sendPurchaseNumber],
  ],
  note: [records.goingDirect, asked.loginOrRenewal, done.askedWhetherProcessed, 'No login before that.'],
  newer: handbook.READ_ONLY_LOGIN,
  rules: ['R8', 'R9', 'R10', 'R11'],
  page: handbook.RESELLER_REQUESTS,
});

export const transitionPendingLogin2025 = scenario('transition-pending-login-2025', {
  headline: '{customer} is going direct, but it is not finished: still read-only.',
  policy: '2025',
  prohibitions: [doNot.undoLoginBlock, 'promise {customer} a date, or a login in which they can change things', doNot.sendLicence],
  steps: [
    steps.noteMissingChannel,
    steps.checkOtherAccount,
    steps.findLoginBlock,
    step('explain-read-only', 'Tell {customer} that they can sign in and look; changes wait until Sales has processed the purchase.'),
    ...steps.toSales(steps.askWhetherProcessed),
  ],
  reply: [
    [
      replies.purchaseNotFinished,
      'Until then the Customers Portal shows the subscription read-only: you can look at it, but not change it. Your product is not affected by that.',
    ],
    [replies.askedSales, replies.sendPurchaseNumber],
  ],
  note: [records.goingDirect, asked.loginOrRenewal, done.askedWhetherProcessed, 'Read-only until then.'],
  rules: ['R1', 'R8', 'R10'],
  page: handbook.RESELLER_REQUESTS,
});
