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
  prohibitions: [doNot.sellDirectly, 'act on a permission that you have not seen in writing', doNot.sendLicence],
  steps: [
    steps.noteWish,
    step('to-reseller', 'Tell {customer} to ask {reseller} for it.'),
    step('permission', 'Does {reseller} allow a direct change, in writing? Note in {ticket} where it says so.'),
    step('set-issue-type', 'Only with that permission, or when the reseller cannot be reached: set "Sales-assistance required", "Reseller".'),
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    ['{subscription} was bought through {reseller}, so additions and changes are ordered there.', replies.tellThem],
    'If {reseller} allows you to order the change from us, please send me their permission in writing. If you cannot reach them, tell me so and I will ask our Sales team to get in touch with you.',
  ],
  note: [records.resold, asked.subscriptionChange, 'Pointed to the reseller; passed to Sales only with its written permission or when it cannot be reached.'],
  newer: handbook.NO_EXCEPTION,
  rules: ['R2', 'R5', 'R15'],
  page: handbook.RESELLER_REQUESTS,
});

export const resellerChangeSubscription2025 = scenario('reseller-change-subscription-2025', {
  headline: CHANGES_THROUGH_RESELLER,
  policy: '2025',
  prohibitions: [doNot.sellDirectly, 'make an exception because {reseller} allows it', doNot.sendLicence],
  steps: [
    steps.noteWish,
    step('to-reseller', 'Tell {customer} to ask {reseller} for it; the portal shows them the subscription read-only.'),
    step('set-issue-type', 'Only when the reseller cannot be reached: set "Sales-assistance required", "Reseller".'),
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    [
      '{subscription} was bought through {reseller}, so additions, changes and renewals are ordered there.',
      replies.tellThem,
      'In the Customers Portal you can look at the subscription, but not change it; your product is not affected by that.',
    ],
    'If you cannot reach {reseller}, please tell me and I will ask our Sales team to get in touch with you.',
  ],
  note: [
    records.resold,
    asked.subscriptionChange,
    'Pointed to the reseller; its permission makes no exception; passed to Sales only when it cannot be reached.',
  ],
  rules: ['R2', 'R5', 'R15'],
  page: handbook.RESELLER_REQUESTS,
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
    after(['ask-sales-direct'], steps.notePurchase(`Silent for 24 working hours: ask one level higher. ${steps.WHEN_PROCESSED}`)),
    after(['purchase-processed'], onceDirect(steps.restoreLogin)),
  ],
  reply: [
    [
      replies.boughtThroughReseller,
      'I have told our Sales team that you would like to renew with us, and asked them to get in touch with you; they can say what is possible.',
    ],
    'To help them, please reply with one sentence that says whether you still want to work with {reseller} for this subscription. Nothing changes until Sales has talked to you.',
  ],
  note: [records.resold, asked.directRenewal, done.salesTold, 'No login before the purchase is processed.'],
  newer: handbook.WRITTEN_WISH,
  rules: ['R5', 'R8', 'R9', 'R11'],
  page: handbook.WORKING_WITH_SALES,
});

export const resellerDirectRenewal2025 = scenario('reseller-direct-renewal-2025', {
  headline: WANTS_DIRECT_RENEWAL,
  policy: '2025',
  prohibitions: [doNot.promiseDirectRenewal, 'quote {customer} directly while {reseller} holds the subscription', doNot.sendLicence],
  steps: [
    step('to-reseller', 'Tell {customer} that renewals of {subscription} go through {reseller} as well.'),
    step('in-writing', 'They insist: ask {customer} to say in writing whether they want to leave {reseller}.'),
    steps.noteEndDate,
    steps.setIssueType,
    ...steps.toSales(steps.askSalesAboutRenewal),
  ],
  reply: [
    '{subscription} was bought through {reseller}, and its renewal goes through them as well.',
    'If you no longer want to work with {reseller}, please say so here in one sentence. I pass that to our Sales team and ask them to get in touch with you; they can say what is possible.',
  ],
  note: [records.resold, asked.directRenewal, done.salesTold],
  rules: ['R2', 'R5', 'R8'],
  page: handbook.WORKING_WITH_SALES,
});

