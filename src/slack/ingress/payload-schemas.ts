import { z } from 'zod';
import { REQUESTER_SIDES } from '../../domain/case-facts.ts';
import { HANDOFF_OUTCOMES, WRITTEN_WISHES } from '../../domain/handoff-state.ts';
import { REMOVED_KINDS } from '../../domain/redaction-buffer.ts';
import { INVALID_REFERENCE_KINDS } from '../../domain/reference.ts';
import { TOPICS } from '../../domain/topics.ts';

/**
 * Schemas of stored requests: the fields that Bolt needs for routing and the listeners for processing, in Slack's shape. Free
 * text is not stored; it has been parsed into references.
 */

export const StoredTicketReference = z.object({
  kind: z.literal('ticket'),
  host: z.string(),
  id: z.string(),
});
export const StoredReference = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subscription'), number: z.string() }),
  z.object({ kind: z.literal('account'), number: z.string() }),
  z.object({ kind: z.literal('crm-account'), id: z.string() }),
  z.object({ kind: z.enum(['zuora-subscription', 'zuora-account']), id: z.string() }),
  z.object({ kind: z.literal('email'), address: z.string() }),
  StoredTicketReference,
]);

export const StoredLookupTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), host: z.string() }),
  z.object({
    kind: z.literal('nothing'),
    invalidReferences: z.array(z.object({ kind: z.enum(INVALID_REFERENCE_KINDS), written: z.string() })),
    unknownHosts: z.array(z.string()),
    suggestions: z.array(
      z.object({
        subject: StoredReference,
        ticket: StoredTicketReference.optional(),
        topic: z.enum(TOPICS).optional(),
      }),
    ),
  }),
  z.object({ kind: z.literal('several'), choices: z.array(StoredReference) }),
  z.object({ kind: z.literal('one'), subject: StoredReference, ticket: StoredTicketReference.nullable() }),
]);

const CHECK_FIELDS = {
  target: StoredLookupTarget,
  topic: z.enum(TOPICS).nullable(),
  requester: z.enum(REQUESTER_SIDES).nullable(),
  /** Opens a new case even if there is an open one. */
  anew: z.boolean().default(false),
};
/**
 * Id of a user, channel or workspace. Anything else could not be sent back to Slack: a request of such a user would be tried
 * again and again.
 */
const SlackId = z.string().regex(/^[A-Za-z0-9]{1,100}$/);
const IdObject = z.object({ id: SlackId });
const UserObject = IdObject.extend({ team_id: SlackId.nullish() });
const TeamObject = IdObject.nullish();

export const CommandPayload = z.object({
  command: z.string(),
  user_id: SlackId,
  team_id: SlackId,
  channel_id: SlackId,
  trigger_id: z.string(),
  response_url: z.string(),
});
export const StoredCommand = CommandPayload.extend(CHECK_FIELDS);
/** `/reseller-check mine`. */
export const StoredMineCommand = CommandPayload.extend({ mine: z.literal(true) });

export const MessageShortcutPayload = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  user: UserObject,
  team: TeamObject,
  channel: IdObject,
  message_ts: z.string(),
  thread_ts: z.string().optional(),
  trigger_id: z.string(),
  response_url: z.string(),
});
export const StoredMessageShortcut = MessageShortcutPayload.extend(CHECK_FIELDS);

export const GlobalShortcutPayload = z.object({
  type: z.literal('shortcut'),
  callback_id: z.string(),
  user: UserObject,
  team: TeamObject,
  trigger_id: z.string(),
});

