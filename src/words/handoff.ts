import type { Field, Reader } from '../domain/field-rules.ts';
import { isShown } from '../domain/field-rules.ts';
import type { HandoffFacts, Standing, Wish } from '../domain/handoff.ts';
import type { Topic } from '../domain/reference.ts';
import { FALLBACK_TEAM, type RouteReason } from '../domain/routing.ts';
import { listed, type Piece, say } from '../domain/text.ts';

/** What the customer wants, behind their name. */
const WANTS: Record<Topic, string> = {
  'sign-in': 'cannot sign in',
  'license-upload': 'cannot upload a licence',
  'contact-change': 'wants a contact changed',
  'change-subscription': 'wants to change the subscription',
  'direct-renewal': 'wants to renew directly',
  'enable-login': 'wants the login restored',
  'new-purchase': 'wants to buy something new',
  other: 'has a question about the purchase',
};

/** Names nobody and promises nothing. */
const ASKS: Record<Topic, string> = {
  'sign-in':
    'The customer cannot sign in to the Customers Portal. Please reach out to them, and say who takes care of the subscription.',
  'license-upload':
    'The licence is refused because its counts do not fit. Please reach out to the customer, and say how the counts are to be settled.',
  'contact-change':
    'The customer asks for another contact on the subscription. Please reach out to them and to the partner.',
  'change-subscription':
    'The customer wants to change the subscription. Please reach out to them, and say through whom the change goes.',
  'direct-renewal':
    'The customer asks to renew with us instead of through a partner. Please reach out to them, and say what is possible.',
  'enable-login':
    'The customer asks for the login. Please reach out to them, and say whether a purchase from us is under way.',
  'new-purchase':
    'The customer wants to buy something new. Please reach out to them, and say through whom it goes.',
  other: 'The customer has a question for Sales. Please reach out to them.',
};

/** What the form asks Sales for until the engineer writes something better. */
export function prefilledAsk({ topic }: HandoffFacts): string {
  return ASKS[topic];
}

/** "Halden Mills wants to renew directly", as far as that reader is shown it. */
export function sayWants({ topic, customer }: HandoffFacts, reader: Reader): Piece[] {
  const wants = own(isShown('topic', reader) ? ` ${WANTS[topic]}` : ' needs Sales');
  const named = customer !== null && isShown('customer', reader);
  return named ? [...say`${customer}`, wants] : [own('The customer'), wants];
}

/** More subscriptions than these are counted, not named. */
const MOST_NUMBERS = 3;

/** The subscriptions by number; empty when there are none. */
export function sayNumbers({ subscriptions }: HandoffFacts): Piece[] {
  if (subscriptions.length === 0) return [];
  const numbers = subscriptions.map(({ number }) => number);
  return say`${listed(numbers, MOST_NUMBERS)}`;
}

/** Customer and subscriptions, to know a handoff again; no names once it was erased. */
export function sayAbout({ content: { facts }, erased }: Pick<Standing, 'content' | 'erased'>): Piece[] {
  if (erased) return [own('a handoff whose data was erased')];
  const customer = facts.customer === null ? [own('the customer')] : say`${facts.customer}`;
  const numbers = sayNumbers(facts);
  return numbers.length === 0 ? customer : [...customer, own(' ('), ...numbers, own(')')];
}

/** What is known of a written wish to leave the partner. */
export const WISH_LABELS: Record<Wish, string> = { yes: 'yes', no: 'no', 'not-asked': 'not asked yet' };

/** Regions as people write them. */
export function teamName(team: string): string {
  if (team === FALLBACK_TEAM) return 'all of Sales';
  if (team === 'smb') return 'SMB pool';
  return team.length <= 5 ? team.toUpperCase() : team.charAt(0).toUpperCase() + team.slice(1);
}

/** Who of Sales has it. */
export function salesName(team: string): string {
  return team === FALLBACK_TEAM ? 'Sales' : `Sales (${teamName(team)})`;
}

export function sayRoute(because: RouteReason, team: string): Piece[] {
  switch (because) {
    case 'smb-pool':
      return say`Goes to ${teamName(team)}: the pool of small customers owns the account in Salesforce. You can choose another place.`;
    case 'region':
      return say`Goes to ${teamName(team)}: that is the customer's region. You can choose another place.`;
    case 'no-region':
      return say`Goes to the common channel of Sales: no region is known that has a channel of its own. Choose another place when you know better.`;
    case 'chosen':
      return say`Goes to ${teamName(team)}, because you chose it.`;
  }
}

/** Slack's word for why it would not have the post, and the cure. */
export function sayRefusal(error: string): Piece[] {
  switch (error) {
    case 'not_in_channel':
      return say`I am not in that channel. Invite me there with /invite @Reseller Check, then send it again.`;
    case 'channel_not_found':
      return say`I cannot see that channel. If it is private, invite me there with /invite @Reseller Check; else choose another destination.`;
    case 'is_archived':
    case 'is_inactive':
      return say`that channel is archived. Choose another destination and send it again.`;
    case 'shared-channel':
      return say`that channel is shared with another company, so no customer data goes there. Choose another destination.`;
    case 'missing_scope':
    case 'no_permission':
    case 'not_allowed_token_type':
      return say`I lack a permission in Slack. Tell the bot's owner: the app needs the scopes in manifest.yml and has to be installed again.`;
    case 'account_inactive':
      return say`Slack no longer knows me ("${error}"). Tell the bot's owner that the token has to be renewed.`;
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
    case 'restricted_action_thread_only_channel':
    case 'restricted_action_non_threadable_channel':
      return say`only some people may post in that channel. Ask its owner to let me, or choose another destination.`;
    case 'msg_too_long':
    case 'msg_blocks_too_long':
    case 'invalid_blocks':
    case 'invalid_blocks_format':
      return say`it is too long for Slack. Shorten what you wrote and send it again.`;
    default:
      return say`Slack said "${error}". Send it again; if that happens twice, tell the bot's owner.`;
  }
}

/** An earlier try may have arrived, and the channel cannot be read. */
export function sayUnsure(team: string): Piece[] {
  return say`Slack did not say whether the handoff arrived, and I cannot read the channel for ${teamName(team)}. Look there: if the post is in it, there is nothing to do.`;
}

/** How the preview names what a reader is not shown. */
export const FIELD_LABELS: Record<Field, string> = {
  topic: 'what it is about',
  customer: 'the customer',
  subscriptions: 'subscription numbers',
  endDates: 'when they end',
  firstReseller: 'that a reseller sold first',
  partner: 'reseller and distributor',
  plan: 'the plan',
  seats: 'the seats',
  counts: 'the user counts',
  wish: 'the written wish',
  wishWhere: 'where the wish stands',
  ask: 'what you ask for',
  told: 'what the customer was told',
  submitter: 'who sends it',
  answerBy: 'when an answer is expected',
  salesforcePost: 'the link to Chatter or the Case',
  ticket: 'the ticket link',
  crmAccount: 'the Salesforce link',
  owner: 'the account owner',
  zuoraAccount: 'the Zuora account number',
  checkedAt: 'when the systems were asked',
  contacts: 'contacts with their addresses',
  codes: 'licences, activation codes',
  ticketText: "the ticket's text and attachments",
};

/** Our own words, made up from data of ours. */
export function own(text: string): Piece {
  return { kind: 'text', text };
}
