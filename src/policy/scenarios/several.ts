import { scenario, step } from '../compose.ts';
import { given, unless } from '../conditions.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { productIsUnaffected, replies } from '../replies.ts';
import * as steps from '../steps.ts';

const NOT_SOLD_ALIKE = 'These subscriptions were sold in different ways: choose one.';
/** A reseller may hear about the subscriptions that it sold, and gets no licence. */
const lastProhibition = (usual: string) => [unless('requester:reseller', usual), given('requester:reseller', doNot.sendLicenceToRequester)];
const whichSubscription = [unless('requester:reseller', replies.whichSubscription), given('requester:reseller', replies.whichOfYours)];

const NEW_PURCHASE = 'new-purchase-on-other-account';

export const ambiguous = scenario('ambiguous', {
  headline: [
    unless(NEW_PURCHASE, 'Choose an account before you act.'),
    given(NEW_PURCHASE, '{directAccount} is a new purchase, not a renewal of {endedAccount}.'),
  ],
  prohibitions: [
    'pick the first account or the most likely one',
    unless(NEW_PURCHASE, 'edit an account membership before you have chosen'),
    given(NEW_PURCHASE, doNot.callItRenewal),
    given('requester:reseller', doNot.sendLicenceToRequester),
  ],
  steps: [
    step('ask-number', 'Ask the requester which subscription or which company {ticket} is about.', { sendsReply: true }),
    given(NEW_PURCHASE, step('counts', 'If a licence upload fails: the licence of {directAccount} starts without the earlier user counts of {endedAccount}.')),
    step('choose-account', 'Choose that account on this card to get its steps.', { isDoneByChoice: true }),
    step('one-account', 'A user can belong to one account only. Before you switch them, have them agree to leave the other.'),
  ],
  reply: [
    unless(
      'requester:reseller',
      'More than one account matches your request. Could you tell me the subscription number it is about, and the name of the company that holds it?',
    ),
    given('requester:reseller', replies.whichOfYours),
    unless('requester:reseller', given(NEW_PURCHASE, replies.otherAccountIsNew)),
  ],
  request: 'not clear which account',
  source: handbook.associatingPurchases('R3', 'internal'),
});

export const mixed = scenario('mixed', {
  headline: NOT_SOLD_ALIKE,
  prohibitions: [doNot.concludeForAccount, 'merge the subscriptions', ...lastProhibition(doNot.treatUnknownAsDirect)],
  steps: [
    steps.chooseSubscription,
    step('follow-line', 'Follow the steps of that subscription, not those of the account.'),
    unless('topic:license-upload', step('strictest', 'For anything that affects the whole account, the strictest verdict above decides.')),
    unless('topic:license-upload', steps.reportSharedAccount),
    step('seats', 'Seats bought in different ways stay two subscriptions. One licence for all seats is possible if the invoice owners differ.'),
    ...steps.passLicenceToSales(steps.reportSeatsBoughtTwoWays).map((part) => given('topic:license-upload', part)),
  ],
  reply: [whichSubscription],
  request: 'not clear which subscription',
  source: handbook.resellerRequests('R3', 'internal'),
});

export const mixedLogin = scenario('mixed-login', {
  headline: NOT_SOLD_ALIKE,
  prohibitions: ['tick "Login activated" until all of them are direct', doNot.concludeForAccount, ...lastProhibition(doNot.treatUnknownAsDirect)],
  steps: [
    steps.chooseSubscription,
    step('strictest', 'A login gives access to the whole account, so go by the strictest verdict above.'),
    step('explain-login-waits', 'Tell {customer} that the login waits until every subscription on the account is direct.', { sendsReply: true }),
    steps.reportSharedAccount,
    step('recheck', 'Re-check the whole account when something changes.'),
  ],
  reply: [whichSubscription, unless('requester:reseller', replies.loginWaitsForAccount)],
  request: requests.signInOrLogin,
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R1', 'R9', 'R11', 'internal'),
});

export const mixedLogin2025 = scenario('mixed-login-2025', {
  headline: NOT_SOLD_ALIKE,
  prohibitions: [doNot.undoLoginBlock, doNot.concludeForAccount, ...lastProhibition(doNot.treatUnknownAsDirect)],
  steps: [
    steps.chooseSubscription,
    steps.checkPortalRecord,
    steps.findLoginBlock,
    step('explain-read-only', 'Tell {customer} that they can sign in. Subscriptions bought through a reseller are read-only there.', { sendsReply: true }),
    steps.reportSharedAccount,
  ],
  reply: [
    whichSubscription,
    [
      unless(
        'requester:reseller',
        'You should be able to sign in to the Customers Portal with the email address your subscriptions are registered with. Subscriptions bought through a reseller are shown read-only.',
      ),
      unless('requester:reseller', productIsUnaffected),
    ],
  ],
  request: requests.signInOrLogin,
  source: handbook.resellerRequests('R1', 'R2', 'internal'),
});