export const ActionPayload = z.object({
  type: z.literal('block_actions'),
  user: UserObject,
  team: TeamObject,
  channel: IdObject.optional(),
  container: z.object({ message_ts: z.string().optional(), is_ephemeral: z.boolean().optional() }),
  /** The modal or Home tab that holds the button. */
  view: z
    .object({
      id: z.string(),
      hash: z.string(),
      type: z.string(),
      callback_id: z.string().optional(),
      /** Holds ids only. */
      private_metadata: z.string().max(500).optional(),
    })
    .optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  actions: z
    .array(
      z.object({
        type: z.string(),
        action_id: z.string(),
        block_id: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

export const ViewSubmissionPayload = z.object({
  type: z.literal('view_submission'),
  user: UserObject,
  team: TeamObject,
  trigger_id: z.string().optional(),
  view: z.object({
    id: z.string(),
    hash: z.string().optional(),
    callback_id: z.string(),
    /** Holds ids only. */
    private_metadata: z.string().max(500).optional(),
  }),
});
export const StoredCheckForm = ViewSubmissionPayload.extend(CHECK_FIELDS);
export const StoredStepLink = ViewSubmissionPayload.extend({
  value: z.string().nullable(),
  notApplicable: z.string().optional(),
});
export const StoredStepReason = ViewSubmissionPayload.extend({ reason: z.string() });
export const StoredDispute = StoredStepReason.extend({ expected: z.string() });
export const StoredOverrideRequest = StoredStepReason.extend({ colleague: z.string().nullable() });

const UserCountFields = z.object({
  usersInLicence: z.int().nullable(),
  billableUsers: z.int().nullable(),
  maximumUsers: z.int().nullable(),
  usersOverLicence: z.int().nullable(),
});

/** A submitted handoff form after redaction. */
export const StoredHandoffDraft = ViewSubmissionPayload.extend({
  input: z.object({
    ask: z.string(),
    plan: z.string().nullable(),
    seats: z.int().nullable(),
    counts: UserCountFields.nullable(),
    writtenWish: z.enum(WRITTEN_WISHES).nullable(),
    writtenWishSource: z.string().nullable(),
    permissionSource: z.string().nullable(),
    toldCustomer: z.string().nullable(),
    ticket: z.object({ host: z.string(), id: z.string() }).nullable(),
    salesforceLink: z.string().nullable(),
  }),
  removed: z.partialRecord(z.enum(REMOVED_KINDS), z.int()),
  destination: z.object({ channel: z.string(), team: z.string() }),
});
export const StoredHandoffText = ViewSubmissionPayload.extend({ text: z.string() });
export const StoredHandoffOutcome = ViewSubmissionPayload.extend({
  outcome: z.enum(HANDOFF_OUTCOMES),
  note: z.string().nullable(),
});

/** The event of a user opening the app's Home tab or Messages tab. */
export const HomeOpenedPayload = z.object({
  type: z.literal('event_callback'),
  team_id: SlackId.nullish(),
  event_id: z.string(),
  event: z.object({ type: z.literal('app_home_opened'), user: SlackId, tab: z.string().optional() }),
});

/** A message typed to the bot: in its direct messages, or in a channel with a mention. Holds no text. */
export const TypedMessagePayload = z.object({
  type: z.literal('event_callback'),
  team_id: SlackId.nullish(),
  event: z.object({
    type: z.enum(['message', 'app_mention']),
    user: SlackId,
    /** The user's workspace. */
    team: SlackId.nullish(),
    channel: SlackId,
    ts: z.string(),
    thread_ts: z.string().optional(),
  }),
});
/** What the message asks for. */
export const StoredTypedMessage = z.union([
  TypedMessagePayload.extend({ asks: z.enum(['help', 'mine']) }),
  TypedMessagePayload.extend({ asks: z.literal('check') }).extend(CHECK_FIELDS),
]);

export type StoredCommand = z.infer<typeof StoredCommand>;
export type StoredMessageShortcut = z.infer<typeof StoredMessageShortcut>;
export type GlobalShortcutPayload = z.infer<typeof GlobalShortcutPayload>;
export type ActionPayload = z.infer<typeof ActionPayload>;
export type StoredCheckForm = z.infer<typeof StoredCheckForm>;

/** Returns true for a JSON object, which is neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
