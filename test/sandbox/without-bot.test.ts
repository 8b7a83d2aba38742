import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startWithoutBot } from '../../scripts/sandbox/without-bot.ts';
import { loadConfig } from '../../src/config.ts';

const manifestFile = fileURLToPath(new URL('../../manifest.yml', import.meta.url));
const newFile = () => join(mkdtempSync(join(tmpdir(), 'reseller-check-')), 'settings');

it('writes settings with which the bot reaches the local Slack and the stand-ins, for the owner only', async () => {
  const settingsFile = newFile();
  const { instructions, close } = await startWithoutBot({ settingsFile, pagePort: 0, manifestFile });

  const config = loadConfig(settingsFile);

  expect(statSync(settingsFile).mode & 0o777).toBe(0o600);
  expect((await fetch(String(config.slack.apiUrl))).status).toBeLessThan(500);
  expect((await fetch(`${config.zuora.url}/v1/accounts/none`)).status).toBe(401);
  expect(instructions).toContain('npm run doctor -- A00900001');
  await close();
});

it('rejects a file that exists, and leaves it as it is', async () => {
  const settingsFile = newFile();
  writeFileSync(settingsFile, 'A=1');

  const starting = startWithoutBot({ settingsFile, pagePort: 0, manifestFile });

  await expect(starting).rejects.toThrow('exists. Delete it, or name another file.');
});
