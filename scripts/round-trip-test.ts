import { createSalesforce } from '../src/connectors/salesforce/client.ts';
import { createCustomersDot, notConfiguredHelpdesk } from '../src/connectors/unconfigured-systems.ts';
import { createZuora } from '../src/connectors/zuora/client.ts';
import type { Ports } from '../src/ports/ports.ts';
import { gatherEvidence } from '../src/usecases/gather-evidence.ts';
import { percentile } from './load-test/measurements.ts';
import { SAMPLE_CUSTOMERS } from './sandbox/upstreams/customers.ts';
import { startUpstreams, type Upstreams } from './sandbox/upstreams/upstreams.ts';

/** Milliseconds that every upstream call takes. */
const CALL_MS = 300;
/** The longest median duration of a check, in calls. */
const MAX_MEDIAN_CALLS = 2.3;

/**
 * Measures how long one check of a subscription takes while every call to Zuora and Salesforce takes 300 ms: signed in
 * already, nothing cached. Prints each check and the median; exit code 1 when the median is over 2.3 calls.
 */
async function main(): Promise<void> {
  const upstreams = await startUpstreams();
  const ports = createPorts(upstreams);
  const numbers = SAMPLE_CUSTOMERS.flatMap(({ subscriptions = [] }) =>
    subscriptions.map(({ number }) => number),
  );
  const [first = '', ...others] = [...new Set(numbers)];
  await measureCheckMs(ports, first);
  for (const system of [upstreams.zuora, upstreams.salesforce])
    system.setFault('slow', { path: /./, seconds: CALL_MS / 1000 });
  const ratios: number[] = [];
  for (const number of others.slice(0, 9)) {
    const ms = await measureCheckMs(ports, number);
    ratios.push(ms / CALL_MS);
    console.log(`${number}  ${ms.toFixed(0)} ms  ${(ms / CALL_MS).toFixed(2)} calls`);
  }
  const median = percentile(ratios, 0.5);
  console.log(`median ${median.toFixed(2)} calls, at most ${MAX_MEDIAN_CALLS}`);
  await upstreams.close();
  process.exit(median <= MAX_MEDIAN_CALLS ? 0 : 1);
}

/** Runs one check that bypasses every cache. Returns its duration in milliseconds. */
async function measureCheckMs(ports: Ports, number: string): Promise<number> {
  const startedAt = performance.now();
  const look = { signal: AbortSignal.timeout(8_000), bypassCache: true, request: { key: number } };
  await gatherEvidence(ports, { subject: { kind: 'subscription', number }, ticket: null }, look);
  return performance.now() - startedAt;
}

function createPorts({ zuora, salesforce }: Upstreams): Ports {
  const now = () => new Date();
  const common = { timeoutMs: 3_000, now };
  return {
    billing: createZuora({ ...zuora, ...common, channelField: 'SSPChannel__c', emailFingerprint: () => '' }),
    crm: createSalesforce({ ...salesforce, ...common }),
    helpdesk: notConfiguredHelpdesk(now),
    portal: createCustomersDot(now),
    now,
  } as Partial<Ports> as Ports;
}

await main();
