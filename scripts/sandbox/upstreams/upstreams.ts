import type { Customer } from './customer.ts';
import { CUSTOMERS } from './customers.ts';
import { PARTNERS } from './partners.ts';
import { SALESFORCE_CLIENT, salesforceDesk } from './salesforce.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import { buildWorld, type World } from './world.ts';
import { ZENDESK_CLIENT, zendeskDesk } from './zendesk.ts';
import { ZUORA_CLIENT, zuoraDesk } from './zuora.ts';

export interface UpstreamsOptions {
  /** YYYY-MM-DD; the real today in the billing tenant's zone (US Pacific) unless told. */
  readonly today?: string;
  /** The sample customers unless told. The companies that sell to them are always there. */
  readonly customers?: readonly Customer[];
  /** Any free ones unless told. */
  readonly ports?: { readonly zuora?: number; readonly salesforce?: number; readonly zendesk?: number };
}

/** Stand-ins for the three systems, over one shared world of records. */
export interface Upstreams {
  readonly zuora: StandIn;
  readonly salesforce: SalesforceStandIn;
  readonly zendesk: StandIn;
  /** Tests may change it between calls. */
  readonly world: World;
  close(): Promise<void>;
}

export interface SalesforceStandIn extends StandIn {
  /** Fields the tenant lacks, such as "Opportunity.Deal_Path__c"; the relationship of a lookup goes with it. */
  readonly fields: { remove(name: string): void; restore(name: string): void };
  /** Takes away, or gives back, the right to read an object such as "AccountPartner". */
  forbid(object: string): void;
  allow(object: string): void;
}

/** Starts all three on 127.0.0.1. */
export async function startUpstreams(options: UpstreamsOptions = {}): Promise<Upstreams> {
  const { today = pacificToday(), customers = CUSTOMERS, ports = {} } = options;
  const world = buildWorld([...PARTNERS, ...customers], today);
  const [zuora, salesforce, zendesk] = await Promise.all([
    startStandIn(zuoraDesk(world), ZUORA_CLIENT, ports.zuora),
    startSalesforce(world, ports.salesforce),
    startStandIn(zendeskDesk(world), ZENDESK_CLIENT, ports.zendesk),
  ]);
  const close = async () => {
    await Promise.all([zuora.close(), salesforce.close(), zendesk.close()]);
  };
  return { zuora, salesforce, zendesk, world, close };
}

async function startSalesforce(world: World, port?: number): Promise<SalesforceStandIn> {
  const limits = { removedFields: new Set<string>(), forbiddenObjects: new Set<string>() };
  const standIn = await startStandIn(salesforceDesk(world, limits), SALESFORCE_CLIENT, port);
  const reset = () => {
    limits.removedFields.clear();
    limits.forbiddenObjects.clear();
    standIn.reset();
  };
  return {
    ...standIn,
    reset,
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
