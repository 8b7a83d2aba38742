import type { Step } from '../domain/scenario.ts';
import { after, onceDirect, step } from './compose.ts';
import { answered, given, type Part, unless } from './conditions.ts';

/** Labels of the links that a step asks for when it is ticked. */
const CHATTER_LINK = 'the link to the Chatter post or Case';
const CLOUD_LINK = 'the link to the Chatter post, Case or Slack thread';
const PURCHASE_LINK = 'a link that shows the processed purchase';

export const PURCHASE_PROCESSED = 'Once Sales has processed the purchase, note where it is recorded.';
const LINK_IN_NOTE = 'Add the link to {ticket} in an internal note, and in the same update';
/** An earlier purchase through a reseller is named only where one is on record, or the customer asks to renew directly. */
export const EARLIER_PURCHASE = ['earlier-owner-known', 'topic:direct-renewal'] as const;
const LOGIN_BOX = '"Login activated"';
const TICK_AND_SAVE = `Tick ${LOGIN_BOX}. Press Save.`;
export const SAVE_SOLD_TO_LAST = "Save the original Sold-To contact's record again, as the last step. Otherwise your edit can replace the Sold-To in Zuora.";
const OWN_RECORD = "Is this the customer's own record, on the account that was checked?";

/**
 * Returns the step that asks Sales, in the place that fits the customer's Salesforce account. It needs the link to what was
 * posted, and starts the handoff.
 */
export function askSales(id: string, ask: string, linkLabel = CHATTER_LINK): Part<Step>[] {
  const askIn = (place: string) => step(id, `${place}${ask}`, { linkLabel, startsHandoff: true, settledBy: 'chatter-link' });
  return [
    given('smb-pool', askIn('In an SMB Case, ')),
    given('crm-account-missing', askIn('In a new-quote request, ')),
    given('crm-account-found', unless('smb-pool', askIn('In Chatter, '))),
    unless(['smb-pool', 'crm-account-found', 'crm-account-missing'], askIn('In Chatter (SMB pool: Case), ')),
  ];
}

const setIssueType = step('set-issue-type', `${LINK_IN_NOTE} set "Escalated to sales" and the issue type "Sales-assistance required", "Reseller".`);
const setCategory = step(
  'set-category',
  `${LINK_IN_NOTE} set "Escalated to sales", the category "Self-managed license related matters" and the subcategory for licence errors.`,
);
const noteLink = step('note-link', `${LINK_IN_NOTE} tick "Escalated to sales".`);
const markTicket = step('mark-ticket', 'Send the "Pass to Sales" macro in {ticket}, with the status Pending.', {
  confirm: 'Have you sent the macro and set the ticket to Pending?',
});
const followUp = step(
  'follow-up',
  "If Sales hasn't answered after 24 hours (not counting weekends and holidays), check the account's activity. If there is none, ask one level higher.",
);

/** Returns the steps that pass a reseller case to Sales: ask, note the link, mark the ticket, follow up. */
export function passToSales(ask: readonly Part<Step>[], note: Step = setIssueType): Part<Step>[] {
  return [...askAndMark(ask, note), after(idsOf(ask), followUp)];
}

/** Returns the same steps for a problem with a licence, which has ticket fields of its own. */
export function passLicenceToSales(ask: readonly Part<Step>[]): Part<Step>[] {
  return passToSales(ask, setCategory);
}

/** Returns the same steps for a case that is not a reseller case. */
export function passOtherToSales(ask: readonly Part<Step>[]): Part<Step>[] {
  return passToSales(ask, noteLink);
}

/** Returns the steps that pass a case to Sales, without the follow-up. */
export function askAndMark(ask: readonly Part<Step>[], note: Step = noteLink): Part<Step>[] {
  return [...ask, after(idsOf(ask), note), after([note.id], markTicket)];
}

function idsOf(parts: readonly Part<Step>[]): string[] {
  return [...new Set(parts.map((part) => ('part' in part ? part.part.id : part.id)))];
}

/** Returns the step that notes where the processed purchase shows. */
export function notePurchase(text: string): Step {
  return step('purchase-processed', text, { linkLabel: PURCHASE_LINK });
}

