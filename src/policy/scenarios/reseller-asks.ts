import { scenario, step } from '../compose.ts';
import { given, unless } from '../conditions.ts';
import { compareRequester } from '../contact-steps.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies, theProductIsUnaffected } from '../replies.ts';
import * as steps from '../steps.ts';

const RESELLER_ASKS_ABOUT_LOGIN = 'A reseller asks about the portal login of {customer}.';
const newOrderIsNewPurchase = given(
  'verdict:former-reseller',
  'That subscription has ended, so a new order is a new purchase, and its licence starts without the earlier user counts.',
);
const extensionThroughSales = given('ended-recently', 'If your customer needs more time, please say so, and I will ask whether it can be extended.');

export const resellerLicenseByReseller = scenario('reseller-license-by-reseller', {
  headline: 'A reseller asks about a licence of {customer}.',
  prohibitions: [doNot.sendLicence, doNot.judgeOverage, doNot.tellMoreThanTheirOrder],
  steps: [
    ...compareRequester.map((part) => unless('ended-recently', part)),
    steps.extension,
    steps.declineLicence,
    step(
      'ask-counts',
      'If an upload fails, ask for a dashboard screenshot from {customer}: users in licence, billable users, maximum users, users over licence.',
    ),
    ...steps.passLicenceToSales(steps.sendCountsForReseller),
  ],
  reply: [
    replies.noLicenceToYou,
    "If a licence doesn't upload, please ask your customer for a screenshot of their instance dashboard with the users in licence, billable users, maximum users and users over licence.",
    extensionThroughSales,
    newOrderIsNewPurchase,
  ],
  request: 'a licence, from a reseller',
  source: handbook.licenseUpload('R5', 'R14', 'R15'),
});

export const resellerLoginByReseller = scenario('reseller-login-by-reseller', {
  headline: RESELLER_ASKS_ABOUT_LOGIN,
  prohibitions: ['tick "Login activated" for {customer} or for {reseller}', doNot.sendLicence, doNot.tellMoreThanTheirOrder],
  steps: [
    ...compareRequester,
    steps.askResellerIntent,
    unless(
      'ended-recently',
      step('explain-to-reseller', 'Tell the requester that changes go through their own order, and that nobody gets a login for it.', { sendsReply: true }),
    ),
    steps.extension,
    ...steps.passToSales(steps.askForReseller),
  ],
  reply: [
    "Subscription {subscription} is managed through your order rather than in the Customers Portal, so I won't change a sign-in for it.",
    [replies.whatWasWantedInPortal, "If your customer's contact has to change, please attach a copy of our invoice for this subscription."],
    extensionThroughSales,
    newOrderIsNewPurchase,
  ],
  request: requests.loginByReseller,
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R9', 'R15'),
});

export const resellerLoginByReseller2025 = scenario('reseller-login-by-reseller-2025', {
  headline: RESELLER_ASKS_ABOUT_LOGIN,
  prohibitions: ['set up a portal login for {reseller}', doNot.sendLicence, doNot.tellMoreThanTheirOrder],
  steps: [
    ...compareRequester.map((part) => unless('ended-recently', part)),
    steps.extension,
    step('explain-read-only', 'Tell the requester that the login belongs to the end customer, who sees the subscription read-only.', { sendsReply: true }),
    step('ask-login-ticket', 'If {customer} cannot sign in, have them open a ticket.'),
    ...steps.passToSales(steps.askForReseller),
  ],
  reply: [
    [
      'The Customers Portal sign-in for {subscription} belongs to your customer, who sees the subscription read-only.',
      theProductIsUnaffected,
      "If your customer can't sign in, please ask them to open a ticket with us.",
    ],
    "Changes and renewals go through your own order. If you need a new contact for your customer, let me know and I'll explain what we need.",
    extensionThroughSales,
    newOrderIsNewPurchase,
  ],
  request: requests.loginByReseller,
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R15'),
});

export const resellerOrderByReseller = scenario('reseller-order-by-reseller', {
  headline: 'A reseller asks about a purchase of {customer}.',
  prohibitions: [doNot.sendLicence, doNot.tellMoreThanTheirOrder, 'promise a price, a discount or a date'],
  steps: [
    ...compareRequester,
    step('note-wish', 'Note what they want for {subscription} (ends {endsOn}): seats, tier, renewal or a new order.'),
    unless('ended-recently', step('explain-to-reseller', 'Tell the requester that Sales handles orders and will get in touch.', { sendsReply: true })),
    steps.extension,
    ...steps.passToSales(steps.askForReseller),
  ],
  reply: [
    'Our Sales team handles orders, changes and renewals for {subscription}. Please tell me what you need: seats, tier and dates.',
    extensionThroughSales,
    newOrderIsNewPurchase,
  ],
  request: 'an order, from a reseller',
  source: handbook.workingWithSales('R2', 'R5', 'R15'),
});

export const resellerOtherByReseller = scenario('reseller-other-by-reseller', {
  headline: 'A reseller asks about {customer}.',
  prohibitions: [doNot.sendLicence, doNot.tellMoreThanTheirOrder, 'put {customer} and the partner in the same Zendesk organisation'],
  steps: [
    ...compareRequester.map((part) => unless('ended-recently', part)),
    steps.extension,
    steps.declineLicence,
    steps.partnerSupport,
    ...steps.passToSales(steps.askSales('ask-sales', 'for an order only, ask Sales to contact {reseller} about {customer}.')),
  ],
  reply: [
    ['If your question is about your order of {subscription}, please tell me what you need, so that I can tell our Sales team.', replies.partnerSupport],
    replies.noLicenceToYou,
    extensionThroughSales,
    newOrderIsNewPurchase,
  ],
  request: 'a question about a customer, from a reseller',
  source: handbook.workingWithSales('R2', 'R5', 'R15'),
});
