import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readWorkspaceFile } from '../../../scripts/sandbox/slack/workspace-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(contents: unknown): string {
  const file = join(folder, 'workspace.json');
  writeFileSync(file, JSON.stringify(contents));
  return file;
}

const people = [{ id: 'UMIA', name: 'mia', realName: 'Mia' }];
const channels = [{ id: 'CGENERAL', name: 'general', members: ['UMIA', 'U0BOT'] }];

it('reads people and channels', async () => {
  expect(await readWorkspaceFile(written({ people, channels }))).toEqual({
    people,
    channels,
    userGroups: [],
  });
});

it.each([
  ['no channels', { people }, /channels/],
  ['an id that Slack could not have made', { people: [{ ...people[0], id: 'mia' }], channels }, /id/],
  ['a misspelled field', { people: [{ ...people[0], realname: 'Mia' }], channels }, /realname/],
])('reports errors: %s', async (_, contents, expected) => {
  await expect(readWorkspaceFile(written(contents))).rejects.toThrow(expected);
});
