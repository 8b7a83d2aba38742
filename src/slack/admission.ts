import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { RetryLater } from '../errors.ts';
import type { OwnWorkspace, Person } from './person.ts';
import { askForPerson, IncompleteAnswer, isOfAnotherTeam, readPerson } from './person.ts';
import { failureOf } from './slack-error.ts';

/** Why somebody may not use the bot here. */
export type Refusal =
  | 'guest'
  | 'outsider'
  | 'shared-channel'
  | 'not-a-member'
  | 'not-in-sales'
  /** Slack did not tell who they are or what channel this is, so the answer is no. */
  | 'cannot-tell';

/** Whom a handler is meant for. Guests and people of other companies are refused whatever the audience. */
export type Audience =
  /** Members of SUPPORT_USERGROUP; every member of the workspace when that is not set. */
  | 'support'
  /** Members of SALES_USERGROUP, and of SUPPORT_USERGROUP; every member of the workspace when the first is not set. */
  | 'sales'
  /** Whoever passes as `support`, and members of SALES_USERGROUP when that is set. */
  | 'support-or-sales'
  /** Every member of the workspace: what they see and change is about themselves. */
  | 'members';

export interface Visitor {
  readonly user: string;
  /** null where a request comes from no channel, such as a global shortcut. */
  readonly channel: string | null;
  /** Ids of workspaces that the request itself gives for the person. */
  readonly teams: readonly string[];
  readonly audience: Audience;
  /** Asks Slack again instead of trusting what it said within the last minute. */
  readonly afresh?: boolean;
}

/**
 * Says who may ask, and where, before anything is looked up. Throws `RetryLater` while Slack is too busy to tell, or the
 * app's own workspace is not known yet.
 */
export type Admission = (visitor: Visitor) => Promise<Refusal | null>;

export interface AdmissionRules {
  readonly client: WebClient;
  /** The app's own workspace; undefined while Slack has not told. */
  identity(): OwnWorkspace | undefined;
  /** Ids of the user groups of Support and Sales; null: not set. */
  readonly usergroups: { readonly support: string | null; readonly sales: string | null };
  /** How long an answer of Slack's holds, in milliseconds. */
  readonly holdsMs: number;
  /** Milliseconds of a monotonic clock, by which answers get old; the process's own unless given. */
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
      if (!own?.teamId) throw new RetryLater('slack does not tell our own workspace', ASK_AGAIN_MS);
      if (isOfAnotherTeam(visitor.teams, own)) return 'outsider';
      const person = await ask.person(visitor);
      return (
        readPerson(person, own) ??
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

/** What Slack would say another time makes the request wait; what it refuses for good is logged and refused. */
function refuseUnknown({ onFault }: AdmissionRules, error: unknown): Refusal {
  if (error instanceof RetryLater) throw error;
  const failure = failureOf(error);
  if (failure.kind === 'limited') throw new RetryLater('slack is limiting us', failure.retryAfterMs, error);
  if (failure.kind === 'uncertain' && !(error instanceof IncompleteAnswer))
    throw new RetryLater('slack does not tell who asks', ASK_AGAIN_MS, error);
  onFault('slack does not tell who asks', error);
  return 'cannot-tell';
}

/** Answers of Slack, each kept for a while; requests for the same thing that come together ask once. */
function createLookups({ client, identity, holdsMs, clock = performance }: AdmissionRules) {
  const hold = { max: 2_000, ttl: holdsMs, ttlResolution: 0, perf: clock, ignoreFetchAbort: true };
  const people = new LRUCache<string, Person>({ ...hold, fetchMethod: (user) => askForPerson(client, user) });
  const channels = new LRUCache<string, Refusal | 'fine'>({
    ...hold,
    fetchMethod: (channel) => readChannel(client, channel),
  });
  const groups = new LRUCache<string, ReadonlySet<string>>({
    ...hold,
    max: 2,
    fetchMethod: (group) => membersOf(client, group, identity()),
  });
  return {
    person: ({ user, afresh = false }: Visitor) => people.forceFetch(user, { forceRefresh: afresh }),
    async isMember(group: string, { ids }: Person, { afresh = false }: Visitor): Promise<boolean> {
      const members = await groups.forceFetch(group, { forceRefresh: afresh });
      return ids.some((id) => members.has(id));
    },
    async channel({ channel, afresh = false }: Visitor): Promise<Refusal | null> {
      if (!channel) return null;
      const read = await channels.forceFetch(channel, { forceRefresh: afresh });
      return read === 'fine' ? null : read;
    },
  };
}

/** A workspace token ignores `team_id`; in Enterprise Grid a token of the organisation needs it. */
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
    if (!info) throw new IncompleteAnswer('conversations.info', 'channel');
    return info.is_ext_shared || info.is_pending_ext_shared ? 'shared-channel' : 'fine';
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'place' && failure.error === 'channel_not_found') return 'fine';
    throw error;
  }
}
