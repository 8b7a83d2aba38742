import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aFilledCase } from '../../builders/filled-cases.ts';
import { aSubmissionChange } from '../../builders/filled-handoffs.ts';
import { runTestCommand } from '../../commands/run-command.ts';
import { TEST_POSTGRES_URL } from '../../postgres-server.ts';
import { usingStore } from '../copy-contract.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../postgres-database.ts';

let database: PostgresDatabase;
let folder: string;
beforeEach(async () => {
  database = await createPostgresDatabase();
  folder = mkdtempSync(join(tmpdir(), 'dump-'));
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

it('a restored dump of PostgreSQL is complete, and pending posts are searched for before they are posted', async () => {
  await usingStore(database, async ({ cases, handoffs, posts }) => {
    await cases.open(aFilledCase('case-1'));
    await handoffs.commit(aSubmissionChange('h1'));
    await posts.recordIntent({ key: 'handoff:h1', channel: 'CSALES', thread: null });
  });
  const dump = join(folder, 'reseller-check.dump');
  const schema = /search_path(?:=|%3D)(\w+)/.exec(database.url)?.[1] ?? '';
  execFileSync('pg_dump', ['--format=custom', `--schema=${schema}`, `--file=${dump}`, TEST_POSTGRES_URL]);
  await usingStore(database, ({ cases }) => cases.open(aFilledCase('after the backup')));

  execFileSync('pg_restore', ['--clean', '--if-exists', `--dbname=${TEST_POSTGRES_URL}`, dump]);
  expect(await runTestCommand('after-restore', [], database.url)).toMatchObject({ code: 0 });

  await usingStore(database, async ({ cases, handoffs, posts }) => {
    expect(await cases.listIds()).toEqual(['case-1']);
    expect(await cases.find('case-1')).toEqual(aFilledCase('case-1'));
    expect(await handoffs.find('h1')).not.toBeNull();
    const pending = await posts.find('handoff:h1');
    expect(pending).toMatchObject({ ts: null, attemptedAt: expect.any(String) });
    const { post } = await posts.recordIntent({ key: 'reminder:h1', channel: 'CSALES', thread: null });
    expect(post).toMatchObject({ attemptedAt: pending?.attemptedAt, intendedAt: pending?.attemptedAt });
    // Ids go on after the restored ones.
    await cases.open(aFilledCase('b'));
    expect(await cases.listIds()).toEqual(['case-1', 'b']);
    // Its request may have waited in the backup, and its card may be posted already.
    expect(await posts.find('case:b')).toMatchObject({ attemptedAt: pending?.attemptedAt });
  });
  expect(await runTestCommand('backup', [dump], database.url)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('pg_dump'),
  });
});
