import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { anInboundRequest } from './database-fixture.ts';
import { readOutput, spawnStoreProcess } from './spawn-store-process.ts';

const now = () => new Date();

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'store.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a SQLite file', () => {
  it('contains every accepted request after the process was killed', async () => {
    const child = spawnStoreProcess({ mode: 'accept', file });
    const printed = readOutput(child);
    for (let lines = 0; lines < 200; ) {
      const [text] = (await once(child.stdout ?? child, 'data')) as [string];
      lines += text.split('\n').length - 1;
    }

    child.kill('SIGKILL');
    const promised = (await printed).split('\n').slice(0, -1);

    const later = await openSqliteStore({ file, now: () => new Date(Date.now() + 3_600_000) });
    const found = await later.inbox.claim(100_000);
    await later.close();
    expect(promised.length).toBeGreaterThanOrEqual(200);
    expect(found.map(({ key }) => key)).toEqual(expect.arrayContaining(promised));
    expect(found[0]).toEqual({ ...anInboundRequest(found[0]?.key ?? ''), attempts: 2, version: 1 });
  });

  it('can be created by several processes at once', async () => {
    const outputs = await Promise.all(
      [1, 2, 3, 4].map(() => readOutput(spawnStoreProcess({ mode: 'open', file }))),
    );

    expect(outputs).toEqual(['opened', 'opened', 'opened', 'opened']);
  });
});

describe('opening fails when', () => {
  it('the folder is not writable', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o555);
    chmodSync(folder, 0o755);

    const inside = readOutput(
      spawnStoreProcess({ mode: 'open', file: join(closed, 'store.db'), asNobody: true }),
    );
    const below = readOutput(
      spawnStoreProcess({ mode: 'open', file: join(closed, 'data', 'store.db'), asNobody: true }),
    );

    expect(await inside).toMatch(/^unreachable .*closed\/store\.db.*folder/);
    expect(await below).toMatch(/^no-folder .*closed\/data\/store\.db.*folder/);
    chmodSync(closed, 0o755);
  });

  it('the file is read-only', async () => {
    await (await openSqliteStore({ file, now })).close();
    for (const path of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(path)) chmodSync(path, 0o444);
    chmodSync(folder, 0o777);

    const output = await readOutput(spawnStoreProcess({ mode: 'open', file, asNobody: true }));

    expect(output).toMatch(/^read-only .*store\.db.*is read-only/);
  });
});
