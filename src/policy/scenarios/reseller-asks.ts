import { scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const RESELLER_ASKS_ABOUT_LOGIN = 'A reseller asks about the portal login of {customer}.';

export const resellerLicenseByReseller = scenario('reseller-license-by-reseller', {
  headline: 'A reseller asks about a licence of {customer}.',
  prohibitions: [doNot.sendLicence, doNot.judgeOverage, doNot.tellMoreThanTheirOrder],
  steps: [
    steps.compareRequester,
    steps.declineLicence,
    step('ask-counts', 'If an upload fails, get a dashboard screenshot from {customer} with users in licence, billable users and maximum users.'),
    steps.setIssueType,
    ...steps.toSales(steps.askSales('ask-sales-counts', 'Send the account owner the user counts in Chatter (SMB pool: Case): {customer}, {reseller}.')),
  ],
  reply: [
    replies.noLicenceToYou,
    "If a licence doesn't upload, please ask your customer for a screenshot of their instance dashboard with the users in licence, billable users and maximum users. I'll ask our Sales team to contact you about {subscription}.",
  ],
  note: [records.resold, 'a licence, from a reseller', done.noLicenceSent, 'The account owner gets the user counts we have.'],
  source: handbook.licenseUpload('R5', 'R14', 'R15'),
});

export const resellerLoginByReseller = scenario('reseller-login-by-reseller', {
  headline: RESELLER_ASKS_ABOUT_LOGIN,
  policy: 'seed',
  prohibitions: ['tick "Login activated" for {customer} or for {reseller}', doNot.sendLicence, doNot.tellMoreThanTheirOrder],
  steps: [
    steps.compareRequester,
    steps.askResellerIntent,
    step('explain-to-reseller', 'Tell the requester that changes go through their own order, and that you will ask Sales to contact them.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    "Subscription {subscription} is managed through your order rather than in the Customers Portal, so I won't change a sign-in for it.",
    [
      replies.whatWasWantedInPortal,
      "If your customer's contact has to change, please attach a copy of the invoice for this subscription. For everything else, I'll ask our Sales team to contact you.",
    ],
  ],
  note: [records.resold, asked.loginByReseller, 'Enabled nothing.', done.accountOwnerAsked],
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R9', 'R15'),
});

export const resellerLoginByReseller2025 = scenario('reseller-login-by-reseller-2025', {
  headline: RESELLER_ASKS_ABOUT_LOGIN,
  policy: '2025',
  prohibitions: ['set up a portal login for {reseller}', doNot.sendLicence, doNot.tellMoreThanTheirOrder],
  steps: [
    steps.compareRequester,
    steps.askResellerIntent,
    step('explain-read-only', 'Tell the requester that the login belongs to the end customer, who sees the subscription read-only.'),
    step('ask-login-ticket', 'If {customer} cannot sign in, have them open a ticket.'),
    steps.setIssueType,
    ...steps.askAndMark(steps.askSales('ask-sales', 'For a change, ask the account owner in Chatter to contact {customer}, who bought via {reseller}.')),
  ],
  reply: [
    "The Customers Portal sign-in for {subscription} belongs to your customer, who sees the subscription read-only; the product is not affected by that. If your customer can't sign in, please ask them to open a ticket with us.",
    "Changes and renewals go through your own order. If you need a new contact for your customer, let me know and I'll explain what we need.",
  ],
  note: [records.resold, asked.loginByReseller, 'Explained that the login is for the end customer. Set up no login for the reseller.'],
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R15'),
});

export const resellerOrderByReseller = scenario('reseller-order-by-reseller', {
  headline: 'A reseller asks about a purchase of {customer}.',
  prohibitions: [doNot.sendLicence, doNot.tellMoreThanTheirOrder, 'promise a price, a discount or a date'],
  steps: [
    steps.compareRequester,
    step('note-wish', 'Note what they want for {subscription} (ends {endsOn}): seats, tier, renewal or a new order.'),
    step('explain-to-reseller', 'Tell the requester that Sales handles orders, and that you will ask them to get in touch.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    "Our Sales team handles orders, changes and renewals for {subscription}. I'll pass on what you need and ask them to contact you.",
    'If anything is missing, such as seats, tier or dates, please add it here.',
  ],
  note: [records.resold, 'an order, from a reseller', 'Gave the account owner both names, and asked them to get in touch.'],
  source: handbook.workingWithSales('R2', 'R5', 'R15'),
});

export const resellerOtherByReseller = scenario('reseller-other-by-reseller', {
  headline: 'A reseller asks about {customer}.',
  prohibitions: [doNot.sendLicence, doNot.tellMoreThanTheirOrder, 'put {customer} and the partner in the same Zendesk organisation'],
  steps: [
    steps.compareRequester,
    steps.declineLicence,
    step('partner-support', 'If they ask about the partner programme or portal, point them to partner support.'),
    steps.setIssueType,
    ...steps.toSales(steps.askSales('ask-sales', 'For an order, ask the account owner in Chatter to contact {customer} (reseller: {reseller}).')),
  ],
  reply: [
    "Our Sales team answers questions about an order or {subscription}. I'll pass yours on and ask them to contact you. For the partner programme or its portal, please contact partner support.",
    replies.noLicenceToYou,
  ],
  note: [
    records.resold,
    'a question about a customer, from a reseller',
    done.noLicenceSent,
    'Orders go to the account owner, programme questions to partner support.',
  ],
  source: handbook.workingWithSales('R2', 'R5', 'R15'),
});
