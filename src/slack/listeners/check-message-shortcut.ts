import { StoredMessageShortcut } from '../ingress/payload-schemas.ts';
import { reply } from '../replies/reply.ts';
import { cannotCheckReply, directMessagesReply } from '../replies/text-replies.ts';
import type { Handler } from './handlers.ts';
import { startCheck } from './start-check.ts';

/** "Check this ticket" on a message: the card answers in that message's thread. */
export const handleCheckShortcut: Handler = async (context, { body }, requestContext) => {
  const { wanted, topic } = StoredMessageShortcut.parse(body);
  if (wanted.kind !== 'one')
    return reply(context.responder, requestContext, cannotCheckReply(wanted, context.ticketHosts));
  await startCheck(context, requestContext, { wanted, topic });
  const isSupportChannel =
    requestContext.channelId !== null && context.supportChannels.includes(requestContext.channelId);
  if (!isSupportChannel) await reply(context.responder, requestContext, directMessagesReply());
};
