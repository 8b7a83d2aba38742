import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { MessageLocation } from '../../domain/case.ts';
import { cardPostKey } from '../../domain/case.ts';
import { REQUESTER_SIDES } from '../../domain/case-facts.ts';
import type { ChoiceContext } from '../../domain/lookup-target.ts';
import { TOPICS } from '../../domain/topics.ts';
import { ChoiceRequiredError, SubscriptionNeededError } from '../../errors.ts';
import { type CheckRequest, checkCustomer, checkUnlessOpen } from '../../usecases/check-customer.ts';
import type { OpenCase } from '../../usecases/find-open-case.ts';
import { messageNotUnderstoodText } from '../../words/not-understood-text.ts';
import { cardMovedToDirectMessagesText } from '../../words/replies.ts';
import { fetchPermalink } from '../delivery/permalinks.ts';
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
import { renderOpenCase } from '../rendering/open-case-message.ts';
import type { RequestContext } from '../replies/reply.ts';
import { reply } from '../replies/reply.ts';
import {
  cannotCheckReply,
  checkingReply,
  directMessagesReply,
  helpReply,
  textReply,
} from '../replies/text-replies.ts';
import type { BoltApp, HandlerContext } from './handler-context.ts';
import { replyWithMine } from './home-listeners.ts';
import { openModal } from './open-modal.ts';
import { actionValue } from './request-values.ts';

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
    if (outcome === 'card' && !isInSupportChannel(context))
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
  await reply(responder, request, checkingReply(subject, isInSupportChannel(context)));
  // A reply may be in direct messages although it is about a thread of a channel.
  const isSameChannel = place.channel === request.channelId;
  const threadTs = (isSameChannel ? place.thread : undefined) ?? request.threadTs;
  const choice = { ...context, request: { ...request, threadTs, key: choiceKey(body, request) } };
  await startCheck(choice, { lookup: { subject, ticket }, topic, requester, anew });
}

/** Answers a direct message or a mention as the command would. */
async function answerTypedMessage(context: HandlerContext, body: unknown): Promise<void> {
  const { responder, request, ticketHosts } = context;
  const message = StoredTypedMessage.parse(body);
  if (message.asks !== 'check')
    return message.asks === 'mine' ? replyWithMine(context) : reply(responder, request, helpReply());
  const { target, topic, requester, anew } = message;
  if (target.kind !== 'one')
    return reply(
      responder,
      request,
      cannotCheckReply(target, ticketHosts, { topic, requester, ...threadOf(request) }),
    );
  await startCheck(context, { lookup: target, topic, requester, anew });
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

/** Returns the same key for every click on one button of one message, so that a double click is one check. */
function choiceKey(body: unknown, { key, channelId }: RequestContext): string {
  const { message_ts: messageTs } = ActionPayload.parse(body).container;
  if (!messageTs) return key;
  const choice = JSON.stringify([channelId, messageTs, actionValue(body)]);
  return createHash('sha256').update(choice).digest('hex').slice(0, 32);
}

interface RequestedCheck extends Pick<CheckRequest, 'lookup' | 'topic' | 'requester'> {
  /** Whether to open a new case even if there is an open one. */
  readonly anew: boolean;
}

/**
 * Starts a check for the user, or shows the open case of the same ticket or subscription. The case id is derived from the
 * request's key, so that a retry finds the same case.
 */
async function startCheck(
  context: HandlerContext,
  { lookup, topic, requester, anew }: RequestedCheck,
): Promise<'card' | 'open-case'> {
  const { ports, responder, request } = context;
  const check = anew ? checkCustomer : checkUnlessOpen;
  const outcome = await check(ports, {
    caseId: `c${request.key.slice(0, 15)}`,
    by: request.userId,
    lookup,
    topic,
    requester,
    location: cardLocation(context),
  }).catch((error: unknown) => {
    // What the command says also applies to the subscription that the user chooses or enters, and so does the place.
    const facts = {
      ...(topic ? { topic } : {}),
      ...(requester ? { requester } : {}),
      ...threadOf(request),
    };
    if (error instanceof ChoiceRequiredError)
      throw new ChoiceRequiredError(error.choices, { ...error.context, ...facts });
    if (error instanceof SubscriptionNeededError)
      throw new SubscriptionNeededError(error.sentence, { ...error.context, ...facts });
    throw error;
  });
  if ('kase' in outcome) {
    await replyWithOpenCase(context, outcome, { lookup, topic, requester });
    return 'open-case';
  }
  if (outcome.fallbackReason)
    await reply(
      responder,
      { ...request, key: `${request.key}:card-moved` },
      textReply(cardMovedToDirectMessagesText(outcome.fallbackReason)),
    );
  return 'card';
}

/** Shows an open case instead of a new card. The reply has a key of its own, because a choice was already answered. */
async function replyWithOpenCase(
  { ports, responder, interactiveClient, request }: HandlerContext,
  { kase, handoffs }: OpenCase,
  { lookup: { subject, ticket }, topic, requester }: Omit<RequestedCheck, 'anew'>,
): Promise<void> {
  const card = await responder.posts.find(cardPostKey(kase.id));
  const cardUrl = await fetchPermalink(
    { client: interactiveClient, posts: responder.posts },
    cardPostKey(kase.id),
    request.userId,
  );
  const again = {
    ...subject,
    ...(ticket ? { ticket } : {}),
    ...(topic ? { topic } : {}),
    ...(requester ? { requester } : {}),
    ...threadOf(request),
  };
  const message = renderOpenCase(
    { kase, handoff: handoffs.at(-1) ?? null },
    {
      now: ports.now(),
      channel: (card ?? kase.location).channel,
      viewer: request.userId,
      cardUrl,
      again,
    },
  );
  await reply(responder, { ...request, key: `${request.key}:open-case` }, message);
}

/** Returns the thread of a request, for the buttons that continue it. Without a thread, their own channel is enough. */
function threadOf({ channelId, threadTs }: RequestContext): Pick<ChoiceContext, 'channel' | 'thread'> {
  return channelId !== null && threadTs !== null ? { channel: channelId, thread: threadTs } : {};
}

/** Returns the channel of the request where cards are allowed, else the user's direct messages. */
function cardLocation(context: HandlerContext): MessageLocation {
  const { channelId, threadTs, userId } = context.request;
  if (channelId && isInSupportChannel(context)) return { channel: channelId, thread: threadTs };
  return { channel: userId, thread: channelId?.startsWith('D') ? threadTs : null };
}

function isInSupportChannel({
  request: { channelId },
  supportChannels,
}: Pick<HandlerContext, 'request' | 'supportChannels'>): boolean {
  return channelId !== null && supportChannels.includes(channelId);
}
