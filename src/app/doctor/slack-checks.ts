import type { WebClient } from '@slack/web-api';
import type { Config } from '../../config.ts';
import { REQUIRED_SCOPES } from '../../slack/app-manifest.ts';
import { credentialErrorCode, failureReason } from '../../slack/web-api/slack-error.ts';
import { type DoctorFinding, findingsOf } from './report.ts';

const { ok, warning, failed, skipped } = findingsOf('Slack');

/** Beyond this difference, in seconds, Slack may reject signed requests and times on cards mislead. */
const MAX_CLOCK_SKEW_SECONDS = 60;
/** How long the comparison waits for Slack. */
const CLOCK_TIMEOUT_MS = 10_000;

/** Checks both tokens, the scopes, the channels and the user groups. `client` uses the bot token. */
export async function checkSlack(config: Config, client: WebClient): Promise<DoctorFinding[]> {
  const signIn = await signInToSlack(client);
  if (!signIn.ok) return [signIn.finding];
  return [
    signIn.finding,
    ...checkScopes(signIn.scopes),
    await checkDelivery(config, client),
    ...(await Promise.all(channelsOf(config).map((channel) => checkChannel(client, channel)))),
    ...(await Promise.all(usergroupsOf(config).map((group) => checkUsergroup(client, group)))),
  ];
}

/** Compares the clock of this machine with the `Date` header of Slack's answer. */
export async function checkClock(apiUrl: string, now: () => Date): Promise<DoctorFinding> {
  const clock = findingsOf('Clock');
  const signal = AbortSignal.timeout(CLOCK_TIMEOUT_MS);
  const answer = await fetch(new URL('api.test', apiUrl), { method: 'POST', signal }).catch(() => null);
  const header = answer?.headers.get('date') ?? null;
  if (header === null) return clock.skipped('Slack sent no time to compare with.');
  const seconds = Math.round((now().getTime() - Date.parse(header)) / 1000);
  return Math.abs(seconds) <= MAX_CLOCK_SKEW_SECONDS
    ? clock.ok('The clock of this machine agrees with Slack.')
    : clock.failed(`The clock of this machine is ${seconds} seconds off.`, 'Turn on time synchronisation.');
}

/** `scopes`: those that the bot token was granted; empty when Slack did not list them. */
type SlackSignIn =
  | { readonly ok: true; readonly finding: DoctorFinding; readonly scopes: readonly string[] }
  | { readonly ok: false; readonly finding: DoctorFinding };

async function signInToSlack(client: WebClient): Promise<SlackSignIn> {
  try {
    const { team, user, team_id, response_metadata } = await client.auth.test();
    const where = team ?? team_id ?? 'the workspace';
    return {
      ok: true,
      finding: ok(`The bot token is accepted: ${user ?? 'the bot'} in ${where}.`),
      scopes: response_metadata?.scopes ?? [],
    };
  } catch (error) {
    const finding = failed(
      `The bot token is not accepted (${failureReason(error)}).`,
      credentialErrorCode(error) === null
        ? 'Check the network and the proxy.'
        : 'Copy the token from "OAuth & Permissions" into SLACK_BOT_TOKEN. If the app was removed or disabled, have an admin of the workspace approve it, and install it again.',
    );
    return { ok: false, finding };
  }
}

function checkScopes(granted: readonly string[]): DoctorFinding[] {
  if (granted.length === 0) return [skipped('Slack did not list the scopes of the token.')];
  const missing = REQUIRED_SCOPES.filter((scope) => !granted.includes(scope));
  const extra = granted.filter((scope) => !REQUIRED_SCOPES.some((required) => required === scope));
  return [
    missing.length === 0
      ? ok(`All ${REQUIRED_SCOPES.length} scopes of manifest.yml are granted.`)
      : failed(`Missing scopes: ${missing.join(', ')}.`, 'Apply manifest.yml to the app and reinstall it.'),
    ...(extra.length === 0
      ? []
      : [warning(`Scopes that the bot does not need: ${extra.join(', ')}.`, 'Remove them from the app.')]),
  ];
}

async function checkDelivery({ slack: { delivery } }: Config, client: WebClient): Promise<DoctorFinding> {
  if (delivery.kind === 'http')
    return skipped(
      'Slack delivers over HTTP; the signing secret can be checked only with a real request.',
      'Run /reseller-check help: an answer means that the URL and SLACK_SIGNING_SECRET are right.',
    );
  try {
    await client.apiCall('apps.connections.open', { token: delivery.appToken.reveal() });
    return ok('The app token is accepted: Socket Mode works.');
  } catch (error) {
    return failed(
      `Socket Mode does not open (${failureReason(error)}).`,
      'Create an app token with the scope connections:write, and turn on Socket Mode in the app settings.',
    );
  }
}

interface ConfiguredChannel {
  readonly id: string;
  /** The settings that name it. */
  readonly settings: readonly string[];
}

function channelsOf(config: Config): ConfiguredChannel[] {
  const named: readonly (readonly [string | null, string])[] = [
    ...config.supportChannels.map((id) => [id, 'SUPPORT_CHANNELS'] as const),
    [config.salesChannel, 'SALES_CHANNEL'],
    ...Object.values(config.salesChannels).map((id) => [id ?? null, 'SALES_CHANNELS'] as const),
    [config.digestChannel, 'DIGEST_CHANNEL'],
    [config.escalationChannel, 'ESCALATION_CHANNEL'],
  ];
  const ids = [...new Set(named.flatMap(([id]) => id ?? []))];
  return ids.map((id) => ({
    id,
    settings: [...new Set(named.filter(([other]) => other === id).map(([, setting]) => setting))],
  }));
}

async function checkChannel(client: WebClient, { id, settings }: ConfiguredChannel): Promise<DoctorFinding> {
  const name = `${id} (${settings.join(', ')})`;
  try {
    const { channel } = await client.conversations.info({ channel: id });
    const isShared = channel?.is_ext_shared || channel?.is_pending_ext_shared;
    if (isShared)
      return failed(`${name} is shared with another company.`, 'Use a channel that is not shared.');
    if (channel?.is_archived) return failed(`${name} is archived.`, 'Use another channel.');
    if (channel?.is_member === false)
      return failed(`The bot is not in ${name}.`, 'Invite it: /invite @Reseller Check.');
    return ok(`The bot is in ${name}, which is not shared.`);
  } catch (error) {
    return failed(
      `${name} cannot be read (${failureReason(error)}).`,
      'Check the id. The bot sees a private channel only after it was invited.',
    );
  }
}

function usergroupsOf({ supportUsergroup, salesUsergroup }: Config): { id: string; setting: string }[] {
  return [
    ...(supportUsergroup === null ? [] : [{ id: supportUsergroup, setting: 'SUPPORT_USERGROUP' }]),
    ...(salesUsergroup === null ? [] : [{ id: salesUsergroup, setting: 'SALES_USERGROUP' }]),
  ];
}

async function checkUsergroup(
  client: WebClient,
  { id, setting }: { id: string; setting: string },
): Promise<DoctorFinding> {
  try {
    const { users = [] } = await client.usergroups.users.list({ usergroup: id });
    return users.length > 0
      ? ok(`${setting} has ${users.length} members.`)
      : failed(`${setting} has no members, so nobody may use the bot.`, 'Add people to the user group.');
  } catch (error) {
    return failed(`${setting} cannot be read (${failureReason(error)}).`, 'Check the id of the user group.');
  }
}
