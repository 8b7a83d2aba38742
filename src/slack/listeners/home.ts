import { z } from 'zod';
import type { Preferences } from '../../domain/preferences.ts';
import { RetryLater } from '../../errors.ts';
import { gatherHome } from '../../usecases/home.ts';
import type { Refusal } from '../admission.ts';
import { HomeOpened } from '../bodies.ts';
import { refusedHome } from '../cards/home.ts';
import { mineMessage } from '../cards/mine.ts';
import { ACTIONS } from '../ids.ts';
import { permalinks } from '../permalinks.ts';
import { say } from '../say.ts';
import { failureOf } from '../slack-error.ts';
import type { Handler, HandlerEntry, Room } from './handlers.ts';
import { pressed } from './pressed.ts';

const Tell = z.object({ tell: z.enum(['dm', 'mention']) });
const Hour = z.int().min(0).max(23);
const Quiet = z.object({ quiet: z.object({ from: Hour, to: Hour }).nullable() });

/** The Home tab and what is chosen there. */
export function homeHandlers(): HandlerEntry[] {
  return [
    ['event app_home_opened', { handle: opened, audience: 'members' }],
    [`action ${ACTIONS.preferTell}`, { handle: preferTell, audience: 'members' }],
    [`action ${ACTIONS.preferQuiet}`, { handle: preferQuiet, audience: 'members' }],
  ];
}

const preferTell: Handler = (room, { body }, { user }) => prefer(room, user, Tell.parse(pressed(body)));

const preferQuiet: Handler = (room, { body }, { user }) => prefer(room, user, Quiet.parse(pressed(body)));

const opened: Handler = async ({ ports }, { body }) => {
  const { user } = HomeOpened.parse(body).event;
  await ports.people.sawHome(user);
  await draw(ports, user);
};

async function prefer({ ports, opener }: Room, user: string, wish: Partial<Preferences>): Promise<void> {
  const before = await ports.people.preferences(user);
  const { user: info } = await opener.users.info({ user });
  await ports.people.prefer(user, { ...before, ...wish, zone: info?.tz ?? before.zone });
  await draw(ports, user);
}

async function draw(ports: Room['ports'], user: string): Promise<void> {
  await ports.messenger.showHome(await gatherHome(ports, user));
}

/**
 * Removes customers' names from the Home tab of a user who has become a guest or left the workspace since it was
 * published. Does nothing when no Home tab was published.
 */
export async function clearHome({ ports, opener }: Room, user: string, refused: Refusal): Promise<void> {
  const isLasting = refused === 'guest' || refused === 'outsider';
  if (!isLasting || (await ports.people.withHome([user])).length === 0) return;
  await opener.views.publish({ user_id: user, view: refusedHome(refused) }).catch((error: unknown) => {
    const { kind } = failureOf(error);
    if (kind === 'limited' || kind === 'uncertain')
      throw new RetryLater('home tab not cleared', 5_000, error);
  });
  await ports.people.lostHome(user);
}

/** `/reseller-check mine`: the same in short, for the person alone. */
export const handleMine: Handler = async (room, _, origin) => {
  const page = await gatherHome(room.ports, origin.user);
  const permalinkOf = await permalinks({ client: room.opener, posts: room.voice.posts }, page);
  await say(room.voice, origin, mineMessage(page, { links: room.links, permalinkOf }));
};
