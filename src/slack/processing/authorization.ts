import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { RetryLater } from '../../errors.ts';
import { classifySlackError, isTemporaryFailure, toRetryLater } from '../web-api/slack-error.ts';
import { answerCacheOptions } from './answer-cache.ts';
import type { IsSharedChannel } from './shared-channels.ts';
import type { OwnWorkspace, SlackUser } from './slack-user.ts';
import { fetchSlackUser, IncompleteResponse, isFromOtherWorkspace, refusalOfUser } from './slack-user.ts';

/** Why a user may not use the bot in a channel. */
export type Refusal =
  | 'guest'
  | 'outsider'
  | 'shared-channel'
  | 'not-a-member'
  | 'not-in-sales'
  /** Slack gave an unusable answer about the user or the channel. */
  | 'user-unconfirmed';

/** Who may use a handler. Guests and people from other companies are always refused. */
export type Audience =
  /** Members of SUPPORT_USERGROUP; every member of the workspace when that is not set. */
  | 'support'
  /** Members of SALES_USERGROUP, and of SUPPORT_USERGROUP; every member of the workspace when SALES_USERGROUP is not set. */
  | 'sales'
  /** Everybody in `support`, and members of SALES_USERGROUP when that is set. */
  | 'support-or-sales'
  /** Every member of the workspace. For handlers that show or change only the user's own settings. */
  | 'members';

export interface Actor {
  readonly userId: string;
  /** null where a request comes from no channel, such as a global shortcut. */
  readonly channelId: string | null;
  /** Workspace ids of the user, as given in the request. */
  readonly teamIds: readonly string[];
  readonly audience: Audience;
  /** Asks Slack again instead of using an answer that is up to a minute old. */
  readonly bypassCache?: boolean;
}

/**
 * Returns why a user may not use the bot in a channel, or null. Throws `RetryLater` while Slack can't say, or the app's own
 * workspace is not known yet.
 */
export type Authorize = (actor: Actor) => Promise<Refusal | null>;

export interface AuthorizerOptions {
  readonly client: WebClient;
  /** Returns the app's own workspace; undefined until Slack has answered `auth.test`. */
  ownWorkspace(): OwnWorkspace | undefined;
  /** Ids of the user groups of Support and Sales; null: not set. */
  readonly usergroups: { readonly support: string | null; readonly sales: string | null };
  readonly isSharedChannel: IsSharedChannel;
  /** How long Slack's answers about users and groups are cached, in milliseconds. */
  readonly cacheTtlMs: number;
  /** Monotonic clock in milliseconds, for the age of cached answers; `performance` by default. */
  readonly clock?: { now(): number };
  onFault(what: string, error: unknown): void;
}

/** How long to wait before asking Slack again. */
const AUTHORIZATION_RETRY_MS = 1_000;

/** Checks the user first, then the channel, so that an outsider learns nothing about channels. */
export function createAuthorizer(options: AuthorizerOptions): Authorize {
  const lookups = createCachedLookups(options);
  return async (actor) => {
    try {
      const ownWorkspace = options.ownWorkspace();
      if (!ownWorkspace?.teamId) throw new RetryLater('own workspace not known yet', AUTHORIZATION_RETRY_MS);
      if (isFromOtherWorkspace(actor.teamIds, ownWorkspace)) return 'outsider';
      const slackUser = await lookups.user(actor);
      return (
        refusalOfUser(slackUser, ownWorkspace) ??
        (await refusalByUsergroup(options, actor, (group) => lookups.isMember(group, slackUser, actor))) ??
        (await refusalByChannel(options, actor))
      );
    } catch (error) {
      return refusalOnLookupError(options, error);
    }
  };
}

async function refusalByUsergroup(
  { usergroups: { support, sales } }: AuthorizerOptions,
  { audience }: Actor,
  isMember: (group: string) => Promise<boolean>,
): Promise<Refusal | null> {
  const isInSupport = async () => support === null || (await isMember(support));
  switch (audience) {
    case 'members':
      return null;
    case 'support':
      return (await isInSupport()) ? null : 'not-a-member';
    case 'support-or-sales':
      return (await isInSupport()) || (sales !== null && (await isMember(sales))) ? null : 'not-in-sales';
    case 'sales': {
      if (sales === null || (await isMember(sales))) return null;
      return support !== null && (await isMember(support)) ? null : 'not-in-sales';
    }
  }
}

async function refusalByChannel(
  { isSharedChannel }: AuthorizerOptions,
  { channelId, bypassCache = false }: Actor,
): Promise<Refusal | null> {
  return channelId && (await isSharedChannel(channelId, { bypassCache })) ? 'shared-channel' : null;
}

/** Throws `RetryLater` for a failure that may pass; logs any other failure and refuses the request. */
function refusalOnLookupError({ onFault }: AuthorizerOptions, error: unknown): Refusal {
  if (error instanceof RetryLater) throw error;
  const failure = classifySlackError(error);
  if (isTemporaryFailure(failure) && !(error instanceof IncompleteResponse))
    throw toRetryLater(failure, {
      delayMs: AUTHORIZATION_RETRY_MS,
      message: 'Slack did not identify the user',
      cause: error,
    });
  onFault('Slack did not identify the user', error);
  return 'user-unconfirmed';
}

/** Caches Slack's answers; concurrent requests for the same thing share one call. */
function createCachedLookups({ client, ownWorkspace, cacheTtlMs, clock }: AuthorizerOptions) {
  const cache = answerCacheOptions(cacheTtlMs, clock);
  const users = new LRUCache<string, SlackUser>({
    ...cache,
    fetchMethod: (userId) => fetchSlackUser(client, userId),
  });
  const groups = new LRUCache<string, ReadonlySet<string>>({
    ...cache,
    max: 2,
    fetchMethod: (group) => fetchUsergroupMembers(client, group, ownWorkspace()),
  });
  return {
    user: ({ userId, bypassCache = false }: Actor) => users.forceFetch(userId, { forceRefresh: bypassCache }),
    async isMember(group: string, { ids }: SlackUser, { bypassCache = false }: Actor): Promise<boolean> {
      const members = await groups.forceFetch(group, { forceRefresh: bypassCache });
      return ids.some((id) => members.has(id));
    },
  };
}

/** Lists a user group's members. An organisation-wide token (Enterprise Grid) needs `team_id`; a workspace token ignores it. */
async function fetchUsergroupMembers(
  client: WebClient,
  usergroup: string,
  ownWorkspace: OwnWorkspace | undefined,
): Promise<ReadonlySet<string>> {
  const members = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await client.usergroups.users.list({
      usergroup,
      ...(ownWorkspace?.enterpriseId && ownWorkspace.teamId ? { team_id: ownWorkspace.teamId } : {}),
      ...(cursor ? { cursor } : {}),
    });
    for (const userId of page.users ?? []) members.add(userId);
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return members;
}
