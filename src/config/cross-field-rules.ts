import { editDistance } from '../domain/topics.ts';
import { SECRET_NAMES, secretFileName } from './secret-files.ts';
import {
  parseSetting,
  type RawSettings,
  SETTING_NAMES,
  type SettingName,
  settingExample,
} from './settings.ts';

const SALESFORCE_SETTINGS = ['SALESFORCE_URL', 'SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'] as const;
const ZENDESK_OAUTH_SETTINGS = ['ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET'] as const;
const ZENDESK_TOKEN_SETTINGS = ['ZENDESK_EMAIL', 'ZENDESK_API_TOKEN'] as const;

/** Returns one sentence for each rule between settings that is broken, although each value may be valid by itself. */
export function crossFieldProblems(raw: RawSettings): string[] {
  return [
    ...deliveryProblems(raw),
    ...opsProblems(raw),
    ...regionProblems(raw),
    ...missingSettings('Salesforce', raw, SALESFORCE_SETTINGS),
    ...zendeskProblems(raw),
    ...deadlineProblems(raw),
    ...hostProblems(raw),
    ...copiesProblems(raw),
  ];
}

/** Returns the accepted ticket hosts; unless configured, the Zendesk host and the public support site. */
export function effectiveTicketHosts(
  configured: readonly string[],
  zendeskUrl: string | null,
): readonly string[] {
  if (configured.length > 0) return configured;
  return [...(zendeskUrl ? [new URL(zendeskUrl).host] : []), 'support.gitlab.com'];
}

/** Returns one sentence for each variable whose name is probably a misspelled setting. */
export function unknownSettingProblems(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Map<string, string>([
    ...SETTING_NAMES.map((name) => [name, settingExample(name)] as const),
    ...SECRET_NAMES.map((name) => [secretFileName(name), '/run/secrets/…'] as const),
  ]);
  return Object.keys(env)
    .filter((name) => env[name]?.trim() && !known.has(name))
    .flatMap((name) =>
      [...known]
        .filter(([setting]) => editDistance(name.toUpperCase(), setting) <= maxEditDistance(setting))
        .slice(0, 1)
        .map(
          ([setting, example]) => `${name} is not a setting; ${setting} is. Example: ${setting}=${example}`,
        ),
    );
}

/** Short names resemble too many others. */
function maxEditDistance(name: string): number {
  if (name.length < 6) return -1;
  return name.length < 9 ? 1 : 2;
}

function deliveryProblems(raw: RawSettings): string[] {
  if (raw.SLACK_APP_TOKEN || raw.SLACK_SIGNING_SECRET) return [];
  return [
    `SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is required: the first for Socket Mode, such as ${settingExample('SLACK_APP_TOKEN')}, the second for delivery over HTTP, such as ${settingExample('SLACK_SIGNING_SECRET')}.`,
  ];
}

/** With HTTP delivery the operator server is separate only when OPS_PORT differs from PORT. */
function opsProblems(raw: RawSettings): string[] {
  if (raw.SLACK_APP_TOKEN) return [];
  const example = `Example: OPS_PORT=${settingExample('OPS_PORT')}`;
  if (raw.OPS_HOST && !raw.OPS_PORT)
    return [
      `OPS_PORT is required, because OPS_HOST is set: without it, PORT serves /healthz, /readyz and /metrics. ${example}`,
    ];
  if (raw.OPS_PORT && raw.OPS_PORT !== '0' && raw.OPS_PORT === raw.PORT)
    return [`OPS_PORT must differ from PORT, which takes Slack's requests. ${example}`];
  return [];
}

function copiesProblems(raw: RawSettings): string[] {
  const copies = parseSetting('COPIES', raw) ?? 1;
  if (copies === 1 || parseSetting('DATABASE_URL', raw)?.kind !== 'sqlite') return [];
  return [
    `DATABASE_URL must name a PostgreSQL database, because COPIES is ${copies}: one SQLite file is for one copy. Example: DATABASE_URL=${settingExample('TO_DATABASE_URL')}`,
  ];
}

