import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createCustomersDot,
  notConfiguredCrm,
  notConfiguredHelpdesk,
} from '../../src/connectors/unconfigured-systems.ts';
import { createZuora } from '../../src/connectors/zuora/client.ts';
import type { Judgement } from '../../src/domain/verdict.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { gatherEvidence } from '../../src/usecases/gather-evidence.ts';
import { judgeEvidence } from '../../src/usecases/judge-evidence.ts';
import { GENERATED_CASES, sampleSize } from '../sample-size.ts';
import {
  anyBillingCase,
  type BillingCase,
  type BillingServer,
  type CallBehavior,
  startBillingServer,
} from './unreliable-billing-server.ts';

const CASE_COUNT = sampleSize(GENERATED_CASES, 150);
/** Few, so that good answers are in time on a busy machine; the campaign has more waiting to share. */
const CONCURRENCY = sampleSize(40, 8);
/** Short, because a good answer takes milliseconds here and a bad one would never come. */
const LIMITS = { attemptMs: 600, deadlineMs: 900 };
/** For a case whose good answers may have come too late on a busy machine. */
const LONG_LIMITS = { attemptMs: 5_000, deadlineMs: 7_000 };

let billing: BillingServer;
beforeAll(async () => {
  billing = await startBillingServer();
});
afterAll(() => billing.close());

/** Runs one check over real HTTP with a connector of its own, so that no cache or circuit breaker is shared. */
async function judgementIn(world: BillingCase, serial: string, limits = LIMITS): Promise<Judgement> {
  billing.set(serial, world);
  const now = () => new Date();
  const signIn = { clientId: 'id', clientSecret: 'secret' };
  const zuora = {
    url: billing.url,
    ...signIn,
    channelField: 'SSPChannel__c',
    emailFingerprint: () => '',
    timeoutMs: limits.attemptMs,
    now,
    waitToRetry: async () => {},
  };
  const ports = {
    billing: createZuora(zuora),
    crm: notConfiguredCrm(now),
    helpdesk: notConfiguredHelpdesk(now),
    portal: createCustomersDot(now),
    now,
  } as Partial<Ports> as Ports;
  const wanted = { subject: { kind: 'subscription', number: `A-S1${serial}` }, ticket: null } as const;
  const look = { signal: AbortSignal.timeout(limits.deadlineMs), bypassCache: false };
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

/** Returns the verdict that the contract requires where every deciding fact was received. */
function expectedVerdict({ owner, channel, earlierOwner, sibling, behaviour }: BillingCase): string {
  if (owner === 'amazon') return 'marketplace';
  if (owner === 'ibm') return 'alliance';
  if (owner === 'parent') return 'conflict';
  if (channel !== 'Reseller' && channel !== 'Non-Reseller') return 'unknown';
  if (owner === 'other') return channel === 'Reseller' ? 'reseller' : 'conflict';
  if (channel === 'Reseller') {
    const isReadable = [behaviour.history, behaviour.list, behaviour.ownerAccount].every(isGood);
    const isSiblingsChannel = owner === 'self' && !earlierOwner && sibling === 'resold' && isReadable;
    return isSiblingsChannel ? 'direct' : 'transition-pending';
  }
  if (owner === 'blank') return 'unknown';
  return earlierOwner && isGood(behaviour.history) ? 'transition-complete' : 'direct';
}

/** Unexpected supporting fields change nothing. */
function isGood(behaviour: CallBehavior): boolean {
  return behaviour === 'good' || behaviour === 'unexpected-supporting-fields';
}

/** True when every deciding fact is answered well and in time. */
function hasAllDecidingFacts({ owner, channel, behaviour }: BillingCase): boolean {
  if (!isGood(behaviour.subscription)) return false;
  if (owner === 'amazon' || owner === 'ibm') return true;
  if (!isGood(behaviour.account)) return false;
  if (owner === 'self' || owner === 'blank') return true;
  return isGood(behaviour.ownerAccount) && (channel === null || typeof channel === 'string');
}

/** Returns the only right verdict for a case. */
function rightVerdict(world: BillingCase): string {
  return hasAllDecidingFacts(world) ? expectedVerdict(world) : 'unknown';
}

function serialNumber(index: number): string {
  return String(index).padStart(7, '0');
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

describe('Missing data is never read as “direct”', () => {
  it(`in any of ${CASE_COUNT} behaviours of the billing system`, async () => {
    const worlds = fc.sample(anyBillingCase, CASE_COUNT);
    const wrong: string[] = [];
    const repeated: (readonly [BillingCase, number])[] = [];
    const seen = new Map<string, number>();
    await forEachConcurrently(worlds, async (world, index) => {
      const { verdict } = await judgementIn(world, serialNumber(index));
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      const right = rightVerdict(world);
      if (verdict === right) return;
      // Good answers that come too late read as missing: the same case is judged again, alone and with more time.
      const mayBeLate =
        verdict === 'unknown' ||
        (right === 'transition-complete' && verdict === 'direct') ||
        (right === 'direct' && verdict === 'transition-pending');
      if (mayBeLate) repeated.push([world, index]);
      else wrong.push(`${verdict}, not ${right}, for ${JSON.stringify(world)}`);
    });
    for (const [world, index] of repeated) {
      const { verdict } = await judgementIn(world, serialNumber(CASE_COUNT + index), LONG_LIMITS);
      const right = rightVerdict(world);
      if (verdict !== right) wrong.push(`${verdict}, not ${right}, for ${JSON.stringify(world)}`);
    }

    expect(wrong).toEqual([]);
    for (const verdict of [
      'unknown',
      'direct',
      'transition-complete',
      'reseller',
      'marketplace',
      'conflict',
    ]) {
      expect(seen.get(verdict) ?? 0).toBeGreaterThanOrEqual(
        sampleSize(Math.floor(GENERATED_CASES / 1_000), 0),
      );
    }
  }, 900_000);
});
