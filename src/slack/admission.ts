import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { RetryLater } from '../errors.ts';
import type { OwnWorkspace, Person } from './person.ts';
import { fetchPerson, IncompleteResponse, isFromOtherWorkspace, refusalOfPerson } from './person.ts';
import { failureOf } from './slack-error.ts';

/** Why somebody may not use the bot here. */
export type Refusal =
  | 'guest'
  | 'outsider'
  | 'shared-channel'
  | 'not-a-member'
  | 'not-in-sales'
  /** Slack did not say who the user is or what the channel is, so the request is refused. */
  | 'cannot-tell';

/** Who may use a handler. Guests and people from other companies are always refused. */
export type Audience =
  /** Members of SUPPORT_USERGROUP; every member of the workspace when that is not set. */
  | 'support'
  /** Members of SALES_USERGROUP, and of SUPPORT_USERGROUP; every member of the workspace when the first is not set. */
  | 'sales'
  /** Everybody in `support`, and members of SALES_USERGROUP when that is set. */
  | 'support-or-sales'
  /** Every member of the workspace. For handlers that show or change only the user's own settings. */
  | 'members';

export interface Visitor {
  readonly user: string;
  /** null where a request comes from no channel, such as a global shortcut. */
  readonly channel: string | null;
  /** Workspace ids of the user, as given in the request. */
  readonly teams: readonly string[];
  readonly audience: Audience;
  /** Asks Slack again instead of using an answer that is up to a minute old. */
  readonly bypassCache?: boolean;
}

/**
 * Returns why a user may not use the bot in a channel, or null. Throws `RetryLater` while Slack can't say, or the app's own
 * workspace is not known yet.
 */
export type Admission = (visitor: Visitor) => Promise<Refusal | null>;

export interface AdmissionRules {
  readonly client: WebClient;
  /** Returns the app's own workspace; undefined until Slack has answered `auth.test`. */
  identity(): OwnWorkspace | undefined;
  /** Ids of the user groups of Support and Sales; null: not set. */
  readonly usergroups: { readonly support: string | null; readonly sales: string | null };
  /** How long Slack's answers are cached, in milliseconds. */
  readonly holdsMs: number;
  /** Monotonic clock in milliseconds, for the age of cached answers; `performance` by default. */
  readonly clock?: { now(): number };
  onFault(what: string, error: unknown): void;
}

/** How long to wait before asking Slack again. */
const ASK_AGAIN_MS = 1_000;

/** People first, then the channel: an outsider learns nothing about channels. */
export function createAdmission(rules: AdmissionRules): Admission {
  const ask = createLookups(rules);
  return async (visitor) => {
    try {
      const own = rules.identity();
      if (!own?.teamId) throw new RetryLater('slack has not named our own workspace yet', ASK_AGAIN_MS);
      if (isFromOtherWorkspace(visitor.teams, own)) return 'outsider';
      const person = await ask.person(visitor);
      return (
        refusalOfPerson(person, own) ??
        (await refuseByGroup(rules, visitor, (group) => ask.isMember(group, person, visitor))) ??
        (await ask.channel(visitor))
      );
    } catch (error) {
      return refuseUnknown(rules, error);
    }
  };
}

async function refuseByGroup(
  { usergroups: { support, sales } }: AdmissionRules,
  { audience }: Visitor,
  isMember: (group: string) => Promise<boolean>,
): Promise<Refusal | null> {
  const ofSupport = async () => support === null || (await isMember(support));
  switch (audience) {
    case 'members':
      return null;
    case 'support':
      return (await ofSupport()) ? null : 'not-a-member';
    case 'support-or-sales':
      return (await ofSupport()) || (sales !== null && (await isMember(sales))) ? null : 'not-in-sales';
    case 'sales': {
      if (sales === null || (await isMember(sales))) return null;
      return support !== null && (await isMember(support)) ? null : 'not-in-sales';
    }
  }
}

/** Throws `RetryLater` for a failure that may pass; logs any other failure and refuses the request. */
function refuseUnknown({ onFault }: AdmissionRules, error: unknown): Refusal {
  if (error instanceof RetryLater) throw error;
  const failure = failureOf(error);
  if (failure.kind === 'limited') throw new RetryLater('slack is limiting us', failure.retryAfterMs, error);
  if (failure.kind === 'uncertain' && !(error instanceof IncompleteResponse))
    throw new RetryLater('slack does not tell who asks', ASK_AGAIN_MS, error);
  onFault('slack does not tell who asks', error);
  return 'cannot-tell';
}

/** Caches Slack's answers; concurrent requests for the same thing share one call. */
function createLookups({ client, identity, holdsMs, clock = performance }: AdmissionRules) {
  const cache = { max: 2_000, ttl: holdsMs, ttlResolution: 0, perf: clock, ignoreFetchAbort: true };
  const people = new LRUCache<string, Person>({ ...cache, fetchMethod: (user) => fetchPerson(client, user) });
  const channels = new LRUCache<string, Refusal | 'fine'>({
    ...cache,
    fetchMethod: (channel) => readChannel(client, channel),
  });
  const groups = new LRUCache<string, ReadonlySet<string>>({
    ...cache,
    max: 2,
    fetchMethod: (group) => membersOf(client, group, identity()),
  });
  return {
    person: ({ user, bypassCache = false }: Visitor) =>
      people.forceFetch(user, { forceRefresh: bypassCache }),
    async isMember(group: string, { ids }: Person, { bypassCache = false }: Visitor): Promise<boolean> {
      const members = await groups.forceFetch(group, { forceRefresh: bypassCache });
      return ids.some((id) => members.has(id));
    },
    async channel({ channel, bypassCache = false }: Visitor): Promise<Refusal | null> {
      if (!channel) return null;
      const read = await channels.forceFetch(channel, { forceRefresh: bypassCache });
      return read === 'fine' ? null : read;
    },
  };
}

/** Lists a user group's members. An organisation-wide token (Enterprise Grid) needs `team_id`; a workspace token ignores it. */
async function membersOf(
  client: WebClient,
  usergroup: string,
  own: OwnWorkspace | undefined,
): Promise<ReadonlySet<string>> {
  const members = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await client.usergroups.users.list({
      usergroup,
      ...(own?.enterpriseId && own.teamId ? { team_id: own.teamId } : {}),
      ...(cursor ? { cursor } : {}),
    });
    for (const user of page.users ?? []) members.add(user);
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return members;
}

/**
 * A private channel that we are not in looks to us as if it did not exist. Nothing is posted there: what we say
 * goes to direct messages or is seen by the asking person alone.
 */
async function readChannel(client: WebClient, channel: string): Promise<Refusal | 'fine'> {
  try {
    const { channel: info } = await client.conversations.info({ channel });
    if (!info) throw new IncompleteResponse('conversations.info', 'channel');
    return info.is_ext_shared || info.is_pending_ext_shared ? 'shared-channel' : 'fine';
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'place' && failure.error === 'channel_not_found') return 'fine';
    throw error;
  }
}
