import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES } from '../../src/domain/user-preferences.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import {
  aFilledDraft,
  aHandoffOutboxMessage,
  aSubmissionChange,
  aTimer,
} from '../builders/filled-handoffs.ts';
import { caseEventsContract } from './case-events-contract.ts';
import { casesContract } from './cases-contract.ts';
import { channelRateLimitContract } from './channel-rate-limit-contract.ts';
import { clockSetBackContract } from './clock-set-back-contract.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { anInboundRequest, START_TIME } from './database-fixture.ts';
import { eraseContract } from './erase-contract.ts';
import { handoffQueriesContract } from './handoff-queries-contract.ts';
import { handoffsContract } from './handoffs-contract.ts';
import { inboxContract } from './inbox-contract.ts';
import { outboxContract } from './outbox-contract.ts';
import { peopleContract } from './people-contract.ts';
import { postsContract } from './posts-contract.ts';
import { sharedCasesContract } from './shared-cases-contract.ts';
import { sharedHandoffsContract } from './shared-handoffs-contract.ts';
import { sharedInboxContract } from './shared-inbox-contract.ts';
import { sharedOutboxContract } from './shared-outbox-contract.ts';
import { sharedTimersContract, timersContract } from './timers-contract.ts';

/** What every store promises. `shared`: several stores may be open on one database at once. */
export function storeContract(
  name: string,
  createFixture: () => Promise<DatabaseFixture>,
  { shared }: { shared: boolean },
): void {
  describe(`store ${name}`, () => {
    inboxContract(createFixture);
    casesContract(createFixture);
    caseEventsContract(createFixture);
    postsContract(createFixture);
    handoffsContract(createFixture);
    handoffQueriesContract(createFixture);
    outboxContract(createFixture);
    channelRateLimitContract(createFixture);
    clockSetBackContract(createFixture);
    timersContract(createFixture);
    peopleContract(createFixture);
    eraseContract(createFixture);
    storeLifecycleContract(createFixture);
    if (!shared) return;
    sharedInboxContract(createFixture);
    sharedCasesContract(createFixture);
    sharedHandoffsContract(createFixture);
    sharedOutboxContract(createFixture);
    sharedTimersContract(createFixture);
  });
}

function storeLifecycleContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('lifecycle and fingerprints', () => {
    let site: DatabaseFixture;
    beforeEach(async () => {
      site = await createFixture();
    });
    afterEach(() => site.close());

    it('returns the same fingerprint for an address in any capitalization', async () => {
      const store = await site.openStore();

      const fingerprints = ['ana@halden.example', 'Ana@Halden.Example', 'ben@halden.example'].map((address) =>
        store.emailFingerprint(address),
      );

      expect(fingerprints[0]).toMatch(/^[0-9a-f]{32}$/);
      expect(fingerprints[1]).toBe(fingerprints[0]);
      expect(fingerprints[2]).not.toBe(fingerprints[0]);
    });

    it('returns different fingerprints in different databases', async () => {
      const elsewhere = await createFixture();
      const stores = [await site.openStore(), await elsewhere.openStore()];

      const [here, there] = stores.map((store) => store.emailFingerprint('ana@halden.example'));
      await elsewhere.close();

      expect(here).not.toBe(there);
    });

    it('writes a heartbeat on each ping', async () => {
      const store = await site.openStore();

      await store.ping();
      site.clock.advance(1000);
      await store.ping();
    });

    it('finishes pending calls before it closes', async () => {
      const store = await site.openStore();

      const accepted = ['a', 'b'].map((key) => store.inbox.accept(anInboundRequest(key)));
      const pinged = store.ping();
      await store.close();

      expect(await Promise.all(accepted)).toEqual(['new', 'new']);
      await pinged;
    });

    it('rejects every call after close, and can be closed twice', async () => {
      const store = await site.openStore();

      const closing = store.close();
      const calls = [
        store.inbox.accept(anInboundRequest('late')),
        store.inbox.claim(1),
        store.inbox.renewLeases(['a']),
        store.inbox.complete({ key: 'a' }),
        store.inbox.retryAt({ key: 'a' }, site.clock.now()),
        store.inbox.quarantine({ key: 'a' }, 'spoilt'),
        store.inbox.releaseLeases(),
        store.inbox.countPending(),
        store.inbox.oldestDueSince(),
        store.inbox.deleteCompleted(site.clock.now()),
        store.cases.find('a'),
        store.cases.hasIdempotencyKey('a'),
        store.cases.listIds(),
        store.posts.find('a'),
        store.posts.markPosted('a', '1.2'),
        store.posts.markAttempted({ key: 'a', channel: 'C1', attemptedAt: null }),
        store.posts.markRejected('a', START_TIME),
        store.cases.open(aFilledCase('a'), [aTimer()]),
        store.cases.listIdsOpenedBy('U1', 1),
        store.cases.countChecksBetween(site.clock.now(), site.clock.now()),
        store.cases.lastActivity('a'),
        store.cases.erase('a', site.clock.now()),
        store.handoffs.commit(aSubmissionChange('a')),
        store.handoffs.hasIdempotencyKey('a'),
        store.handoffs.find('a'),
        store.handoffs.listByCase('a'),
        store.handoffs.listActive({}),
        store.handoffs.countByState(),
        store.handoffs.listChangedSince(site.clock.now()),
        store.handoffs.saveDraft(aFilledDraft()),
        store.handoffs.findDraft('a'),
        store.handoffs.listDrafts('a', 'U1'),
        store.outbox.enqueue([aHandoffOutboxMessage()]),
        store.outbox.claim(1),
        store.outbox.renewLeases(['a']),
        store.outbox.complete({ key: 'a', version: 1 }),
        store.outbox.retryAt({ key: 'a' }, site.clock.now()),
        store.outbox.retryUncountedAt({ key: 'a' }, site.clock.now()),
        store.outbox.releaseFutureLeases(),
        store.inbox.releaseFutureLeases(),
        store.inbox.quarantineUnclaimable(),
        store.timers.releaseFutureLeases(),
        store.timers.quarantineUnclaimable(),
        store.timers.retryAt(aTimer(), site.clock.now()),
        store.outbox.quarantine({ key: 'a' }, 'spoilt'),
        store.outbox.releaseLeases(),
        store.outbox.acquireSlot('C1', 1000),
        store.outbox.backOff('C1', site.clock.now()),
        store.outbox.countPending(),
        store.outbox.deleteCompleted(site.clock.now()),
        store.timers.schedule([aTimer()]),
        store.timers.scheduleIfAbsent(aTimer()),
        store.timers.claim(1, 'unclaimed-reminder'),
        store.timers.complete(aTimer()),
        store.timers.cancel(['a']),
        store.timers.quarantine(aTimer(), 'spoilt'),
        store.timers.releaseLeases(),
        store.users.preferences('U1'),
        store.users.savePreferences('U1', DEFAULT_PREFERENCES),
        store.users.markHomeTabOpened('U1'),
        store.users.clearHomeTabOpened('U1'),
        store.users.markGreeted('U1'),
        store.users.hasBeenGreeted('U1'),
        store.users.filterHomeTabOpened(['U1']),
        store.ping(),
      ];

      for (const call of await Promise.allSettled(calls)) {
        expect(call).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', reason: 'closed' } });
      }
      expect(() => store.emailFingerprint('ana@halden.example')).toThrow(/closed/);
      await closing;
      await store.close();
    });
  });
}