export const resellerEnableLogin = scenario('reseller-enable-login', {
  headline: 'No login yet: {customer} bought via {reseller}.',
  policy: 'seed',
  prohibitions: [doNot.enableLogin, 'take a direct renewal for granted that Zuora does not show, or promise a date', doNot.sendLicence],
  steps: [
    step('other-account', 'Ask {customer} what they bought. Bought on another account? Check that subscription: its own card decides.'),
    step('explain-login-waits', 'Tell {customer} that the login waits until Sales has processed a purchase from us.'),
    ...steps.toSales(steps.askSales('ask-sales-direct', 'In Chatter: {customer} first had a reseller purchase, {reseller}; is a direct one under way?')),
    after(['ask-sales-direct'], steps.notePurchase(`${steps.WHEN_PROCESSED} Zuora has to say "Non-Reseller" as well.`)),
    after(['purchase-processed'], onceDirect(steps.restoreLogin)),
  ],
  reply: [
    'Our records show {subscription} as bought through {reseller}. A sign-in to the Customers Portal can be set up once a purchase from us has been processed, and I do not see that yet.',
    ['Could you tell me what you bought from us and when, with the order or subscription number?', replies.askedSales],
  ],
  note: [records.resold, asked.restoreLogin, 'No direct purchase shows; Sales was asked. The login waits for a processed purchase and channel "Non-Reseller".'],
  newer: handbook.READ_ONLY_LOGIN,
  rules: ['R5', 'R9', 'R10', 'R11'],
  page: handbook.RESELLER_REQUESTS,
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
    step('other-account', 'They bought from us since? Bought on another account, check that subscription: its own card decides.'),
    steps.pointToReseller,
  ],
  reply: [
    [
      'Because {subscription} was bought through {reseller}, the Customers Portal shows it read-only: you can view it, manage its contacts and link your group or download the licence.',
      replies.readOnlyPortal,
    ],
    ['I am checking whether anything keeps you from signing in.', replies.sendNewerNumber],
  ],
  note: [records.resold, asked.restoreLogin, 'A resold customer can sign in, read-only; the history was searched for a deliberate block.'],
  rules: ['R1', 'R2', 'R5', 'R10'],
  page: handbook.RESELLER_REQUESTS,
});

export const resellerLicenseUpload = scenario('reseller-license-upload', {
  headline: 'Upload fails: {customer} bought via {reseller}.',
  prohibitions: [doNot.sendLicence, doNot.judgeOverage, 'issue a legacy licence before Sales has the exemption'],
  steps: [
    steps.askUserCounts,
    step('compare-counts', 'Compare users, previous users and true-up with the licence of {subscription}: one of the three does not fit.'),
    step('other-account', 'Bought anew on another account? Then it is no renewal, and the licence starts without the earlier counts.'),
    step('set-category', 'Set category "Self-managed license related matters" and the subcategory about errors applying a licence.'),
    ...steps.toSales(steps.askSales('ask-sales-counts', 'Give the account owner the three counts in Chatter (SMB pool: Case): {customer}, {reseller}.')),
  ],
  reply: [
    [
      replies.licenceRefused,
      'Could you send me a screenshot of the dashboard of your instance that shows the users in the licence, the billable users and the maximum users?',
    ],
    '{subscription} was bought through {reseller}, so I pass the counts to our Sales team, who can say how to go on. If you have bought again since, perhaps on another account, please tell me that subscription number too.',
  ],
  note: [records.resold, asked.licenceUpload, 'The three counts were asked for and go to the account owner; no word on an overage.'],
  rules: ['R5', 'R10', 'R14', 'R15', 'R18'],
  page: handbook.LICENSE_UPLOAD,
});

