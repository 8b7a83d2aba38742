import { type RawSettings, SETTING_DEFINITIONS, type SettingName } from './setting-definitions.ts';
import { SettingsSchema } from './settings-schema.ts';

const ZENDESK_OAUTH_SETTINGS = ['ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET'] as const;
const ZENDESK_TOKEN_SETTINGS = ['ZENDESK_EMAIL', 'ZENDESK_API_TOKEN'] as const;

/** What is wrong between settings, each of which may be fine by itself. */
export function crossFieldProblems(raw: RawSettings): string[] {
  return [
    ...deliveryProblems(raw),
    ...opsProblems(raw),
    ...regionProblems(raw),
    ...missingSettings('Salesforce', raw, [
      'SALESFORCE_URL',
      'SALESFORCE_CLIENT_ID',
      'SALESFORCE_CLIENT_SECRET',
    ]),
    ...zendeskProblems(raw),
    ...deadlineProblems(raw),
    ...hostProblems(raw),
  ];
}

/** The hosts whose ticket links may be opened, when none are named: ours and the public support site. */
export function effectiveTicketHosts(
  configured: readonly string[],
  zendeskUrl: string | null,
): readonly string[] {
  if (configured.length > 0) return configured;
  return [...(zendeskUrl ? [new URL(zendeskUrl).host] : []), 'support.gitlab.com'];
}

function deliveryProblems(raw: RawSettings): string[] {
  if (raw.SLACK_APP_TOKEN || raw.SLACK_SIGNING_SECRET) return [];
  return [
    `SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is needed: the first for Socket Mode, such as ${SETTING_DEFINITIONS.SLACK_APP_TOKEN.example}, the second for delivery over HTTP, such as ${SETTING_DEFINITIONS.SLACK_SIGNING_SECRET.example}.`,
  ];
}

/** With HTTP delivery the operator server is separate only when OPS_PORT differs from PORT. */
function opsProblems(raw: RawSettings): string[] {
  if (raw.SLACK_APP_TOKEN) return [];
  const example = `Example: OPS_PORT=${SETTING_DEFINITIONS.OPS_PORT.example}`;
  if (raw.OPS_HOST && !raw.OPS_PORT)
    return [
      `OPS_PORT is needed, because OPS_HOST is set: without it /healthz, /readyz and /metrics are served on PORT. ${example}`,
    ];
  if (raw.OPS_PORT && raw.OPS_PORT !== '0' && raw.OPS_PORT === raw.PORT)
    return [`OPS_PORT must differ from PORT, which takes Slack's requests. ${example}`];
  return [];
}

function regionProblems(raw: RawSettings): string[] {
  const channels = SettingsSchema.shape.SALES_CHANNELS.safeParse(raw.SALES_CHANNELS);
  if (!channels.success) return [];
  const regions = Object.keys(channels.data);
  const lacksDefaultChannel = regions.length > 0 && raw.SALES_CHANNEL === null;
  const teams = Object.keys(
    SettingsSchema.shape.BUSINESS_CALENDAR.safeParse(raw.BUSINESS_CALENDAR).data?.teams ?? {},
  );
  const unknownTeams = teams.filter((team) => !['support', 'sales', ...regions].includes(team));
  return [
    ...(lacksDefaultChannel
      ? [
          `SALES_CHANNEL is needed, because SALES_CHANNELS is set and what belongs to none of its regions goes there. Example: ${SETTING_DEFINITIONS.SALES_CHANNEL.example}`,
        ]
      : []),
    ...unknownTeams.map(
      (team) =>
        `BUSINESS_CALENDAR: teams.${team} is neither support nor sales nor a region of SALES_CHANNELS. Example: SALES_CHANNELS=${SETTING_DEFINITIONS.SALES_CHANNELS.example}`,
    ),
  ];
}

function zendeskProblems(raw: RawSettings): string[] {
  const oauth = ZENDESK_OAUTH_SETTINGS.filter((name) => raw[name] !== null);
  const legacy = ZENDESK_TOKEN_SETTINGS.filter((name) => raw[name] !== null);
  if (oauth.length > 0 && legacy.length > 0) {
    return [
      `Zendesk takes one way of signing in, and settings of two are there: keep ${ZENDESK_OAUTH_SETTINGS.join(' and ')}, or ${ZENDESK_TOKEN_SETTINGS.join(' and ')}, and empty the other two. Example: ZENDESK_CLIENT_ID=${SETTING_DEFINITIONS.ZENDESK_CLIENT_ID.example}`,
      ...missingSettings('Zendesk', raw, ['ZENDESK_URL', ...oauth, ...legacy]),
    ];
  }
  const optionalSettings = raw.ZENDESK_SUBSCRIPTION_FIELD ? (['ZENDESK_SUBSCRIPTION_FIELD'] as const) : [];
  return missingSettings('Zendesk', raw, [
    'ZENDESK_URL',
    ...(legacy.length > 0 ? ZENDESK_TOKEN_SETTINGS : ZENDESK_OAUTH_SETTINGS),
    ...optionalSettings,
  ]);
}

/** A system is set up as a whole or not at all. */
function missingSettings(system: string, raw: RawSettings, names: readonly SettingName[]): string[] {
  const set = names.filter((name) => raw[name] !== null);
  const missing = names.filter((name) => raw[name] === null);
  if (set.length === 0) return [];
  return missing.map(
    (name) =>
      `${name} is needed, because ${set.join(' and ')} ${set.length > 1 ? 'are' : 'is'} set and ${system} is set up as a whole or not at all. Example: ${SETTING_DEFINITIONS[name].example}`,
  );
}

function deadlineProblems(raw: RawSettings): string[] {
  const timeout = SettingsSchema.shape.UPSTREAM_TIMEOUT_MS.safeParse(raw.UPSTREAM_TIMEOUT_MS);
  const deadline = SettingsSchema.shape.CHECK_DEADLINE_MS.safeParse(raw.CHECK_DEADLINE_MS);
  if (!timeout.success || !deadline.success || deadline.data >= timeout.data) return [];
  return [
    `CHECK_DEADLINE_MS must be at least UPSTREAM_TIMEOUT_MS: the whole check cannot end before one attempt may. Example: ${SETTING_DEFINITIONS.UPSTREAM_TIMEOUT_MS.example} for the attempt and ${SETTING_DEFINITIONS.CHECK_DEADLINE_MS.example} for the check`,
  ];
}

function hostProblems(raw: RawSettings): string[] {
  const ticketHostSetting = SettingsSchema.shape.TICKET_HOSTS.safeParse(raw.TICKET_HOSTS).data ?? [];
  const refused = SettingsSchema.shape.REFUSED_TICKET_HOSTS.safeParse(raw.REFUSED_TICKET_HOSTS).data ?? [];
  const zendeskUrl = SettingsSchema.shape.ZENDESK_URL.safeParse(raw.ZENDESK_URL).data ?? null;

  const sharedHosts = effectiveTicketHosts(ticketHostSetting, null).filter((host) => refused.includes(host));
  const problems = sharedHosts.map(
    (host) =>
      `TICKET_HOSTS and REFUSED_TICKET_HOSTS both name ${host}: a ticket link is opened or refused, not both. Example: TICKET_HOSTS=${SETTING_DEFINITIONS.TICKET_HOSTS.example}`,
  );
  if (zendeskUrl && refused.includes(new URL(zendeskUrl).host)) {
    problems.push(
      `ZENDESK_URL is a host that REFUSED_TICKET_HOSTS refuses. Example: ${SETTING_DEFINITIONS.ZENDESK_URL.example}`,
    );
  }
  return problems;
}