/** The search for a change of the invoice owner, which only a renewal has; the history may show it already. */
export const findOwnerChange = answered(
  'owner-change-seen',
  step('owner-change', 'If this was a renewal, find where the invoice owner changed from {earlierOwner} in the subscription history.', {
    confirm: "Have you confirmed that this isn't a renewal, or found the owner change?",
  }),
  'the invoice owner changed from {earlierOwner}',
);
/** The search for an earlier invoice owner of a direct purchase. */
export const findEarlierOwners = answered(
  'no-earlier-owner',
  step('owner-change', 'Look for earlier invoice owners in the history of {subscription} in Zuora.', {
    begunBy: 'open-zuora',
    confirm: 'Have you looked at every version of the subscription?',
  }),
  'always invoiced to {customer}',
);

// What to ask Sales for

const R8 = 'say that {customer} originally bought via {reseller}';

export const askAccountOwner = askSales('ask-sales', 'ask Sales to contact {customer}, who bought via {reseller}.');
export const askForReseller = askSales('ask-sales', 'ask Sales to contact {reseller} about {customer}.');
export const askForProvider = askSales('ask-sales', 'ask Sales to contact {invoiceOwner} about changes for {customer}.');
export const sendCounts = askSales('ask-sales-counts', 'send Sales the user counts of {customer}, who bought via {reseller}.');
export const sendCountsForReseller = askSales('ask-sales-counts', 'send Sales the user counts of {customer}, and say that a reseller asks.');
export const sendCountsOrAskForExemption = askSales(
  'ask-sales-counts',
  'send Sales the user counts of {customer}. For a legacy licence, ask for an exemption.',
);
export const reportSeatsBoughtTwoWays = askSales('ask-sales-counts', 'send Sales the user counts of {customer}, and say which seats were bought where.');
export const askAboutOverage = askSales('ask-sales-counts', 'if a true-up is open, send Sales the user counts and ask them to contact {customer}.');
export const askForDirectRenewal = askSales('ask-sales-direct', `${R8}. Ask Sales to contact them.`);
export const askForNewPurchase = askSales('ask-sales-direct', `${R8} and wants to buy again.`);
export const askForDirectPurchase = askSales('ask-sales-direct', `${R8}. Ask about a direct purchase.`);
export const askWhetherProcessed: readonly Part<Step>[] = [
  ...askSales('ask-sales-direct', `${R8}. Ask if the purchase was processed.`).map((part) => given(EARLIER_PURCHASE, part)),
  ...askSales('ask-sales-direct', 'ask whether a direct purchase of {customer} is under way or processed.').map((part) => unless(EARLIER_PURCHASE, part)),
];
export const askOnMarketplace = askSales('ask-sales', 'ask Sales to contact {customer}, who bought on {marketplace}.', CLOUD_LINK);
export const reportSharedAccount = step('separate', "Tell the account owner that reseller and direct subscriptions shouldn't share an account.");

// Finding out what is asked for

/** Since policy 2026, two messages about billing accounts are topics of their own. */
export const askIntent: readonly Part<Step>[] = [
  unless('policy:2026', step('understand', 'Ask {customer} what they wanted to do in the portal.', { sendsReply: true })),
  given(
    'policy:2026',
    step(
      'understand',
      'Ask {customer} what they wanted to do and what the portal says. If its message is about a billing account, choose that topic on this card.',
      {
        sendsReply: true,
        chooses: 'topic',
      },
    ),
  ),
];
export const chooseBillingAccountTopic = given(
  'policy:2026',
  given(
    'topic:sign-in',
    step('choose-topic', 'If the portal refuses access to a billing account, or says that another one is linked, choose the topic of that message.', {
      chooses: 'topic',
    }),
  ),
);
export const askResellerIntent = step(
  'understand',
  'Ask the requester what they wanted to do in the portal. For a wrong contact, choose that topic on this card.',
  { sendsReply: true, chooses: 'topic' },
);
export const findOutNeed = step('understand', 'Find out what is needed, and choose the topic if one fits.', {
  chooses: 'topic',
});
export const noteWish = step('note-wish', 'Note exactly what {customer} wants for {subscription}: seats, tier, storage or compute.');
const ALL_FACTS = 'plan, seats and end date';
/** Plan, seats and end date: shown where the systems know them, and asked for where they don't. */
export const subscriptionFacts: readonly Part<Step>[] = [
  unless('plan-known', gather(ALL_FACTS)),
  given('plan-known', unless('seats-known', gather('seats and end date'))),
  given('plan-known', given('seats-known', unless('end-known', gather('end date')))),
  given('plan-known', given('seats-known', given('end-known', { ...gather(ALL_FACTS), answer: '{plan}, {seats} seats, ends {endsOn}' }))),
].map((part) => unless('ended-recently', part));

function gather(what: string): Step {
  return step('gather', `Note the ${what} of {subscription}.`, { settledBy: 'plan-and-seats' });
}

