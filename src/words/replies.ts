import { maskEmail } from '../domain/email-address.ts';
import type { InvalidReference, Reference } from '../domain/reference.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase } from '../domain/text-fragments.ts';
import { invalidReferencesText } from './invalid-reference-text.ts';

export { helpLines } from './help.ts';

/** Ask again with one subscription, where an address or a ticket did not lead anywhere. */
const EXAMPLE_COMMAND = '/reseller-check A-S00012345';

/** A check has begun; `here`: its card goes where the person asked, else to direct messages. */
export function checkStartedText(subject: Reference, isPostedHere: boolean): TextFragment[] {
  return isPostedHere
    ? phrase`Checking ${referenceName(subject)}. I will post the card here.`
    : phrase`Checking ${referenceName(subject)}. I will send you the card in a direct message.`;
}

/** A thing to check, as a sentence names it; an e-mail address only masked. */
export function referenceName(subject: Reference): string {
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
export function cardGoesToDirectMessagesText(): TextFragment[] {
  return phrase`I do not post cards in this channel, so I am sending you yours in a direct message.`;
}

/** Stands where Slack's word for the refusal is no longer known. */
export const UNKNOWN_SLACK_ERROR = 'refused_before';

/** Slack's word for why a card could not stand in its channel; it is in the direct messages instead. */
export function cardMovedToDirectMessagesText(error: string): TextFragment[] {
  return [...phrase`I sent you the card in a direct message: `, ...slackErrorText(error)];
}

/** Slack's word for why it took our message nowhere. */
export function cardNotPostedText(error: string): TextFragment[] {
  return [...phrase`The card could not be posted: `, ...slackErrorText(error)];
}

function slackErrorText(error: string): TextFragment[] {
  switch (error) {
    case 'not_in_channel':
      return phrase`I am not in that channel. Invite me there with /invite @Reseller Check, then run the check again.`;
    case 'channel_not_found':
      return phrase`I cannot see that channel. If it is private, invite me with /invite @Reseller Check; then check again.`;
    case UNKNOWN_SLACK_ERROR:
      return phrase`that channel did not take it. If I am not in it, /invite @Reseller Check there; then check again.`;
    case 'is_archived':
    case 'is_inactive':
      return phrase`that channel is archived. Run the check in another one.`;
    case 'msg_too_long':
    case 'msg_blocks_too_long':
    case 'invalid_blocks':
    case 'invalid_blocks_format':
      return phrase`it is too large for Slack. Check a single subscription: ${EXAMPLE_COMMAND}`;
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
      return phrase`only some people may post in that channel. Run the check in another one.`;
    case 'restricted_action_thread_only_channel':
    case 'restricted_action_thread_locked':
    case 'thread_not_found':
    case 'cannot_reply_to_message':
      return phrase`that thread takes no replies. Run the check in the channel itself.`;
    default:
      return phrase`Slack said "${error}". Run the check again; if it happens again, tell the bot's owner.`;
  }
}

/** The request was not written down, so nothing will come of it. */
export function requestNotStoredText(): TextFragment[] {
  return phrase`I could not save your request, so nothing was checked. Try again in a minute; if it happens again, tell the bot's owner.`;
}

/** Slack sent the request in a shape that this version cannot read. */
export function requestNotParsedText(): TextFragment[] {
  return phrase`I couldn't read what Slack sent, so nothing was done. Try again. If it happens again, tell the bot's owner: the reason is in the log.`;
}

/** Nobody is let in before Slack has told who they are. */
export function identityPendingText(): TextFragment[] {
  return phrase`Slack hasn't confirmed yet who you are or what this channel is. Your request is queued, so there's no need to repeat it.`;
}

/** `waitMs`: until the person may check again. */
export function checkLimitReachedText(limit: {
  checks: number;
  windowMs: number;
  waitMs: number;
}): TextFragment[] {
  const { checks, windowMs, waitMs } = limit;
  return phrase`You've reached the limit of ${String(checks)} checks per person in ${formatDuration(windowMs)}, so I didn't run this one. You can check again in ${formatDuration(waitMs)}.`;
}

/** Such as "10 minutes": rounded up to whole minutes (below a minute, seconds); in hours only when no minutes are left. */
function formatDuration(ms: number): string {
  if (ms < 60_000) return pluralizeUnit(Math.max(Math.ceil(ms / 1_000), 1), 'second');
  const minutes = Math.ceil(ms / 60_000);
  return minutes % 60 === 0 ? pluralizeUnit(minutes / 60, 'hour') : pluralizeUnit(minutes, 'minute');
}

function pluralizeUnit(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The request waited until it was of no use. */
export function requestExpiredText(): TextFragment[] {
  return phrase`Your request waited too long while I was busy, so I dropped it. Nothing was checked or changed. Please try again.`;
}

/** Something broke that nobody foresaw. */
export function internalErrorText(): TextFragment[] {
  return phrase`Something went wrong on my side, so do not rely on any answer. Try again; if it happens again, tell the bot's owner the time.`;
}

export function caseNotFoundText(): TextFragment[] {
  return phrase`I no longer have this case; cases are deleted after a while. Run the check again: ${EXAMPLE_COMMAND}`;
}

export function outdatedButtonText(): TextFragment[] {
  return phrase`This button is from an older version of the bot and no longer works. Run the check again for a new card.`;
}

/** Stands above a button that opens the form once more. */
export function formExpiredText(): TextFragment[] {
  return phrase`The form did not open in time. Press the button to open it again.`;
}

/** Said instead of promising a card. */
export function dryRunText(): TextFragment[] {
  return phrase`This is a dry run: I ran the check and logged the card, but posted nothing. Set MESSAGES=post to post.`;
}

/** An e-mail address is never stored, so the same look cannot be taken again. */
export function emailNotStoredText(): TextFragment[] {
  return phrase`I do not store e-mail addresses, so I cannot check this one again. Run the check with the address again.`;
}

/** `id` without "#". `isFieldUnreadable`: the subscription field is filled in, but holds no subscription number. */
export function ticketWithoutReferenceText(id: string, isFieldUnreadable = false): TextFragment[] {
  const field = isFieldUnreadable
    ? phrase` Its subscription field is filled in, but not with a subscription number.`
    : [];
  return [
    ...phrase`Ticket #${id} names no subscription and no organisation that I could look up.`,
    ...field,
    ...phrase` Ask for the subscription number, then check it: ${EXAMPLE_COMMAND}`,
  ];
}

export function zendeskNotConfiguredText(): TextFragment[] {
  return phrase`I am not connected to Zendesk, so I cannot read tickets. Check the subscription number instead: ${EXAMPLE_COMMAND}`;
}

/** Why somebody may not use the bot here, and what would help. */
export function accessDeniedText(reason: AccessDeniedReason): TextFragment[] {
  return [{ kind: 'text', text: ACCESS_DENIED_TEXTS[reason] }];
}

export type AccessDeniedReason =
  | 'guest'
  | 'outsider'
  | 'shared-channel'
  | 'not-a-member'
  | 'not-in-sales'
  | 'user-unconfirmed';

const ACCESS_DENIED_TEXTS: Record<AccessDeniedReason, string> = {
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
  'user-unconfirmed':
    "Slack did not tell me who you are or what this channel is, so I did nothing. Tell the bot's owner, who finds Slack's reason in the log.",
};

/** A host that must not be looked at. */
export function refusedTicketHostText(host: string): TextFragment[] {
  return phrase`Tickets at ${host} are handled only inside their own Zendesk. I looked up and stored nothing; please continue there.`;
}

/** The help desk marks the ticket's organisation `restricted_account`. */
export function restrictedOrganisationText(): TextFragment[] {
  return phrase`This ticket's organisation is a restricted account, which only cleared staff may handle. I looked up nothing else and stored nothing. Please continue in Zendesk.`;
}

/** Nothing that can be checked as it stands: says what is wrong with what was given. */
export function nothingToCheckText(
  invalidReferences: readonly InvalidReference[],
  unknownHosts: readonly string[],
  acceptedHosts: readonly string[] = [],
): TextFragment[] {
  if (invalidReferences.length > 0) return invalidReferencesText(invalidReferences);
  if (unknownHosts.length > 0) return unknownHostText(unknownHosts, acceptedHosts);
  return phrase`I do not recognise that. Try a subscription number, such as A-S00012345, or a ticket link. I can't search by company name, domain or namespace: copy the number from the customer's account in Zuora or their order in CustomersDot. More ways: /reseller-check help`;
}

/** `acceptedHosts`: the hosts whose ticket links may be opened. */
function unknownHostText(hosts: readonly string[], acceptedHosts: readonly string[]): TextFragment[] {
  const opening = phrase`I do not open links to ${joinWithAnd(hosts)}. `;
  return acceptedHosts.length === 0
    ? [
        ...opening,
        ...phrase`Give me a ticket link of our help desk, a Salesforce account link or a subscription: ${EXAMPLE_COMMAND}`,
      ]
    : [
        ...opening,
        ...phrase`I read ticket links to ${joinWithAnd(acceptedHosts, 5)}, and links to a customer's pages in Zuora, Salesforce and CustomersDot.`,
      ];
}

/** One text named several things. */
export function severalReferencesText(names: readonly string[]): TextFragment[] {
  return names.length === 0
    ? phrase`I check one thing at a time. Which one is it?`
    : phrase`I check one thing at a time and found ${joinWithAnd(names)}. Which one is it?`;
}
