import { scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, records } from '../notes.ts';
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
    step('ask-counts', 'An upload fails: {customer} sends a screenshot of the instance dashboard: users in licence, billable, maximum.'),
    steps.setIssueType,
    ...steps.toSales(steps.askSales('ask-sales-counts', 'Give the account owner the counts in Chatter (SMB pool: by Case): {customer}, {reseller}.')),
  ],
  reply: [
    replies.noLicenceToYou,
    'If a licence does not upload, please ask your customer for a screenshot of the dashboard of their instance that shows the users in the licence, the billable users and the maximum users. I have asked our Sales team to get in touch about {subscription}.',
  ],
  note: [records.resold, 'a reseller asked about a licence', 'No licence or code was sent; the account owner has the counts as far as they came.'],
  rules: ['R5', 'R14', 'R15'],
  page: handbook.LICENSE_UPLOAD,
});

export const resellerLoginByReseller = scenario('reseller-login-by-reseller', {
  headline: RESELLER_ASKS_ABOUT_LOGIN,
  policy: 'seed',
  prohibitions: ['tick "Login activated" for {customer} or for {reseller}', doNot.sendLicence, doNot.tellMoreThanTheirOrder],
  steps: [
    steps.compareRequester,
    steps.askResellerIntent,
    step('explain-to-reseller', 'Tell the requester that changes go through their own order, and that you ask Sales to get in touch.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    'Subscription {subscription} is managed through your order rather than in the Customers Portal, so I am not changing any sign-in for it.',
    'Could you tell me what was to be done in the portal? If the contact of your customer has to change, please attach a copy of the invoice for this subscription. I have asked our Sales team to get in touch about everything else.',
  ],
  note: [records.resold, asked.loginByReseller, 'Nothing was enabled; the account owner was asked to reach out.'],
  newer: handbook.READ_ONLY_LOGIN,
  rules: ['R1', 'R2', 'R5', 'R9', 'R15'],
  page: handbook.RESELLER_REQUESTS,
});

export const resellerLoginByReseller2025 = scenario('reseller-login-by-reseller-2025', {
  headline: RESELLER_ASKS_ABOUT_LOGIN,
  policy: '2025',
  prohibitions: ['set up a portal login for {reseller}', doNot.sendLicence, doNot.tellMoreThanTheirOrder],
  steps: [
    steps.compareRequester,
    steps.askResellerIntent,
    step('explain-read-only', 'Tell the requester that the login belongs to the end customer, who sees the subscription read-only.'),
    step('ask-login-ticket', '{customer} cannot sign in: have them open a ticket of their own.'),
    steps.setIssueType,
    ...steps.askAndMark(steps.askSales('ask-sales', 'A change is wanted: ask the account owner in Chatter to reach out: {customer}, {reseller}.')),
  ],
  reply: [
    'The sign-in to the Customers Portal for {subscription} belongs to your customer, who sees the subscription there read-only; the product is not affected by that. If your customer cannot sign in, please ask them to open a ticket with us.',
    'Changes and renewals go through your own order. If the contact of your customer has to change, please say so and I will explain what we need.',
  ],
  note: [records.resold, asked.loginByReseller, 'The login is for the end customer; no login was set up for the reseller.'],
  rules: ['R1', 'R2', 'R5', 'R15'],
  page: handbook.RESELLER_REQUESTS,
});

export const resellerOrderByReseller = scenario('reseller-order-by-reseller', {
  headline: 'A reseller asks about a purchase of {customer}.',
  prohibitions: [doNot.sendLicence, doNot.tellMoreThanTheirOrder, 'promise a price, a discount or a date'],
  steps: [
    steps.compareRequester,
    step('note-wish', 'Note what is wanted for {subscription}: seats, tier, renewal or a new order; it ends on {endsOn}.'),
    step('explain-to-reseller', 'Tell the requester that orders are for Sales, and that you ask them to get in touch.'),
    steps.setIssueType,
    ...steps.toSales(steps.askAccountOwner),
  ],
  reply: [
    'Orders, changes and renewals for {subscription} are handled by our Sales team. I have passed on what you need and asked them to get in touch with you.',
    'If anything is missing, such as seats, tier or the wanted dates, please add it here.',
  ],
  note: [records.resold, 'a reseller asked about an order', 'The account owner was given both names and asked to reach out.'],
  rules: ['R2', 'R5', 'R15'],
  page: handbook.WORKING_WITH_SALES,
});

export const resellerOtherByReseller = scenario('reseller-other-by-reseller', {
  headline: 'A reseller asks about {customer}.',
  prohibitions: [doNot.sendLicence, doNot.tellMoreThanTheirOrder, 'mix {customer} and the partner in one Zendesk organisation'],
  steps: [
    steps.compareRequester,
    steps.declineLicence,
    step('partner-support', 'They ask about the partner programme or portal: point them to partner support.'),
    steps.setIssueType,
    ...steps.toSales(steps.askSales('ask-sales', 'An order or a subscription: ask the account owner in Chatter to reach out: {customer}, {reseller}.')),
  ],
  reply: [
    'Questions about an order or about {subscription} are for our Sales team; I pass them on and ask them to get in touch with you. Questions about the partner programme or its portal are answered by partner support.',
    replies.noLicenceToYou,
  ],
  note: [
    records.resold,
    'a reseller asked about a customer',
    'No licence or code was sent; orders go to the account owner, programme questions to partner support.',
  ],
  rules: ['R2', 'R5', 'R15'],
  page: handbook.WORKING_WITH_SALES,
});