function regionProblems(raw: RawSettings): string[] {
  const channels = parseSetting('SALES_CHANNELS', raw);
  if (!channels) return [];
  const regions = Object.keys(channels);
  const teams = Object.keys(parseSetting('BUSINESS_CALENDAR', raw)?.teams ?? {});
  const unknownTeams = teams.filter((team) => !['support', 'sales', ...regions].includes(team));
  const problems = unknownTeams.map(
    (team) =>
      `BUSINESS_CALENDAR: teams.${team} is neither support nor sales nor a region of SALES_CHANNELS. Example: SALES_CHANNELS=${settingExample('SALES_CHANNELS')}`,
  );
  if (regions.length > 0 && raw.SALES_CHANNEL === null)
    problems.unshift(
      `SALES_CHANNEL is required, because SALES_CHANNELS is set: handoffs of other regions go there. Example: ${settingExample('SALES_CHANNEL')}`,
    );
  return problems;
}

function zendeskProblems(raw: RawSettings): string[] {
  const oauth = ZENDESK_OAUTH_SETTINGS.filter((name) => raw[name] !== null);
  const legacy = ZENDESK_TOKEN_SETTINGS.filter((name) => raw[name] !== null);
  if (oauth.length > 0 && legacy.length > 0) {
    return [
      `Zendesk can sign in one way only: keep ${ZENDESK_OAUTH_SETTINGS.join(' and ')}, or ${ZENDESK_TOKEN_SETTINGS.join(' and ')}, and empty the other two. Example: ZENDESK_CLIENT_ID=${settingExample('ZENDESK_CLIENT_ID')}`,
      ...missingSettings('Zendesk', raw, ['ZENDESK_URL', ...oauth, ...legacy]),
    ];
  }
  return missingSettings('Zendesk', raw, [
    'ZENDESK_URL',
    ...(legacy.length > 0 ? ZENDESK_TOKEN_SETTINGS : ZENDESK_OAUTH_SETTINGS),
    ...(raw.ZENDESK_SUBSCRIPTION_FIELD ? (['ZENDESK_SUBSCRIPTION_FIELD'] as const) : []),
  ]);
}

/** The settings of a system must be set together or not at all. */
function missingSettings(system: string, raw: RawSettings, names: readonly SettingName[]): string[] {
  const set = names.filter((name) => raw[name] !== null);
  if (set.length === 0) return [];
  const reason = `${set.join(' and ')} ${set.length > 1 ? 'are' : 'is'} set and ${system} needs all of its settings or none`;
  return names
    .filter((name) => raw[name] === null)
    .map((name) => `${name} is required, because ${reason}. Example: ${settingExample(name)}`);
}

function deadlineProblems(raw: RawSettings): string[] {
  const timeoutMs = parseSetting('UPSTREAM_TIMEOUT_MS', raw);
  const deadlineMs = parseSetting('CHECK_DEADLINE_MS', raw);
  if (timeoutMs === undefined || deadlineMs === undefined || deadlineMs >= timeoutMs) return [];
  return [
    `CHECK_DEADLINE_MS must be at least UPSTREAM_TIMEOUT_MS, so that a check lasts as long as one call may. Example: UPSTREAM_TIMEOUT_MS=${settingExample('UPSTREAM_TIMEOUT_MS')} and CHECK_DEADLINE_MS=${settingExample('CHECK_DEADLINE_MS')}`,
  ];
}

function hostProblems(raw: RawSettings): string[] {
  const accepted = effectiveTicketHosts(parseSetting('TICKET_HOSTS', raw) ?? [], null);
  const refused = parseSetting('REFUSED_TICKET_HOSTS', raw) ?? [];
  const zendeskUrl = parseSetting('ZENDESK_URL', raw) ?? null;
  const problems = accepted
    .filter((host) => refused.includes(host))
    .map(
      (host) =>
        `TICKET_HOSTS and REFUSED_TICKET_HOSTS both contain ${host}. Example: TICKET_HOSTS=${settingExample('TICKET_HOSTS')}`,
    );
  if (zendeskUrl && refused.includes(new URL(zendeskUrl).host))
    problems.push(
      `ZENDESK_URL is on a host that REFUSED_TICKET_HOSTS contains. Example: ${settingExample('ZENDESK_URL')}`,
    );
  return problems;
}
