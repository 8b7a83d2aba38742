import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  LocalSlack,
  LocalSlackOptions,
  WorkspaceUser,
} from '../../../scripts/sandbox/slack/local-slack.ts';
import { startLocalSlack } from '../../../scripts/sandbox/slack/local-slack.ts';
import { RetryLater, SlackAuthError } from '../../../src/errors.ts';
import { createBoltLogger, createLog } from '../../../src/log.ts';
import type { Actor, Audience, Authorize } from '../../../src/slack/processing/authorization.ts';
import { createAuthorizer } from '../../../src/slack/processing/authorization.ts';
import { createSharedChannels } from '../../../src/slack/processing/shared-channels.ts';
import type { SlackStatus } from '../../../src/slack/web-api/slack-status.ts';
import { createSlackStatus } from '../../../src/slack/web-api/slack-status.ts';
import { createWebClients } from '../../../src/slack/web-api/web-clients.ts';
import { waitUntil } from '../../e2e/harness.ts';

const MINUTE = 60_000;
const OTTO: WorkspaceUser = { id: 'UOTTO', name: 'otto', realName: 'Otto', team: 'T0OTHERCO' };

let slack: LocalSlack;
let nowMs: number;
let faults: string[];
let status: SlackStatus;
/** Lets the bot ask again who it is. */
let askAgain: () => void;

beforeEach(async () => {
  slack = await startLocalSlack();
  [nowMs, faults] = [1_000, []];
});
afterEach(() => slack.close());

/** Another workspace than the one of `beforeEach`. */
async function startWorkspace(options: LocalSlackOptions): Promise<void> {
  await slack.close();
  slack = await startLocalSlack(options);
}

async function createAuthorization(
  usergroups: { support?: string; sales?: string } = {},
): Promise<Authorize> {
  const logger = createBoltLogger(createLog({ level: 'silent' }));
  const { interactive: client } = createWebClients({
    token: slack.botToken,
    slackApiUrl: slack.apiUrl,
    logger,
    // 200 calls at once take longer than three seconds on a busy machine.
    timeouts: { interactive: 30_000, outbox: 30_000 },
  });
  const onFault = (what: string) => faults.push(what);
  const wait = () =>
    new Promise<void>((resolve) => {
      askAgain = resolve;
    });
  status = createSlackStatus({ client, wait, onFault });
  await status.start();
  const clock = { now: () => nowMs };
  return createAuthorizer({
    client,
    ownWorkspace: () => status.identity(),
    isSharedChannel: createSharedChannels({ client, cacheTtlMs: MINUTE, clock }),
    usergroups: { support: usergroups.support ?? null, sales: usergroups.sales ?? null },
    cacheTtlMs: MINUTE,
    clock,
    onFault,
  });
}

function anActor(user: string, given: Partial<Actor> = {}): Actor {
  return { userId: user, channelId: null, teamIds: [], audience: 'support', ...given };
}

function callCountOf(method: string): number {
  return slack.calls.filter((call) => call.method === method).length;
}

