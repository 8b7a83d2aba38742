import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseSync } from '../store/database-sync.ts';
import { firstEphemeralText, requestCheck } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { startTestApp, waitUntil } from './harness.ts';

describe('A stored request without a listener', () => {
  let whole: TestApp;
  beforeEach(async () => {
    whole = await startTestApp();
  });
  afterEach(() => whole.close());

  const rowsOf = (sql: string) => {
    const database = new DatabaseSync(whole.database);
    const rows = database.prepare(sql).all();
    database.close();
    return rows;
  };

  it.each([
    ['of no type', 'command', '{}'],
    [
      'of a type that Slack does not have',
      'action',
      '{"type":"interactive_sculpture","user":{"id":"U0ANA"}}',
    ],
    ['of an event without a type', 'event', '{"type":"event_callback","event":{"type":""},"team_id":"T0"}'],
    ['that is not JSON', 'command', '{"command'],
  ])('is quarantined, and the next one is processed: %s', async (_, kind, body) => {
    await whole.restart(async () => {
      const database = new DatabaseSync(whole.database);
      database
        .prepare(
          `insert into queue_items (queue, key, partition, kind, due_at, payload, enqueued_at, version, attempts)
           values ('inbox', 'odd', ?, ?, '', ?, ?, 1, 1)`,
        )
        .run(kind, kind, body, new Date().toISOString());
      database.close();
    });
    await waitUntil('the row is quarantined', () => rowsOf('select key from quarantined_rows')[0]);
    await requestCheck(whole, 'mine');

    expect(rowsOf("select key from queue_items where key = 'odd'")).toEqual([]);
    await firstEphemeralText(whole);
    expect(whole.logLines.join('\n')).toContain('row quarantined');
    const metrics = await (await fetch(`${whole.operatorUrl}/metrics`)).text();
    expect(metrics).toContain('reseller_check_rows_quarantined_total{source="inbox"} 1');
  });
});
