import { after, scenario, step } from '../compose.ts';
import { unless } from '../conditions.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { endedRecently, productIsUnaffected, replies } from '../replies.ts';
import * as steps from '../steps.ts';

const READ_ONLY = 'Read-only login: bought via {reseller}.';

export const resellerSignIn = scenario('reseller-sign-in', {
  headline: 'No portal login: bought via {reseller}.',
  prohibitions: [doNot.enableLogin, 'tell {customer} that they can never sign in', doNot.sendLicence],
  steps: [
    ...steps.askIntent,
    ...steps.subscriptionFacts,
    steps.extension,
    step('explain-changes', 'Tell {customer} that {reseller} handles changes and invoices.', { sendsReply: true }),
    ...steps.passToSales(steps.askAccountOwner),
  ],
  reply: [
    [
      "Our records show that {subscription} was bought through {reseller}. Such a subscription is managed through the reseller rather than in the Customers Portal, so resetting the password won't help.",
      productIsUnaffected,
    ],
    [replies.whatWasWantedInPortal, 'Changes to the subscription and invoices go through {reseller}.'],
    endedRecently,
  ],
  request: requests.cannotSignIn,
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R14', 'R15'),
});

export const resellerSignIn2025 = scenario('reseller-sign-in-2025', {
  headline: READ_ONLY,
  prohibitions: ['send a password reset as the only answer', doNot.undoLoginBlock, doNot.sendLicence],
  steps: [
    ...steps.askIntent,
    steps.checkPortalRecord,
    steps.sendSignInLink,
    steps.findLoginBlock,
    steps.askToEnableLogin,
    steps.explainReadOnly,
    unless('ended-recently', steps.pointToReseller),
    steps.extension,
  ],
  reply: [
    [replies.signInAsRegistered, replies.askForLink, 'Then tell me what you see.'],
    ['Because it was bought through {reseller}, the portal shows it read-only.', replies.readOnlyRights, productIsUnaffected],
    endedRecently,
  ],
  request: requests.cannotSignIn,
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R14'),
});

export const resellerEnableLogin = scenario('reseller-enable-login', {
  headline: 'No login yet: bought via {reseller}.',
  prohibitions: [doNot.enableLogin, "assume a direct renewal that Zuora doesn't show, or promise a date", doNot.sendLicence],
  steps: [
    step('other-account', 'Ask {customer} what they bought. If it was under another account, check that subscription and follow its card.', {
      sendsReply: true,
    }),
    ...steps.passToSales(steps.askForDirectPurchase),
    after(['ask-sales-direct'], steps.purchaseProcessed),
    unless('ended-recently', steps.restoreLogin),
    steps.extension,
  ],
  reply: [
    "Our records show {subscription} as bought through {reseller}. We can set up a Customers Portal sign-in once a direct purchase from us has been processed. I don't see one yet.",
    'Could you tell me what you bought from us and when, including the order or subscription number?',
    endedRecently,
  ],
  request: requests.restoreLogin,
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R5', 'R9', 'R10', 'R11'),
});

export const resellerEnableLogin2025 = scenario('reseller-enable-login-2025', {
  headline: READ_ONLY,
  prohibitions: [doNot.undoLoginBlock, doNot.promiseFullLogin, doNot.sendLicence],
  steps: [
    steps.checkPortalRecord,
    steps.findLoginBlock,
    steps.askToEnableLogin,
    steps.explainReadOnly,
    step('other-account', 'If they have since bought from us under another account, check that subscription and follow its own card.'),
    steps.pointToReseller,
    steps.extension,
  ],
  reply: [
    ['Because {subscription} was bought through {reseller}, the Customers Portal shows it read-only.', replies.readOnlyRights, productIsUnaffected],
    ["I'm checking whether anything keeps you from signing in.", replies.sendNewerNumber],
    endedRecently,
  ],
  request: requests.restoreLogin,
  source: handbook.resellerRequests('R1', 'R2', 'R5', 'R10'),
});