describe('People of other workspaces', () => {
  it('are recognized by their team id, whether or not Slack flags them as strangers', async () => {
    slack.addUser({ ...OTTO, id: 'UFLAGGED', stranger: true });
    const admit = await createAuthorization();

    expect(await admit(anActor('UOTTO'))).toBe('outsider');
    expect(await admit(anActor('UFLAGGED'))).toBe('outsider');
    expect(await admit(anActor('UEXT'))).toBe('outsider');
    expect(await admit(anActor('UANA'))).toBeNull();
  });

  it('are refused without a Slack call when the request itself names another team', async () => {
    const admit = await createAuthorization();

    expect(await admit(anActor('UANA', { teamIds: [slack.teamId, 'T0OTHERCO'] }))).toBe('outsider');
    expect(callCountOf('users.info')).toBe(0);
    expect(await admit(anActor('UANA', { teamIds: [slack.teamId] }))).toBeNull();
  });

  it.each(['user_not_visible', 'user_not_found'])('may be invisible to the app (%s)', async (error) => {
    slack.fail('users.info', { error });
    const admit = await createAuthorization();

    expect(await admit(anActor('UANA'))).toBe('outsider');
    expect(faults).toEqual([]);
  });

  it('are refused when Slack returns no team, and that answer is not cached', async () => {
    slack.addUser({ ...OTTO, team: null });
    const admit = await createAuthorization();

    expect(await admit(anActor('UOTTO'))).toBe('user-unconfirmed');
    expect(faults).toHaveLength(1);
    slack.addUser({ id: 'UOTTO', name: 'otto', realName: 'Otto' });
    expect(await admit(anActor('UOTTO', { bypassCache: true }))).toBeNull();
  });

  it('are let in from the same Enterprise Grid organisation, and refused from another one', async () => {
    await startWorkspace({ enterpriseId: 'E0GROUP' });
    slack.addUser({ ...OTTO, id: 'USIBLING', enterprise: 'E0GROUP', stranger: true });
    slack.addUser({ ...OTTO, id: 'UGUESTSIBLING', enterprise: 'E0GROUP', guest: 'multi' });
    slack.addUser({ ...OTTO, id: 'UOTHERGRID', enterprise: 'E0ELSE' });
    const admit = await createAuthorization();

    expect(await admit(anActor('UANA'))).toBeNull();
    expect(await admit(anActor('USIBLING', { teamIds: ['T0OTHERCO'] }))).toBeNull();
    expect(await admit(anActor('UGUESTSIBLING'))).toBe('guest');
    expect(await admit(anActor('UOTHERGRID', { teamIds: ['T0OTHERCO'] }))).toBe('outsider');
    expect(await admit(anActor('UOTTO'))).toBe('outsider');
  });

  it('wait, like everybody, while the app does not know its own workspace', async () => {
    slack.fail('auth.test', { status: 503 });
    const admit = await createAuthorization();

    await expect(admit(anActor('UANA'))).rejects.toBeInstanceOf(RetryLater);
    await expect(admit(anActor('UOTTO'))).rejects.toBeInstanceOf(RetryLater);
    expect(callCountOf('users.info')).toBe(0);
    askAgain();
    await waitUntil('an answer to who the bot is', () => status.identity());
    expect(await admit(anActor('UANA'))).toBeNull();
    expect(await admit(anActor('UOTTO'))).toBe('outsider');
  });
});

describe("Slack's answers", () => {
  it('are cached for a minute, and concurrent requests share one call', async () => {
    const admit = await createAuthorization({ support: 'SSUPPORT' });
    const together = Array.from({ length: 50 }, () => admit(anActor('UANA', { channelId: 'CSUPPORT' })));

    expect(new Set(await Promise.all(together))).toEqual(new Set([null]));
    nowMs += MINUTE - 1;
    await admit(anActor('UANA', { channelId: 'CSUPPORT' }));
    const methods = ['auth.test', 'users.info', 'usergroups.users.list', 'conversations.info'];
    expect(methods.map(callCountOf)).toEqual([1, 1, 1, 1]);
    slack.addUser({ id: 'UANA', name: 'ana', realName: 'Ana', guest: 'multi' });
    nowMs += 2;
    expect(await admit(anActor('UANA'))).toBe('guest');
  });

  it('are fetched again where a cached answer is too old', async () => {
    const admit = await createAuthorization({ support: 'SSUPPORT' });
    await admit(anActor('UANA', { channelId: 'CSUPPORT' }));
    slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UBEN'] });

    expect(await admit(anActor('UANA'))).toBeNull();
    expect(await admit(anActor('UANA', { bypassCache: true }))).toBe('not-a-member');
    expect(await admit(anActor('UANA'))).toBe('not-a-member');
    slack.setExtShared('CSUPPORT', true);
    expect(await admit(anActor('UBEN', { channelId: 'CSUPPORT' }))).toBeNull();
    expect(await admit(anActor('UBEN', { channelId: 'CSUPPORT', bypassCache: true }))).toBe('shared-channel');
  });
});

