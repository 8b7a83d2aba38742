import { copyFileSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { runTestCommand } from '../commands/run-command.ts';
import { handoffsIn, RENEWAL_COMMAND, submitHandoffFor, waitUntilDelivered } from './handoff-requests.ts';
import { checkAsAna, startTestApp, type TestApp, waitUntil } from './harness.ts';

let testApp: TestApp;
afterEach(() => testApp.close());

const databaseUrl = () => `sqlite:${testApp.database}`;
const backupFile = () => `${testApp.database}.backup`;

/** Everything that the bot has posted, by conversation. */
function postedMessages() {
  const { slack } = testApp;
  const all = [...slack.messages('CSALES'), ...slack.messages('CSUPPORT')];
  return [...all, ...slack.directMessages('UANA').messages].map(({ channel, ts, metadata, text }) => ({
    text,
    payload: metadata?.['event_payload'],
    channel,
    ts,
    kind: metadata?.['event_type'],
  }));
}

async function restoreBackup(): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${testApp.database}${suffix}`, { force: true });
  copyFileSync(backupFile(), testApp.database);
  expect(await runTestCommand('after-restore', [], databaseUrl())).toMatchObject({ code: 0 });
}

describe('After a backup was restored', () => {
  it('nothing is posted again that was posted after the backup', async () => {
    testApp = await startTestApp({ today: '2026-03-02', startsAt: '2026-03-02T10:00:00.000Z' });
    const { slack } = testApp;
    const card = await checkAsAna(testApp, RENEWAL_COMMAND);
    // At the time of the backup the post waits and has never been sent.
    slack.fail('chat.postMessage', { rateLimited: 600 }, 1, { channel: 'CSALES' });
    await submitHandoffFor(testApp, { card });
    expect(handoffsIn(testApp)).toEqual([]);
    expect(await runTestCommand('backup', [backupFile()], databaseUrl())).toMatchObject({ code: 0 });

    await testApp.advance(11 * 60_000);
    await waitUntil('the post', () => handoffsIn(testApp).length === 1);
    await waitUntilDelivered(testApp);
    // Reminders that nobody has claimed it, in business hours.
    for (const moment of [
      '2026-03-03T10:00:00.000Z',
      '2026-03-03T16:00:00.000Z',
      '2026-03-04T10:00:00.000Z',
    ]) {
      await testApp.advanceTo(moment);
      await testApp.bot.runDueWork();
    }
    const posted = postedMessages();
    expect(posted.length).toBeGreaterThan(3);

    await testApp.restart(restoreBackup);
    for (let round = 0; round < 3; round += 1) {
      await testApp.advance(60_000);
      await testApp.bot.runDueWork();
    }

    expect(postedMessages()).toEqual(posted);
  }, 60_000);
});

describe('npm run backup', () => {
  it('writes a file that only this user can read, and never replaces one', async () => {
    testApp = await startTestApp();

    expect(await runTestCommand('backup', [backupFile()], databaseUrl())).toMatchObject({ code: 0 });
    expect(statSync(backupFile()).mode & 0o777).toBe(0o600);
    const { code, stderr } = await runTestCommand('backup', [backupFile()], databaseUrl());
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('exists. Name a new file.'),
    });
  });

  it.each([
    ['no file', [], 'Usage: npm run backup -- <new file>'],
    ['a folder that is not there', ['/nowhere/at/all.db'], 'cannot be written (ENOENT)'],
  ])('refuses %s', async (_, args, expected) => {
    testApp = await startTestApp();

    const { code, stderr } = await runTestCommand('backup', args, databaseUrl());

    expect(code).toBe(1);
    expect(stderr).toContain(expected);
  });

  it('leaves no file when the database cannot be read', async () => {
    testApp = await startTestApp();
    const broken = `${testApp.database}-broken`;
    writeFileSync(broken, 'not a database, and longer than the header of one'.repeat(10));

    const { code, stderr } = await runTestCommand('backup', [backupFile()], `sqlite:${broken}`);

    expect(code).toBe(1);
    expect(stderr).toContain('corrupt');
    expect(existsSync(backupFile())).toBe(false);
  });

  it.each(['backup', 'after-restore'])('%s creates no database', async (command) => {
    testApp = await startTestApp();
    const elsewhere = `${testApp.database}-elsewhere`;

    const { code, stderr } = await runTestCommand(command, [backupFile()], `sqlite:${elsewhere}`);

    expect(code).toBe(1);
    expect(stderr).toContain('There is no database');
    expect(existsSync(elsewhere)).toBe(false);
  });
});
