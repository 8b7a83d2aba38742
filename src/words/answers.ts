import { maskEmail } from '../domain/mail.ts';
import type { Reference, Typo } from '../domain/reference.ts';
import { listed, type Piece, say } from '../domain/text.ts';
import { sayTypos } from './typos.ts';

export { help } from './help.ts';

/** Ask again with one subscription, where an address or a ticket did not lead anywhere. */
const BY_NUMBER = '/reseller-check A-S00012345';

/** A check has begun; `here`: its card goes where the person asked, else to direct messages. */
export function checking(subject: Reference, here: boolean): Piece[] {
  return here
    ? say`Checking ${nameOf(subject)}. The card follows here.`
    : say`Checking ${nameOf(subject)}. The card goes to your direct messages with me.`;
}

/** A thing to check, as a sentence names it; an e-mail address only masked. */
export function nameOf(subject: Reference): string {
  switch (subject.kind) {
    case 'subscription':
      return `subscription ${subject.number}`;
    case 'account':
      return `account ${subject.number}`;
    case 'crm-account':
      return `Salesforce account ${subject.id}`;
    case 'zuora-subscription':
      return `the subscription with Zuora id ${subject.id}`;
    case 'zuora-account':
      return `the account with Zuora id ${subject.id}`;
    case 'email':
      return maskEmail(subject.address);
    case 'ticket':
      return `ticket #${subject.id}`;
  }
}

/** The card cannot stand where the person asked, because that place is not set up for cards. */
export function goesToDirectMessages(): Piece[] {
  return say`Cards are not posted in this channel, so yours goes to your direct messages with me.`;
}

/** Stands where Slack's word for the refusal is no longer known. */
export const REFUSED_BEFORE = 'refused_before';

/** Slack's word for why a card could not stand in its channel; it is in the direct messages instead. */
export function cardMoved(error: string): Piece[] {
  return [...say`The card is in your direct messages with me: `, ...whyRefused(error)];
}

/** Slack's word for why it took our message nowhere. */
export function slackRefused(error: string): Piece[] {
  return [...say`The card could not be posted: `, ...whyRefused(error)];
}

function whyRefused(error: string): Piece[] {
  switch (error) {
    case 'not_in_channel':
      return say`I am not in that channel. Invite me there with /invite @Reseller Check, then run the check again.`;
    case 'channel_not_found':
      return say`I cannot see that channel. If it is private, invite me with /invite @Reseller Check; then check again.`;
    case REFUSED_BEFORE:
      return say`that channel did not take it. If I am not in it, /invite @Reseller Check there; then check again.`;
    case 'is_archived':
    case 'is_inactive':
      return say`that channel is archived. Run the check in another one.`;
    case 'msg_too_long':
    case 'msg_blocks_too_long':
    case 'invalid_blocks':
    case 'invalid_blocks_format':
      return say`it is too large for Slack. Check a single subscription: ${BY_NUMBER}`;
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
      return say`only some people may post in that channel. Run the check in another one.`;
    case 'restricted_action_thread_only_channel':
    case 'restricted_action_thread_locked':
    case 'thread_not_found':
    case 'cannot_reply_to_message':
      return say`that thread takes no replies. Run the check in the channel itself.`;
    default:
      return say`Slack said "${error}". Run the check again; if it happens twice, tell the bot's owner.`;
  }
}

/** The request was not written down, so nothing will come of it. */
export function notKept(): Piece[] {
  return say`I could not write your request down, so nothing was checked. Try again in a minute; if it happens twice, tell the bot's owner.`;
}

/** Slack sent the request in a shape that this version cannot read. */
export function notParsed(): Piece[] {
  return say`I couldn't read what Slack sent, so nothing was done. Try again. If it happens again, tell the bot's owner: the reason is in the log.`;
}

/** Nobody is let in before Slack has told who they are. */
export function waits(): Piece[] {
  return say`Slack hasn't confirmed yet who you are or what this channel is. Your request is queued, so there's no need to repeat it.`;
}

/** `waitMs`: until the person may check again. */
export function tooManyChecks(limit: { checks: number; windowMs: number; waitMs: number }): Piece[] {
  const { checks, windowMs, waitMs } = limit;
  return say`You've reached the limit of ${String(checks)} checks per person in ${duration(windowMs)}, so I didn't run this one. You can check again in ${duration(waitMs)}.`;
}

