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
import type { CallOutcome, Route } from './network.ts';
import type { SimulationRun } from './simulation-run.ts';

/** The local Slack, the stand-ins for the upstream systems, and the configuration that leads the bot to them. */
export interface Environment {
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

export function createEnvironment(run: SimulationRun, send: SendToApp): Environment {
  const now = () => run.trueTime();
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
  const data = sampleDataOf(run.startDate);
  const noLimits = {
    removedFields: new Set<string>(),
    forbiddenObjects: new Set<string>(),
    servedVersions: [],
  };
  const zuora = createStandIn(zuoraProtocol(data), ZUORA_CLIENT, ZUORA_URL);
  const salesforce = createStandIn(salesforceProtocol(data, noLimits), SALESFORCE_CLIENT, SALESFORCE_URL);
  const zendesk = createStandIn(zendeskProtocol(data), ZENDESK_CLIENT, ZENDESK_URL);
  const { plan } = run;
  const route = (
    name: string,
    handler: RequestListener,
    outcomeOf: (path: string) => CallOutcome,
  ): Route => ({
    name,
    handler,
    outcomeOf,
    latencyMs: plan.latencyMs,
  });
  return {
    slack,
    zuora,
    salesforce,
    zendesk,
    routes: new Map([
      [SLACK_URL, route('Slack', handleRequest, plan.slackCallOutcome)],
      [ZUORA_URL, route('Zuora', zuora.handleRequest, plan.upstreamCallOutcome)],
      [SALESFORCE_URL, route('Salesforce', salesforce.handleRequest, plan.upstreamCallOutcome)],
      [ZENDESK_URL, route('Zendesk', zendesk.handleRequest, plan.upstreamCallOutcome)],
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

/** Returns the records of the sample customers, which no run changes. */
function sampleDataOf(date: string): SampleData {
  const known = sampleDataByDate.get(date);
  if (known) return known;
  const built = buildSampleData([...SAMPLE_PARTNERS, ...SAMPLE_CUSTOMERS], date);
  sampleDataByDate.set(date, built);
  return built;
}
