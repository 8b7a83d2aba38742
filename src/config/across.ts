import { Schema } from './schema.ts';
import { type Name, type Raw, SETTINGS } from './settings.ts';

const OAUTH = ['ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET'] as const;
const LEGACY = ['ZENDESK_EMAIL', 'ZENDESK_API_TOKEN'] as const;

/** What is wrong between settings, each of which may be fine by itself. */
export function problemsAcross(raw: Raw): string[] {
  return [
    ...deliveryProblems(raw),
    ...opsProblems(raw),
    ...regionProblems(raw),
    ...missingOf('Salesforce', raw, ['SALESFORCE_URL', 'SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET']),
    ...zendeskProblems(raw),
    ...deadlineProblems(raw),
    ...hostProblems(raw),
  ];
}

/** The hosts whose ticket links may be opened, when none are named: ours and the public support site. */
export function ticketHosts(named: readonly string[], zendeskUrl: string | null): readonly string[] {
  if (named.length > 0) return named;
  return [...(zendeskUrl ? [new URL(zendeskUrl).host] : []), 'support.gitlab.com'];
}

function deliveryProblems(raw: Raw): string[] {
  if (raw.SLACK_APP_TOKEN || raw.SLACK_SIGNING_SECRET) return [];
  return [
    `SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is needed: the first for Socket Mode, such as ${SETTINGS.SLACK_APP_TOKEN.example}, the second for delivery over HTTP, such as ${SETTINGS.SLACK_SIGNING_SECRET.example}.`,
  ];
}

/** With HTTP delivery the operator server is separate only when OPS_PORT differs from PORT. */
function opsProblems(raw: Raw): string[] {
  if (raw.SLACK_APP_TOKEN) return [];
  const example = `Example: OPS_PORT=${SETTINGS.OPS_PORT.example}`;
  if (raw.OPS_HOST && !raw.OPS_PORT)
    return [
      `OPS_PORT is needed, because OPS_HOST is set: without it /healthz, /readyz and /metrics are served on PORT. ${example}`,
    ];
  if (raw.OPS_PORT && raw.OPS_PORT !== '0' && raw.OPS_PORT === raw.PORT)
    return [`OPS_PORT must differ from PORT, which takes Slack's requests. ${example}`];
  return [];
}

function regionProblems(raw: Raw): string[] {
  const given = Schema.shape.SALES_CHANNELS.safeParse(raw.SALES_CHANNELS);
  if (!given.success) return [];
  const regions = Object.keys(given.data);
  const homeless = regions.length > 0 && raw.SALES_CHANNEL === null;
  const teams = Object.keys(
    Schema.shape.BUSINESS_CALENDAR.safeParse(raw.BUSINESS_CALENDAR).data?.teams ?? {},
  );
  const strangers = teams.filter((team) => !['support', 'sales', ...regions].includes(team));
  return [
    ...(homeless
      ? [
          `SALES_CHANNEL is needed, because SALES_CHANNELS is set and what belongs to none of its regions goes there. Example: ${SETTINGS.SALES_CHANNEL.example}`,
        ]
      : []),
    ...strangers.map(
      (team) =>
        `BUSINESS_CALENDAR: teams.${team} is neither support nor sales nor a region of SALES_CHANNELS. Example: SALES_CHANNELS=${SETTINGS.SALES_CHANNELS.example}`,
    ),
  ];
}

function zendeskProblems(raw: Raw): string[] {
  const oauth = OAUTH.filter((name) => raw[name] !== null);
  const legacy = LEGACY.filter((name) => raw[name] !== null);
  if (oauth.length > 0 && legacy.length > 0) {
    return [
      `Zendesk takes one way of signing in, and settings of two are there: keep ${OAUTH.join(' and ')}, or ${LEGACY.join(' and ')}, and empty the other two. Example: ZENDESK_CLIENT_ID=${SETTINGS.ZENDESK_CLIENT_ID.example}`,
      ...missingOf('Zendesk', raw, ['ZENDESK_URL', ...oauth, ...legacy]),
    ];
  }
  const begun = raw.ZENDESK_SUBSCRIPTION_FIELD ? (['ZENDESK_SUBSCRIPTION_FIELD'] as const) : [];
  return missingOf('Zendesk', raw, ['ZENDESK_URL', ...(legacy.length > 0 ? LEGACY : OAUTH), ...begun]);
}

/** A system is set up as a whole or not at all. */
function missingOf(system: string, raw: Raw, names: readonly Name[]): string[] {
  const set = names.filter((name) => raw[name] !== null);
  const missing = names.filter((name) => raw[name] === null);
  if (set.length === 0) return [];
  return missing.map(
    (name) =>
      `${name} is needed, because ${set.join(' and ')} ${set.length > 1 ? 'are' : 'is'} set and ${system} is set up as a whole or not at all. Example: ${SETTINGS[name].example}`,
  );
}

function deadlineProblems(raw: Raw): string[] {
  const timeout = Schema.shape.UPSTREAM_TIMEOUT_MS.safeParse(raw.UPSTREAM_TIMEOUT_MS);
  const deadline = Schema.shape.CHECK_DEADLINE_MS.safeParse(raw.CHECK_DEADLINE_MS);
  if (!timeout.success || !deadline.success || deadline.data >= timeout.data) return [];
  return [
    `CHECK_DEADLINE_MS must be at least UPSTREAM_TIMEOUT_MS: the whole check cannot end before one attempt may. Example: ${SETTINGS.UPSTREAM_TIMEOUT_MS.example} for the attempt and ${SETTINGS.CHECK_DEADLINE_MS.example} for the check`,
  ];
}

function hostProblems(raw: Raw): string[] {
  const named = Schema.shape.TICKET_HOSTS.safeParse(raw.TICKET_HOSTS).data ?? [];
  const refused = Schema.shape.REFUSED_TICKET_HOSTS.safeParse(raw.REFUSED_TICKET_HOSTS).data ?? [];
  const zendeskUrl = Schema.shape.ZENDESK_URL.safeParse(raw.ZENDESK_URL).data ?? null;

  const both = ticketHosts(named, null).filter((host) => refused.includes(host));
  const problems = both.map(
    (host) =>
      `TICKET_HOSTS and REFUSED_TICKET_HOSTS both name ${host}: a ticket link is opened or refused, not both. Example: TICKET_HOSTS=${SETTINGS.TICKET_HOSTS.example}`,
  );
  if (zendeskUrl && refused.includes(new URL(zendeskUrl).host)) {
    problems.push(
      `ZENDESK_URL is a host that REFUSED_TICKET_HOSTS refuses. Example: ${SETTINGS.ZENDESK_URL.example}`,
    );
  }
  return problems;
}
