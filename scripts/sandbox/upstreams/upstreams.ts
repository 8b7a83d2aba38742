import { buildSampleData } from './build-sample-data.ts';
import { SAMPLE_CUSTOMERS } from './customers.ts';
import { SAMPLE_PARTNERS } from './partners.ts';
import { SALESFORCE_CLIENT, salesforceProtocol } from './salesforce.ts';
import type { SampleCustomer } from './sample-customer.ts';
import type { SampleData } from './sample-data.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import { ZENDESK_CLIENT, zendeskProtocol } from './zendesk.ts';
import { ZUORA_CLIENT, zuoraProtocol } from './zuora.ts';

export interface UpstreamsOptions {
  /** YYYY-MM-DD; the real today in the billing tenant's zone (US Pacific) unless told. */
  readonly today?: string;
  /** The sample customers unless told. The companies that sell to them are always there. */
  readonly customers?: readonly SampleCustomer[];
  /** Any free ones unless told. */
  readonly ports?: { readonly zuora?: number; readonly salesforce?: number; readonly zendesk?: number };
}

/** Stand-ins for the three systems, over one shared world of records. */
export interface Upstreams {
  readonly zuora: StandIn;
  readonly salesforce: SalesforceStandIn;
  readonly zendesk: StandIn;
  /** Tests may change it between calls. */
  readonly world: SampleData;
  close(): Promise<void>;
}

export interface SalesforceStandIn extends StandIn {
  /** Changes the versions of the REST API that are served, oldest first. */
  serveVersions(versions: readonly string[]): void;
  /** Fields the tenant lacks, such as "Opportunity.Deal_Path__c"; the relationship of a lookup goes with it. */
  readonly fields: { remove(name: string): void; restore(name: string): void };
  /** Takes away, or gives back, the right to read an object such as "AccountPartner". */
  forbid(object: string): void;
  allow(object: string): void;
}

/** Starts all three on 127.0.0.1. */
export async function startUpstreams(options: UpstreamsOptions = {}): Promise<Upstreams> {
  const { today = pacificToday(), customers = SAMPLE_CUSTOMERS, ports = {} } = options;
  const world = buildSampleData([...SAMPLE_PARTNERS, ...customers], today);
  const [zuora, salesforce, zendesk] = await Promise.all([
    startStandIn(zuoraProtocol(world), ZUORA_CLIENT, ports.zuora),
    startSalesforce(world, ports.salesforce),
    startStandIn(zendeskProtocol(world), ZENDESK_CLIENT, ports.zendesk),
  ]);
  const close = async () => {
    await Promise.all([zuora.close(), salesforce.close(), zendesk.close()]);
  };
  return { zuora, salesforce, zendesk, world, close };
}

const SERVED_VERSIONS: readonly string[] = ['63.0', '64.0', '65.0', '66.0', '67.0'];

async function startSalesforce(world: SampleData, port?: number): Promise<SalesforceStandIn> {
  const limits = {
    servedVersions: SERVED_VERSIONS,
    removedFields: new Set<string>(),
    forbiddenObjects: new Set<string>(),
  };
  const standIn = await startStandIn(salesforceProtocol(world, limits), SALESFORCE_CLIENT, port);
  const reset = () => {
    limits.removedFields.clear();
    limits.forbiddenObjects.clear();
    limits.servedVersions = SERVED_VERSIONS;
    standIn.reset();
  };
  return {
    ...standIn,
    reset,
    serveVersions: (versions) => {
      limits.servedVersions = versions;
    },
    fields: {
      remove: (name) => void limits.removedFields.add(name.toLowerCase()),
      restore: (name) => void limits.removedFields.delete(name.toLowerCase()),
    },
    forbid: (object) => void limits.forbiddenObjects.add(object.toLowerCase()),
    allow: (object) => void limits.forbiddenObjects.delete(object.toLowerCase()),
  };
}

function pacificToday(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date());
}
