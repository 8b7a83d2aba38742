import { z } from 'zod';
import { OUTCOMES, WISHES } from '../domain/handoff.ts';
import { REMOVED_KINDS } from '../domain/redact.ts';
import { TOPICS, TYPO_KINDS } from '../domain/reference.ts';

/**
 * What is kept of a request: the few fields that dealing with it needs, in Slack's own shape, so that Bolt takes
 * a kept request just like a new one. Free text never gets this far; it has been read into references by then.
 */

export const TicketReference = z.object({ kind: z.literal('ticket'), host: z.string(), id: z.string() });
export const KeptReference = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subscription'), number: z.string() }),
  z.object({ kind: z.literal('account'), number: z.string() }),
  z.object({ kind: z.literal('crm-account'), id: z.string() }),
  z.object({ kind: z.enum(['zuora-subscription', 'zuora-account']), id: z.string() }),
  z.object({ kind: z.literal('email'), address: z.string() }),
  TicketReference,
]);

export const KeptWanted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), host: z.string() }),
  z.object({
    kind: z.literal('nothing'),
    typos: z.array(z.object({ kind: z.enum(TYPO_KINDS), written: z.string() })),
    unknownHosts: z.array(z.string()),
  }),
  z.object({ kind: z.literal('several'), choices: z.array(KeptReference) }),
  z.object({ kind: z.literal('one'), subject: KeptReference, ticket: TicketReference.nullable() }),
]);

const Asking = { wanted: KeptWanted, topic: z.enum(TOPICS).nullable() };
const Named = z.object({ id: z.string() });
const Person = Named.extend({ team_id: z.string().nullish() });
const Team = z.object({ id: z.string() }).nullish();

export const CommandBody = z.object({
  command: z.string(),
  user_id: z.string(),
  team_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string(),
});
export const KeptCommand = CommandBody.extend(Asking);
/** `/reseller-check mine`. */
export const KeptMine = CommandBody.extend({ mine: z.literal(true) });

export const MessageShortcutBody = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  user: Person,
  team: Team,
  channel: Named,
  message_ts: z.string(),
  thread_ts: z.string().optional(),
  trigger_id: z.string(),
  response_url: z.string(),
});
export const KeptMessageShortcut = MessageShortcutBody.extend(Asking);

export const GlobalShortcutBody = z.object({
  type: z.literal('shortcut'),
  callback_id: z.string(),
  user: Person,
  team: Team,
  trigger_id: z.string(),
});

export const ActionBody = z.object({
  type: z.literal('block_actions'),
  user: Person,
  team: Team,
  channel: Named.optional(),
  container: z.object({ message_ts: z.string().optional(), is_ephemeral: z.boolean().optional() }),
  /** The modal or Home tab that the button is on. */
  view: z.object({ id: z.string(), hash: z.string(), type: z.string() }).optional(),
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

export const SubmissionBody = z.object({
  type: z.literal('view_submission'),
  user: Person,
  team: Team,
  trigger_id: z.string().optional(),
  view: z.object({
    id: z.string(),
    hash: z.string().optional(),
    callback_id: z.string(),
    /** Ids only. */
    private_metadata: z.string().max(500).optional(),
  }),
});
export const KeptSubmission = SubmissionBody.extend(Asking);
export const KeptValue = SubmissionBody.extend({ value: z.string() });
export const KeptReason = SubmissionBody.extend({ reason: z.string() });

const Counts = z.object({ users: z.int(), previous: z.int(), trueUp: z.int(), maximum: z.int() });

/** A handoff as it was typed, without what must not leave. */
export const KeptDraft = SubmissionBody.extend({
  typed: z.object({
    ask: z.string(),
    plan: z.string().nullable(),
    seats: z.int().nullable(),
    counts: Counts.nullable(),
    wish: z.enum(WISHES).nullable(),
    wishWhere: z.string().nullable(),
    told: z.string().nullable(),
    link: z.string().nullable(),
  }),
  removed: z.partialRecord(z.enum(REMOVED_KINDS), z.int()),
  destination: z.object({ channel: z.string(), team: z.string() }),
});
export const KeptText = SubmissionBody.extend({ text: z.string() });
export const KeptOutcome = SubmissionBody.extend({ outcome: z.enum(OUTCOMES), note: z.string().nullable() });

/** Somebody opened our Home tab. */
export const HomeOpened = z.object({
  type: z.literal('event_callback'),
  team_id: z.string().nullish(),
  event_id: z.string(),
  event: z.object({ type: z.literal('app_home_opened'), user: z.string(), tab: z.string().optional() }),
});

export type KeptCommand = z.infer<typeof KeptCommand>;
export type KeptMessageShortcut = z.infer<typeof KeptMessageShortcut>;
export type GlobalShortcutBody = z.infer<typeof GlobalShortcutBody>;
export type ActionBody = z.infer<typeof ActionBody>;
export type KeptSubmission = z.infer<typeof KeptSubmission>;
