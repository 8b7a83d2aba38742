import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StepEvent } from '../../src/domain/case.ts';
import type { HandoffContent } from '../../src/domain/handoff-state.ts';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import {
  aFilledDraft,
  aHandoffEvent,
  aHandoffOutboxMessage,
  aNoteOutboxMessage,
  anEventChange,
  aSubmissionChange,
  aSubmittedEvent,
} from '../builders/filled-handoffs.ts';
import { appendStepEvent } from './append-step-event.ts';
import { anInboundRequest, START_TIME } from './database-fixture.ts';

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

describe('a write', () => {
  it('shares one commit with the others that arrive at the same moment', async () => {
    const store = await openSqliteStore({ file, now });
    const before = commits();

    await Promise.all(
      Array.from({ length: 50 }, (_, index) => store.inbox.accept(anInboundRequest(`row-${index}`))),
    );
    const together = commits() - before;
    await store.inbox.accept(anInboundRequest('later'));
    await store.cases.open(aFilledCase('case-1'));
    const apart = commits() - before - together;
    await store.close();

    expect(together).toBe(1);
    expect(apart).toBe(2);
  });

  it('is still there when the file is opened again', async () => {
    const before = await openSqliteStore({ file, now, leaseOwner: 'one' });
    await before.cases.open(aFilledCase('case-1'));
    const fingerprint = before.emailFingerprint('ana@halden.example');
    await before.close();

    const after = await openSqliteStore({ file, now, leaseOwner: 'two' });
    const found = await after.cases.find('case-1');
    const fingerprintAfter = after.emailFingerprint('ana@halden.example');
    await after.close();

    expect(found).toEqual(aFilledCase('case-1'));
    expect(fingerprintAfter).toBe(fingerprint);
  });
});

describe('a completed request', () => {
  it('leaves no byte of its body in the file', async () => {
    const store = await openSqliteStore({ file, now });
    const secret = 'ana@halden.example ';
    await store.inbox.accept(anInboundRequest('a', { body: { text: secret } }));
    await store.inbox.accept(anInboundRequest('b', { body: { text: secret.repeat(2000) } }));

    await store.inbox.complete({ key: 'a' });
    await store.inbox.complete({ key: 'b' });
    await store.close();

    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    expect(files.join('')).toContain('inbox');
    expect(files.join('')).not.toContain(secret);
  });
});

describe('an erased case', () => {
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
    const { evidence, judgements } = aFilledCheck();
    const accounts = { ok: true as const, asOf: START_TIME, value: [account] };
    const told = judgements.map((each) => ({ ...each, customer: account, invoiceOwner: account }));
    await cases.open(
      aFilledCase('case-1', {
        checks: [aFilledCheck({ evidence: { ...evidence, accounts }, judgements: told })],
      }),
    );
    const step = { at: START_TIME, by: 'U1', stepId: 'one' };
    const acts: readonly StepEvent[] = [
      { ...step, kind: 'step-done', value: text },
      { ...step, kind: 'step-undone', reason: text },
      { ...step, kind: 'override-requested', reason: text },
    ];
    for (const [index, act] of acts.entries()) await appendStepEvent(cases, 'case-1', act, `act-${index}`);
    const { input, facts } = aSubmittedEvent().content;
    const content: HandoffContent = {
      facts: { ...facts, customer: text, reseller: text, accountOwner: { name: text, kind: 'person' } },
      input: { ...input, ask: text, writtenWishSource: text, toldCustomer: text, salesforceLink: text },
    };
    await handoffs.commit(aSubmissionChange('h1', { submission: { content } }));
    const events = [
      aHandoffEvent({ kind: 'question-asked', question: text }),
      aHandoffEvent({ kind: 'question-answered', answer: text }),
      aHandoffEvent({ kind: 'link-added', link: text, answerDueAt: null }),
      aHandoffEvent({ kind: 'declined', reason: text }),
      aHandoffEvent({ kind: 'done', outcome: 'other', note: text }),
    ];
    for (const [index, event] of events.entries()) {
      const [handoff] = await handoffs.listByCase('case-1');
      if (handoff) await handoffs.commit(anEventChange(handoff, `event-${index}`, event));
    }
    await handoffs.saveDraft(aFilledDraft('draft-1', { input: content.input }));
    await handoffs.saveDraft(aFilledDraft('draft-1', { input: { ...content.input, toldCustomer: null } }));
    await outbox.enqueue([
      aNoteOutboxMessage('note', { payload: { handoffId: 'h1', text } }),
      aHandoffOutboxMessage(),
    ]);
  }

  it('leaves no byte of its texts in the file or its log, while the store stays open', async () => {
    const store = await openSqliteStore({ file, now });
    await fill(store);
    expect(kept()).toEqual(SECRETS);

    await store.cases.erase('case-1', now());
    for (let tries = 0; tries < 50 && kept().length > 0; tries += 1) await sleep(100);

    expect(kept()).toEqual([]);
    await store.close();
    expect(kept()).toEqual([]);
  });

  it('leaves no byte of a message in the file once it is completed', async () => {
    const store = await openSqliteStore({ file, now });
    await store.outbox.enqueue([aNoteOutboxMessage('note', { payload: { text } })]);
    const [taken] = await store.outbox.claim(1);
    expect(kept()).toEqual(SECRETS);

    if (taken) await store.outbox.complete(taken);
    for (let tries = 0; tries < 50 && kept().length > 0; tries += 1) await sleep(100);

    expect(kept()).toEqual([]);
    await store.close();
  });
});

describe('the source of the store', () => {
  it('updates or deletes no cases and events, except to erase them', () => {
    const sources = readdirSync('src/store', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && name !== 'erase-case.ts' && !name.startsWith('migrations'))
      .map((name) => readFileSync(join('src/store', name), 'utf8'))
      .join('\n');

    const changes =
      sources.match(/\b(updateTable|deleteFrom|replaceInto|mergeInto|dropTable)\s*\(\s*[^)]*\)/g) ?? [];

    expect(changes).toContain("updateTable('queue_items')");
    const changing = /'(queue_items|channel_rate_limits|posts|quarantined_rows|database_settings)'/;
    // The summary of a handoff follows from its events.
    expect(changes.filter((change) => !changing.test(change))).toEqual(["updateTable('handoffs')"]);
    const raw = sources.match(/\bsql(?:<[^`]*>)?(?:`[^`]*`|\.\w+|\()/g) ?? [];
    const harmless =
      /`\s*(pragma wal_checkpoint\(|select\s|coalesce\(|to_char\(|text collate |\(\$\{columns\}\) > )|^sql\.(table|ref|join)$/;
    expect(raw.filter((statement) => !harmless.test(statement))).toEqual([]);
  });
});
