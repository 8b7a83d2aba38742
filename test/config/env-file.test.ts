import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvFile, parseEnvFile } from '../../src/config/env-file.ts';

describe('an environment file', () => {
  it.each([
    ['after a line of blanks', 'MESSAGES=log\n   \nSUPPORT_USERGROUP=S1'],
    ['after a line of tabs', 'MESSAGES=log\n\t\t\nSUPPORT_USERGROUP=S1'],
    ['after an indented comment', 'MESSAGES=log\n  # only these people\nSUPPORT_USERGROUP=S1'],
    ['after an indented comment with an equals sign', 'MESSAGES=log\n\t# was: A=b\nSUPPORT_USERGROUP=S1'],
    ['with a byte order mark', '\uFEFFSUPPORT_USERGROUP=S1\nMESSAGES=log'],
    ['with line ends of Windows', 'MESSAGES=log\r\n \r\nSUPPORT_USERGROUP=S1\r\n'],
    ['with line ends of old Macs', 'MESSAGES=log\rSUPPORT_USERGROUP=S1\r'],
    ['with blanks round the equals sign', '  MESSAGES = log\n\u00A0SUPPORT_USERGROUP\t=  S1  '],
    ['as a shell exports it', 'export MESSAGES=log\nexport  SUPPORT_USERGROUP=S1'],
    ['in quotes', `MESSAGES="log"\nSUPPORT_USERGROUP='S1' # these people`],
  ])('keeps every setting %s', (_, text) => {
    expect(parseEnvFile(text)).toEqual({
      values: { MESSAGES: 'log', SUPPORT_USERGROUP: 'S1' },
      problems: [],
      warnings: [],
    });
  });

  it.each([
    ['a key in small letters', 'support_usergroup=S1'],
    ['a key with a blank', 'SUPPORT USERGROUP=S1'],
    ['a key with a zero-width mark', '\u200BSUPPORT_USERGROUP=S1'],
    ['a key in full-width letters', 'ＳUPPORT_USERGROUP=S1'],
    ['a key with a hyphen', 'SUPPORT-USERGROUP=S1'],
    ['no key', '=S1'],
    ['a colon in place of the equals sign', 'SUPPORT_USERGROUP: S1'],
    ['no equals sign', 'SUPPORT_USERGROUP S1'],
    ['a quote that is not closed', 'SUPPORT_USERGROUP="S1'],
    ['text after the quote', `SUPPORT_USERGROUP='S1'S2`],
    ['a value of several lines', 'MESSAGES="log\nSUPPORT_USERGROUP="S1"'],
    ['a key that is set twice', 'SUPPORT_USERGROUP=S1\nSUPPORT_USERGROUP='],
    ['text that is not UTF-8', 'S\0U\0P\0P\0O\0R\0T\0_\0U\0S\0E\0R\0'],
    ['certificates, which Node has read by then', 'NODE_EXTRA_CA_CERTS=/etc/ours.pem'],
  ])('is rejected for %s, without quoting it', (_, text) => {
    const { problems } = parseEnvFile(text);

    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join()).not.toMatch(/S1|usergroup|ours\.pem/i);
  });

  it.each(['ZUORA_CLIENT_SECRET=abc#def', 'ZUORA_CLIENT_SECRET=abc # def', 'ZUORA_CLIENT_SECRET=#abc'])(
    'leads to a warning about %s',
    (text) => {
      const { warnings, problems } = parseEnvFile(`\n${text}`);

      expect(problems).toEqual([]);
      expect(warnings).toEqual([expect.stringContaining('.env, line 2')]);
      expect(warnings.join()).not.toMatch(/abc|def/);
    },
  );

  it('keeps a # in quotes', () => {
    expect(parseEnvFile(`A="abc#def"\nB='x # y'`)).toMatchObject({
      values: { A: 'abc#def', B: 'x # y' },
      warnings: [],
    });
  });

  it('is parsed like Node does, where Node is right', () => {
    const key = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,12}$/);
    const value = fc.stringMatching(/^[\w:/.,@+-]{0,20}$/);
    const lines = fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name });
    fc.assert(
      fc.property(lines, (pairs) => {
        const text = pairs.map(([name, said]) => `${name}=${said}`).join('\n');
        expect(parseEnvFile(text).values).toEqual({ ...parseEnv(text) });
      }),
    );
  });

  it('never loses a setting, whatever lines surround it', () => {
    const noise = fc.constantFrom('', ' ', '\t', '  # said=1', '#', '\u00A0', '# "', "  # it's");
    fc.assert(
      fc.property(fc.array(noise), fc.array(noise), (before, after) => {
        const text = [...before, 'SUPPORT_USERGROUP=S1', ...after].join('\n');
        expect(parseEnvFile(text)).toEqual({
          values: { SUPPORT_USERGROUP: 'S1' },
          problems: [],
          warnings: [],
        });
      }),
    );
  });
});

describe('loading an environment file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('adds variables that the environment lacks; an empty one counts as not set', () => {
    const file = join(folder, '.env');
    writeFileSync(file, 'SUPPORT_USERGROUP=S1\nMESSAGES=log\nPORT=1');
    const env: Record<string, string | undefined> = { SUPPORT_USERGROUP: ' ', PORT: '2' };

    expect(loadEnvFile(file, env)).toMatchObject({ problems: [] });
    expect(env).toEqual({ SUPPORT_USERGROUP: 'S1', MESSAGES: 'log', PORT: '2' });
  });

  it('adds nothing from a file with an error', () => {
    const file = join(folder, '.env');
    writeFileSync(file, 'MESSAGES=log\nnonsense');
    const env = {};

    expect(loadEnvFile(file, env).problems).toHaveLength(1);
    expect(env).toEqual({});
  });

  it('reports why a file cannot be read, and ignores a missing file', () => {
    expect(loadEnvFile(folder, {}).problems).toEqual(['.env cannot be read (EISDIR).']);
    expect(loadEnvFile(join(folder, 'none'), {}).problems).toEqual([]);
  });
});
