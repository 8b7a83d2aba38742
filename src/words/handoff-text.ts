import { type HandoffField, type HandoffSurface, isFieldShown } from '../domain/handoff-field-visibility.ts';
import { FALLBACK_TEAM, type RouteReason } from '../domain/handoff-routing.ts';
import type { HandoffFacts, HandoffState, WrittenWish } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, literalFragment, phrase } from '../domain/text-fragments.ts';
import type { Topic } from '../domain/topics.ts';

/** Further subscriptions are counted, not listed. */
const MAX_LISTED_NUMBERS = 3;

/** What the customer wants. Shown after the customer's name. */
const CUSTOMER_REQUESTS: Record<Topic, string> = {
  'sign-in': 'needs help from Sales with its subscription',
  'license-upload': 'cannot upload a licence',
  'contact-change': 'wants a contact changed',
  'change-subscription': 'wants to change the subscription',
  'direct-renewal': 'wants to renew directly',
  'enable-login': 'wants the login restored',
  'new-purchase': 'wants to buy something new',
  'no-billing-access': 'has no access to the billing account',
  'already-linked': 'is linked to another billing account',
  'usage-billing': 'has a question about usage billing',
  other: 'has a question about the purchase',
};

/** What the reseller wants for its customer. Shown between the reseller's and the customer's name. */
const RESELLER_REQUESTS: Record<Topic, string> = {
  'sign-in': 'asks about the login of',
  'license-upload': 'asks about a licence of',
  'contact-change': 'asks to change a contact of',
  'change-subscription': 'asks to change the subscription of',
  'direct-renewal': 'asks about the renewal of',
  'enable-login': 'asks about the login of',
  'new-purchase': 'asks about a new purchase for',
  'no-billing-access': 'asks about the billing account of',
  'already-linked': 'asks about the billing account of',
  'usage-billing': 'asks about the usage billing of',
  other: 'asks about the purchase of',
};

/**
 * Returns the request where topic and subscription say what Sales should do, without names and promises; otherwise an empty
 * text, because only the engineer knows.
 */
export function prefilledAsk({ topic, requester, marketplace, subscriptions }: HandoffFacts): string {
  const numbers = subscriptions.map(({ number }) => number);
  if (numbers.length === 0) return '';
  const about = joinWithAnd(numbers, MAX_LISTED_NUMBERS);
  const whom = requester === 'reseller' ? 'reseller' : 'customer';
  switch (topic) {
    case 'direct-renewal':
      return `Please contact the customer about renewing ${about} with us instead of through the ${marketplace === null ? 'partner' : 'marketplace'}, and tell us what is possible.`;
    case 'enable-login':
      return `Please tell us whether the direct purchase for ${about} has been processed, and when Zuora will show the change.`;
    case 'license-upload':
      return `Please contact the ${whom} about the true-up of ${about}, and tell us how the user counts are settled.`;
    case 'sign-in':
    case 'contact-change':
    case 'change-subscription':
    case 'new-purchase':
    case 'no-billing-access':
    case 'already-linked':
    case 'usage-billing':
    case 'other':
      return '';
  }
}

/** Examples of a request that Sales can act on, for the topics whose request the engineer writes. */
export const ASK_EXAMPLES: Record<Topic, string> = {
  'sign-in': 'They tried to sign in to add 5 seats. Please contact them, and tell us who handles it.',
  'license-upload': 'Please contact them about the true-up, and tell us how it is settled.',
  'contact-change': 'Their contact has left, and nobody can approve another one. Please contact them.',
  'change-subscription': 'They want 10 more seats by May. Please contact them, and tell us who handles it.',
  'direct-renewal': 'Please contact them about a renewal with us, and tell us what is possible.',
  'enable-login': 'Please tell us whether their direct purchase has been processed.',
  'new-purchase': 'They want 20 seats on a new account. Please contact them.',
  'no-billing-access': 'They have no access to the billing account. Please tell us who owns it.',
  'already-linked': 'They belong to another billing account. Please tell us which one is theirs.',
  'usage-billing': 'They ask who bills their usage. Please contact them, and tell us who does.',
  other: 'They ask who renews their subscription. Please contact them.',
};

/**
 * Returns a sentence such as "Halden Mills wants to renew directly" or "Quillmark Resale Ltd asks to change the
 * subscription of Halden Mills", without the fields that are hidden on the surface.
 */
export function requestText(facts: HandoffFacts, surface: HandoffSurface): TextFragment[] {
  return facts.requester === 'reseller'
    ? resellerRequestText(facts, surface)
    : customerRequestText(facts, surface);
}

function resellerRequestText(
  { topic, customer, reseller }: HandoffFacts,
  surface: HandoffSurface,
): TextFragment[] {
  const asks = literalFragment(
    isFieldShown('topic', surface) ? ` ${RESELLER_REQUESTS[topic]} ` : ' needs Sales for ',
  );
  const who =
    reseller !== null && isFieldShown('partner', surface)
      ? phrase`${reseller}`
      : [literalFragment('A reseller')];
  const whose =
    customer !== null && isFieldShown('customer', surface)
      ? phrase`${customer}`
      : [literalFragment('a customer')];
  return [...who, asks, ...whose];
}

function customerRequestText({ topic, customer }: HandoffFacts, surface: HandoffSurface): TextFragment[] {
  const wants = literalFragment(
    isFieldShown('topic', surface) ? ` ${CUSTOMER_REQUESTS[topic]}` : ' needs Sales',
  );
  const named = customer !== null && isFieldShown('customer', surface);
  return named ? [...phrase`${customer}`, wants] : [literalFragment('The customer'), wants];
}

