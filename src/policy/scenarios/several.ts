import { scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const NOT_SOLD_ALIKE = 'The subscriptions of {customer} were not all sold alike.';

export const ambiguous = scenario('ambiguous', {
  headline: 'Several accounts fit. Choose one before you act.',
  prohibitions: ['take the first account, or the likeliest one', 'edit an account membership before one is chosen'],
  steps: [
    step('ask-number', 'Ask {customer} which subscription or which company {ticket} is about.'),
    step('choose-account', 'Choose that account on this card; the steps follow.'),
    step('one-account', 'One user can hold one account only: before you switch it, have them agree to give up the other.'),
  ],
  reply: ['More than one account fits your request. Could you tell me the number of the subscription it is about, and the name of the company that holds it?'],
  note: [records.ambiguous, 'not clear which account', 'The subscription number was asked for.'],
  rules: ['R3', 'house'],
  page: handbook.ASSOCIATING_PURCHASES,
});

export const mixed = scenario('mixed', {
  headline: NOT_SOLD_ALIKE,
  prohibitions: [doNot.concludeForAccount, 'merge the subscriptions', doNot.treatUnknownAsDirect],
  steps: [
    steps.chooseSubscription,
    step('follow-line', 'Follow the steps of that subscription, not of the account.'),
    step('strictest', 'Anything for the whole account: the strictest line above decides.'),
    steps.reportSharedAccount,
    step('seats', 'Seats bought in two ways stay two subscriptions; one licence for the sum is possible if the invoice owners differ.'),
  ],
  reply: [replies.whichSubscription],
  note: [records.mixed, 'not clear which subscription', 'The number was asked for; nothing was concluded for the whole account.'],
  rules: ['R3', 'house'],
  page: handbook.RESELLER_REQUESTS,
});

export const mixedLogin = scenario('mixed-login', {
  headline: NOT_SOLD_ALIKE,
  policy: 'seed',
  prohibitions: ['tick "Login activated" while one of them is not direct', doNot.concludeForAccount, doNot.treatUnknownAsDirect],
  steps: [
    steps.chooseSubscription,
    step('strictest', 'A login opens the whole account, so the strictest line above decides.'),
    step('explain-login-waits', 'Tell {customer} that the login waits until every subscription on the account is direct.'),
    steps.reportSharedAccount,
    step('recheck', 'Check the whole account again when something changes.'),
  ],
  reply: [
    replies.whichSubscription,
    'A sign-in to the Customers Portal opens the whole account, so it can only be set up once every subscription on it is with us directly.',
  ],
  note: [records.mixed, asked.signInOrLogin, 'The strictest subscription decides; the login stays as it is.'],
  newer: handbook.READ_ONLY_LOGIN,
  rules: ['R1', 'R9', 'R11', 'house'],
  page: handbook.RESELLER_REQUESTS,
});

export const mixedLogin2025 = scenario('mixed-login-2025', {
  headline: NOT_SOLD_ALIKE,
  policy: '2025',
  prohibitions: [doNot.undoLoginBlock, doNot.concludeForAccount, doNot.treatUnknownAsDirect],
  steps: [
    steps.chooseSubscription,
    steps.checkPortalRecord,
    steps.findLoginBlock,
    step('explain-read-only', 'Tell {customer} that they can sign in; what was bought through a reseller is shown read-only there.'),
    steps.reportSharedAccount,
  ],
  reply: [
    replies.whichSubscription,
    'You should be able to sign in to the Customers Portal with the address that your subscriptions are registered with. What was bought through a reseller is shown read-only there; your product is not affected by that.',
  ],
  note: [records.mixed, asked.signInOrLogin, 'Address and blocks were looked at; the resold subscriptions are read-only.'],
  rules: ['R1', 'R2', 'house'],
  page: handbook.RESELLER_REQUESTS,
});
