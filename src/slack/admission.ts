import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { RetryLater } from '../errors.ts';
import { failureOf } from './slack-error.ts';

/** Why somebody may not use the bot here. */
export type Refusal =
  | 'guest'
  | 'outsider'
  | 'shared-channel'
  | 'not-a-member'
  /** Slack did not tell who they are or what channel this is, so the answer is no. */
  | 'cannot-tell';

export interface Visitor {
  readonly user: string;
  /** null where a request comes from no channel, such as a global shortcut. */
  readonly channel: string | null;
  /** True: what is asked is for Sales as well, who are in no Support user group. */
  readonly openToSales?: boolean;
}

/** Says who may ask, and where, before anything is looked up. Throws `RetryLater` while Slack is too busy to tell. */
export type Admission = (visitor: Visitor) => Promise<Refusal | null>;

export interface AdmissionRules {
  readonly client: WebClient;
  /** Id of the user group whose members may use the bot; null: everybody who is no guest. */
  readonly usergroup: string | null;
  /** How long an answer of Slack's holds, in milliseconds. */
  readonly holdsMs: number;
  onFault(what: string, error: unknown): void;
}

/** How long to wait before asking Slack again. */
const ASK_AGAIN_MS = 1_000;

/** People first, then the channel: an outsider learns nothing about channels. */
export function createAdmission({ client, usergroup, holdsMs, onFault }: AdmissionRules): Admission {
  const hold = { max: 2_000, ttl: holdsMs };
  const people = new LRUCache<string, Refusal | 'fine'>(hold);
  const channels = new LRUCache<string, Refusal | 'fine'>(hold);
  const members = new LRUCache<string, readonly string[]>({ ...hold, max: 1 });

  async function person(user: string): Promise<Refusal | 'fine'> {
    const known = people.get(user);
    if (known) return known;
    const { user: info } = await client.users.info({ user });
    if (!info) return 'cannot-tell';
    const read = readPerson(info);
    people.set(user, read);
    return read;
  }

  async function member(user: string): Promise<Refusal | 'fine'> {
    if (!usergroup) return 'fine';
    let users = members.get(usergroup);
    if (!users) {
      users = (await client.usergroups.users.list({ usergroup })).users ?? [];
      members.set(usergroup, users);
    }
    return users.includes(user) ? 'fine' : 'not-a-member';
  }

  async function place(channel: string | null): Promise<Refusal | 'fine'> {
    if (!channel) return 'fine';
    const known = channels.get(channel);
    if (known) return known;
    const read = await readChannel(client, channel);
    channels.set(channel, read);
    return read;
  }

  return async ({ user, channel, openToSales = false }) => {
    const belongs = async () => (openToSales ? 'fine' : member(user));
    try {
      for (const check of [() => person(user), belongs, () => place(channel)]) {
        const read = await check();
        if (read !== 'fine') return read;
      }
      return null;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'limited')
        throw new RetryLater('slack is limiting us', failure.retryAfterMs, error);
      if (failure.kind === 'uncertain')
        throw new RetryLater('slack does not tell who asks', ASK_AGAIN_MS, error);
      onFault('slack does not tell who asks', error);
      return 'cannot-tell';
    }
  };
}

interface Person {
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly is_bot?: boolean;
  readonly deleted?: boolean;
}

function readPerson(info: Person): Refusal | 'fine' {
  if (info.is_restricted || info.is_ultra_restricted) return 'guest';
  if (info.is_stranger || info.is_bot || info.deleted) return 'outsider';
  return 'fine';
}

/**
 * A private channel that we are not in looks to us as if it did not exist. Nothing is posted there: what we say
 * goes to direct messages or is seen by the asking person alone.
 */
async function readChannel(client: WebClient, channel: string): Promise<Refusal | 'fine'> {
  try {
    const { channel: info } = await client.conversations.info({ channel });
    if (!info) return 'cannot-tell';
    return info.is_ext_shared || info.is_pending_ext_shared ? 'shared-channel' : 'fine';
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'place' && failure.error === 'channel_not_found') return 'fine';
    throw error;
  }
}