/** Asks Sales to contact the party that asks. */
export function contactRequestText({ requester }: HandoffFacts): TextFragment[] {
  return requester === 'reseller'
    ? phrase`Please get in touch with the reseller.`
    : phrase`Please get in touch with the customer.`;
}

/** The time within which Sales is expected to answer. */
export const ANSWER_TERM = '24 hours, not counting weekends and holidays';

/** Shown until the engineer adds the link: the Chatter post or Case is the handoff, and the post in Slack a pointer to it. */
export function notHandedOverText(): TextFragment[] {
  return phrase`Not handed over yet: no Chatter post or Case linked.`;
}

/** Lists the subscription numbers; empty when there are none. */
export function subscriptionNumbersText({ subscriptions }: HandoffFacts): TextFragment[] {
  if (subscriptions.length === 0) return [];
  const numbers = subscriptions.map(({ number }) => number);
  return phrase`${joinWithAnd(numbers, MAX_LISTED_NUMBERS)}`;
}

/** Returns the customer and subscriptions that identify a handoff, or a neutral text once its data was erased. */
export function handoffSubjectText({
  content: { facts },
  erased,
}: Pick<HandoffState, 'content' | 'erased'>): TextFragment[] {
  if (erased) return [literalFragment('a handoff whose data was erased')];
  const customer = facts.customer === null ? [literalFragment('the customer')] : phrase`${facts.customer}`;
  const numbers = subscriptionNumbersText(facts);
  return numbers.length === 0
    ? customer
    : [...customer, literalFragment(' ('), ...numbers, literalFragment(')')];
}

/** Answers to whether the customer has asked in writing to leave the partner. */
export const WISH_LABELS: Record<WrittenWish, string> = {
  yes: 'yes',
  no: 'no',
  'not-asked': 'not asked yet',
};

/** Returns the display name of a Sales team. */
export function teamName(team: string): string {
  if (team === FALLBACK_TEAM) return 'all of Sales';
  if (team === 'smb') return 'SMB pool';
  return team.length <= 5 ? team.toUpperCase() : team.charAt(0).toUpperCase() + team.slice(1);
}

/** Returns "Sales", followed by the team unless it is the fallback team. */
export function salesTeamName(team: string): string {
  return team === FALLBACK_TEAM ? 'Sales' : `Sales (${teamName(team)})`;
}

export function routeReasonText(because: RouteReason, team: string): TextFragment[] {
  switch (because) {
    case 'smb-pool':
      return phrase`Posting to ${teamName(team)}: the SMB pool owns the account in Salesforce. You can change this below.`;
    case 'region':
      return phrase`Posting to ${teamName(team)}, the customer's region. You can change this below.`;
    case 'no-region':
      return phrase`Posting to the shared Sales channel, because no region with its own channel is known. You can change this below.`;
    case 'chosen':
      return phrase`Posting to ${teamName(team)}, because you chose it.`;
  }
}

/** Explains the error code with which Slack rejected the post, and how to fix it. */
export function handoffPostErrorText(error: string): TextFragment[] {
  switch (error) {
    case 'not_in_channel':
      return phrase`I am not in that channel. Invite me there with /invite @Reseller Check, then send it again.`;
    case 'channel_not_found':
      return phrase`I cannot see that channel. If it is private, invite me there with /invite @Reseller Check; otherwise, choose another destination.`;
    case 'is_archived':
    case 'is_inactive':
      return phrase`that channel is archived. Choose another destination and send it again.`;
    case 'shared-channel':
      return phrase`that channel is shared with another company, so no customer data goes there. Choose another destination.`;
    case 'missing_scope':
    case 'no_permission':
      return phrase`I am missing a Slack permission. Tell the bot's owner: the app needs the scopes in manifest.yml and has to be installed again.`;
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
    case 'restricted_action_thread_only_channel':
    case 'restricted_action_non_threadable_channel':
      return phrase`only some people may post in that channel. Ask its owner to let me, or choose another destination.`;
    case 'msg_too_long':
    case 'msg_blocks_too_long':
    case 'invalid_blocks':
    case 'invalid_blocks_format':
      return phrase`it is too long for Slack. Shorten what you wrote and send it again.`;
    default:
      return phrase`Slack said "${error}". Send it again; if it happens again, tell the bot's owner.`;
  }
}

/** Shown when an earlier attempt may have been posted and the bot cannot read the channel to find out. */
export function deliveryUnknownText(team: string): TextFragment[] {
  return phrase`Slack did not confirm whether the handoff was posted, and I cannot read the channel for ${teamName(team)}. Check there: if you see the post, there is nothing to do.`;
}

/** Field names in the list of what is not shared. */
export const HANDOFF_FIELD_NAMES: Record<HandoffField, string> = {
  topic: 'what it is about',
  customer: 'the customer',
  subscriptions: 'subscription numbers',
  endDates: 'their end dates',
  terms: 'their terms',
  opportunity: 'the newest deal',
  discrepancies: 'where records disagree',
  firstBoughtFromReseller: 'that the customer first bought through a reseller',
  partner: 'reseller and distributor',
  plan: 'the plan',
  seats: 'the seats',
  counts: 'the user counts',
  writtenWish: 'the written request to leave the partner',
  writtenWishSource: 'where it is written',
  permission: "the reseller's permission",
  ask: 'what you ask for',
  toldCustomer: 'what the customer was told',
  submitter: 'who sent it',
  answerBy: 'when an answer is expected',
  salesforcePost: 'the link to Chatter or the Case',
  ticket: 'the ticket link',
  crmAccount: 'the Salesforce link',
  accountOwner: 'the account owner',
  zuoraAccount: 'the Zuora account number',
  checkedAt: 'when the systems were checked',
  contacts: 'contacts with their addresses',
  codes: 'licences, activation codes',
  ticketText: "the ticket's text and attachments",
};
