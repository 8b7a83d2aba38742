import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '../../src/store/sqlite-store.ts';
import { aCase } from './a-check.ts';
import { anArrival } from './site.ts';
import { outputOf, startProcess } from './start-process.ts';

const now = () => new Date();

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'store.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Commits in the write-ahead log: frames of its newest run that carry the size of the database, which ends one. */
function commits(): number {
  const log = readFileSync(`${file}-wal`);
  const pageSize = log.readUInt32BE(8);
  const salt = log.subarray(16, 24);
  let found = 0;
  for (let frame = 32; frame + 24 + pageSize <= log.length; frame += 24 + pageSize) {
    const current = log.subarray(frame + 8, frame + 16).equals(salt);
    if (current && log.readUInt32BE(frame + 4) > 0) found += 1;
  }
  return found;
}

describe('what is written', () => {
  it('goes to the disk once for all that arrives in a moment', async () => {
    const store = await openStore({ file, now });
    const before = commits();

    await Promise.all(
      Array.from({ length: 50 }, (_, index) => store.inbox.accept(anArrival(`row-${index}`))),
    );
    const together = commits() - before;
    await store.inbox.accept(anArrival('later'));
    await store.cases.open(aCase('case-1'));
    const apart = commits() - before - together;
    await store.close();

    expect(together).toBe(1);
    expect(apart).toBe(2);
  });

  it('is there after the process was killed the moment it was promised', async () => {
    const child = startProcess({ what: 'accept', file });
    const printed = outputOf(child);
    for (let lines = 0; lines < 200; ) {
      const [text] = (await once(child.stdout ?? child, 'data')) as [string];
      lines += text.split('\n').length - 1;
    }

    child.kill('SIGKILL');
    const promised = (await printed).split('\n').slice(0, -1);

    const later = await openStore({ file, now: () => new Date(Date.now() + 3_600_000) });
    const found = await later.inbox.take(100_000);
    await later.close();
    expect(promised.length).toBeGreaterThanOrEqual(200);
    expect(found.map(({ key }) => key)).toEqual(expect.arrayContaining(promised));
    expect(found[0]).toEqual({ ...anArrival(found[0]?.key ?? ''), attempts: 2 });
  });

  it('can be begun by several processes on a new file', async () => {
    const outputs = await Promise.all([1, 2, 3, 4].map(() => outputOf(startProcess({ what: 'open', file }))));

    expect(outputs).toEqual(['opened', 'opened', 'opened', 'opened']);
  });

  it('is still there when the file is opened again', async () => {
    const before = await openStore({ file, now, owner: 'one' });
    await before.cases.open(aCase('case-1'));
    const fingerprint = await before.fingerprint('ana@halden.example');
    await before.close();

    const after = await openStore({ file, now, owner: 'two' });
    const found = await after.cases.find('case-1');
    const fingerprintAfter = await after.fingerprint('ana@halden.example');
    await after.close();

    expect(found).toEqual(aCase('case-1'));
    expect(fingerprintAfter).toBe(fingerprint);
  });
});

describe('what is erased', () => {
  it('leaves no trace of a body in the file', async () => {
    const store = await openStore({ file, now });
    const secret = 'ana@halden.example ';
    await store.inbox.accept(anArrival('a', { body: { text: secret } }));
    await store.inbox.accept(anArrival('b', { body: { text: secret.repeat(2000) } }));

    await store.inbox.done('a');
    await store.inbox.done('b');
    await store.close();

    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    expect(files.join('')).toContain('inbox');
    expect(files.join('')).not.toContain(secret);
  });
});

describe('the source', () => {
  it('never changes or deletes a case or an event, but for erasing', () => {
    const sources = readdirSync('src/store', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && name !== 'erase.ts' && !name.startsWith('migrations'))
      .map((name) => readFileSync(join('src/store', name), 'utf8'))
      .join('\n');

    const changes =
      sources.match(/\b(updateTable|deleteFrom|replaceInto|mergeInto|dropTable)\s*\(\s*[^)]*\)/g) ?? [];

    expect(changes).toContain("updateTable('inbox')");
    const changing = /'(inbox|posts|outbox|outbox_turns|timers)'/;
    // The summary of a handoff follows from its events.
    expect(changes.filter((change) => !changing.test(change))).toEqual(["updateTable('handoffs')"]);
    const raw = sources.match(/\bsql(?:<[^`]*>)?(?:`[^`]*`|[.(])/g) ?? [];
    expect(raw.filter((statement) => !/`pragma wal_checkpoint\(/.test(statement))).toEqual([]);
  });
});