export const resellerNewPurchase = scenario('reseller-new-purchase', {
  headline: 'New purchase: {customer} bought via {reseller}.',
  prohibitions: [doNot.callItRenewal, doNot.promiseUserCounts, doNot.sendLicence],
  steps: [
    step('which-purchase', 'Ask whether {customer} wants more of {subscription}, or a separate purchase on another account.'),
    step('to-reseller', 'More of the same is a change: it goes through {reseller}.'),
    step('counts', 'Separate: it is new, its licence starts without the earlier user counts; the portal takes it 30 days after {endsOn}.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    [replies.boughtThroughReseller, 'If you want more of it, please order that from them.'],
    'A separate purchase on another account counts as a new purchase and not as a renewal, and its licence does not include the user counts of the earlier subscription. Please tell me which of the two you want. I have asked our Sales team to get in touch with you.',
  ],
  note: [
    records.resold,
    'a new purchase',
    'More of the same goes through the reseller; a separate purchase is new and its licence starts without the earlier counts.',
  ],
  rules: ['R2', 'R5', 'R10'],
  page: handbook.RESELLER_REQUESTS,
});

export const resellerOther = scenario('reseller-other', {
  headline: BOUGHT_THROUGH_RESELLER,
  policy: 'seed',
  prohibitions: [doNot.enableLogin, doNot.sendLicence, 'change {subscription} without {reseller}'],
  steps: [steps.findOutNeed, steps.chooseTopic, steps.pointToReseller, steps.setIssueType, ...steps.toSales(steps.askAccountOwner)],
  reply: ['{subscription} was bought through {reseller}, so changes to it and invoices go through them.', replies.whatDoYouNeed],
  note: [records.resold, asked.notClear, 'The need was asked for; changes and invoices go through the reseller.'],
  newer: handbook.READ_ONLY_LOGIN,
  rules: ['R1', 'R2', 'R4', 'R5', 'R15'],
  page: handbook.RESELLER_REQUESTS,
});

export const resellerOther2025 = scenario('reseller-other-2025', {
  headline: BOUGHT_THROUGH_RESELLER,
  policy: '2025',
  prohibitions: [doNot.sendLicence, 'change or renew {subscription} without {reseller}', 'tell {customer} that they cannot sign in'],
  steps: [
    steps.findOutNeed,
    steps.chooseTopic,
    step('to-reseller', 'For changes, renewals and invoices, point {customer} to {reseller}; the portal is read-only.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    '{subscription} was bought through {reseller}, so changes, renewals and invoices go through them. In the Customers Portal you can sign in and look at it read-only; your product is not affected by that.',
    replies.whatDoYouNeed,
  ],
  note: [records.resold, asked.notClear, 'The need was asked for; changes, renewals and invoices go through the reseller.'],
  rules: ['R1', 'R2', 'R5', 'R15'],
  page: handbook.RESELLER_REQUESTS,
});

export const resellerSignIn = scenario('reseller-sign-in', {
  headline: 'No portal login: {customer} bought via {reseller}.',
  policy: 'seed',
  prohibitions: [doNot.enableLogin, 'tell {customer} that they can never sign in', doNot.sendLicence],
  steps: [
    steps.askIntent,
    step('gather', 'Note plan, seats and end date of {subscription}.'),
    step('explain-changes', 'Tell {customer} that {reseller} handles changes, and that you ask Sales to get in touch.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    'Our records show that {subscription} was bought through {reseller}. Such a subscription is managed together with the reseller rather than in the Customers Portal, so a new password does not help here. Your product keeps working as before.',
    'Could you tell me what you wanted to do in the portal? Changes to the subscription, and invoices, go through {reseller}. I have also asked our Sales team to get in touch with you.',
  ],
  note: [records.resold, asked.cannotSignIn, 'The account owner was asked to reach out; the login stays as it is.'],
  newer: handbook.READ_ONLY_LOGIN,
  rules: ['R1', 'R2', 'R5', 'R14', 'R15'],
  page: handbook.RESELLER_REQUESTS,
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
    'You should be able to sign in to the Customers Portal with the address that the subscription {subscription} was registered with. Please ask there for a new one-time sign-in link, or use your linked GitLab account, and tell me what you see.',
    [
      'Because {subscription} was bought through {reseller}, the portal shows it read-only: you can view it, manage its contacts and link your group or download the licence.',
      replies.readOnlyPortal,
    ],
  ],
  note: [records.resold, asked.cannotSignIn, 'Address, confirmation and blocks in the history were looked at; no handoff unless a change is wanted.'],
  rules: ['R1', 'R2', 'R5', 'R14'],
  page: handbook.RESELLER_REQUESTS,
});
