import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createCustomersDot,
  notConfiguredCrm,
  notConfiguredHelpdesk,
} from '../../src/connectors/unread-systems.ts';
import { createZuora } from '../../src/connectors/zuora/client.ts';
import type { Judgement } from '../../src/domain/verdict.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { gatherEvidence } from '../../src/usecases/gather-evidence.ts';
import { judgeEvidence } from '../../src/usecases/judge-evidence.ts';
import { sampleSize } from '../sample-size.ts';
import {
  anyBillingCase,
  type BillingCase,
  type BillingServer,
  type CallBehavior,
  startBillingServer,
} from './unreliable-billing-server.ts';

const CASE_COUNT = sampleSize(10_000, 200);
/** Few, so that good answers are in time on a busy machine; the campaign has more waiting to share. */
const CONCURRENCY = sampleSize(40, 8);
/** Short, because a good answer comes in milliseconds here and a late one never would. */
const ATTEMPT_MS = 600;
const DEADLINE_MS = 900;

let billing: BillingServer;
beforeAll(async () => {
  billing = await startBillingServer();
});
afterAll(() => billing.close());

/** One check over real HTTP with a connector of its own, so that no cache or breaker carries over. */
async function judgementIn(world: BillingCase, serial: string): Promise<Judgement> {
  billing.set(serial, world);
  const now = () => new Date();
  const signIn = { clientId: 'id', clientSecret: 'secret' };
  const zuora = { url: billing.url, ...signIn, channelField: 'SSPChannel__c', timeoutMs: ATTEMPT_MS, now };
  const ports = {
    billing: createZuora(zuora),
    crm: notConfiguredCrm(now),
    helpdesk: notConfiguredHelpdesk(now),
    portal: createCustomersDot(now),
    now,
  } as Partial<Ports> as Ports;
  const wanted = { subject: { kind: 'subscription', number: `A-S1${serial}` }, ticket: null } as const;
  const look = { signal: AbortSignal.timeout(DEADLINE_MS), bypassCache: false };
  const evidence = await gatherEvidence(ports, wanted, look);
  const at = now();
  const judging = {
    at,
    lookedAt: at,
    by: 'U1',
    trigger: 'requested',
    policy: 'seed',
    manualFacts: {},
  } as const;
  const [judgement] = judgeEvidence(evidence, judging).judgements;
  if (!judgement) throw new Error('no judgement');
  return judgement;
}

/** What the contract says of a world in which everything that decides was told well. */
function expectedVerdict({ owner, channel, earlierOwner, behaviour }: BillingCase): string {
  if (owner === 'amazon') return 'marketplace';
  if (owner === 'ibm') return 'alliance';
  if (owner === 'parent') return 'conflict';
  if (channel !== 'Reseller' && channel !== 'Non-Reseller') return 'unknown';
  if (owner === 'other') return channel === 'Reseller' ? 'reseller' : 'conflict';
  if (channel === 'Reseller') return 'transition-pending';
  if (owner === 'blank') return 'unknown';
  return earlierOwner && isGood(behaviour.history) ? 'transition-complete' : 'direct';
}

/** Odd side fields change nothing. */
function isGood(behaviour: CallBehavior): boolean {
  return behaviour === 'good' || behaviour === 'odd-side';
}

/** True when everything that decides was told well and in time. */
function hasAllDecidingFacts({ owner, channel, behaviour }: BillingCase): boolean {
  if (!isGood(behaviour.subscription)) return false;
  if (owner === 'amazon' || owner === 'ibm') return true;
  if (!isGood(behaviour.account)) return false;
  if (owner === 'self' || owner === 'blank') return true;
  return isGood(behaviour.ownerAccount) && (channel === null || typeof channel === 'string');
}

/** Calls `work` for every item, some at once. */
async function forEachConcurrently<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

describe('silence is never direct', () => {
  it(`holds in ${CASE_COUNT} ways for a billing system to behave`, async () => {
    const worlds = fc.sample(anyBillingCase, CASE_COUNT);
    const wrong: string[] = [];
    const late: string[] = [];
    const seen = new Map<string, number>();
    await forEachConcurrently(worlds, async (world, index) => {
      const { verdict } = await judgementIn(world, String(index).padStart(7, '0'));
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      const right = hasAllDecidingFacts(world) ? expectedVerdict(world) : 'unknown';
      if (verdict === right) return;
      // A history that comes too late is a gap beside the verdict, by the contract.
      const isLate = verdict === 'unknown' || (right === 'transition-complete' && verdict === 'direct');
      (isLate ? late : wrong).push(`${verdict} for ${JSON.stringify(world)}`);
    });

    expect(wrong).toEqual([]);
    // A machine that is busy with other things makes some good answers late; those must read as unknown, too.
    expect(late.length).toBeLessThan(CASE_COUNT / 2);
    for (const verdict of [
      'unknown',
      'direct',
      'transition-complete',
      'reseller',
      'marketplace',
      'conflict',
    ]) {
      expect(seen.get(verdict) ?? 0).toBeGreaterThanOrEqual(sampleSize(11, 0));
    }
  }, 900_000);
});
