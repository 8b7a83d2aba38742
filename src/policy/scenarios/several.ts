import { scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const NOT_SOLD_ALIKE = '{customer} has subscriptions that were sold in different ways.';

export const ambiguous = scenario('ambiguous', {
  headline: 'Several accounts match. Choose one before you act.',
  prohibitions: ['take the first account or the likeliest one', 'edit an account membership before you have chosen an account'],
  steps: [
    step('ask-number', 'Ask {customer} which subscription or which company {ticket} is about.'),
    step('choose-account', 'Choose that account on this card to get its steps.'),
    step('one-account', 'A user can belong to one account only. Before you switch them, have them agree to leave the other.'),
  ],
  reply: ['More than one account matches your request. Could you tell me the subscription number it is about, and the name of the company that holds it?'],
  note: [records.ambiguous, 'not clear which account', 'Asked for the subscription number.'],
  source: handbook.associatingPurchases('R3', 'internal'),
});

export const mixed = scenario('mixed', {
  headline: NOT_SOLD_ALIKE,
  prohibitions: [doNot.concludeForAccount, 'merge the subscriptions', doNot.treatUnknownAsDirect],
  steps: [
    steps.chooseSubscription,
    step('follow-line', 'Follow the steps of that subscription, not of the account.'),
    step('strictest', 'For anything that affects the whole account, the strictest line above decides.'),
    steps.reportSharedAccount,
    step('seats', 'Seats bought in two ways stay two subscriptions. One licence for all seats is possible if the invoice owners differ.'),
  ],
  reply: [replies.whichSubscription],
  note: [records.mixed, 'not clear which subscription', done.numberAsked, 'Drew no conclusion for the whole account.'],
  source: handbook.resellerRequests('R3', 'internal'),
});

export const mixedLogin = scenario('mixed-login', {
  headline: NOT_SOLD_ALIKE,
  policy: 'seed',
  prohibitions: ['tick "Login activated" while any of them is not direct', doNot.concludeForAccount, doNot.treatUnknownAsDirect],
  steps: [
    steps.chooseSubscription,
    step('strictest', 'A login opens the whole account, so go by the strictest line above.'),
    step('explain-login-waits', 'Tell {customer} that the login waits until every subscription on the account is direct.'),
    steps.reportSharedAccount,
    step('recheck', 'Re-check the whole account when something changes.'),
  ],
  reply: [
    replies.whichSubscription,
    'A Customers Portal sign-in opens the whole account, so we can only set it up once every subscription on it is with us directly.',
  ],
  note: [records.mixed, asked.signInOrLogin, 'The strictest subscription decides, so the login stays as it is.'],
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R1', 'R9', 'R11', 'internal'),
});

export const mixedLogin2025 = scenario('mixed-login-2025', {
  headline: NOT_SOLD_ALIKE,
  policy: '2025',
  prohibitions: [doNot.undoLoginBlock, doNot.concludeForAccount, doNot.treatUnknownAsDirect],
  steps: [
    steps.chooseSubscription,
    steps.checkPortalRecord,
    steps.findLoginBlock,
    step('explain-read-only', 'Tell {customer} that they can sign in. Subscriptions bought through a reseller are read-only there.'),
    steps.reportSharedAccount,
  ],
  reply: [
    replies.whichSubscription,
    'You should be able to sign in to the Customers Portal with the e-mail address your subscriptions are registered with. Subscriptions bought through a reseller are shown read-only; your product is not affected by that.',
  ],
  note: [records.mixed, asked.signInOrLogin, done.blocksChecked, 'The resold subscriptions are read-only.'],
  source: handbook.resellerRequests('R1', 'R2', 'internal'),
});
