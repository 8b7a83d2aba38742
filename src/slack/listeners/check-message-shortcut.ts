import { KeptMessageShortcut } from '../bodies.ts';
import { cannotCheckLine, directMessagesLine } from '../lines.ts';
import { say } from '../say.ts';
import type { Handler } from './handlers.ts';
import { startCheck } from './start-check.ts';

/** "Check this ticket" on a message: the card answers in that message's thread. */
export const handleMessageShortcut: Handler = async (room, { body }, origin) => {
  const { wanted, topic } = KeptMessageShortcut.parse(body);
  if (wanted.kind !== 'one') return say(room.voice, origin, cannotCheckLine(wanted, room.ticketHosts));
  await startCheck(room, origin, { wanted, topic });
  const here = origin.channel !== null && room.supportChannels.includes(origin.channel);
  if (!here) await say(room.voice, origin, directMessagesLine());
};
