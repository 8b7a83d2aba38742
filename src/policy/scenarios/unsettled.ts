import { onceDirect, scenario, step } from '../compose.ts';
import * as handbook from '../handbook.ts';
import { asked, done, records } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { replies } from '../replies.ts';
import * as steps from '../steps.ts';

const NOT_SETTLED = "{customer}: Zuora's records conflict about who sold this.";

export const conflict = scenario('conflict', {
  headline: NOT_SETTLED,
  prohibitions: [doNot.sayDirectOrReseller, doNot.correctZuora, 'promise or send a licence, or promise a change or a renewal'],
  steps: [steps.readBothRecords, steps.ruleOutSameGroup, steps.askBilling, steps.askColleagues, steps.explainCheckingSeller, steps.recheckAfterBilling],
  reply: [[replies.checkingWithBilling, replies.willGetBack], replies.sendOrderConfirmation],
  note: [records.conflict, asked.dependsOnSeller, done.billingAsked],
  source: handbook.resellerRequests('R3', 'internal'),
});

export const conflictLogin = scenario('conflict-login', {
  headline: "{customer}: Zuora's records conflict. Don't enable the login.",
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
  reply: [[replies.checkingWithBilling, replies.willGetBack], replies.sendOrderConfirmation],
  note: [records.conflict, asked.loginOrRenewal, done.billingAsked],
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R9', 'R11', 'internal'),
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
    step('explain-checking', 'Tell {customer} only that you are checking how this was bought, and that they can sign in meanwhile, perhaps read-only.'),
    steps.findLoginBlock,
    steps.recheckAfterBilling,
  ],
  reply: [
    [replies.checkingWithBilling, replies.willGetBack],
    'Meanwhile, you should be able to sign in to the Customers Portal with the e-mail address the subscription is registered with. If the portal says read-only, your product is not affected by that.',
  ],
  note: [records.conflict, asked.loginOrRenewal, done.billingAsked],
  source: handbook.resellerRequests('R1', 'R11', 'internal'),
});

export const notFound = scenario('not-found', {
  headline: 'No matching record was found.',
  prohibitions: ['call it direct: a missing record is no proof', 'guess an account from an e-mail domain'],
  steps: [
    step('typing', 'Compare what you typed with the source, character by character.'),
    step('another-way', 'Try another way: the full e-mail address, the subscription number, the Salesforce ID or a ticket link.'),
    step('search-by-hand', 'Search Zuora by e-mail domain, and confirm what you find by name.'),
    step('ask-number', 'Ask {customer} for the subscription number or the e-mail address it was sent to.'),
    step('new-quote', "If it isn't in Salesforce either, pass it to Sales as a request for a new quote."),
  ],
  reply: [
    "I couldn't find your subscription with the details I have. Could you send me its number, which starts with A-S, or the e-mail address that received the purchase confirmation?",
    'If a reseller sold it to you, please add their name.',
  ],
  note: [records.notFound, 'something about a subscription that was not found', done.numberAsked, 'Told nobody that it is direct.'],
  source: handbook.workingWithSales('R3', 'internal'),
});

export const unknown = scenario('unknown', {
  headline: 'There is no verdict yet: Zuora gave no clear answer.',
  prohibitions: [doNot.sayDirectOrReseller, 'decide by Salesforce, by the login or by what {customer} says', 'change a login, a contact or a subscription'],
  steps: [
    step('recheck', "If a system didn't respond, re-check in a minute."),
    step('by-hand', 'Or look up the invoice owner of {subscription} and the channel of its account in Zuora yourself.'),
    step('ask-billing', 'If a field is blank or unexpected, ask Billing which value is right.'),
    step('explain-checking', 'Tell {customer} only that you are looking into it.'),
    step('note-by-hand', 'Note in {ticket} what you saw in Zuora yourself, and when.'),
  ],
  reply: [
    ["I'm looking into how {subscription} was bought, because that decides what we can change.", replies.willGetBack, 'Your product is not affected by this.'],
  ],
  note: [records.unknown, asked.dependsOnSeller, 'Changed nothing, and told nobody "direct" or "reseller".'],
  source: handbook.resellerRequests('R3', 'R4', 'internal'),
});
