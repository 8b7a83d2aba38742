import type { HomeView } from '@slack/types';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { HomeTabContent } from '../../ports/messenger.ts';
import { renderAccessDeniedHomeTab, renderHomeTab } from '../rendering/home-tab.ts';
import { classifySlackError } from '../web-api/slack-error.ts';
import type { MessengerDependencies } from './channel-message.ts';
import { fetchPermalinks } from './permalinks.ts';
import { toFixedLocationError } from './post-calls.ts';

/** Publishes a user's Home tab with what the user may see now, which may be less than when the content was recorded. */
export async function publishPermittedHomeTab(
  deps: MessengerDependencies,
  content: HomeTabContent,
): Promise<void> {
  const { client, refusalOf } = deps;
  const refusal = await refusalOf(content.user, 'members');
  const view = refusal ? renderAccessDeniedHomeTab(refusal) : await renderPermittedHomeTab(deps, content);
  try {
    await client.views.publish({ user_id: content.user, view });
  } catch (error) {
    throw toFixedLocationError(classifySlackError(error));
  }
}

async function renderPermittedHomeTab(
  deps: MessengerDependencies,
  content: HomeTabContent,
): Promise<HomeView> {
  const { client, posts, links, refusalOf } = deps;
  const mayCheck = (await refusalOf(content.user, 'support')) === null;
  const mayClaim = mayCheck || (await refusalOf(content.user, 'sales')) === null;
  const permitted = mayCheck
    ? content
    : { ...content, cases: [], handoffs: claimedHandoffs(content, mayClaim) };
  return renderHomeTab(
    permitted,
    { links, permalinkOf: await fetchPermalinks({ client, posts }, permitted) },
    mayCheck,
  );
}

/** Returns the handoffs that the user has claimed; none for a user who may not claim any more. */
function claimedHandoffs({ user, handoffs }: HomeTabContent, mayClaim: boolean): HomeTabContent['handoffs'] {
  return mayClaim ? handoffs.filter((handoff) => handoffStateOf(handoff).claim?.by === user) : [];
}
