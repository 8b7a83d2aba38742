import { expect, it } from 'vitest';
import { startBot } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Store } from '../../src/ports/store.ts';
import { openStore } from '../../src/store/open-store.ts';

it('closes the database when creating the bot fails', async () => {
  const config = parseConfig({
    SLACK_BOT_TOKEN: 'xoxb-1-quiet-heron',
    SLACK_APP_TOKEN: 'xapp-1-quiet-otter',
    ZUORA_URL: 'https://rest.zuora.example',
    ZUORA_CLIENT_ID: 'id',
    ZUORA_CLIENT_SECRET: 'secret',
  });
  const stores: Store[] = [];

  const starting = startBot(config, {
    log: createLog({ level: 'fatal' }),
    metrics: {
      ...createMetrics({ ofProcess: false }),
      setInfo() {
        throw new Error('no metrics');
      },
    },
    now: () => new Date(),
    async openStore(_, options) {
      const store = await openStore({ kind: 'sqlite', file: ':memory:' }, options);
      stores.push(store);
      return store;
    },
  });

  await expect(starting).rejects.toThrow('no metrics');
  expect(stores).toHaveLength(1);
  for (const store of stores) await expect(store.ping()).rejects.toMatchObject({ reason: 'closed' });
});
