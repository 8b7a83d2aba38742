import { after, scenario, step } from '../compose.ts';
import { unless } from '../conditions.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { endedRecently, productIsUnaffected, replies } from '../replies.ts';
import * as steps from '../steps.ts';

const CHANGES_THROUGH_RESELLER = 'Changes go through {reseller}.';
const WANTS_DIRECT_RENEWAL = 'Direct renewal requested.';
const BOUGHT_THROUGH_RESELLER = 'Bought via {reseller}.';

export const resellerChangeSubscription = scenario('reseller-change-subscription', {
  headline: CHANGES_THROUGH_RESELLER,
  prohibitions: [doNot.sellDirectly, "act on a permission you haven't seen in writing", doNot.sendLicence],
  steps: [
    unless('ended-recently', steps.noteWish),
    steps.extension,
    step('to-reseller', 'Tell {customer} to ask {reseller} for it.', { sendsReply: true }),
    step(
      'permission',
      "Go on only if they can't reach {reseller}, insist on ordering from us, or have its permission in writing. Note in {ticket} which of these, and where the permission is.",
    ),
    ...steps.passToSales(steps.askAccountOwner.map((part) => after(['permission'], part))),
  ],
  reply: [
    ['{subscription} was bought through {reseller}, so additions and changes are ordered from them.', replies.tellThem],
    ['If {reseller} allows you to order the change from us, please send me their permission in writing.', replies.cannotReachReseller],
    endedRecently,
  ],
  request: requests.subscriptionChange,
  newer: handbook.NO_EXCEPTIONS,
  source: handbook.resellerRequests('R2', 'R5', 'R15'),
});

export const resellerChangeSubscription2025 = scenario('reseller-change-subscription-2025', {
  headline: CHANGES_THROUGH_RESELLER,
  prohibitions: [doNot.sellDirectly, 'make an exception because {reseller} allows it', doNot.sendLicence],
  steps: [
    unless('ended-recently', steps.noteWish),
    steps.extension,
    step('to-reseller', 'Tell {customer} to order it from {reseller}. The portal shows them the subscription read-only.', { sendsReply: true }),
    step('permission', "Go on only if they can't reach {reseller}, or insist on ordering from us. Note in {ticket} which of the two."),
    ...steps.passToSales(steps.askAccountOwner.map((part) => after(['permission'], part))),
  ],
  reply: [
    [
      '{subscription} was bought through {reseller}, so additions, changes and renewals are ordered from them.',
      replies.tellThem,
      'In the Customers Portal you can view the subscription read-only.',
      productIsUnaffected,
    ],
    replies.cannotReachReseller,
    endedRecently,
  ],
  request: requests.subscriptionChange,
  source: handbook.resellerRequests('R2', 'R5', 'R15'),
});

export const resellerDirectRenewal = scenario('reseller-direct-renewal', {
  headline: WANTS_DIRECT_RENEWAL,
  prohibitions: ['tick "Login activated" before Sales has processed the purchase', doNot.promiseDirectRenewal, doNot.sendLicence],
  steps: [
    step('in-writing', 'Ask {customer} to say in writing whether they want to leave {reseller}.', { settledBy: 'written-wish', sendsReply: true }),
    ...steps.subscriptionFacts,
    steps.extension,
    ...steps.passToSales(steps.askForDirectRenewal),
    after(['ask-sales-direct'], steps.purchaseProcessed),
  ],
  reply: [
    [replies.boughtThroughReseller, 'Our Sales team decides what is possible for a renewal with us.'],
    ['So that I can tell them, please write in one sentence whether you still want to work with {reseller} for this subscription.', replies.nothingChangesYet],
    endedRecently,
  ],
  request: requests.directRenewal,
  newer: handbook.WRITTEN_WISH,
  source: handbook.workingWithSales('R5', 'R8', 'R9', 'R11'),
});

