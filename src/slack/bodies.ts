import { z } from 'zod';
import { TOPICS } from '../domain/reference.ts';

/**
 * What is kept of a request: the few fields that dealing with it needs, in Slack's own shape, so that Bolt takes
 * a kept request just like a new one. Free text never gets this far; it has been read into references by then.
 */

const Ticket = z.object({ kind: z.literal('ticket'), host: z.string(), id: z.string() });
export const KeptReference = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subscription'), number: z.string() }),
  z.object({ kind: z.literal('account'), number: z.string() }),
  z.object({ kind: z.literal('crm-account'), id: z.string() }),
  z.object({ kind: z.literal('email'), address: z.string() }),
  Ticket,
]);

const TYPOS = [
  'subscription',
  'account',
  'crm-checksum',
  'crm-length',
  'crm-not-account',
  'bare-number',
  'not-a-ticket',
  'topic',
] as const;

export const KeptWanted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), host: z.string() }),
  z.object({
    kind: z.literal('nothing'),
    typos: z.array(z.object({ kind: z.enum(TYPOS), written: z.string() })),
    unknownHosts: z.array(z.string()),
  }),
  z.object({ kind: z.literal('several'), choices: z.array(KeptReference) }),
  z.object({ kind: z.literal('one'), subject: KeptReference, ticket: Ticket.nullable() }),
]);

const Asking = { wanted: KeptWanted, topic: z.enum(TOPICS).nullable() };
const Named = z.object({ id: z.string() });
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

export const MessageShortcutBody = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  user: Named,
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
  user: Named,
  team: Team,
  trigger_id: z.string(),
});

export const ActionBody = z.object({
  type: z.literal('block_actions'),
  user: Named,
  team: Team,
  channel: Named.optional(),
  container: z.object({ message_ts: z.string().optional(), is_ephemeral: z.boolean().optional() }),
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
  user: Named,
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

export type KeptCommand = z.infer<typeof KeptCommand>;
export type KeptMessageShortcut = z.infer<typeof KeptMessageShortcut>;
export type GlobalShortcutBody = z.infer<typeof GlobalShortcutBody>;
export type ActionBody = z.infer<typeof ActionBody>;
export type KeptSubmission = z.infer<typeof KeptSubmission>;
