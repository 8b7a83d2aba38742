import { scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const BOUGHT_ON_MARKETPLACE = '{customer} bought on a marketplace: {marketplace}.';
const RUN_BY_PROVIDER = '{invoiceOwner} runs the subscription of {customer}.';

export const alliance = scenario('alliance', {
  headline: '{customer}: use the alliance partner process.',
  prohibitions: ['follow the reseller steps', "add anyone to the partner's Zendesk organisation", 'solve it in Slack instead of {ticket}'],
  steps: [
    step('org-notes', "First read the notes of the ticket's organisation in Zendesk."),
    step('alliance-form', 'Check that {ticket} uses the alliance partner form.'),
    step('not-for-resale', "If it's about software that is not for resale, explain that we don't support it."),
    step('ask-lead', "If it's unclear who bought or who should answer, ask the alliance lead."),
    step('attention', 'If it needs more attention, use the alliance escalation form in Slack. Keep the work in {ticket}.'),
  ],
  reply: [
    "Alliance partners have their own ticket form, which asks for everything we need. If you didn't use it for this ticket, please open one there and mention this ticket in it.",
  ],
  note: [records.alliance, 'something for the alliance process', "Didn't follow the reseller steps."],
  source: handbook.allianceTickets('R16'),
});

export const marketplace = scenario('marketplace', {
  headline: BOUGHT_ON_MARKETPLACE,
  prohibitions: [doNot.callMarketplaceReseller, 'change {subscription} in the portal', 'promise a direct renewal'],
  steps: [
    step('crm-account', 'Check whether {customer} has an account in Salesforce.'),
    steps.askCloudTeam,
    step('amazon', 'For Amazon with more than five seats, point {customer} to a private offer from the AWS sales desk.'),
    step('google', 'For Google, changes go through Sales, and seats can be reduced only at renewal.'),
    ...steps.toSales(
      step('ask-sales', 'In Chatter (SMB pool: Case), ask the account owner to contact {customer}, and name the marketplace.', {
        linkLabel: steps.CLOUD_LINK,
      }),
    ),
  ],
  reply: [
    '{subscription} was bought on {marketplace}, so our Sales team and the marketplace arrange changes and renewals, not the Customers Portal.',
    "Could you tell me what you need, including the number of seats and the date? I'll pass it on and ask someone to contact you.",
  ],
  note: [records.marketplace, 'something about a marketplace purchase', 'Asked the account owner or the cloud alliance team. Changed nothing in the portal.'],
  source: handbook.marketplaceLicenses('R16', 'internal'),
});

export const marketplaceLogin = scenario('marketplace-login', {
  headline: BOUGHT_ON_MARKETPLACE,
  policy: 'seed',
  prohibitions: [doNot.callMarketplaceReseller, 'tick "Login activated" before the account owner has answered', doNot.promiseFullLogin],
  steps: [
    steps.findOutWhatWasBought,
    step('amazon-record', 'For an Amazon private offer, portal and Zuora accounts were created: check the address and the account.'),
    step('google', 'For Google, changes go through Sales, not through the portal.'),
    steps.askCloudTeam,
    ...steps.toSales(
      step('ask-sales', 'In Chatter (SMB pool: Case), ask the account owner about {customer}, and name the marketplace.', { linkLabel: steps.CLOUD_LINK }),
    ),
  ],
  reply: [
    [replies.boughtOnMarketplace, "Not every marketplace purchase includes a Customers Portal sign-in, so I'm checking what applies to yours."],
    [replies.whatWasWantedInPortal, 'Did you buy an image or a private offer?', replies.changesThroughSales],
  ],
  note: [records.marketplace, asked.signInOrLogin, 'Asked what was bought. The login stays as it is until the account owner answers.'],
  newer: handbook.MARKETPLACE_LOGIN,
  source: handbook.marketplaceLicenses('R1', 'R16', 'internal'),
});

export const marketplaceLogin2025 = scenario('marketplace-login-2025', {
  headline: BOUGHT_ON_MARKETPLACE,
  policy: '2025',
  prohibitions: [doNot.callMarketplaceReseller, doNot.undoLoginBlock, doNot.promiseFullLogin],
  steps: [
    steps.findOutWhatWasBought,
    steps.checkPortalRecord,
    steps.findLoginBlock,
    step('explain-read-only', "Tell {customer} that they can sign in read-only and link their own group. The product isn't affected."),
    steps.askCloudTeam,
    ...steps.askAndMark(
      step('ask-sales', 'If they want a change, ask the account owner in Chatter (SMB pool: Case): {customer}, and name the marketplace.', {
        linkLabel: steps.CLOUD_LINK,
      }),
    ),
  ],
  reply: [
    [
      replies.boughtOnMarketplace,
      "If you have a subscription account, you can sign in to the Customers Portal, view the subscription read-only and link your own group; your product is not affected by the read-only notice. A marketplace image with the default seats doesn't include an account.",
    ],
    ['Could you tell me which of the two you bought, and what you wanted to do?', replies.changesThroughSales],
  ],
  note: [records.marketplace, asked.signInOrLogin, 'Explained read-only access.', done.blocksChecked],
  source: handbook.marketplaceLicenses('R1', 'R16', 'internal'),
});

export const msp = scenario('msp', {
  headline: RUN_BY_PROVIDER,
  policy: 'seed',
  prohibitions: [doNot.treatCustomerAsOwner, doNot.refuseProvider, doNot.enableLogin],
  steps: [steps.confirmProvider, steps.sendLicenceToProvider, steps.pointToProvider, ...steps.toSales(steps.askProviderAccountOwner)],
  reply: [replies.runByProvider],
  note: [records.provider, asked.providerPurchase, done.providerActs],
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R2', 'R5', 'internal'),
});

export const msp2025 = scenario('msp-2025', {
  headline: RUN_BY_PROVIDER,
  policy: '2025',
  prohibitions: [doNot.treatCustomerAsOwner, doNot.refuseProvider, doNot.undoLoginBlock],
  steps: [
    steps.confirmProvider,
    steps.sendLicenceToProvider,
    steps.pointToProvider,
    step('explain-read-only', 'If they want a login, explain that the Sold-To contact of {invoiceOwner} can sign in, and that the portal is read-only.'),
    ...steps.toSales(steps.askProviderAccountOwner),
  ],
  reply: [replies.runByProvider, 'In the Customers Portal, the provider can sign in and view the subscription read-only; the product is not affected by that.'],
  note: [records.provider, asked.providerPurchase, done.providerActs],
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'internal'),
});