describe('User groups', () => {
  it('of thousands are fetched once for all users', async () => {
    const users = Array.from({ length: 3_000 }, (_, place) => `U${place}X`);
    slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users });
    for (const id of users.slice(-200)) slack.addUser({ id, name: id, realName: id });
    const admit = await createAuthorization({ support: 'SSUPPORT' });

    const all = await Promise.all(users.slice(-200).map((user) => admit(anActor(user))));
    expect(new Set(all)).toEqual(new Set([null]));
    expect(await admit(anActor('UROBIN'))).toBe('not-a-member');
    expect(callCountOf('usergroups.users.list')).toBe(1);
  });

  it('are fetched with the workspace id in Enterprise Grid, where a token may belong to the organisation', async () => {
    await startWorkspace({ enterpriseId: 'E0GROUP' });
    const admit = await createAuthorization({ support: 'SSUPPORT' });

    expect(await admit(anActor('UANA'))).toBeNull();
    const call = slack.calls.find(({ method }) => method === 'usergroups.users.list');
    expect(call?.args).toEqual({ usergroup: 'SSUPPORT', team_id: slack.teamId });
  });

  const groups = { support: 'SSUPPORT', sales: 'SSALES' };
  const people = { support: 'UANA', sales: 'UROBIN', neither: 'UNINA', guest: 'UGUEST', outsider: 'UOTTO' };
  const all = Object.keys(people) as (keyof typeof people)[];
  const table: [Audience, Parameters<typeof createAuthorization>[0], (keyof typeof people)[]][] = [
    ['support', {}, ['support', 'sales', 'neither']],
    ['support', { support: 'SSUPPORT' }, ['support']],
    ['support', groups, ['support']],
    ['sales', {}, ['support', 'sales', 'neither']],
    ['sales', { support: 'SSUPPORT' }, ['support', 'sales', 'neither']],
    ['sales', { sales: 'SSALES' }, ['sales']],
    ['sales', groups, ['support', 'sales']],
    ['support-or-sales', {}, ['support', 'sales', 'neither']],
    ['support-or-sales', { support: 'SSUPPORT' }, ['support']],
    ['support-or-sales', { sales: 'SSALES' }, ['support', 'sales', 'neither']],
    ['support-or-sales', groups, ['support', 'sales']],
    ['members', groups, ['support', 'sales', 'neither']],
  ];

  it.each(table)(
    'decide, for %s with %j, whether somebody is let in: %s',
    async (audience, usergroups, expected) => {
      slack.addUser({ id: 'UNINA', name: 'nina', realName: 'Nina' });
      const admit = await createAuthorization(usergroups);
      const came = await Promise.all(
        all.map(async (who) => [who, await admit(anActor(people[who], { audience }))]),
      );

      expect(came.flatMap(([who, refused]) => (refused === null ? [who] : []))).toEqual(expected);
      expect(came.slice(-2)).toEqual([
        ['guest', 'guest'],
        ['outsider', 'outsider'],
      ]);
    },
  );
});

describe('Requests while Slack refuses the app', () => {
  it.each(['account_inactive', 'token_revoked'])('wait (%s)', async (error) => {
    const admit = await createAuthorization();
    slack.fail('users.info', { error });

    await expect(admit(anActor('UANA'))).rejects.toBeInstanceOf(SlackAuthError);
    expect(await admit(anActor('UANA'))).toBeNull();
  });

  it.each(['team_added_to_org', 'ekm_access_denied'])('or cannot answer (%s), wait', async (error) => {
    const admit = await createAuthorization();
    slack.fail('users.info', { error });

    await expect(admit(anActor('UANA'))).rejects.toBeInstanceOf(RetryLater);
  });
});

describe('Group direct messages', () => {
  const group = { id: 'GGROUP', name: 'mpdm-ana--ben--bot-1', mpim: true };

  it('are read like any other conversation', async () => {
    slack.addChannel({ ...group, members: ['UANA', 'UBEN', slack.botUserId] });
    slack.addChannel({
      ...group,
      id: 'GSHARED',
      extShared: true,
      members: ['UANA', 'UOTTO', slack.botUserId],
    });
    const admit = await createAuthorization();

    expect(await admit(anActor('UANA', { channelId: 'GGROUP' }))).toBeNull();
    expect(await admit(anActor('UANA', { channelId: 'GSHARED' }))).toBe('shared-channel');
  });

  it('need mpim:read', async () => {
    slack.addChannel({ ...group, members: ['UANA', 'UBEN', slack.botUserId] });
    slack.scopes.delete('mpim:read');

    const admit = await createAuthorization();

    expect(await admit(anActor('UANA', { channelId: 'GGROUP' }))).toBe('user-unconfirmed');
  });
});
