import type { Step } from '../../domain/scenario.ts';
import { scenario, step } from '../compose.ts';
import { given, type Part, unless } from '../conditions.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { productIsUnaffected, replies, theProductIsUnaffected } from '../replies.ts';
import * as steps from '../steps.ts';

const BOUGHT_ON_MARKETPLACE = 'Bought on {marketplace}.';
const RUN_BY_PROVIDER = '{invoiceOwner} runs the subscription.';

export const alliance = scenario('alliance', {
  headline: 'Use the alliance partner process.',
  prohibitions: ['follow the reseller steps', "add anyone to the partner's Zendesk organisation", 'solve it in Slack instead of {ticket}'],
  steps: [
    step('org-notes', "Read the notes of the ticket's organisation in Zendesk."),
    step('alliance-form', 'Check that {ticket} uses the alliance partner form.'),
    step('not-for-resale', "If it's about software that is not for resale, explain that we don't support it."),
    step('ask-lead', "If it's unclear who bought or who should answer, ask the alliance lead."),
    step('attention', 'If it needs more attention, use the alliance escalation form in Slack. Keep the work in {ticket}.'),
  ],
  reply: [
    "Alliance partners have their own ticket form, which asks for everything we need. If you didn't use it for this ticket, please open one there and mention this ticket in it.",
  ],
  request: 'something for the alliance process',
  source: handbook.allianceTickets('R16'),
});

/** What holds for the marketplace on which it was bought; for both where that is not clear. */
const onAmazon = (one: Step): Part<Step> => unless('marketplace-google', one);
const onGoogle = (one: Step): Part<Step> => unless('marketplace-aws', one);
const askCloudTeam = [
  given('crm-account-missing', step('ask-cloud', 'There is no account in Salesforce: ask the cloud alliance team for {marketplace} in Slack.')),
  unless(
    ['crm-account-missing', 'crm-account-found', 'smb-pool'],
    step('ask-cloud', 'If {customer} has no account in Salesforce, ask the cloud alliance team for {marketplace} in Slack.'),
  ),
];
const GOOGLE_CHANGES = step('google', 'For Google, changes go through Sales, not through the portal. Seats can be reduced only at renewal.');

export const marketplace = scenario('marketplace', {
  headline: BOUGHT_ON_MARKETPLACE,
  prohibitions: [doNot.callMarketplaceReseller, 'change {subscription} in the portal', 'promise a direct renewal'],
  steps: [
    onAmazon(
      step(
        'amazon',
        'Find out how many seats they need. For more than five, point them to a private offer from the AWS sales desk. If they are blocked, a 30-day licence is possible.',
      ),
    ),
    onGoogle(GOOGLE_CHANGES),
    ...askCloudTeam,
    ...steps.passOtherToSales(steps.askOnMarketplace),
  ],
  reply: [
    '{subscription} was bought on {marketplace}, so our Sales team and the marketplace arrange changes and renewals, not the Customers Portal.',
    'Could you tell me what you need, including the number of seats and the date?',
  ],
  request: 'something about a marketplace purchase',
  source: handbook.marketplaceLicenses('R16', 'internal'),
});

export const marketplaceLogin = scenario('marketplace-login', {
  headline: BOUGHT_ON_MARKETPLACE,
  prohibitions: [doNot.callMarketplaceReseller, 'tick "Login activated" before the account owner has answered', doNot.promiseFullLogin],
  steps: [
    onAmazon(
      step(
        'amazon-record',
        'For Amazon, find out what was bought. An image with five default seats has no portal account; for a private offer, check the email address.',
      ),
    ),
    onGoogle(GOOGLE_CHANGES),
    ...askCloudTeam,
    ...steps.passOtherToSales(steps.askOnMarketplace),
  ],
  reply: [
    [replies.boughtOnMarketplace, "Not every marketplace purchase includes a Customers Portal sign-in, so I'm checking what applies to yours."],
    [replies.whatWasWantedInPortal, unless('marketplace-google', 'Did you buy an image or a private offer?'), replies.changesThroughSales],
  ],
  request: requests.signInOrLogin,
  newer: handbook.MARKETPLACE_LOGIN,
  source: handbook.marketplaceLicenses('R1', 'R16', 'internal'),
});

export const marketplaceLogin2025 = scenario('marketplace-login-2025', {
  headline: BOUGHT_ON_MARKETPLACE,
  prohibitions: [doNot.callMarketplaceReseller, doNot.undoLoginBlock, doNot.promiseFullLogin],
  steps: [
    onAmazon(step('what-bought', 'Find out what was bought. An Amazon image with the five default seats comes without a portal account.')),
    steps.checkPortalRecord,
    steps.findLoginBlock,
    step('explain-read-only', 'Tell {customer} that they can sign in read-only and link their own group.', { sendsReply: true }),
    ...steps.askAndMark(steps.askOnMarketplace),
  ],
  reply: [
    [
      replies.boughtOnMarketplace,
      'If you have a subscription account, you can sign in to the Customers Portal, view the subscription read-only and link your own group.',
      productIsUnaffected,
      unless('marketplace-google', "A marketplace image with the default seats doesn't include an account."),
    ],
    ['Could you tell me what you bought, and what you wanted to do?', replies.changesThroughSales],
  ],
  request: requests.signInOrLogin,
  source: handbook.marketplaceLicenses('R1', 'R16', 'internal'),
});

const confirmProvider = step('provider-is-sold-to', 'Confirm in Zuora that the Sold-To contact of {subscription} belongs to {invoiceOwner}.', {
  begunBy: 'open-zuora',
});
const decideLicence = step(
  'licence-by-hand',
  'If {invoiceOwner} asks for the licence as the Sold-To contact, ask the account owner before you send or refuse it.',
);
const pointToProvider = step('point-to-owner', 'If {customer} asks for something, point them to {invoiceOwner}.');
const providerReply = [
  unless('requester:reseller', 'Subscription {subscription} is run by a managed service provider, who holds the licence and arranges changes.'),
  unless(['requester:reseller', 'requester:unknown'], 'Please ask them for what you need.'),
  given('requester:unknown', 'If you are their customer, please ask them. If you are the provider, please tell me what you need.'),
  given(
    'requester:reseller',
    'Our records show that you run {subscription} for your customer. Please tell me what you need; I am checking what I can do for you here.',
  ),
];

export const msp = scenario('msp', {
  headline: RUN_BY_PROVIDER,
  prohibitions: [doNot.treatCustomerAsOwner, doNot.refuseProvider, doNot.enableLogin],
  steps: [confirmProvider, decideLicence, pointToProvider, ...steps.passOtherToSales(steps.askForProvider)],
  reply: [providerReply],
  request: requests.providerPurchase,
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R2', 'R5', 'internal'),
});

export const msp2025 = scenario('msp-2025', {
  headline: RUN_BY_PROVIDER,
  prohibitions: [doNot.treatCustomerAsOwner, doNot.refuseProvider, doNot.undoLoginBlock],
  steps: [
    confirmProvider,
    decideLicence,
    unless(
      'requester:reseller',
      step('explain-read-only', 'Point {customer} to {invoiceOwner}, whose Sold-To contact can sign in read-only.', { sendsReply: true }),
    ),
    ...steps.passOtherToSales(steps.askForProvider),
  ],
  reply: [
    providerReply,
    [
      'In the Customers Portal, the provider can sign in and view the subscription read-only.',
      unless('requester:reseller', productIsUnaffected),
      given('requester:reseller', theProductIsUnaffected),
    ],
  ],
  request: requests.providerPurchase,
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'internal'),
});
