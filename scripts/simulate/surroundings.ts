import type { RequestListener } from 'node:http';
import { type Config, parseConfig } from '../../src/config.ts';
import { botSettingsFor } from '../sandbox/bot-settings.ts';
import type { SendToApp } from '../sandbox/slack/delivery-types.ts';
import { createLocalSlack, type LocalSlack } from '../sandbox/slack/local-slack.ts';
import { buildSampleData } from '../sandbox/upstreams/build-sample-data.ts';
import { SAMPLE_CUSTOMERS } from '../sandbox/upstreams/customers.ts';
import { SAMPLE_PARTNERS } from '../sandbox/upstreams/partners.ts';
import { SALESFORCE_CLIENT, salesforceProtocol } from '../sandbox/upstreams/salesforce.ts';
import type { SampleData } from '../sandbox/upstreams/sample-data.ts';
import { createStandIn, type DetachedStandIn } from '../sandbox/upstreams/stand-in.ts';
import { ZENDESK_CLIENT, zendeskProtocol } from '../sandbox/upstreams/zendesk.ts';
import { ZUORA_CLIENT, zuoraProtocol } from '../sandbox/upstreams/zuora.ts';
import type { CallFate, Route } from './network.ts';
import type { Story } from './story.ts';

/** What the bot talks to: the local Slack and the stand-ins, in this process. */
export interface Surroundings {
  readonly slack: LocalSlack;
  readonly zuora: DetachedStandIn;
  readonly salesforce: DetachedStandIn;
  readonly zendesk: DetachedStandIn;
  /** By origin. */
  readonly routes: ReadonlyMap<string, Route>;
  /** The configuration of every copy of the bot. */
  readonly config: Config;
}

const SLACK_URL = 'http://127.0.0.1:7001';
const ZUORA_URL = 'http://127.0.0.1:7002';
const SALESFORCE_URL = 'http://127.0.0.1:7003';
const ZENDESK_URL = 'http://127.0.0.1:7004';

export function createSurroundings(story: Story, send: SendToApp): Surroundings {
  const now = () => story.trueTime();
  const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));
  const { slack, handleRequest } = createLocalSlack({
    publicUrl: SLACK_URL,
    now,
    signingNow: now,
    wait,
    send,
    botToken: 'xoxb-simulated',
    appToken: 'xapp-simulated',
    signingSecret: 'simulated-signing-secret',
  });
  const data = sampleDataOf(story.startDate);
  const noLimits = {
    removedFields: new Set<string>(),
    forbiddenObjects: new Set<string>(),
    servedVersions: [],
  };
  const zuora = createStandIn(zuoraProtocol(data), ZUORA_CLIENT, ZUORA_URL);
  const salesforce = createStandIn(salesforceProtocol(data, noLimits), SALESFORCE_CLIENT, SALESFORCE_URL);
  const zendesk = createStandIn(zendeskProtocol(data), ZENDESK_CLIENT, ZENDESK_URL);
  const { weather } = story;
  const route = (name: string, handler: RequestListener, fateOf: (path: string) => CallFate): Route => ({
    name,
    handler,
    fateOf,
    latencyMs: weather.latencyMs,
  });
  return {
    slack,
    zuora,
    salesforce,
    zendesk,
    routes: new Map([
      [SLACK_URL, route('Slack', handleRequest, weather.slackCallFate)],
      [ZUORA_URL, route('Zuora', zuora.handleRequest, weather.upstreamCallFate)],
      [SALESFORCE_URL, route('Salesforce', salesforce.handleRequest, weather.upstreamCallFate)],
      [ZENDESK_URL, route('Zendesk', zendesk.handleRequest, weather.upstreamCallFate)],
    ]),
    config: parseConfig({
      ...botSettingsFor({
        slack,
        upstreams: { zuora, salesforce, zendesk },
        database: 'simulated.db',
        port: 3000,
      }),
      SALES_USERGROUP: 'SSALES',
      SALES_CHANNELS: 'smb=CSMB,emea=CEMEA',
      DIGEST_CHANNEL: 'CDIGEST',
    }),
  };
}

const sampleDataByDate = new Map<string, SampleData>();

/** Returns the records of the sample customers, which no story changes. */
function sampleDataOf(date: string): SampleData {
  const known = sampleDataByDate.get(date);
  if (known) return known;
  const built = buildSampleData([...SAMPLE_PARTNERS, ...SAMPLE_CUSTOMERS], date);
  sampleDataByDate.set(date, built);
  return built;
}
