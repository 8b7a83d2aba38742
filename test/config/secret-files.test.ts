import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET_NAMES, secretFileName } from '../../src/config/secret-files.ts';
import { parseConfig } from '../../src/config.ts';
import { configProblems } from './config-problems.ts';

const SETTINGS = {
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  SLACK_BOT_TOKEN: 'xoxb-1-quiet-heron',
  ZUORA_URL: 'https://rest.zuora.example',
  ZUORA_CLIENT_ID: 'zuora-client',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(content: string): string {
  const path = join(mkdtempSync(join(folder, 'secret-')), 'quiet-name');
  writeFileSync(path, content);
  return path;
}

function problemsWith(more: Record<string, string>): readonly string[] {
  return configProblems({ ...SETTINGS, ...more });
}

describe('a secret in a file', () => {
  it.each(['quiet-badger', 'quiet-badger\n', 'quiet-badger\r\n', '\uFEFFquiet-badger'])(
    'is read from %j',
    (content) => {
      const { zuora, changedSettings } = parseConfig({
        ...SETTINGS,
        ZUORA_CLIENT_SECRET_FILE: fileWith(content),
      });

      expect(zuora.clientSecret.reveal()).toBe('quiet-badger');
      expect(changedSettings).toContain('ZUORA_CLIENT_SECRET');
    },
  );

  it('is supported for every secret', () => {
    expect(SECRET_NAMES).toEqual(
      expect.arrayContaining([
        'SLACK_BOT_TOKEN',
        'SLACK_APP_TOKEN',
        'SLACK_SIGNING_SECRET',
        'ZUORA_CLIENT_SECRET',
        'SALESFORCE_CLIENT_SECRET',
        'ZENDESK_CLIENT_SECRET',
        'ZENDESK_API_TOKEN',
      ]),
    );
    const misplaced = Object.fromEntries(SECRET_NAMES.map((name) => [secretFileName(name), '/no/such/file']));

    expect(problemsWith({ SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '', ...misplaced })).toEqual(
      SECRET_NAMES.map((name) => `${name}_FILE names a file that cannot be read (ENOENT).`),
    );
  });

  it('is rejected next to the same secret in the environment', () => {
    const both = { ZUORA_CLIENT_SECRET: 'quiet-stoat', ZUORA_CLIENT_SECRET_FILE: fileWith('quiet-badger') };

    expect(problemsWith(both)).toEqual([
      'ZUORA_CLIENT_SECRET and ZUORA_CLIENT_SECRET_FILE are both set. Keep one of the two.',
    ]);
  });

  it('with an invalid value is reported without its content', () => {
    const problems = problemsWith({ ZUORA_CLIENT_SECRET_FILE: fileWith('quiet badger') });

    expect(problems).toEqual([expect.stringMatching(/^ZUORA_CLIENT_SECRET must be one word without spaces/)]);
    expect(problems.join()).not.toContain('quiet');
  });

  it.each([
    ['is empty', () => fileWith(' \n'), 'names an empty file.'],
    ['is a folder', () => folder, 'must name a file, not a folder or device.'],
    ['is a device that never ends', () => '/dev/zero', 'must name a file, not a folder or device.'],
    ['is below a file', () => join(fileWith('x'), 'y'), 'names a file that cannot be read (ENOTDIR).'],
  ])('is reported when the file %s', (_, path, problem) => {
    expect(problemsWith({ ZUORA_CLIENT_SECRET_FILE: path() })).toEqual([
      `ZUORA_CLIENT_SECRET_FILE ${problem}`,
    ]);
  });

  it('is not supported for other settings', () => {
    expect(
      problemsWith({ ZUORA_CLIENT_SECRET: 'quiet-stoat', ZUORA_URL_FILE: fileWith('https://a.example') }),
    ).toEqual(['ZUORA_URL_FILE is not a setting: only secrets are read from files. Set ZUORA_URL.']);
  });
});
