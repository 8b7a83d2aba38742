import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '../store/driver.ts';
import { ask, lineHere } from './asking.ts';
import type { Whole } from './harness.ts';
import { startWhole, until } from './harness.ts';

describe('a kept request that no listener takes', () => {
  let whole: Whole;
  beforeEach(async () => {
    whole = await startWhole();
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
  ])('is set aside, and the next is worked: %s', async (_, kind, body) => {
    await whole.restart(async () => {
      const database = new DatabaseSync(whole.database);
      database
        .prepare("insert into inbox (key, kind, received_at, body, attempts) values ('odd', ?, ?, ?, 1)")
        .run(kind, new Date().toISOString(), body);
      database.close();
    });
    await until('the row is set aside', () => rowsOf('select key from set_aside')[0]);
    await ask(whole, 'mine');

    expect(rowsOf("select key from inbox where key = 'odd'")).toEqual([]);
    await lineHere(whole);
    expect(whole.logged.join('\n')).toContain('row set aside');
    const metrics = await (await fetch(`${whole.address}/metrics`)).text();
    expect(metrics).toContain('reseller_check_rows_set_aside_total{source="inbox"} 1');
  });
});
