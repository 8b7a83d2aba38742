import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Act } from '../../src/domain/case.ts';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { aCase, aCheck } from './a-check.ts';
import { aDraft, aDrawing, anEvent, aSaying, aSubmission, next, submitting } from './a-handoff.ts';
import { anArrival, START } from './site.ts';
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

describe('what is erased of a case', () => {
  /** The first fits on a page with others, the second fills many. */
  const SECRETS = ['q7-short-secret', 'q8-long-secret'];
  const text = SECRETS.map((secret, index) => `${secret} `.repeat(index === 0 ? 1 : 2000)).join();

  /** Those that the folder still holds. */
  function kept(): string[] {
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    return SECRETS.filter((secret) => files.some((bytes) => bytes.includes(secret)));
  }

  /** Puts the texts wherever a person or a system could have put them. */
  async function fill({ cases, handoffs, outbox }: Store): Promise<void> {
    const account = { id: 'z1', number: 'A00000001', name: text };
    const { evidence, judgements } = aCheck();
    const accounts = { ok: true as const, asOf: START, value: [account] };
    const told = judgements.map((each) => ({ ...each, customer: account, invoiceOwner: account }));
    await cases.open(
      aCase('case-1', { checks: [aCheck({ evidence: { ...evidence, accounts }, judgements: told })] }),
    );
    const step = { at: START, by: 'U1', stepId: 'one' };
    const acts: readonly Act[] = [
      { ...step, kind: 'step-done', value: text },
      { ...step, kind: 'step-undone', reason: text },
      { ...step, kind: 'override-asked', reason: text },
    ];
    for (const [index, act] of acts.entries()) await cases.addAct('case-1', act, `act-${index}`);
    const { typed, facts } = aSubmission().content;
    const content = {
      facts: { ...facts, customer: text, reseller: text, owner: { name: text, kind: 'person' as const } },
      typed: { ...typed, ask: text, wishWhere: text, told: text, link: text },
    };
    await handoffs.write(submitting('h1', { submission: { content } }));
    const events = [
      anEvent({ kind: 'asked', question: text }),
      anEvent({ kind: 'answered', answer: text }),
      anEvent({ kind: 'linked', link: text }),
      anEvent({ kind: 'declined', reason: text }),
      anEvent({ kind: 'done', outcome: 'other', note: text }),
    ];
    for (const [index, event] of events.entries()) {
      const [handoff] = await handoffs.ofCase('case-1');
      if (handoff) await handoffs.write(next(handoff, `event-${index}`, event));
    }
    await handoffs.saveDraft(aDraft('draft-1', { typed: content.typed }));
    await handoffs.saveDraft(aDraft('draft-1', { typed: { ...content.typed, told: null } }));
    await outbox.add([aSaying('note', { data: { handoffId: 'h1', text } }), aDrawing()]);
  }

  it('leaves no byte in the file or its log, while the store stays open', async () => {
    const store = await openStore({ file, now });
    await fill(store);
    expect(kept()).toEqual(SECRETS);

    await store.cases.erase('case-1', now());
    for (let tries = 0; tries < 50 && kept().length > 0; tries += 1) await sleep(100);

    expect(kept()).toEqual([]);
    await store.close();
    expect(kept()).toEqual([]);
  });

  it('leaves no byte of what was said once it is done', async () => {
    const store = await openStore({ file, now });
    await store.outbox.add([aSaying('note', { data: { text } })]);
    const [taken] = await store.outbox.take(1);
    expect(kept()).toEqual(SECRETS);

    if (taken) await store.outbox.done(taken);
    for (let tries = 0; tries < 50 && kept().length > 0; tries += 1) await sleep(100);

    expect(kept()).toEqual([]);
    await store.close();
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
    const changing = /'(inbox|posts|outbox|outbox_turns|timers|set_aside)'/;
    // The summary of a handoff follows from its events.
    expect(changes.filter((change) => !changing.test(change))).toEqual(["updateTable('handoffs')"]);
    const raw = sources.match(/\bsql(?:<[^`]*>)?(?:`[^`]*`|[.(])/g) ?? [];
    expect(raw.filter((statement) => !/`pragma wal_checkpoint\(/.test(statement))).toEqual([]);
  });
});
