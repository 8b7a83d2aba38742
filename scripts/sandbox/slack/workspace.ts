/** A person or an app, as this workspace knows them. */
export interface WorkspaceUser {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email?: string;
  readonly tz?: string;
  /** A guest of one channel or of several. */
  readonly guest?: 'single' | 'multi';
  /** From another company, met in a shared channel. */
  readonly stranger?: boolean;
  /** The workspace they belong to, when it is not this one; null: `users.info` leaves it out. */
  readonly team?: string | null;
  /** Enterprise Grid organisation of that workspace. */
  readonly enterprise?: string;
  readonly bot?: boolean;
  readonly deleted?: boolean;
}

export interface NewChannel {
  readonly id: string;
  readonly name: string;
  readonly private?: boolean;
  /** A group direct message. */
  readonly mpim?: boolean;
  readonly extShared?: boolean;
  readonly pendingExtShared?: boolean;
  /** User ids; the bot is in when its user id is. */
  readonly members: readonly string[];
  readonly archived?: boolean;
}

/** A channel, a group direct message, or the direct messages of one person with the bot. */
export interface WorkspaceChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'im' | 'mpim';
  readonly private: boolean;
  extShared: boolean;
  readonly pendingExtShared: boolean;
  readonly members: Set<string>;
  /** The other person of an `im`. */
  readonly with?: string;
  archived: boolean;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly users: readonly string[];
}

/** Ids of the app and its workspace, the same in every payload. */
export interface AppIdentity {
  readonly teamId: string;
  readonly teamDomain: string;
  /** Enterprise Grid organisation that the workspace belongs to; null: none. */
  readonly enterpriseId: string | null;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botName: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly configToken: string;
  readonly signingSecret: string;
}

/** The team that strangers come from. */
export const OTHER_TEAM_ID = 'T0ELSEWHERE';

/** People, channels and user groups. */
export class Workspace {
  readonly users = new Map<string, WorkspaceUser>();
  readonly channels = new Map<string, WorkspaceChannel>();
  readonly userGroups = new Map<string, UserGroup>();
  readonly #botUserId: string;

  constructor(botUserId: string) {
    this.#botUserId = botUserId;
  }

  addUser(user: WorkspaceUser): void {
    this.users.set(user.id, user);
  }

  addUserGroup(group: UserGroup): void {
    this.userGroups.set(group.id, group);
  }

  addChannel(channel: NewChannel): void {
    this.channels.set(channel.id, {
      id: channel.id,
      name: channel.name,
      kind: channel.mpim ? 'mpim' : 'channel',
      private: channel.private ?? channel.mpim ?? false,
      extShared: channel.extShared ?? false,
      pendingExtShared: channel.pendingExtShared ?? false,
      archived: channel.archived ?? false,
      members: new Set(channel.members),
    });
  }

  /** Throws when there is no such channel: a mistake in a test, not an answer of Slack. */
  channel(id: string): WorkspaceChannel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Error(`The local Slack has no channel ${id}.`);
    return channel;
  }

  /** Throws when there is no such user. */
  user(id: string): WorkspaceUser {
    const user = this.users.get(id);
    if (user === undefined) throw new Error(`The local Slack has no user ${id}.`);
    return user;
  }

  /** The direct messages of this person with the bot; begun when there are none yet. */
  directMessages(userId: string): WorkspaceChannel {
    const user = this.user(userId);
    const id = `D${user.id.slice(1)}`;
    const known = this.channels.get(id);
    if (known !== undefined) return known;
    const members = new Set([user.id, this.#botUserId]);
    const made: WorkspaceChannel = {
      id,
      name: 'directmessage',
      kind: 'im',
      private: true,
      extShared: false,
      pendingExtShared: false,
      archived: false,
      members,
      with: user.id,
    };
    this.channels.set(id, made);
    return made;
  }

  teamOf(userId: string, home: string): string {
    const user = this.users.get(userId);
    return user?.team ?? (user?.stranger ? OTHER_TEAM_ID : home);
  }
}
