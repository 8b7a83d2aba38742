import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { App } from '@slack/bolt';
import type { Background, BackgroundOptions } from '../../src/app/background.ts';
import { createBackground } from '../../src/app/background.ts';
import type { Errand, Store } from '../../src/ports.ts';
import { openStore } from '../../src/store/sqlite-store.ts';

/** No application is needed while the inbox is empty. */
const NO_APP = {} as App;
const BEFORE_STOP = 20;
const BACKLOG = 2_000;

describe('the background work', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore({ file: ':memory:', now: () => new Date() });
  });
  afterEach(() => store.close());

  /** `deliver` stands for the call to Slack. */
  function backgroundOn(deliver: () => Promise<null>): Background {
    const ports = {
      timers: store.timers,
      handoffs: { ...store.handoffs, find: deliver },
      retentionDays: 400,
    };
    const log = { warn: () => undefined };
    return createBackground({
      parts: { store, outside: { log, now: () => new Date() } },
      ports,
      handling: {},
      lifecycle: { phase: 'running' },
      unacknowledged: () => 0,
      onFault: (what: string, error: unknown) => {
        throw new Error(what, { cause: error });
      },
    } as unknown as BackgroundOptions);
  }

  it('stops without delivering the whole backlog of messages first', async () => {
    let delivered = 0;
    let reached = () => {};
    const underWay = new Promise<void>((resolve) => {
      reached = resolve;
    });
    // Each delivery leaves another message behind, so that the sweep goes on as with a backlog.
    const background = backgroundOn(async () => {
      delivered += 1;
      if (delivered === BEFORE_STOP) reached();
      if (delivered < BACKLOG) await store.outbox.add([handoffMessage(delivered)]);
      return null;
    });
    await store.outbox.add([handoffMessage(0)]);
    background.start(NO_APP);
    await underWay;
    await background.drain(10_000);

    expect(delivered).toBeLessThan(BEFORE_STOP + 20);
    expect(await store.outbox.pending()).toBeGreaterThan(0);
  });
});

function handoffMessage(number: number): Errand {
  return {
    key: `handoff:${number}`,
    kind: 'handoff',
    channel: null,
    data: { handoffId: `${number}` },
    notBefore: null,
  };
}