export const extension = given(
  'ended-recently',
  step('extension', 'The subscription ended on {endsOn}. If more time is needed, ask the account owner for an extension; nobody else can grant it.'),
);
export const chooseNewPurchase = step('choose-topic', 'If they want to buy again, choose the topic "new purchase" on this card.', { chooses: 'topic' });
export const chooseSubscription = step('choose-subscription', 'Ask the requester which subscription it is, then choose it here.', {
  sendsReply: true,
});
export const checkNewerPurchase = step('other-number', 'If they have bought from us since, run a separate check on that subscription.');
export const checkOtherAccount = step(
  'other-account',
  'Find out whether they also bought under another account. If so, check that subscription and follow its card.',
);
export const askUserCounts = step('ask-counts', 'Ask for a dashboard screenshot: users in licence, billable users, maximum users, users over licence.', {
  sendsReply: true,
});
export const compareCounts = step(
  'compare-counts',
  'Compare the counts with the licence: previous users = users in licence; true-up = maximum users minus users in licence; users = billable users or more.',
);
export const noteMissingChannel = step('missing', 'Note what is missing: the channel must change from "{channel}" to "Non-Reseller".');

// Explaining

export const pointToReseller = step('to-reseller', 'Point {customer} to {reseller} for changes and invoices.', { sendsReply: true });
export const explainReadOnly = step(
  'explain-read-only',
  'Tell {customer} that the login is read-only: they can view the subscription, and {reseller} handles changes.',
  {
    sendsReply: true,
  },
);
export const explainCheckingSeller = step('explain-checking', 'Tell {customer} only that you are checking how this was bought.', { sendsReply: true });
export const declineLicence = step('decline-licence', 'If they ask for a licence or activation code, decline and offer a contact change.');
export const partnerSupport = step('partner-support', 'If they ask about the partner programme or portal, point them to partner support.');

// Reading Zuora, and asking Billing

export const readBothRecords = step('read-zuora', 'Open the subscription and its account in Zuora, and confirm the invoice owner and the channel yourself.', {
  begunBy: 'open-zuora',
});
export const ruleOutSameGroup = answered(
  'owner-is-related',
  step('same-group', "If {invoiceOwner} is a parent or sister company of {customer}, it's a billing setup, not a reseller."),
  '{invoiceOwner} is a parent or child account of {customer}',
);
export const askBilling = step('ask-billing', 'Ask Billing which is right for {subscription}: invoice owner {invoiceOwner} or channel "{channel}".');
export const askColleagues = step('ask-colleagues', "If Billing can't tell, ask in the Licensing & Renewals Slack channel.");
export const recheckAfterBilling = step('recheck', 'Re-check when Billing has answered.');
export const readChannel = step('channel', 'Open {account} in Zuora and confirm yourself that the channel is "Non-Reseller".', {
  begunBy: 'open-zuora',
  confirm: 'Does the channel read exactly "Non-Reseller"?',
});

// The login

export const checkPortalRecord = step('check-record', 'Check in CustomersDot that they use the right email address and that the account is confirmed.');
export const sendSignInLink = step('one-time-link', 'Ask them to request a new one-time sign-in link, or to sign in with their linked GitLab account.');
export const findLoginBlock = step(
  'history',
  'In CustomersDot, open History. If "login_activated = false" was set after "create", the login is blocked on purpose: stop and ask.',
);
export const ruleOutLoginBlock = { ...findLoginBlock, confirm: "Have you checked that the login isn't deliberately blocked?" };
export const askToEnableLogin = step(
  'ask-login-on',
  'If the login is off but not deliberately blocked, ask in the Licensing & Renewals Slack channel to have it enabled.',
);
export const purchaseProcessed = notePurchase(PURCHASE_PROCESSED);
export const tickLoginActivated = after(
  ['purchase-processed', 'channel', 'owner-change', 'history'],
  onceDirect(step('enable-login', `Open the Edit tab of the right record ({customer}, {account}). ${TICK_AND_SAVE}`, { confirm: OWN_RECORD })),
);
export const tickLoginIfStillOff = after(
  ['history'],
  onceDirect(step('enable-login', `If the login is still off, open the Edit tab of {customer}, {account}. ${TICK_AND_SAVE}`, { confirm: OWN_RECORD })),
);
export const saveSoldToLast = after(['enable-login'], step('save-sold-to', SAVE_SOLD_TO_LAST));
export const restoreLogin = after(['purchase-processed'], onceDirect(step('restore-login', 'Re-check, then follow the updated steps to restore the login.')));
