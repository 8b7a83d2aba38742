import { z } from 'zod';
import type { UserPreferences } from '../../domain/user-preferences.ts';
import { RetryLater } from '../../errors.ts';
import { gatherHomeTab } from '../../usecases/home-tab.ts';
import { fetchPermalinks } from '../delivery/permalinks.ts';
import { ACTIONS } from '../ids.ts';
import { HomeOpenedPayload } from '../ingress/payload-schemas.ts';
import type { Refusal } from '../processing/authorization.ts';
import { renderAccessDeniedHomeTab } from '../rendering/home-tab.ts';
import { renderMineMessage } from '../rendering/mine-message.ts';
import { reply } from '../replies/reply.ts';
import { classifySlackError } from '../web-api/slack-error.ts';
import { actionValue } from './action-value.ts';
import type { Handler, HandlerContext, HandlerEntry } from './handlers.ts';

const NotificationValue = z.object({ notifyBy: z.enum(['dm', 'mention']) });
const HourOfDay = z.int().min(0).max(23);
const QuietHoursValue = z.object({ quietHours: z.object({ from: HourOfDay, to: HourOfDay }).nullable() });

/** The Home tab and what is chosen there. */
export function homeTabHandlers(): HandlerEntry[] {
  return [
    ['event app_home_opened', { handle: handleHomeOpened, audience: 'members' }],
    [`action ${ACTIONS.setNotifications}`, { handle: handleSetNotifications, audience: 'members' }],
    [`action ${ACTIONS.setQuietHours}`, { handle: handleSetQuietHours, audience: 'members' }],
  ];
}

const handleSetNotifications: Handler = (context, { body }, { userId }) =>
  savePreferences(context, userId, NotificationValue.parse(actionValue(body)));

const handleSetQuietHours: Handler = (context, { body }, { userId }) =>
  savePreferences(context, userId, QuietHoursValue.parse(actionValue(body)));

const handleHomeOpened: Handler = async ({ ports }, { body }) => {
  const { user: userId } = HomeOpenedPayload.parse(body).event;
  await ports.users.markHomeTabOpened(userId);
  await showHomeTab(ports, userId);
};

async function savePreferences(
  { ports, interactiveClient }: HandlerContext,
  userId: string,
  changes: Partial<UserPreferences>,
): Promise<void> {
  const current = await ports.users.preferences(userId);
  const { user: slackUser } = await interactiveClient.users.info({ user: userId });
  await ports.users.savePreferences(userId, {
    ...current,
    ...changes,
    timeZone: slackUser?.tz ?? current.timeZone,
  });
  await showHomeTab(ports, userId);
}

async function showHomeTab(ports: HandlerContext['ports'], userId: string): Promise<void> {
  await ports.messenger.publishHomeTab(await gatherHomeTab(ports, userId));
}

/**
 * Removes customers' names from the Home tab of a user who has become a guest or left the workspace since it was
 * published. Does nothing when no Home tab was published.
 */
export async function clearHomeTab(
  { ports, interactiveClient }: HandlerContext,
  userId: string,
  refused: Refusal,
): Promise<void> {
  const isLasting = refused === 'guest' || refused === 'outsider';
  if (!isLasting || (await ports.users.filterHomeTabOpened([userId])).length === 0) return;
  await interactiveClient.views
    .publish({ user_id: userId, view: renderAccessDeniedHomeTab(refused) })
    .catch((error: unknown) => {
      const { kind } = classifySlackError(error);
      if (kind === 'limited' || kind === 'uncertain')
        throw new RetryLater('home tab not cleared', 5_000, error);
    });
  await ports.users.clearHomeTabOpened(userId);
}

/** `/reseller-check mine`: the same in short, for the person alone. */
export const handleMineCommand: Handler = async (context, _, requestContext) => {
  const page = await gatherHomeTab(context.ports, requestContext.userId);
  const permalinkOf = await fetchPermalinks(
    { client: context.interactiveClient, posts: context.responder.posts },
    page,
  );
  await reply(
    context.responder,
    requestContext,
    renderMineMessage(page, { links: context.links, permalinkOf }),
  );
};
