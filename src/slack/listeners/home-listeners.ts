import { z } from 'zod';
import type { UserPreferences } from '../../domain/user-preferences.ts';
import { RetryLater } from '../../errors.ts';
import { gatherHomeTab } from '../../usecases/home-tab.ts';
import { publishHomeTab } from '../../usecases/publish-update.ts';
import { fetchPermalinks } from '../delivery/permalinks.ts';
import { ACTIONS, EVENTS } from '../ids.ts';
import { HomeOpenedPayload } from '../ingress/payload-schemas.ts';
import type { Refusal } from '../processing/authorization.ts';
import { renderAccessDeniedHomeTab } from '../rendering/home-tab.ts';
import { renderMineMessage } from '../rendering/mine-message.ts';
import { reply } from '../replies/reply.ts';
import { classifySlackError, isTemporaryFailure } from '../web-api/slack-error.ts';
import { greetOnce } from './greeting.ts';
import type { BoltApp, HandlerContext, HandlerDependencies } from './handler-context.ts';
import { actionValue } from './request-values.ts';

const NotificationValue = z.object({ notifyBy: z.enum(['dm', 'mention']) });
const HourOfDay = z.int().min(0).max(23);
const QuietHoursValue = z.object({ quietHours: z.object({ from: HourOfDay, to: HourOfDay }).nullable() });

/** The Home tab and its settings. */
export function registerHomeListeners(app: BoltApp): void {
  app.event(EVENTS.homeOpened, async ({ body, context }) => {
    if (HomeOpenedPayload.parse(body).event.tab === 'messages') return greetMember(context);
    await context.ports.users.markHomeTabOpened(context.request.userId);
    await publishHomeTab(context.ports, context.request.userId);
  });

  app.action(ACTIONS.showMine, async ({ context }) => replyWithMine(context));

  app.action(ACTIONS.setNotifications, async ({ body, context }) =>
    savePreferences(context, NotificationValue.parse(actionValue(body))),
  );

  app.action(ACTIONS.setQuietHours, async ({ body, context }) =>
    savePreferences(context, QuietHoursValue.parse(actionValue(body))),
  );
}

/** Greets a person who opens the Messages tab, unless they may not run checks. */
async function greetMember(context: HandlerContext): Promise<void> {
  if (await context.isInSupport(context.request.userId)) await greetOnce(context);
}

async function savePreferences(context: HandlerContext, changes: Partial<UserPreferences>): Promise<void> {
  const { ports, interactiveClient, request } = context;
  const current = await ports.users.preferences(request.userId);
  const { user: slackUser } = await interactiveClient.users.info({ user: request.userId });
  await ports.users.savePreferences(request.userId, {
    ...current,
    ...changes,
    timeZone: slackUser?.tz ?? current.timeZone,
  });
  await publishHomeTab(context.ports, context.request.userId);
}

/** Replies to `/reseller-check mine` with a short form of the Home tab. */
export async function replyWithMine(context: HandlerContext): Promise<void> {
  const { ports, responder, interactiveClient, links, request } = context;
  const content = await gatherHomeTab(ports, request.userId);
  const permalinkOf = await fetchPermalinks({ client: interactiveClient, posts: responder.posts }, content);
  await reply(responder, request, renderMineMessage(content, { links, permalinkOf }));
}

/**
 * Removes customers' names from the Home tab of a user who has become a guest or left the workspace since it was
 * published. Does nothing when no Home tab was published. Throws `RetryLater` while Slack is busy.
 */
export async function clearHomeTab(
  { ports, interactiveClient }: Pick<HandlerDependencies, 'ports' | 'interactiveClient'>,
  userId: string,
  refusal: Refusal,
): Promise<void> {
  const isLasting = refusal === 'guest' || refusal === 'outsider';
  if (!isLasting || (await ports.users.filterHomeTabOpened([userId])).length === 0) return;
  await interactiveClient.views
    .publish({ user_id: userId, view: renderAccessDeniedHomeTab(refusal) })
    .catch((error: unknown) => {
      if (isTemporaryFailure(classifySlackError(error)))
        throw new RetryLater('Home tab not cleared', 5_000, error);
    });
  await ports.users.clearHomeTabOpened(userId);
}
