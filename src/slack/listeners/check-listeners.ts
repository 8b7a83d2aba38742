import { z } from 'zod';
import { REQUESTER_SIDES } from '../../domain/case-facts.ts';
import type { ChoiceContext } from '../../domain/lookup-target.ts';
import { TOPICS } from '../../domain/topics.ts';
import { messageNotUnderstoodText } from '../../words/not-understood-text.ts';
import { ACTIONS, COMMAND, EVENTS, SHORTCUTS, VIEWS } from '../ids.ts';
import {
  ActionPayload,
  StoredCheckForm,
  StoredCommand,
  StoredMessageShortcut,
  StoredMineCommand,
  StoredReference,
  StoredTicketReference,
  StoredTypedMessage,
} from '../ingress/payload-schemas.ts';
import { renderCheckForm, renderReopenFormMessage } from '../rendering/check-form.ts';
import { deleteEphemeral, reply } from '../replies/reply.ts';
import { cannotCheckReply, checkingReply, directMessagesReply, helpReply } from '../replies/text-replies.ts';
import { greetOnce } from './greeting.ts';
import type { BoltApp, HandlerContext } from './handler-context.ts';
import { replyWithMine } from './home-listeners.ts';
import { openModal } from './open-modal.ts';
import { actionValue } from './request-values.ts';
import { isInSupportChannel, startCheck, threadOf } from './start-check.ts';

/** What a choice between several references passes on. */
const ChoiceContextValue = z.object({
  ticket: StoredTicketReference.optional(),
  topic: z.enum(TOPICS).optional(),
  requester: z.enum(REQUESTER_SIDES).optional(),
  /** Where the card belongs: the channel, and the thread in it. */
  channel: z.string().optional(),
  thread: z.string().optional(),
});

/** The command, the shortcuts and the form that start a check. */
export function registerCheckListeners(app: BoltApp): void {
  // Every other command text was answered in the acknowledgement.
  app.command(COMMAND, async ({ body, context }) => {
    if (StoredMineCommand.safeParse(body).success) return replyWithMine(context);
    const { target, ...facts } = StoredCommand.parse(body);
    if (target.kind === 'one') await startCheck(context, { lookup: target, ...facts });
  });

  app.event(EVENTS.message, async ({ body, context }) => answerTypedMessage(context, body));
  app.event(EVENTS.mention, async ({ body, context }) => answerTypedMessage(context, body));

  app.shortcut(SHORTCUTS.checkTicket, async ({ body, context }) => {
    const { responder, request, ticketHosts } = context;
    const { target, topic, requester } = StoredMessageShortcut.parse(body);
    if (target.kind !== 'one') {
      const answer = cannotCheckReply(target, ticketHosts, threadOf(request), messageNotUnderstoodText);
      return reply(responder, request, answer);
    }
    const outcome = await startCheck(context, { lookup: target, topic, requester, anew: false });
    if (outcome !== 'open-case' && !isInSupportChannel(context))
      await reply(responder, request, directMessagesReply());
  });

  app.shortcut(SHORTCUTS.checkCustomer, async ({ body, context }) =>
    openCheckForm(context, body.trigger_id, {}),
  );

  app.action(ACTIONS.openCheckForm, async ({ body, context }) =>
    openCheckForm(context, ActionPayload.parse(body).trigger_id, {
      channel: context.request.channelId ?? undefined,
      ...ChoiceContextValue.parse(actionValue(body)),
    }),
  );

  // The card of a form that was opened from no channel goes to direct messages.
  app.view(VIEWS.checkForm, async ({ body, context }) => {
    const { target, ...facts } = StoredCheckForm.parse(body);
    if (target.kind === 'one') await startCheck(context, { lookup: target, ...facts });
  });

  app.action(ACTIONS.chooseReference, async ({ body, context }) => checkChoice(context, body, false));
  app.action(ACTIONS.startAnew, async ({ body, context }) => checkChoice(context, body, true));
}

/** Checks what a button names. */
async function checkChoice(context: HandlerContext, body: unknown, anew: boolean): Promise<void> {
  const value = actionValue(body);
  const subject = StoredReference.parse(value);
  const { responder, request } = context;
  const { ticket = null, topic = null, requester = null, ...place } = ChoiceContextValue.parse(value);
  // A key of its own, because a failure is answered under the request's.
  const started = { ...request, key: `${request.key}:checking` };
  await reply(responder, started, checkingReply(subject, isInSupportChannel(context)));
  // A reply may be in direct messages although it is about a thread of a channel.
  const isSameChannel = place.channel === request.channelId;
  const threadTs = (isSameChannel ? place.thread : undefined) ?? request.threadTs;
  const choice = { ...context, request: { ...request, threadTs } };
  const outcome = await startCheck(choice, { lookup: { subject, ticket }, topic, requester, anew });
  if (outcome === 'card' && isInSupportChannel(context)) await deleteEphemeral(responder, request);
}

/** Answers a direct message or a mention as the command would. */
async function answerTypedMessage(context: HandlerContext, body: unknown): Promise<void> {
  const { responder, request, ticketHosts } = context;
  const message = StoredTypedMessage.parse(body);
  if (request.channelId?.startsWith('D')) await greetOrHelp(context, message.asks);
  if (message.asks !== 'check')
    return message.asks === 'mine' ? replyWithMine(context) : reply(responder, request, helpReply());
  const { target, topic, requester, anew } = message;
  if (target.kind !== 'one')
    return reply(
      responder,
      request,
      cannotCheckReply(target, ticketHosts, { topic, requester, ...threadOf(request) }),
    );
  const outcome = await startCheck(context, { lookup: target, topic, requester, anew });
  const isExpectedHere = request.channelId?.startsWith('D') || isInSupportChannel(context);
  if (outcome === 'card' && !isExpectedHere) await reply(responder, request, directMessagesReply());
}

/** Greets a person who writes for the first time. The help says the same as the greeting and replaces it. */
function greetOrHelp(context: HandlerContext, asks: 'help' | 'mine' | 'check'): Promise<void> {
  return asks === 'help' ? context.ports.users.markGreeted(context.request.userId) : greetOnce(context);
}

/** Opens the form of the global shortcut. When the trigger has expired, replies with a button that opens it. */
function openCheckForm(context: HandlerContext, triggerId: string, known: ChoiceContext): Promise<void> {
  const { ticket, channel, thread, ...facts } = known;
  const what = ticket ? { what: `${context.links.ticket(ticket.host, ticket.id)} ` } : {};
  return openModal(context, triggerId, {
    view: renderCheckForm({
      initial: { ...what, ...facts },
      place: channel ? { channel, thread } : undefined,
    }),
    expiredTriggerReply: renderReopenFormMessage(known),
  });
}
