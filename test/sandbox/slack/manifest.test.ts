import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readManifest } from '../../../scripts/sandbox/slack/manifest.ts';
import { REQUIRED_SCOPES } from '../../../src/slack/app-manifest.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function manifestOf(text: string) {
  const path = join(folder, 'manifest.yml');
  await writeFile(path, text);
  return readManifest(path);
}

it('reads the manifest of Reseller Check', async () => {
  const { name, scopes, botEvents, commands, shortcuts } = await readManifest('manifest.yml');

  expect(name).toBe('Reseller Check');
  expect(new Set(scopes)).toEqual(new Set(REQUIRED_SCOPES));
  expect(botEvents).toEqual(expect.arrayContaining(['app_mention', 'message.im']));
  expect(commands.map((command) => command.name)).toEqual(['/reseller-check']);
  expect(shortcuts.map(({ callbackId }) => callbackId)).toEqual(['check-ticket', 'check-customer']);
});

it('reads one with nothing but a name, even as JSON', async () => {
  expect(await manifestOf('{"display_information": {"name": "Small"}}')).toEqual({
    name: 'Small',
    scopes: [],
    botEvents: [],
    commands: [],
    shortcuts: [],
  });
});

it('reports what is missing', async () => {
  await expect(manifestOf('features: {}')).rejects.toThrow('display_information');
});
