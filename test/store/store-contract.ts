import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NO_PREFERENCES } from '../../src/domain/preferences.ts';
import { aCase } from './a-check.ts';
import { aDraft, aDrawing, aTimer, submitting } from './a-handoff.ts';
import { actsContract } from './acts-contract.ts';
import { casesContract } from './cases-contract.ts';
import { eraseContract } from './erase-contract.ts';
import { handoffsContract } from './handoffs-contract.ts';
import { handoffsFoundContract } from './handoffs-found-contract.ts';
import { handoffsSharing } from './handoffs-sharing.ts';
import { holdsContract } from './holds-contract.ts';
import { inboxContract } from './inbox-contract.ts';
import { outboxContract } from './outbox-contract.ts';
import { outboxSharing } from './outbox-sharing.ts';
import { peopleContract } from './people-contract.ts';
import { postsContract } from './posts-contract.ts';
import { sharingContract } from './sharing-contract.ts';
import type { Site } from './site.ts';
import { anArrival } from './site.ts';
import { timersContract, timersSharing } from './timers-contract.ts';
import { turnsContract } from './turns-contract.ts';

/** What every store promises. `shared`: several stores may be open on one database at once. */
export function storeContract(
  name: string,
  arrive: () => Promise<Site>,
  { shared }: { shared: boolean },
): void {
  describe(`a store ${name}`, () => {
    inboxContract(arrive);
    casesContract(arrive);
    actsContract(arrive);
    postsContract(arrive);
    handoffsContract(arrive);
    handoffsFoundContract(arrive);
    outboxContract(arrive);
    turnsContract(arrive);
    holdsContract(arrive);
    timersContract(arrive);
    peopleContract(arrive);
    eraseContract(arrive);
    wholeContract(arrive);
    if (!shared) return;
    sharingContract(arrive);
    handoffsSharing(arrive);
    outboxSharing(arrive);
    timersSharing(arrive);
  });
}

function wholeContract(arrive: () => Promise<Site>): void {
  describe('as a whole', () => {
    let site: Site;
    beforeEach(async () => {
      site = await arrive();
    });
    afterEach(() => site.leave());

    it('gives an address the same fingerprint however it is capitalised', async () => {
      const store = await site.open();

      const fingerprints = await Promise.all(
        ['ana@halden.example', 'Ana@Halden.Example', 'ben@halden.example'].map((address) =>
          store.fingerprint(address),
        ),
      );

      expect(fingerprints[0]).toMatch(/^[0-9a-f]{32}$/);
      expect(fingerprints[1]).toBe(fingerprints[0]);
      expect(fingerprints[2]).not.toBe(fingerprints[0]);
    });

    it('makes fingerprints that mean nothing in another database', async () => {
      const elsewhere = await arrive();
      const stores = [await site.open(), await elsewhere.open()];

      const [here, there] = await Promise.all(stores.map((store) => store.fingerprint('ana@halden.example')));
      await elsewhere.leave();

      expect(here).not.toBe(there);
    });

    it('has a pulse, again and again', async () => {
      const store = await site.open();

      await store.ping();
      site.clock.pass(1000);
      await store.ping();
    });

    it('finishes what it was given before it closes', async () => {
      const store = await site.open();

      const accepted = ['a', 'b'].map((key) => store.inbox.accept(anArrival(key)));
      const pinged = store.ping();
      await store.close();

      expect(await Promise.all(accepted)).toEqual(['new', 'new']);
      await pinged;
    });

    it('says that it is closed, whatever is asked of it, and may be closed twice', async () => {
      const store = await site.open();

      const closing = store.close();
      const calls = [
        store.inbox.accept(anArrival('late')),
        store.inbox.take(1),
        store.inbox.renew(['a']),
        store.inbox.done('a'),
        store.inbox.postpone('a', site.clock.now()),
        store.inbox.setAside('a', 'spoilt'),
        store.inbox.handBack(),
        store.inbox.pending(),
        store.inbox.forgetDone(site.clock.now()),
        store.cases.find('a'),
        store.cases.knows('a'),
        store.cases.ids(),
        store.posts.find('a'),
        store.posts.posted('a', '1.2'),
        store.posts.trying('a'),
        store.posts.notTaken('a'),
        store.cases.open(aCase('a'), [aTimer()]),
        store.cases.openedBy('U1', 1),
        store.cases.checksSince(site.clock.now()),
        store.cases.lastActivity('a'),
        store.cases.erase('a', site.clock.now()),
        store.handoffs.write(submitting('a')),
        store.handoffs.knows('a'),
        store.handoffs.find('a'),
        store.handoffs.ofCase('a'),
        store.handoffs.live({}),
        store.handoffs.counts(),
        store.handoffs.since(site.clock.now()),
        store.handoffs.saveDraft(aDraft()),
        store.handoffs.draft('a'),
        store.handoffs.draftsOf('a', 'U1'),
        store.outbox.add([aDrawing()]),
        store.outbox.take(1),
        store.outbox.renew(['a']),
        store.outbox.done({ key: 'a', version: 1 }),
        store.outbox.postpone('a', site.clock.now()),
        store.outbox.returnUntried('a', site.clock.now()),
        store.outbox.freeFutureHolds(),
        store.inbox.freeFutureHolds(),
        store.inbox.setAsideUnknown(),
        store.timers.freeFutureHolds(),
        store.timers.setAsideUnknown(),
        store.timers.postpone(aTimer(), site.clock.now()),
        store.outbox.setAside('a', 'spoilt'),
        store.outbox.handBack(),
        store.outbox.turn('C1', 1000),
        store.outbox.hold('C1', site.clock.now()),
        store.outbox.pending(),
        store.outbox.forgetDone(site.clock.now()),
        store.timers.set([aTimer()]),
        store.timers.seed(aTimer()),
        store.timers.take('silence', 1),
        store.timers.done(aTimer()),
        store.timers.stop(['a']),
        store.timers.setAside(aTimer(), 'spoilt'),
        store.timers.handBack(),
        store.people.preferences('U1'),
        store.people.prefer('U1', NO_PREFERENCES),
        store.people.sawHome('U1'),
        store.people.lostHome('U1'),
        store.people.withHome(['U1']),
        store.fingerprint('ana@halden.example'),
        store.ping(),
      ];

      for (const call of await Promise.allSettled(calls)) {
        expect(call).toMatchObject({ status: 'rejected', reason: { name: 'StoreFailed', why: 'closed' } });
      }
      await closing;
      await store.close();
    });
  });
}
