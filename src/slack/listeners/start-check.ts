import type { Place } from '../../domain/case.ts';
import type { Topic } from '../../domain/reference.ts';
import { SeveralFound } from '../../errors.ts';
import { checkSubscription } from '../../usecases/check-subscription.ts';
import type { Wanted } from '../../usecases/gather-evidence.ts';
import { cardMoved } from '../../words/answers.ts';
import { line } from '../lines.ts';
import type { Origin } from '../say.ts';
import { say } from '../say.ts';
import type { Room } from './handlers.ts';

/** Starts a check for whoever asked; the request's key names the case, so that a second run finds the first. */
export async function startCheck(
  { ports, supportChannels, voice }: Room,
  origin: Origin,
  { wanted, topic }: { readonly wanted: Wanted; readonly topic: Topic | null },
): Promise<void> {
  const place = placeFor(origin, supportChannels);
  const caseId = caseIdFor(origin);
  const { movedBecause } = await checkSubscription(ports, {
    caseId,
    by: origin.user,
    wanted,
    topic,
    place,
  }).catch((error: unknown) => {
    // The topic that was typed beside the ticket applies to the subscription that is chosen as well.
    if (!(error instanceof SeveralFound) || topic === null) throw error;
    throw new SeveralFound(error.choices, { ...error.beside, topic });
  });
  if (movedBecause)
    await say(voice, { ...origin, key: `${origin.key}:moved` }, line(cardMoved(movedBecause)));
}

function caseIdFor({ key }: Origin): string {
  return `c${key.slice(0, 15)}`;
}

/** The asking channel where cards are allowed, else the person's direct messages. */
function placeFor({ channel, thread, user }: Origin, supportChannels: readonly string[]): Place {
  if (channel && supportChannels.includes(channel)) return { channel, thread };
  return { channel: user, thread: null };
}
