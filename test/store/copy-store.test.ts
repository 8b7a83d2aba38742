import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDatabaseLocation } from '../../src/config.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import { runTestCommand } from '../commands/run-command.ts';
import { anEmptySqliteFile, copyContract, type EmptyDatabase, usingStore } from './copy-contract.ts';

copyContract('from SQLite to SQLite', { from: anEmptySqliteFile, to: anEmptySqliteFile });

describe('npm run store:copy rejects', () => {
  let from: EmptyDatabase;
  let to: EmptyDatabase;
  beforeEach(() => {
    [from, to] = [anEmptySqliteFile(), anEmptySqliteFile()];
  });
  afterEach(async () => {
    await from.drop();
    await to.drop();
  });
  const copy = () => runTestCommand('store-copy', ['--to', to.url], from.url);

  it('a source that a bot is using', async () => {
    const store = await openStore(parseDatabaseLocation(from.url), { now: () => new Date() });

    const { code, stderr } = await copy();
    await store.close();

    expect(code).toBe(1);
    expect(stderr).toContain('A bot uses the source');
    expect((await copy()).code).toBe(0);
  });

  it('a source that does not exist, and creates no target', async () => {
    const { code, stderr } = await copy();

    expect(code).toBe(1);
    expect(stderr).toContain('There is no database');
    expect(existsSync(to.url.replace('sqlite:', ''))).toBe(false);
  });

  it('a target that is not empty', async () => {
    await usingStore(from, ({ cases }) => cases.open(aFilledCase('a')));
    await usingStore(to, ({ cases }) => cases.open(aFilledCase('b')));

    const { code, stderr } = await copy();

    expect(code).toBe(1);
    expect(stderr).toContain('The target is not empty.');
    expect(await usingStore(to, ({ cases }) => cases.listIds())).toEqual(['b']);
  });

  it.each([
    ['--to', 'postgres://bot:secret@127.0.0.1:9/shop'],
    ['--from', 'postgres://bot:secret@127.0.0.1:9/shop'],
    ['--to', 'postgres://127.0.0.1:9/shop?user=bot&password=secret'],
  ])('a password in the argument %s', async (...args) => {
    const { code, stderr } = await runTestCommand('store-copy', args, from.url, to.url);

    expect(code).toBe(1);
    expect(stderr).toContain('Set DATABASE_URL and TO_DATABASE_URL');
    expect(stderr).not.toContain('secret@');
  });

  it.each([[[]], [['--to']], [['elsewhere']]])('the arguments %j', async (args) => {
    const { code, stderr } = await runTestCommand('store-copy', args, from.url);

    expect(code).toBe(1);
    expect(stderr).toContain('Usage: npm run store:copy');
  });
});