/** Such as "10 minutes": rounded up to whole minutes (below a minute, seconds); in hours only when no minutes are left. */
function duration(ms: number): string {
  if (ms < 60_000) return counted(Math.max(Math.ceil(ms / 1_000), 1), 'second');
  const minutes = Math.ceil(ms / 60_000);
  return minutes % 60 === 0 ? counted(minutes / 60, 'hour') : counted(minutes, 'minute');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The request waited until it was of no use. */
export function dropped(): Piece[] {
  return say`Your request waited too long while I was busy, so I dropped it and neither checked nor changed anything. Please ask again.`;
}

/** Something broke that nobody foresaw. */
export function wentWrong(): Piece[] {
  return say`Something went wrong on my side, so do not rely on an answer. Try again; if it happens twice, tell the bot's owner the time.`;
}

export function caseGone(): Piece[] {
  return say`I no longer have this case; cases are deleted after a while. Run the check again: ${BY_NUMBER}`;
}

export function buttonTooOld(): Piece[] {
  return say`This button comes from an older version of the bot and does nothing now. Run the check again for a new card.`;
}

/** Stands above a button that opens the form once more. */
export function formExpired(): Piece[] {
  return say`The form did not open in time, and Slack let it go. Press the button to open it again.`;
}

/** Said instead of promising a card. */
export function dryRun(): Piece[] {
  return say`This is a dry run: I checked and wrote the card to the log, and posted nothing. MESSAGES=post makes me post.`;
}

/** An e-mail address is never stored, so the same look cannot be taken again. */
export function addressNotKept(): Piece[] {
  return say`I do not keep e-mail addresses, so I cannot look again. Run the check with the address once more.`;
}

/** `id` without "#". `isFieldUnreadable`: the subscription field is filled in, but holds no subscription number. */
export function ticketNamesNothing(id: string, isFieldUnreadable = false): Piece[] {
  const field = isFieldUnreadable
    ? say` Its subscription field is filled in, but not with a subscription number.`
    : [];
  return [
    ...say`Ticket #${id} names no subscription and no organisation that I could look up.`,
    ...field,
    ...say` Ask for the subscription number, then check it: ${BY_NUMBER}`,
  ];
}

export function zendeskNotConfigured(): Piece[] {
  return say`I am not connected to Zendesk, so I cannot read tickets. Check the subscription number instead: ${BY_NUMBER}`;
}

/** Why somebody may not use the bot here, and what would help. */
export function refusal(why: RefusalKind): Piece[] {
  return [{ kind: 'text', text: REFUSALS[why] }];
}

export type RefusalKind =
  | 'guest'
  | 'outsider'
  | 'shared-channel'
  | 'not-a-member'
  | 'not-in-sales'
  | 'cannot-tell';

const REFUSALS: Record<RefusalKind, string> = {
  guest:
    'Guests cannot use this bot, because it shows customer records. Ask a colleague in Support to check for you.',
  outsider:
    'Only people of this workspace can use this bot, because it shows customer records. Ask your contact in Support.',
  'shared-channel':
    'This channel is shared with another company, so I show nothing here. Ask in an internal channel or in a direct message to me.',
  'not-a-member':
    'Only members of the Support user group can use this bot. Ask your manager to add you, then try again.',
  'not-in-sales':
    'Only members of the Sales and Support user groups can do this. Ask your manager to add you, then try again.',
  'cannot-tell':
    "Slack did not tell me who you are or what this channel is, so I did nothing. Tell the bot's owner, who finds Slack's reason in the log.",
};

/** A host that must not be looked at. */
export function refusedHost(host: string): Piece[] {
  return say`Tickets at ${host} are handled only inside their own Zendesk. I looked nothing up and kept nothing; please continue there.`;
}

/** The help desk marks the ticket's organisation `restricted_account`. */
export function restrictedOrganisation(): Piece[] {
  return say`This ticket's organisation is a restricted account, which only cleared staff may handle. I looked up nothing else and stored nothing. Please continue in Zendesk.`;
}

/** Nothing that can be checked as it stands: says what is wrong with what was given. */
export function nothingToCheck(
  typos: readonly Typo[],
  unknownHosts: readonly string[],
  accepted: readonly string[] = [],
): Piece[] {
  if (typos.length > 0) return sayTypos(typos);
  if (unknownHosts.length > 0) return unknownHost(unknownHosts, accepted);
  return say`I found nothing to check in that. Give me a subscription number, such as A-S00012345, or a ticket link. I can't search by company name, domain or namespace: copy the number from the customer's account in Zuora or their order in CustomersDot. More ways: /reseller-check help`;
}

/** `accepted`: the hosts whose ticket links may be opened. */
function unknownHost(hosts: readonly string[], accepted: readonly string[]): Piece[] {
  const opening = say`I do not open links to ${listed(hosts)}. `;
  return accepted.length === 0
    ? [
        ...opening,
        ...say`Give me a ticket link of our help desk, a Salesforce account link or a subscription: ${BY_NUMBER}`,
      ]
    : [
        ...opening,
        ...say`I read ticket links to ${listed(accepted, 5)}, and links to a customer's pages in Zuora, Salesforce and CustomersDot.`,
      ];
}

/** One text named several things. */
export function severalFound(names: readonly string[]): Piece[] {
  return names.length === 0
    ? say`I check one thing at a time. Which one is it?`
    : say`I check one thing at a time and found ${listed(names)}. Which one is it?`;
}
