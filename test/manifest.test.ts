import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envExample, SETTINGS_DOCUMENT, withSettingsTable } from '../scripts/settings-documents.ts';
import { parseEnvFile } from '../src/config/env-file.ts';
import { parseConfig } from '../src/config.ts';
import { REQUIRED_EVENTS, REQUIRED_SCOPES } from '../src/slack/app-manifest.ts';
import { ACTIONS, COMMAND, METADATA_EVENT_TYPES, SHORTCUTS, VIEWS } from '../src/slack/ids.ts';
import { HELP_BUTTONS } from '../src/words/help.ts';

/** Web API methods and the bot scopes they take, all of them where it depends on the kind of conversation. */
const SCOPES_BY_METHOD: Readonly<Record<string, readonly string[]>> = {
  'apps.connections.open': [],
  'apps.manifest.export': [],
  'auth.test': [],
  'blocks.validate': [],
  'bots.info': ['users:read'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.members': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** Scopes that belong to no method: the command and the shortcuts themselves. */
const FEATURE_SCOPES = ['commands', 'app_mentions:read'];

const METHOD_FAMILIES = [
  ...new Set(Object.keys(SCOPES_BY_METHOD).map((method) => method.split('.')[0])),
  'files',
  'reactions',
  'team',
];
const METHOD_CALL = new RegExp(
  `\\b(?:client|web|slack)\\w*\\.((?:${METHOD_FAMILIES.join('|')})(?:\\.[a-zA-Z]+)+)\\(`,
  'gi',
);
const METHOD_NAME = new RegExp(`['"\`]((?:${METHOD_FAMILIES.join('|')})(?:\\.[a-zA-Z]+)+)['"\`]`, 'g');

/** Sources below a folder, by path. */
function sourcesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile() && file.name.endsWith('.ts'));
  return Object.fromEntries(
    paths
      .map((file) => posix.join(file.parentPath, file.name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

/** Web API methods that a source calls or names. */
function methodsIn(source: string): string[] {
  return [METHOD_CALL, METHOD_NAME].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, name = '']) => name),
  );
}

