import type { AppIdentity, Workspace } from './workspace.ts';
import type { WorkspaceContents } from './workspace-file.ts';

/** Fills a workspace with these people and channels, or the default ones; the app itself is always there. */
export function fillWorkspace(workspace: Workspace, ids: AppIdentity, contents?: WorkspaceContents): void {
  if (!contents) {
    fillWithDefaults(workspace, ids);
    return;
  }
  const { botUserId, botName } = ids;
  workspace.addUser({ id: botUserId, name: 'app', realName: botName, bot: true });
  workspace.addUser({ id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot', bot: true });
  for (const user of contents.people) workspace.addUser(user);
  for (const channel of contents.channels) workspace.addChannel(channel);
  for (const group of contents.userGroups) workspace.addUserGroup(group);
}

/** Fills a workspace with a support team, someone from Sales, a guest, people from other companies, and their channels. */
function fillWithDefaults(workspace: Workspace, { botUserId, botName }: AppIdentity): void {
  for (const user of [
    { id: botUserId, name: 'reseller-check', realName: botName, bot: true },
    { id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot', bot: true },
    { id: 'UANA', name: 'ana', realName: 'Ana', email: 'ana@support.example', tz: 'Europe/Lisbon' },
    { id: 'UBEN', name: 'ben', realName: 'Ben', email: 'ben@support.example', tz: 'America/Chicago' },
    { id: 'UROBIN', name: 'robin', realName: 'Robin', email: 'robin@sales.example', tz: 'Europe/London' },
    { id: 'UKIM', name: 'kim', realName: 'Kim', email: 'kim@sales.example', tz: 'America/New_York' },
    {
      id: 'UGUEST',
      name: 'gale',
      realName: 'Gale (guest)',
      email: 'gale@agency.example',
      guest: 'single' as const,
    },
    { id: 'UEXT', name: 'eve', realName: 'Eve (Outside Ltd)', email: 'eve@outside.example', stranger: true },
    // Slack does not flag people of other companies who share a channel with the app: only `team_id` tells.
    {
      id: 'UOTTO',
      name: 'otto',
      realName: 'Otto (Other Co)',
      email: 'otto@other.example',
      team: 'T0OTHERCO',
    },
  ]) {
    workspace.addUser(user);
  }

  const team = ['UANA', 'UBEN', 'UROBIN', 'UKIM'];
  workspace.addChannel({
    id: 'CSUPPORT',
    name: 'support-licensing',
    members: [...team, 'UGUEST', botUserId],
  });
  workspace.addChannel({ id: 'CSALES', name: 'sales-handoffs', members: [...team, botUserId] });
  workspace.addChannel({ id: 'CEMEA', name: 'sales-emea', members: [...team, botUserId] });
  workspace.addChannel({ id: 'CSMB', name: 'sales-smb', members: [...team, botUserId] });
  workspace.addChannel({ id: 'CDIGEST', name: 'support-digest', members: ['UANA', 'UBEN', botUserId] });
  workspace.addChannel({ id: 'CRANDOM', name: 'random', members: team });
  workspace.addChannel({
    id: 'CSHARED',
    name: 'resellers',
    extShared: true,
    members: [...team, 'UEXT', 'UOTTO', botUserId],
  });
  workspace.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UANA', 'UBEN'] });
  workspace.addUserGroup({ id: 'SSALES', handle: 'sales', users: ['UROBIN', 'UKIM'] });
}
