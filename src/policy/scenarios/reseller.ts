import { after, onceDirect, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const CHANGES_THROUGH_RESELLER = 'Changes for {customer} go through {reseller}.';
const WANTS_DIRECT_RENEWAL = '{customer} bought through a reseller and wants to renew with us.';
const READ_ONLY = 'Read-only login: {customer} bought via {reseller}.';
const BOUGHT_THROUGH_RESELLER = '{customer} bought through {reseller}.';

export const resellerChangeSubscription = scenario('reseller-change-subscription', {
  headline: CHANGES_THROUGH_RESELLER,
  policy: 'seed',
  prohibitions: [doNot.sellDirectly, "act on a permission you haven't seen in writing", doNot.sendLicence],
  steps: [
    steps.noteWish,
    step('to-reseller', 'Tell {customer} to ask {reseller} for it.'),
    step('permission', 'If {reseller} allows a direct change in writing, note in {ticket} where it says so.'),
    step(
      'set-issue-type',
      'If you have that permission, or the reseller can\'t be reached: set "Sales-assistance required", then "Reseller" as the issue type.',
    ),
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    ['{subscription} was bought through {reseller}, so additions and changes are ordered from them.', replies.tellThem],
    ['If {reseller} allows you to order the change from us, please send me their permission in writing.', replies.cannotReachReseller],
  ],
  note: [
    records.resold,
    asked.subscriptionChange,
    "Pointed to the reseller. Passed to Sales only with written permission, or if the reseller can't be reached.",
  ],
  newer: handbook.NO_EXCEPTIONS,
  source: handbook.resellerRequests('R2', 'R5', 'R15'),
});

export const resellerChangeSubscription2025 = scenario('reseller-change-subscription-2025', {
  headline: CHANGES_THROUGH_RESELLER,
  policy: '2025',
  prohibitions: [doNot.sellDirectly, 'make an exception because {reseller} allows it', doNot.sendLicence],
  steps: [
    steps.noteWish,
    step('to-reseller', 'Tell {customer} to order it from {reseller}. The portal shows them the subscription read-only.'),
    step('set-issue-type', 'If the reseller can\'t be reached, set the issue type to "Sales-assistance required", then "Reseller".'),
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    [
      '{subscription} was bought through {reseller}, so additions, changes and renewals are ordered from them.',
      replies.tellThem,
      'In the Customers Portal you can view the subscription but not change it; your product is not affected by that.',
    ],
    replies.cannotReachReseller,
  ],
  note: [
    records.resold,
    asked.subscriptionChange,
    "Pointed to the reseller, whose permission makes no exception. Passed to Sales only if the reseller can't be reached.",
  ],
  source: handbook.resellerRequests('R2', 'R5', 'R15'),
});

export const resellerDirectRenewal = scenario('reseller-direct-renewal', {
  headline: WANTS_DIRECT_RENEWAL,
  policy: 'seed',
  prohibitions: ['tick "Login activated" before Sales has processed the purchase', doNot.promiseDirectRenewal, doNot.sendLicence],
  steps: [
    step('in-writing', 'Ask {customer} to say in writing whether they want to leave {reseller}.'),
    steps.noteEndDate,
    steps.setIssueType,
    ...steps.askAndMark(steps.askSalesAboutRenewal),
    after(
      ['ask-sales-direct'],
      steps.notePurchase(`If Sales is silent for 24 hours, weekends and holidays left out, ask one level higher. ${steps.WHEN_PROCESSED}`),
    ),
    after(['purchase-processed'], onceDirect(steps.restoreLogin)),
  ],
  reply: [
    [replies.boughtThroughReseller, "I'll tell our Sales team that you would like to renew with us, and ask them to contact you.", replies.salesKnowsMore],
    'To help them, please tell me in one sentence whether you still want to work with {reseller} for this subscription. Nothing changes until Sales has talked to you.',
  ],
  note: [records.resold, asked.directRenewal, done.salesTold, 'No login before the purchase is processed.'],
  newer: handbook.WRITTEN_WISH,
  source: handbook.workingWithSales('R5', 'R8', 'R9', 'R11'),
});

export const resellerDirectRenewal2025 = scenario('reseller-direct-renewal-2025', {
  headline: WANTS_DIRECT_RENEWAL,
  policy: '2025',
  prohibitions: [doNot.promiseDirectRenewal, 'quote {customer} directly while {reseller} holds the subscription', doNot.sendLicence],
  steps: [
    step('to-reseller', 'Tell {customer} that renewals of {subscription} also go through {reseller}.'),
    step('in-writing', 'If they insist, ask {customer} to say in writing whether they want to leave {reseller}.'),
    steps.noteEndDate,
    steps.setIssueType,
    ...steps.toSales(steps.askSalesAboutRenewal),
  ],
  reply: [
    '{subscription} was bought through {reseller}, and you renew it with them as well.',
    [
      "If you no longer want to work with {reseller}, please tell me so in one sentence. I'll pass that to our Sales team and ask them to contact you.",
      replies.salesKnowsMore,
    ],
  ],
  note: [records.resold, asked.directRenewal, done.salesTold],
  source: handbook.workingWithSales('R2', 'R5', 'R8'),
});

export const resellerEnableLogin = scenario('reseller-enable-login', {
  headline: 'No login yet: {customer} bought via {reseller}.',
  policy: 'seed',
  prohibitions: [doNot.enableLogin, "assume a direct renewal that Zuora doesn't show, or promise a date", doNot.sendLicence],
  steps: [
    step('other-account', 'Ask {customer} what they bought. If it was under another account, check that subscription and follow its card.'),
    step('explain-login-waits', 'Tell {customer} that the login waits until Sales has processed a purchase from us.'),
    ...steps.toSales(steps.askSales('ask-sales-direct', 'Post in Chatter that {customer} originally bought via {reseller}, and ask about a direct purchase.')),
    after(['ask-sales-direct'], steps.notePurchase(`${steps.WHEN_PROCESSED} Zuora must also show "Non-Reseller".`)),
    after(['purchase-processed'], onceDirect(steps.restoreLogin)),
  ],
  reply: [
    "Our records show {subscription} as bought through {reseller}. We can set up a Customers Portal sign-in once a direct purchase from us has been processed. I don't see one yet.",
    ['Could you tell me what you bought from us and when, including the order or subscription number?', replies.willAskSales],
  ],
  note: [
    records.resold,
    asked.restoreLogin,
    'No direct purchase shows; asked Sales about it. The login waits for a processed purchase and the channel "Non-Reseller".',
  ],
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R5', 'R9', 'R10', 'R11'),
});

export const resellerEnableLogin2025 = scenario('reseller-enable-login-2025', {
  headline: READ_ONLY,
  policy: '2025',
  prohibitions: [doNot.undoLoginBlock, doNot.promiseFullLogin, doNot.sendLicence],
  steps: [
    steps.checkPortalRecord,
    steps.findLoginBlock,
    steps.askToEnableLogin,
    steps.explainReadOnly,
    step('other-account', 'If they have since bought from us under another account, check that subscription and follow its own card.'),
    steps.pointToReseller,
  ],
  reply: [
    ['Because {subscription} was bought through {reseller}, the Customers Portal shows it read-only.', replies.readOnlyRights],
    ["I'm checking whether anything keeps you from signing in.", replies.sendNewerNumber],
  ],
  note: [records.resold, asked.restoreLogin, 'A resold customer can sign in read-only. Checked the history for a deliberate block.'],
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R10'),
});

export const resellerLicenseUpload = scenario('reseller-license-upload', {
  headline: 'Upload fails: {customer} bought via {reseller}.',
  prohibitions: [doNot.sendLicence, doNot.judgeOverage, 'issue a legacy licence before Sales has the exemption'],
  steps: [
    steps.askUserCounts,
    step('compare-counts', "Compare users, previous users and true-up with the licence of {subscription}. One of the three doesn't match."),
    step('other-account', "If they bought again under another account, it isn't a renewal, and the licence starts without the earlier counts."),
    step('set-category', 'Set category "Self-managed license related matters" and the subcategory for errors applying a licence.'),
    ...steps.toSales(steps.askSales('ask-sales-counts', 'Send the account owner the three user counts in Chatter (SMB pool: Case): {customer}, {reseller}.')),
  ],
  reply: [
    [replies.licenceRefused, replies.sendScreenshot],
    "{subscription} was bought through {reseller}, so I'll pass the counts to our Sales team. They can tell you how to proceed. If you have bought again since, perhaps under another account, please also send me that subscription number.",
  ],
  note: [records.resold, asked.licenceUpload, 'Asked for the three user counts, which go to the account owner.', done.overageLeftOpen],
  source: handbook.licenseUpload('R5', 'R10', 'R14', 'R15', 'R18'),
});

export const resellerNewPurchase = scenario('reseller-new-purchase', {
  headline: 'New purchase: {customer} bought via {reseller}.',
  prohibitions: [doNot.callItRenewal, doNot.promiseUserCounts, doNot.sendLicence],
  steps: [
    step('which-purchase', 'Ask whether {customer} wants more of {subscription}, or a separate purchase under another account.'),
    step('to-reseller', "If they want more of the same, it's a change and goes through {reseller}."),
    step('counts', 'A separate purchase is new: its licence starts without the earlier user counts. The portal accepts it 30 days after {endsOn}.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    [replies.boughtThroughReseller, 'If you want more of it, please order that from them.'],
    "A separate purchase under another account counts as new rather than as a renewal, and its licence doesn't include the user counts of the earlier subscription. Please tell me which of the two you want, and I'll ask our Sales team to contact you.",
  ],
  note: [
    records.resold,
    'a new purchase',
    'More of the same goes through the reseller. A separate purchase is new, and its licence starts without the earlier counts.',
  ],
  source: handbook.resellerRequests('R2', 'R5', 'R10'),
});

export const resellerOther = scenario('reseller-other', {
  headline: BOUGHT_THROUGH_RESELLER,
  policy: 'seed',
  prohibitions: [doNot.enableLogin, doNot.sendLicence, 'change {subscription} without {reseller}'],
  steps: [steps.findOutNeed, steps.chooseTopic, steps.pointToReseller, steps.setIssueType, ...steps.toSales(steps.askAccountOwner)],
  reply: ['{subscription} was bought through {reseller}, so changes and invoices go through them.', replies.whatDoYouNeed],
  note: [records.resold, asked.notClear, done.needAsked, 'Changes and invoices go through the reseller.'],
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R1', 'R2', 'R4', 'R5', 'R15'),
});

export const resellerOther2025 = scenario('reseller-other-2025', {
  headline: BOUGHT_THROUGH_RESELLER,
  policy: '2025',
  prohibitions: [doNot.sendLicence, 'change or renew {subscription} without {reseller}', 'tell {customer} that they cannot sign in'],
  steps: [
    steps.findOutNeed,
    steps.chooseTopic,
    step('to-reseller', 'Point {customer} to {reseller} for changes, renewals and invoices. The portal is read-only.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    '{subscription} was bought through {reseller}, so changes, renewals and invoices go through them. You can sign in to the Customers Portal and view it read-only; your product is not affected by that.',
    replies.whatDoYouNeed,
  ],
  note: [records.resold, asked.notClear, done.needAsked, 'Changes, renewals and invoices go through the reseller.'],
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R15'),
});

export const resellerSignIn = scenario('reseller-sign-in', {
  headline: 'No portal login: {customer} bought via {reseller}.',
  policy: 'seed',
  prohibitions: [doNot.enableLogin, 'tell {customer} that they can never sign in', doNot.sendLicence],
  steps: [
    steps.askIntent,
    step('gather', 'Note the plan, seats and end date of {subscription}.'),
    step('explain-changes', 'Tell {customer} that {reseller} handles changes, and that you will ask Sales to contact them.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    "Our records show that {subscription} was bought through {reseller}. Such a subscription is managed with the reseller rather than in the Customers Portal, so resetting the password won't help. Your product keeps working as before.",
    [replies.whatWasWantedInPortal, "Changes to the subscription and invoices go through {reseller}. I'll ask our Sales team to contact you."],
  ],
  note: [records.resold, asked.cannotSignIn, done.accountOwnerAsked, 'The login stays as it is.'],
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R14', 'R15'),
});

export const resellerSignIn2025 = scenario('reseller-sign-in-2025', {
  headline: READ_ONLY,
  policy: '2025',
  prohibitions: ['send a password reset as the only answer', doNot.undoLoginBlock, doNot.sendLicence],
  steps: [
    steps.askIntent,
    steps.checkPortalRecord,
    steps.sendSignInLink,
    steps.findLoginBlock,
    steps.askToEnableLogin,
    steps.explainReadOnly,
    steps.pointToReseller,
  ],
  reply: [
    [replies.signInAsRegistered, replies.askForLink, 'Then tell me what you see.'],
    ['Because {subscription} was bought through {reseller}, the portal shows it read-only.', replies.readOnlyRights],
  ],
  note: [records.resold, asked.cannotSignIn, 'Checked the address, the confirmation and blocks in the history. Pass it to Sales only if a change is wanted.'],
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R14'),
});
