import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalSlack, LocalSlackOptions, User } from '../../scripts/sandbox/slack/local-slack.ts';
import { startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { RetryLater } from '../../src/errors.ts';
import { boltLogger, createLog } from '../../src/log.ts';
import type { Admission, Audience, Visitor } from '../../src/slack/admission.ts';
import { createAdmission } from '../../src/slack/admission.ts';
import type { SlackStatus } from '../../src/slack/slack-status.ts';
import { createSlackStatus } from '../../src/slack/slack-status.ts';
import { createWebClients } from '../../src/slack/web-clients.ts';
import { until } from '../whole/harness.ts';

const MINUTE = 60_000;
const OTTO: User = { id: 'UOTTO', name: 'otto', realName: 'Otto', team: 'T0OTHERCO' };

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
async function workspace(options: LocalSlackOptions): Promise<void> {
  await slack.close();
  slack = await startLocalSlack(options);
}

async function admission(usergroups: { support?: string; sales?: string } = {}): Promise<Admission> {
  const logger = boltLogger(createLog({ level: 'silent' }));
  const { interactive: client } = createWebClients({
    token: slack.botToken,
    slackApiUrl: slack.apiUrl,
    logger,
  });
  const onFault = (what: string) => faults.push(what);
  const wait = () =>
    new Promise<void>((resolve) => {
      askAgain = resolve;
    });
  status = createSlackStatus({ client, wait, onFault });
  await status.start();
  return createAdmission({
    client,
    identity: () => status.identity(),
    usergroups: { support: usergroups.support ?? null, sales: usergroups.sales ?? null },
    holdsMs: MINUTE,
    clock: { now: () => nowMs },
    onFault,
  });
}

function visitor(user: string, given: Partial<Visitor> = {}): Visitor {
  return { user, channel: null, teams: [], audience: 'support', ...given };
}

function asked(method: string): number {
  return slack.calls.filter((call) => call.method === method).length;
}

describe('People of other workspaces', () => {
  it('are recognized by their team, whether or not Slack flags them as strangers', async () => {
    slack.addUser({ ...OTTO, id: 'UFLAGGED', stranger: true });
    const admit = await admission();

    expect(await admit(visitor('UOTTO'))).toBe('outsider');
    expect(await admit(visitor('UFLAGGED'))).toBe('outsider');
    expect(await admit(visitor('UEXT'))).toBe('outsider');
    expect(await admit(visitor('UANA'))).toBeNull();
  });

  it('are refused without a Slack call when the request itself names another team', async () => {
    const admit = await admission();

    expect(await admit(visitor('UANA', { teams: [slack.teamId, 'T0OTHERCO'] }))).toBe('outsider');
    expect(asked('users.info')).toBe(0);
    expect(await admit(visitor('UANA', { teams: [slack.teamId] }))).toBeNull();
  });

  it.each(['user_not_visible', 'user_not_found'])('may be hidden from the app (%s)', async (error) => {
    slack.fail('users.info', { error });
    const admit = await admission();

    expect(await admit(visitor('UANA'))).toBe('outsider');
    expect(faults).toEqual([]);
  });

  it('are refused when Slack names no team, and that answer is not cached', async () => {
    slack.addUser({ ...OTTO, team: null });
    const admit = await admission();

    expect(await admit(visitor('UOTTO'))).toBe('cannot-tell');
    expect(faults).toHaveLength(1);
    slack.addUser({ id: 'UOTTO', name: 'otto', realName: 'Otto' });
    expect(await admit(visitor('UOTTO', { bypassCache: true }))).toBeNull();
  });

  it('of the same Enterprise Grid organisation are let in, of another one refused', async () => {
    await workspace({ enterpriseId: 'E0GROUP' });
    slack.addUser({ ...OTTO, id: 'USIBLING', enterprise: 'E0GROUP', stranger: true });
    slack.addUser({ ...OTTO, id: 'UGUESTSIBLING', enterprise: 'E0GROUP', guest: 'multi' });
    slack.addUser({ ...OTTO, id: 'UOTHERGRID', enterprise: 'E0ELSE' });
    const admit = await admission();

    expect(await admit(visitor('UANA'))).toBeNull();
    expect(await admit(visitor('USIBLING', { teams: ['T0OTHERCO'] }))).toBeNull();
    expect(await admit(visitor('UGUESTSIBLING'))).toBe('guest');
    expect(await admit(visitor('UOTHERGRID', { teams: ['T0OTHERCO'] }))).toBe('outsider');
    expect(await admit(visitor('UOTTO'))).toBe('outsider');
  });

  it('wait, like everybody, while the app does not know its own workspace', async () => {
    slack.fail('auth.test', { status: 503 });
    const admit = await admission();

    await expect(admit(visitor('UANA'))).rejects.toBeInstanceOf(RetryLater);
    await expect(admit(visitor('UOTTO'))).rejects.toBeInstanceOf(RetryLater);
    expect(asked('users.info')).toBe(0);
    askAgain();
    await until('an answer to who the bot is', () => status.identity());
    expect(await admit(visitor('UANA'))).toBeNull();
    expect(await admit(visitor('UOTTO'))).toBe('outsider');
  });
});

describe("Slack's answers", () => {
  it('are cached for a minute, and concurrent requests share one call', async () => {
    const admit = await admission({ support: 'SSUPPORT' });
    const together = Array.from({ length: 50 }, () => admit(visitor('UANA', { channel: 'CSUPPORT' })));

    expect(new Set(await Promise.all(together))).toEqual(new Set([null]));
    nowMs += MINUTE - 1;
    await admit(visitor('UANA', { channel: 'CSUPPORT' }));
    const methods = ['auth.test', 'users.info', 'usergroups.users.list', 'conversations.info'];
    expect(methods.map(asked)).toEqual([1, 1, 1, 1]);
    slack.addUser({ id: 'UANA', name: 'ana', realName: 'Ana', guest: 'multi' });
    nowMs += 2;
    expect(await admit(visitor('UANA'))).toBe('guest');
  });

  it('are fetched again where a cached answer is not enough', async () => {
    const admit = await admission({ support: 'SSUPPORT' });
    await admit(visitor('UANA', { channel: 'CSUPPORT' }));
    slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UBEN'] });

    expect(await admit(visitor('UANA'))).toBeNull();
    expect(await admit(visitor('UANA', { bypassCache: true }))).toBe('not-a-member');
    expect(await admit(visitor('UANA'))).toBe('not-a-member');
    slack.setExtShared('CSUPPORT', true);
    expect(await admit(visitor('UBEN', { channel: 'CSUPPORT' }))).toBeNull();
    expect(await admit(visitor('UBEN', { channel: 'CSUPPORT', bypassCache: true }))).toBe('shared-channel');
  });
});

describe('User groups', () => {
  it('of thousands are fetched once for all users', async () => {
    const users = Array.from({ length: 3_000 }, (_, place) => `U${place}X`);
    slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users });
    for (const id of users.slice(-200)) slack.addUser({ id, name: id, realName: id });
    const admit = await admission({ support: 'SSUPPORT' });

    const all = await Promise.all(users.slice(-200).map((user) => admit(visitor(user))));
    expect(new Set(all)).toEqual(new Set([null]));
    expect(await admit(visitor('UROBIN'))).toBe('not-a-member');
    expect(asked('usergroups.users.list')).toBe(1);
  });

  it('are fetched with the workspace id in Enterprise Grid, where a token may belong to the organisation', async () => {
    await workspace({ enterpriseId: 'E0GROUP' });
    const admit = await admission({ support: 'SSUPPORT' });

    expect(await admit(visitor('UANA'))).toBeNull();
    const call = slack.calls.find(({ method }) => method === 'usergroups.users.list');
    expect(call?.args).toEqual({ usergroup: 'SSUPPORT', team_id: slack.teamId });
  });

  const groups = { support: 'SSUPPORT', sales: 'SSALES' };
  const people = { support: 'UANA', sales: 'UROBIN', neither: 'UNINA', guest: 'UGUEST', outsider: 'UOTTO' };
  const all = Object.keys(people) as (keyof typeof people)[];
  const table: [Audience, Parameters<typeof admission>[0], (keyof typeof people)[]][] = [
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

  it.each(table)('for %s with %j let in: %s', async (audience, usergroups, expected) => {
    slack.addUser({ id: 'UNINA', name: 'nina', realName: 'Nina' });
    const admit = await admission(usergroups);
    const came = await Promise.all(
      all.map(async (who) => [who, await admit(visitor(people[who], { audience }))]),
    );

    expect(came.flatMap(([who, refused]) => (refused === null ? [who] : []))).toEqual(expected);
    expect(came.slice(-2)).toEqual([
      ['guest', 'guest'],
      ['outsider', 'outsider'],
    ]);
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
    const admit = await admission();

    expect(await admit(visitor('UANA', { channel: 'GGROUP' }))).toBeNull();
    expect(await admit(visitor('UANA', { channel: 'GSHARED' }))).toBe('shared-channel');
  });

  it('need mpim:read', async () => {
    slack.addChannel({ ...group, members: ['UANA', 'UBEN', slack.botUserId] });
    slack.scopes.delete('mpim:read');

    const admit = await admission();

    expect(await admit(visitor('UANA', { channel: 'GGROUP' }))).toBe('cannot-tell');
  });
});
