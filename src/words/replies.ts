import { maskEmail } from '../domain/email-address.ts';
import type { Reference } from '../domain/reference.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, literalFragment, phrase } from '../domain/text-fragments.ts';

/** Example of a check by subscription, suggested when an email address or a ticket found nothing. */
export const EXAMPLE_COMMAND = '/reseller-check A-S00012345';

/**
 * Confirms that a check has started. `isPostedHere`: the card is posted where the user asked, otherwise sent as a
 * direct message.
 */
export function checkStartedText(subject: Reference, isPostedHere: boolean): TextFragment[] {
  return isPostedHere
    ? phrase`Checking ${referenceName(subject)}…`
    : phrase`Checking ${referenceName(subject)}… I will send you the card in a direct message.`;
}

/** Names a reference within a sentence. Email addresses are masked. */
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

/** Shown when the channel in which the user asked is not configured for cards. */
export function cardGoesToDirectMessagesText(): TextFragment[] {
  return phrase`I do not post cards in this channel, so I am sending you yours in a direct message.`;
}

/** Placeholder for an error code from Slack that was not stored. */
export const UNKNOWN_SLACK_ERROR = 'refused_before';

/**
 * Shown when Slack rejected the card in its channel and it was sent as a direct message. `error`: Slack's error code.
 */
export function cardMovedToDirectMessagesText(error: string): TextFragment[] {
  return [...phrase`I sent you the card in a direct message: `, ...slackErrorText(error)];
}

/** Shown when Slack rejected the card everywhere. `error`: Slack's error code. */
export function cardNotPostedText(error: string): TextFragment[] {
  return [...phrase`The card could not be posted: `, ...slackErrorText(error)];
}

/** Shown when a case has changed, and its card can't show that because its channel has become shared. */
export function cardNotUpdatedText(): TextFragment[] {
  return phrase`The case is up to date, but its card isn't: it is in a channel that is shared with another company, so no customer data goes there. Check again in an internal channel or in a direct message to me, and start a new case.`;
}

function slackErrorText(error: string): TextFragment[] {
  switch (error) {
    case 'not_in_channel':
      return phrase`I am not in that channel. Invite me there with /invite @Reseller Check, then run the check again.`;
    case 'channel_not_found':
      return phrase`I cannot see that channel. If it is private, invite me with /invite @Reseller Check; then check again.`;
    case UNKNOWN_SLACK_ERROR:
      return phrase`I could not post in that channel. If I am not in it, /invite @Reseller Check there; then check again.`;
    case 'is_archived':
    case 'is_inactive':
      return phrase`that channel is archived. Run the check in another one.`;
    case 'shared-channel':
      return phrase`that channel is shared with another company, so no customer data goes there. Run the check in another one.`;
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

/** Shown when the request could not be stored and will not be processed. */
export function requestNotStoredText(): TextFragment[] {
  return phrase`I could not save your request, so nothing was checked. Try again in a minute; if it happens again, tell the bot's owner.`;
}

/** Shown when the payload from Slack does not match its schema. */
export function requestNotParsedText(): TextFragment[] {
  return phrase`I couldn't read what Slack sent, so nothing was done. Try again. If it happens again, tell the bot's owner: the reason is in the log.`;
}

/** Shown while authorization waits for Slack to confirm the identity of the user or the channel. */
export function identityPendingText(): TextFragment[] {
  return phrase`Slack hasn't confirmed yet who you are or what this channel is. Your request is queued, so there's no need to repeat it.`;
}

/** `waitMs`: time until the user may check again. */
export function checkLimitReachedText(limit: {
  checks: number;
  windowMs: number;
  waitMs: number;
}): TextFragment[] {
  const { checks, windowMs, waitMs } = limit;
  return phrase`You've reached the limit of ${String(checks)} checks per person in ${formatDuration(windowMs)}, so I didn't run this one. You can check again in ${formatDuration(waitMs)}.`;
}

/**
 * Formats a duration such as "10 minutes", rounded up to whole minutes, or to seconds below one minute. Uses hours for
 * whole hours only.
 */
function formatDuration(ms: number): string {
  if (ms < 60_000) return pluralizeUnit(Math.max(Math.ceil(ms / 1_000), 1), 'second');
  const minutes = Math.ceil(ms / 60_000);
  return minutes % 60 === 0 ? pluralizeUnit(minutes / 60, 'hour') : pluralizeUnit(minutes, 'minute');
}

function pluralizeUnit(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Shown when the request expired in the queue. `isRecheck`: it was to check a case again, which keeps its last check. */
export function requestExpiredText({ isRecheck }: { readonly isRecheck: boolean }): TextFragment[] {
  const unchanged = isRecheck
    ? "I didn't check again, and the card still shows the last check."
    : 'Nothing was checked or changed.';
  return phrase`Your request waited too long while I was busy, so I dropped it. ${literalFragment(unchanged)} Please try again.`;
}

/** Reply to an unexpected error. */
export function internalErrorText(): TextFragment[] {
  return phrase`Something went wrong on my side, so do not rely on any answer. Try again; if it happens again, tell the bot's owner the time.`;
}

export function caseNotFoundText(): TextFragment[] {
  return phrase`I no longer have this case; cases are deleted after a while. Run the check again: ${EXAMPLE_COMMAND}`;
}

export function outdatedButtonText(): TextFragment[] {
  return phrase`This button is from an older version of the bot and no longer works. Run the check again for a new card.`;
}

/** Shown above a button that opens the form again. */
export function formExpiredText(): TextFragment[] {
  return phrase`The form did not open in time. Press the button to open it again.`;
}

/** Replaces the announcement of a card in dry-run mode. */
export function dryRunText(): TextFragment[] {
  return phrase`This is a dry run: I ran the check and logged the card, but posted nothing. Set MESSAGES=post to post.`;
}

/** Email addresses are never stored, so a check by address cannot be repeated. */
export function emailNotStoredText(): TextFragment[] {
  return phrase`Email addresses aren't stored, so this can't be checked again. Run a new check with the address.`;
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

/** Explains why the user may not use the bot here, and what to do instead. */
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

/** Reply to a ticket on a host that the bot must not access. */
export function refusedTicketHostText(host: string): TextFragment[] {
  return phrase`Tickets at ${host} are handled only inside their own Zendesk. I looked up and stored nothing; please continue there.`;
}

/** Shown when the help desk marks the ticket's organisation as `restricted_account`. */
export function restrictedOrganisationText(): TextFragment[] {
  return phrase`This ticket's organisation is a restricted account, which only cleared staff may handle. I looked up nothing else and stored nothing. Please continue in Zendesk.`;
}

/** Asks which of several references in one text to check. */
export function severalReferencesText(names: readonly string[]): TextFragment[] {
  return names.length === 0
    ? phrase`I check one thing at a time. Which one is it?`
    : phrase`I check one thing at a time and found ${joinWithAnd(names)}. Which one is it?`;
}
