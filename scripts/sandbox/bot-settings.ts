import type { LocalSlack } from './slack/local-slack.ts';
import type { StandIn } from './upstreams/stand-in.ts';
import { SUBSCRIPTION_FIELD_ID } from './upstreams/zendesk-records.ts';

export interface SandboxServices {
  readonly slack: LocalSlack;
  readonly upstreams: { readonly zuora: StandIn; readonly salesforce: StandIn; readonly zendesk: StandIn };
  /** Path of the database file. */
  readonly database: string;
  /** Port of the bot; 0 takes any free one. */
  readonly port: number;
  readonly delivery?: 'http' | 'socket';
}

/** The settings that point the production application at the local Slack and the stand-ins. */
export function botSettingsFor(standing: SandboxServices): Record<string, string> {
  const { slack, upstreams, database, port, delivery = 'http' } = standing;
  const { zuora, salesforce, zendesk } = upstreams;
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(delivery === 'http'
      ? { SLACK_SIGNING_SECRET: slack.signingSecret }
      : { SLACK_APP_TOKEN: slack.appToken }),
    SLACK_API_URL: slack.apiUrl,
    PORT: String(port),
    HOST: '127.0.0.1',
    SUPPORT_CHANNELS: 'CSUPPORT',
    SUPPORT_USERGROUP: 'SSUPPORT',
    SALES_CHANNEL: 'CSALES',
    ZUORA_URL: zuora.url,
    ZUORA_CLIENT_ID: zuora.clientId,
    ZUORA_CLIENT_SECRET: zuora.clientSecret,
    SALESFORCE_URL: salesforce.url,
    SALESFORCE_CLIENT_ID: salesforce.clientId,
    SALESFORCE_CLIENT_SECRET: salesforce.clientSecret,
    ZENDESK_URL: zendesk.url,
    ZENDESK_CLIENT_ID: zendesk.clientId,
    ZENDESK_CLIENT_SECRET: zendesk.clientSecret,
    ZENDESK_SUBSCRIPTION_FIELD: String(SUBSCRIPTION_FIELD_ID),
    TICKET_HOSTS: `${new URL(zendesk.url).host},gitlab.zendesk.com,support.gitlab.com`,
    // People who try the sandbox, and scripts that drive it, ask more often than anybody does at work.
    CHECKS_PER_PERSON: '100000/10m',
    DATABASE_URL: `sqlite:${database}`,
  };
}