export const resellerDirectRenewal2025 = scenario('reseller-direct-renewal-2025', {
  headline: WANTS_DIRECT_RENEWAL,
  prohibitions: [doNot.promiseDirectRenewal, 'quote {customer} directly while {reseller} holds the subscription', doNot.sendLicence],
  steps: [
    step('to-reseller', 'Tell {customer} that renewals of {subscription} also go through {reseller}.', { sendsReply: true }),
    step('in-writing', 'If they insist, ask {customer} to say in writing whether they want to leave {reseller}.', { settledBy: 'written-wish' }),
    ...steps.subscriptionFacts,
    steps.extension,
    ...steps.passToSales(steps.askForDirectRenewal),
  ],
  reply: [
    '{subscription} was bought through {reseller}, and you renew it with them as well.',
    [
      'If you no longer want to work with {reseller}, please tell me so in one sentence. Our Sales team decides what is then possible.',
      replies.nothingChangesYet,
    ],
    endedRecently,
  ],
  request: requests.directRenewal,
  source: handbook.workingWithSales('R2', 'R5', 'R8'),
});

export const resellerLicenseUpload = scenario('reseller-license-upload', {
  headline: 'Licence upload fails; bought via {reseller}.',
  prohibitions: [doNot.sendLicence, doNot.judgeOverage, 'issue a legacy licence before Sales has the exemption'],
  steps: [
    steps.askUserCounts,
    steps.compareCounts,
    unless(
      'ended-recently',
      step(
        'other-account',
        "If they bought again under another account, check that subscription. It isn't a renewal, and its licence starts without the earlier counts.",
      ),
    ),
    steps.extension,
    ...steps.passLicenceToSales(steps.sendCountsOrAskForExemption),
  ],
  reply: [
    [replies.licenceRefused, replies.sendScreenshot],
    replies.boughtThroughReseller,
    'If you have bought again since, perhaps under another account, please also send me that subscription number.',
    endedRecently,
  ],
  request: requests.licenceUpload,
  source: handbook.licenseUpload('R5', 'R10', 'R14', 'R15', 'R18'),
});

export const resellerNewPurchase = scenario('reseller-new-purchase', {
  headline: 'New purchase: bought via {reseller}.',
  prohibitions: [doNot.callItRenewal, doNot.promiseUserCounts, doNot.sendLicence],
  steps: [
    step('which-purchase', 'Ask whether {customer} wants more of {subscription} or a separate purchase.', { sendsReply: true }),
    unless('ended-recently', step('to-reseller', "If they want more of the same, it's a change and goes through {reseller}.")),
    steps.extension,
    step('counts', 'A separate purchase is new: its licence starts without the earlier user counts. The portal accepts it from 30 days after {endsOn}.'),
    ...steps.passToSales(steps.askAccountOwner),
  ],
  reply: [
    [replies.boughtThroughReseller, 'If you want more of it, please order that from them.'],
    "A separate purchase under another account counts as new rather than as a renewal, and its licence doesn't include the user counts of the earlier subscription. Please tell me which of the two you want.",
    endedRecently,
  ],
  request: requests.newPurchase,
  source: handbook.resellerRequests('R2', 'R5', 'R10'),
});

export const resellerOther = scenario('reseller-other', {
  headline: BOUGHT_THROUGH_RESELLER,
  prohibitions: [doNot.enableLogin, doNot.sendLicence, 'change {subscription} without the reseller'],
  steps: [steps.findOutNeed, steps.pointToReseller, ...steps.subscriptionFacts, steps.extension, ...steps.passToSales(steps.askAccountOwner)],
  reply: ['{subscription} was bought through {reseller}, so changes and invoices go through them.', replies.whatDoYouNeed, endedRecently],
  request: requests.notClear,
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R1', 'R2', 'R4', 'R5', 'R15'),
});

export const resellerOther2025 = scenario('reseller-other-2025', {
  headline: BOUGHT_THROUGH_RESELLER,
  prohibitions: [doNot.sendLicence, 'change or renew {subscription} without the reseller', 'tell {customer} that they cannot sign in'],
  steps: [
    steps.findOutNeed,
    step('to-reseller', 'Point {customer} to {reseller} for changes, renewals and invoices. The portal is read-only.', { sendsReply: true }),
    ...steps.subscriptionFacts,
    steps.extension,
    ...steps.passToSales(steps.askAccountOwner),
  ],
  reply: [
    [
      '{subscription} was bought through {reseller}, so changes, renewals and invoices go through them. You can sign in to the Customers Portal and view it read-only.',
      productIsUnaffected,
    ],
    replies.whatDoYouNeed,
    endedRecently,
  ],
  request: requests.notClear,
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R15'),
});