/** Enough of YAML for our manifest: every `key: value` with its path, and the entries of plain lists. */
function readManifest(text: string): { path: string; value: string }[] {
  const open: { indent: number; key: string }[] = [];
  return text.split('\n').flatMap((line) => {
    const [, space = '', dash = '', content = ''] = /^( *)(- )?(.*?)\s*(?:\s#.*)?$/.exec(line) ?? [];
    if (!content || content.startsWith('#')) return [];
    while ((open.at(-1)?.indent ?? -1) >= space.length + dash.length) open.pop();
    const [, key, value = content] = /^([\w-]+):(?:\s+(.*))?$/.exec(content) ?? [];
    if (key) open.push({ indent: space.length + dash.length, key });
    const path = open.map((part) => part.key).join('.');
    if (key && content.endsWith(':')) return [];
    return [{ path, value: value.replace(/^"(.*)"$/, '$1') }];
  });
}

describe('the documents of the settings', () => {
  it('are what npm run settings writes', () => {
    const document = readFileSync(SETTINGS_DOCUMENT, 'utf8');

    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
    expect(document).toContain('| `RETENTION_DAYS` | `400` |');
    expect(document).toBe(withSettingsTable(document));
  });

  it('leaves open only required settings without a default', () => {
    const { values, problems } = parseEnvFile(readFileSync('.env.example', 'utf8'));

    expect(problems).toEqual([]);
    expect(() => parseConfig(values)).toThrow(
      expect.objectContaining({
        problems: [
          expect.stringMatching(/^SLACK_BOT_TOKEN is required/),
          expect.stringMatching(/^ZUORA_URL is required/),
          expect.stringMatching(/^ZUORA_CLIENT_ID is required/),
          expect.stringMatching(/^ZUORA_CLIENT_SECRET is required/),
          expect.stringMatching(/^SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is required/),
        ],
      }),
    );
  });
});

describe('manifest.yml', () => {
  const manifest = readManifest(readFileSync('manifest.yml', 'utf8'));
  const valuesOf = (path: string) =>
    manifest.filter((entry) => entry.path === path).map((entry) => entry.value);
  const scopes = valuesOf('oauth_config.scopes.bot');
  const sources = sourcesIn('src');
  const listening = Object.keys(sources).some((path) => path.startsWith('src/slack/listeners/'));
  const methods = new Set(Object.values(sources).flatMap(methodsIn));

  it('declares the command and the shortcuts that the code knows', () => {
    expect(valuesOf('features.slash_commands.command')).toEqual([COMMAND]);
    expect(valuesOf('features.shortcuts.callback_id')).toEqual([
      SHORTCUTS.checkTicket,
      SHORTCUTS.checkCustomer,
    ]);
    expect(valuesOf('features.shortcuts.type')).toEqual(['message', 'global']);
  });

  it('enables what buttons and forms need', () => {
    expect(valuesOf('settings.interactivity.is_enabled')).toEqual(['true']);
    expect(valuesOf('settings.socket_mode_enabled')).toEqual(['true']);
  });

  it("respects Slack's length limits", () => {
    const longest = (path: string) => Math.max(...valuesOf(path).map((value) => value.length));

    expect(longest('display_information.name')).toBeLessThanOrEqual(35);
    expect(longest('display_information.description')).toBeLessThanOrEqual(140);
    expect(longest('features.shortcuts.name')).toBeLessThanOrEqual(24);
    expect(longest('features.shortcuts.description')).toBeLessThanOrEqual(150);
  });

  it('requests every scope that a call needs', () => {
    const unknown = [...methods].filter((method) => !(method in SCOPES_BY_METHOD));
    const needed = [...methods].flatMap((method) => SCOPES_BY_METHOD[method] ?? []);

    expect(unknown).toEqual([]);
    expect(scopes).toEqual(expect.arrayContaining([...new Set(needed)]));
    expect(new Set(scopes).size).toBe(scopes.length);
  });

  it('requests no scope that nothing needs', () => {
    const used = new Set([
      ...FEATURE_SCOPES,
      ...[...methods].flatMap((method) => SCOPES_BY_METHOD[method] ?? []),
    ]);

    expect(listening ? scopes.filter((scope) => !used.has(scope)) : []).toEqual([]);
  });

  it('lists the scopes that the doctor looks for', () => {
    expect(scopes).toEqual(REQUIRED_SCOPES);
    expect(valuesOf('settings.event_subscriptions.bot_events')).toEqual(REQUIRED_EVENTS);
  });

  it('has a reason for each scope in docs/admin.md', () => {
    const lines = readFileSync('manifest.yml', 'utf8').split('\n');
    const bare = lines.filter(
      (line, index) => /^ +- [a-z:]+$/.test(line) && !/^ +# /.test(lines[index - 1] ?? ''),
    );

    expect(bare).toEqual([]);
  });

  it('contains every id used in the code that talks to Slack', () => {
    const groups = { SHORTCUTS, ACTIONS, VIEWS, METADATA_EVENT_TYPES };
    const names = Object.entries(groups).flatMap(([group, ids]) =>
      Object.keys(ids).map((key) => `${group}.${key}`),
    );
    const slackSources = Object.entries(sources).filter(
      ([path]) => path.startsWith('src/slack/') && !path.endsWith('/ids.ts'),
    );
    const code = slackSources.map(([, source]) => source).join('\n');

    const unused = ['COMMAND', ...names].filter(
      (name) => !new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(code),
    );

    expect(listening ? unused : []).toEqual([]);
  });
});

describe('the shortcuts', () => {
  it('have the same names in the manifest, on the button of the help and in the documents', () => {
    const names = [...readFileSync('manifest.yml', 'utf8').matchAll(/- name: (.+)/g)].map(([, name]) => name);
    const manual = readFileSync('docs/using.md', 'utf8');

    expect(names).toHaveLength(2);
    for (const name of names) expect(manual).toContain(`*${name}*`);
    expect(names).toContain(HELP_BUTTONS.checkCustomer);
  });
});

describe('The parsers of this file', () => {
  it('find the methods that a source calls or names', () => {
    const source =
      "await client.usergroups.users.list({}); background.apiCall('chat.delete'); web.views.open(x); a.chat.b();";

    expect(methodsIn(source)).toEqual(['usergroups.users.list', 'views.open', 'chat.delete']);
  });

  it('parse a manifest', () => {
    const text =
      '# top\na:\n  b:\n    # why\n    - c:d # note\n    - e\n  f:\n    - g: "h: i"\n      j: true\n    - g: k\nl: m\n';

    expect(readManifest(text)).toEqual([
      { path: 'a.b', value: 'c:d' },
      { path: 'a.b', value: 'e' },
      { path: 'a.f.g', value: 'h: i' },
      { path: 'a.f.j', value: 'true' },
      { path: 'a.f.g', value: 'k' },
      { path: 'l', value: 'm' },
    ]);
  });
});

describe('the tests', () => {
  const tests = Object.entries(sourcesIn('test')).filter(([path]) => path.endsWith('.test.ts'));
  const filesWith = (pattern: RegExp) => tests.filter(([, text]) => pattern.test(text)).map(([path]) => path);

  it('take large numbers of generated cases from size(), so that npm test stays short', () => {
    expect(filesWith(/numRuns: \d*_?\d{3,}/).filter((path) => !path.includes('any-machine'))).toEqual([]);
  });

  it('run one application after the other, since the clock moves only while all of them are idle', () => {
    expect(filesWith(/\bit\.concur{2}ent\b/)).toEqual([]);
  });

  it('do not sleep in end-to-end tests for a tenth of a second or more', () => {
    const sleeps = filesWith(/setTimeout\(\w+, (\d_?)*\d{3}\)/);
    expect(sleeps.filter((path) => path.startsWith('test/e2e/'))).toEqual([]);
  });
});
