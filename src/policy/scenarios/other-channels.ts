import { scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const BOUGHT_ON_MARKETPLACE = '{customer} bought on a marketplace: {marketplace}.';
const RUN_BY_PROVIDER = '{invoiceOwner} runs this for {customer}.';

export const alliance = scenario('alliance', {
  headline: '{customer}: this is for the alliance partner process.',
  prohibitions: ['follow the reseller steps', 'add anybody to the Zendesk organisation of the partner', 'solve it in Slack instead of in {ticket}'],
  steps: [
    step('org-notes', "Read the notes of the ticket's organisation in Zendesk first."),
    step('alliance-form', 'Check that {ticket} uses the alliance partner form.'),
    step('not-for-resale', 'Software that is not for resale is not supported; say so when it is about that.'),
    step('ask-lead', 'Unclear who bought, or who answers: ask the alliance lead.'),
    step('attention', 'More attention needed: use the alliance escalation form in Slack; the work stays in {ticket}.'),
  ],
  reply: [
    'Tickets of alliance partners follow a process of their own, with a form that asks for what we need. If this ticket was not opened with it, please open one there and name this ticket in it.',
  ],
  note: [records.alliance, 'something for the alliance process', 'The reseller steps were not followed.'],
  rules: ['R16'],
  page: handbook.ALLIANCE_TICKETS,
});

export const marketplace = scenario('marketplace', {
  headline: BOUGHT_ON_MARKETPLACE,
  prohibitions: [doNot.callMarketplaceReseller, 'change {subscription} in the portal', 'promise a direct renewal'],
  steps: [
    step('crm-account', 'Look whether {customer} has an account in Salesforce.'),
    steps.askCloudTeam,
    step('amazon', 'Amazon, more than five seats: point {customer} to a private offer by the AWS sales desk.'),
    step('google', 'Google: changes go through Sales, and fewer seats not before the renewal.'),
    ...steps.toSales(
      step('ask-sales', 'Ask the account owner in Chatter (SMB pool: by Case) to reach out, and name the marketplace: {customer}.', {
        linkLabel: steps.CLOUD_LINK,
      }),
    ),
  ],
  reply: [
    '{subscription} was bought on {marketplace}, so changes and renewals are arranged with our Sales team and the marketplace rather than in the Customers Portal.',
    'Could you tell me what you need, with the number of seats and the wanted date? I have passed your request on and asked for somebody to get in touch with you.',
  ],
  note: [records.marketplace, 'something about a marketplace purchase', 'The account owner or the cloud alliance team was asked; no portal change.'],
  rules: ['R16', 'house'],
  page: handbook.MARKETPLACE_LICENSES,
});

export const marketplaceLogin = scenario('marketplace-login', {
  headline: BOUGHT_ON_MARKETPLACE,
  policy: 'seed',
  prohibitions: [doNot.callMarketplaceReseller, 'tick "Login activated" without word from the account owner', doNot.promiseFullLogin],
  steps: [
    steps.findOutWhatWasBought,
    step('amazon-record', 'Amazon private offer: portal and Zuora accounts were made; check address and account.'),
    step('google', 'Google: changes go through Sales, not through the portal.'),
    steps.askCloudTeam,
    ...steps.toSales(
      step('ask-sales', 'Ask the account owner in Chatter (SMB pool: by Case), and name the marketplace: {customer}.', { linkLabel: steps.CLOUD_LINK }),
    ),
  ],
  reply: [
    [replies.boughtOnMarketplace, 'Not every marketplace purchase comes with a sign-in to the Customers Portal, so I am checking what applies to yours.'],
    ['Could you tell me what you wanted to do in the portal, and whether you bought an image or a private offer?', replies.changesThroughSales],
  ],
  note: [records.marketplace, asked.signInOrLogin, 'What was bought was asked for; the login stays as it is until the account owner answers.'],
  newer: handbook.MARKETPLACE_LOGIN,
  rules: ['R1', 'R16', 'house'],
  page: handbook.MARKETPLACE_LICENSES,
});

export const marketplaceLogin2025 = scenario('marketplace-login-2025', {
  headline: BOUGHT_ON_MARKETPLACE,
  policy: '2025',
  prohibitions: [doNot.callMarketplaceReseller, doNot.undoLoginBlock, doNot.promiseFullLogin],
  steps: [
    steps.findOutWhatWasBought,
    steps.checkPortalRecord,
    steps.findLoginBlock,
    step('explain-read-only', 'Tell {customer} that they can sign in read-only and link their own group; the product is not affected.'),
    steps.askCloudTeam,
    ...steps.askAndMark(
      step('ask-sales', 'A change is wanted: ask the account owner in Chatter (SMB pool: by Case), name the marketplace: {customer}.', {
        linkLabel: steps.CLOUD_LINK,
      }),
    ),
  ],
  reply: [
    [
      replies.boughtOnMarketplace,
      'With a subscription account you can sign in to the Customers Portal, look at the subscription read-only and link your own group; your product is not affected by the read-only notice. A marketplace image with the default seats comes without such an account.',
    ],
    ['Could you tell me which of the two you bought, and what you wanted to do?', replies.changesThroughSales],
  ],
  note: [records.marketplace, asked.signInOrLogin, 'Read-only access was explained; address and blocks were looked at.'],
  rules: ['R1', 'R16', 'house'],
  page: handbook.MARKETPLACE_LICENSES,
});

export const msp = scenario('msp', {
  headline: RUN_BY_PROVIDER,
  policy: 'seed',
  prohibitions: [doNot.treatCustomerAsOwner, doNot.refuseProvider, doNot.enableLogin],
  steps: [steps.confirmProvider, steps.sendLicenceToProvider, steps.pointToProvider, ...steps.toSales(steps.askProviderAccountOwner)],
  reply: [replies.runByProvider],
  note: [records.provider, asked.providerPurchase, done.providerActs],
  newer: handbook.READ_ONLY_LOGIN,
  rules: ['R2', 'R5', 'house'],
  page: handbook.RESELLER_REQUESTS,
});

export const msp2025 = scenario('msp-2025', {
  headline: RUN_BY_PROVIDER,
  policy: '2025',
  prohibitions: [doNot.treatCustomerAsOwner, doNot.refuseProvider, doNot.undoLoginBlock],
  steps: [
    steps.confirmProvider,
    steps.sendLicenceToProvider,
    steps.pointToProvider,
    step('explain-read-only', 'A login is wanted: the Sold-To of {invoiceOwner} can sign in, and the portal is read-only.'),
    ...steps.toSales(steps.askProviderAccountOwner),
  ],
  reply: [
    replies.runByProvider,
    'In the Customers Portal the provider can sign in and look at the subscription read-only; the product is not affected by that.',
  ],
  note: [records.provider, asked.providerPurchase, done.providerActs],
  rules: ['R1', 'R2', 'R5', 'house'],
  page: handbook.RESELLER_REQUESTS,
});
