import { onceDirect, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const NOT_SETTLED = '{customer}: Zuora does not settle who sold this.';

export const conflict = scenario('conflict', {
  headline: NOT_SETTLED,
  prohibitions: [doNot.sayDirectOrReseller, doNot.correctZuora, 'promise a change, a renewal or a licence, or send one'],
  steps: [steps.readBothRecords, steps.ruleOutSameGroup, steps.askBilling, steps.askColleagues, steps.explainCheckingSeller, steps.recheckAfterBilling],
  reply: [[replies.checkingWithBilling, replies.comeBack], replies.sendOrderConfirmation],
  note: [records.conflict, asked.dependsOnSeller, done.billingAsked],
  rules: ['R3', 'house'],
  page: handbook.RESELLER_REQUESTS,
});

export const conflictLogin = scenario('conflict-login', {
  headline: '{customer}: Zuora does not settle who sold this, so no login.',
  policy: 'seed',
  prohibitions: [doNot.enableLogin, doNot.sayDirectOrReseller, doNot.correctZuora],
  steps: [
    steps.readBothRecords,
    steps.ruleOutSameGroup,
    steps.askBilling,
    steps.askColleagues,
    steps.explainCheckingSeller,
    steps.recheckAfterBilling,
    onceDirect(steps.restoreLogin),
  ],
  reply: [[replies.checkingWithBilling, replies.comeBack], replies.sendOrderConfirmation],
  note: [records.conflict, asked.loginOrRenewal, done.billingAsked],
  newer: handbook.READ_ONLY_LOGIN,
  rules: ['R9', 'R11', 'house'],
  page: handbook.RESELLER_REQUESTS,
});

export const conflictLogin2025 = scenario('conflict-login-2025', {
  headline: NOT_SETTLED,
  policy: '2025',
  prohibitions: [doNot.undoLoginBlock, doNot.sayDirectOrReseller, doNot.correctZuora],
  steps: [
    steps.readBothRecords,
    steps.ruleOutSameGroup,
    steps.askBilling,
    steps.askColleagues,
    step('explain-checking', 'Tell {customer} only that you are checking who sold this; they can sign in meanwhile, perhaps read-only.'),
    steps.findLoginBlock,
    steps.recheckAfterBilling,
  ],
  reply: [
    [replies.checkingWithBilling, replies.comeBack],
    'Meanwhile you should be able to sign in to the Customers Portal with the address that the subscription is registered with. Should it say that it is read-only: your product is not affected by that.',
  ],
  note: [records.conflict, asked.loginOrRenewal, done.billingAsked],
  rules: ['R1', 'R11', 'house'],
  page: handbook.RESELLER_REQUESTS,
});

export const notFound = scenario('not-found', {
  headline: 'The system answered: it has no such record.',
  prohibitions: ['say "direct": nothing was found, so nothing is known', 'guess an account from a mail domain'],
  steps: [
    step('typing', 'Compare what you typed with the source, digit by digit.'),
    step('another-way', 'Try another way in: full e-mail address, subscription number, Salesforce id, ticket link.'),
    step('search-by-hand', 'Search Zuora by mail domain, and confirm by name what you find.'),
    step('ask-number', 'Ask {customer} for the subscription number or the e-mail address it was sent to.'),
    step('new-quote', 'Not in Salesforce either: pass it to Sales as a request for a new quote.'),
  ],
  reply: [
    'I could not find your subscription with what I have. Could you send me its number, which starts with A-S, or the address that the confirmation of the purchase was sent to?',
    'If a reseller sold it to you, please add their name.',
  ],
  note: [records.notFound, 'something about a subscription that was not found', 'The number was asked for; nobody was told direct.'],
  rules: ['R3', 'house'],
  page: handbook.WORKING_WITH_SALES,
});

export const unknown = scenario('unknown', {
  headline: 'Nobody can tell yet who sold this: no verdict.',
  prohibitions: [doNot.sayDirectOrReseller, 'decide by Salesforce, by the login or by what {customer} says', 'change a login, a contact or a subscription'],
  steps: [
    step('recheck', 'Check again in a minute if a system did not answer.'),
    step('by-hand', 'Or look in Zuora yourself: the invoice owner of {subscription}, and the channel of its account.'),
    step('ask-billing', 'A field is blank or reads something odd: ask Billing which value is right.'),
    step('explain-checking', 'Tell {customer} only that you are looking into it.'),
    step('note-by-hand', 'Note in {ticket} what you saw by hand, and when.'),
  ],
  reply: [
    ['I am looking into how {subscription} was bought, because what we may change depends on that.', replies.comeBack, 'Your product is not affected by this.'],
  ],
  note: [records.unknown, asked.dependsOnSeller, 'Nothing was changed, and nobody was told direct or reseller.'],
  rules: ['R3', 'R4', 'house'],
  page: handbook.RESELLER_REQUESTS,
});
