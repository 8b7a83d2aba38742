import { scenario, step } from '../compose.ts';
import { given, unless } from '../conditions.ts';
import * as handbook from '../handbook.ts';
import { requests } from '../notes.ts';
import { doNot } from '../prohibitions.ts';
import { productIsUnaffected, replies } from '../replies.ts';
import * as steps from '../steps.ts';

const NOT_SETTLED = "Zuora's records conflict about who sold this.";

export const conflict = scenario('conflict', {
  headline: NOT_SETTLED,
  prohibitions: [doNot.sayDirectOrReseller, doNot.correctZuora, 'promise or send a licence, a change or a renewal'],
  steps: [steps.readBothRecords, ...steps.ruleOutSameGroup, steps.askBilling, steps.askColleagues, steps.explainCheckingSeller, steps.recheckAfterBilling],
  reply: [[replies.checkingWithBilling, replies.willGetBack], replies.sendOrderConfirmation],
  request: requests.dependsOnSeller,
  source: handbook.resellerRequests('R3', 'internal'),
});

export const conflictLogin = scenario('conflict-login', {
  headline: "Zuora's records conflict. Don't enable the login.",
  prohibitions: [doNot.enableLogin, doNot.sayDirectOrReseller, doNot.correctZuora],
  steps: [
    steps.readBothRecords,
    ...steps.ruleOutSameGroup,
    steps.askBilling,
    steps.askColleagues,
    steps.explainCheckingSeller,
    steps.recheckAfterBilling,
    steps.restoreLogin,
  ],
  reply: [[replies.checkingWithBilling, replies.willGetBack], replies.sendOrderConfirmation],
  request: requests.loginOrRenewal,
  newer: handbook.READ_ONLY_LOGIN,
  source: handbook.resellerRequests('R9', 'R11', 'internal'),
});

export const conflictLogin2025 = scenario('conflict-login-2025', {
  headline: NOT_SETTLED,
  prohibitions: [doNot.undoLoginBlock, doNot.sayDirectOrReseller, doNot.correctZuora],
  steps: [
    steps.readBothRecords,
    ...steps.ruleOutSameGroup,
    steps.askBilling,
    steps.askColleagues,
    step('explain-checking', 'Tell {customer} only that you are checking how this was bought, and that they can sign in meanwhile, perhaps read-only.', {
      sendsReply: true,
    }),
    steps.findLoginBlock,
    steps.recheckAfterBilling,
  ],
  reply: [
    [replies.checkingWithBilling, replies.willGetBack],
    [
      unless(
        'requester:reseller',
        'Meanwhile, you should be able to sign in to the Customers Portal with the email address the subscription is registered with, perhaps read-only.',
      ),
      unless('requester:reseller', productIsUnaffected),
    ],
  ],
  request: requests.loginOrRenewal,
  source: handbook.resellerRequests('R1', 'R11', 'internal'),
});

export const notFound = scenario('not-found', {
  headline: 'No matching record was found.',
  prohibitions: [
    'call it direct: a missing record is no proof',
    'guess an account from an email domain',
    given('requester:reseller', doNot.sendLicenceToRequester),
  ],
  steps: [
    step('typing', 'Compare what you typed with the source, character by character.'),
    step('another-way', 'Try another way: the full email address, then its domain, the subscription number, the Salesforce ID or a ticket link.'),
    step('search-by-hand', 'Search CustomersDot and Zuora yourself, by email domain too, and confirm what you find by name.'),
    step('ask-number', 'Ask the requester for the subscription number, or for the email address that received the purchase confirmation.', {
      sendsReply: true,
    }),
    given('crm-account-missing', step('new-quote', '{customer} isn\'t in Salesforce either: send the "New Sales Quote" macro.')),
    unless(
      ['crm-account-missing', 'crm-account-found', 'smb-pool'],
      step('new-quote', 'If {customer} isn\'t in Salesforce either, send the "New Sales Quote" macro.'),
    ),
  ],
  reply: [
    unless(
      'requester:reseller',
      "I couldn't find your subscription with the details I have. Could you send me its number, which starts with A-S, or the email address that received the purchase confirmation?",
    ),
    unless('requester:reseller', 'If a reseller sold it to you, please add their name.'),
    given(
      'requester:reseller',
      "I couldn't find the order with the details I have. Could you send me the number of your customer's subscription, which starts with A-S?",
    ),
  ],
  request: 'something about a subscription that was not found',
  source: handbook.workingWithSales('R3', 'internal'),
});

export const unknown = scenario('unknown', {
  headline: 'There is no verdict yet: Zuora gave no clear answer.',
  prohibitions: [
    doNot.sayDirectOrReseller,
    'decide by Salesforce, by the login or by what the requester says',
    'change a login, a contact or a subscription, or send a licence',
  ],
  steps: [
    given('zuora-silent', step('recheck', "Zuora didn't answer: re-check in a minute.", { begunBy: 'recheck' })),
    unless(['zuora-silent', 'zuora-field-unclear'], step('recheck', "If a system didn't respond, re-check in a minute.", { begunBy: 'recheck' })),
    step('by-hand', 'Look up the invoice owner of {subscription} and the channel of its account in Zuora yourself.', { begunBy: 'open-zuora' }),
    given('zuora-field-unclear', step('ask-billing', 'A field in Zuora is blank or unexpected: ask Billing which value is right.')),
    unless(['zuora-silent', 'zuora-field-unclear'], step('ask-billing', 'If a field is blank or unexpected, ask Billing which value is right.')),
    step('explain-checking', 'Tell {customer} only that you are looking into it.', { sendsReply: true }),
    step('note-by-hand', 'Note in {ticket} what you saw in Zuora yourself, and when.'),
  ],
  reply: [["I'm looking into how {subscription} was bought, because that decides what we can change.", replies.willGetBack]],
  request: requests.dependsOnSeller,
  source: handbook.resellerRequests('R3', 'R4', 'internal'),
});
