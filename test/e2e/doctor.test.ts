import { readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { botSettingsFor } from '../../scripts/sandbox/bot-settings.ts';
import { type LocalSlack, startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { startUpstreams, type Upstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import { examineInstallation } from '../../src/app/doctor/examine-installation.ts';
import { checkDatabase, checkEnvFile } from '../../src/app/doctor/local-checks.ts';
import { type DoctorFinding, formatReport, type SampleRecords } from '../../src/app/doctor/report.ts';
import { Secret } from '../../src/config/secret.ts';
import { SECRET_NAMES } from '../../src/config/secret-files.ts';
import { parseConfig, parseDatabaseLocation } from '../../src/config.ts';
import type { DatabaseLocation } from '../../src/store/open-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

/** Of the Slack app; read anew for each test. */
const manifest: Record<string, unknown> = {};
let slack: LocalSlack;
let upstreams: Upstreams;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  [slack, upstreams] = await Promise.all([startLocalSlack({ appManifest: manifest }), startUpstreams()]);
  Object.assign(manifest, parse(readFileSync('manifest.yml', 'utf8')));
});
afterEach(async () => {
  await Promise.all([slack.close(), upstreams.close()]);
  await rm(folder, { recursive: true, force: true });
});

interface AppManifestFile {
  readonly features: { readonly app_home: { home_tab_enabled: boolean }; readonly shortcuts: unknown[] };
  readonly settings: {
    socket_mode_enabled: boolean;
    readonly event_subscriptions: { readonly bot_events: string[] };
  };
}

/** Every secret setting but one, each recognizable in the output. */
const SECRETS: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'xoxb-shown-bot',
  SLACK_APP_TOKEN: 'xapp-shown-app',
  SLACK_SIGNING_SECRET: 'shown-signing-secret',
  SLACK_CONFIG_TOKEN: 'xoxe.xoxp-shown-config',
  ZUORA_CLIENT_SECRET: 'shown-zuora',
  SALESFORCE_CLIENT_SECRET: 'shown-salesforce',
  ZENDESK_CLIENT_SECRET: 'shown-zendesk',
  DATABASE_URL: 'postgres://bot:shown-database@127.0.0.1:9/shop',
  TO_DATABASE_URL: 'postgres://bot:shown-target@127.0.0.1:9/shop',
  HTTPS_PROXY: 'http://bot:shown-proxy@127.0.0.1:9',
};
/** Instead of the secret of Zendesk's OAuth client. */
const ZENDESK_TOKEN = { ZENDESK_EMAIL: 'bot@gitlab.example', ZENDESK_API_TOKEN: 'shown-token' };
const CLOSED_PORT = 'http://127.0.0.1:9';
const NOTHING_ANSWERS = {
  SLACK_API_URL: `${CLOSED_PORT}/api/`,
  ZUORA_URL: CLOSED_PORT,
  SALESFORCE_URL: CLOSED_PORT,
  ZENDESK_URL: CLOSED_PORT,
};
/** Can be read once. */
class BreakingSecret extends Secret {
  #isRead = false;

  override reveal(): string {
    if (this.#isRead) throw new Error(super.reveal());
    this.#isRead = true;
    return super.reveal();
  }
}
type PostgresLocation = Extract<DatabaseLocation, { kind: 'postgres' }>;

function database(): string {
  return join(folder, 'cases.db');
}

function examine(settings: Record<string, string> = {}, samples: Partial<SampleRecords> = {}) {
  const standing = botSettingsFor({ slack, upstreams, database: database(), port: 0, delivery: 'socket' });
  const config = parseConfig({ ...standing, ...settings });
  return examineInstallation(config, {
    samples: { account: null, ticket: null, ...samples },
    now: () => new Date(),
  });
}

function problemsIn(findings: readonly DoctorFinding[]): string[] {
  return findings
    .filter(({ status }) => status === 'failed' || status === 'warning')
    .map(({ area, finding }) => `${area}: ${finding}`);
}

describe('the doctor', () => {
  it('reports no problem with a working installation, and changes nothing', async () => {
    const store = await openSqliteStore({ file: database(), now: () => new Date() });
    await store.close();
    const findings = await examine(
      { SLACK_CONFIG_TOKEN: slack.configToken },
      { account: 'A00900001', ticket: '48211' },
    );

    expect(findings.filter(({ area }) => area === 'App settings')).toHaveLength(2);

    expect(problemsIn(findings)).toEqual([]);
    expect(findings.map(({ finding }) => finding)).toContain(
      'Account A00900001 has the field SSPChannel__c with a known value.',
    );
    expect(findings.map(({ finding }) => finding)).toContainEqual(
      expect.stringMatching(/^Ticket 48211 has a subscription number in the field \d+\.$/),
    );
    expect(slack.calls.filter(({ method }) => /^(?:chat|views)\./.test(method))).toEqual([]);
  });

  it.each<[string, string | RegExp, () => Record<string, string> | undefined]>([
    [
      'a wrong bot token',
      /^Slack: The bot token is not accepted \(invalid_auth\)/,
      () => ({ SLACK_BOT_TOKEN: 'xoxb-wrong' }),
    ],
    [
      'an app that was disabled',
      /^Slack: The bot token is not accepted \(account_inactive\)/,
      () => {
        slack.fail('auth.test', { error: 'account_inactive' });
        return undefined;
      },
    ],
    [
      'a wrong app token',
      /^Slack: Socket Mode does not open \(invalid_auth\)/,
      () => ({ SLACK_APP_TOKEN: 'xapp-wrong' }),
    ],
    [
      'a missing scope',
      'Slack: Missing scopes: groups:history.',
      () => void slack.scopes.delete('groups:history'),
    ],
    [
      'a scope that nothing needs',
      'Slack: Scopes that the bot does not need: files:read.',
      () => void slack.scopes.add('files:read'),
    ],
    [
      'a channel that the bot is not in',
      /^Slack: (?:The bot is not in C0ABSENT|C0ABSENT .*cannot be read)/,
      () => ({ SALES_CHANNEL: 'C0ABSENT' }),
    ],
    [
      'a user group that does not exist',
      /^Slack: SALES_USERGROUP cannot be read/,
      () => ({ SALES_USERGROUP: 'S0ABSENT' }),
    ],
    [
      'wrong credentials of Zuora',
      /^Zuora: Couldn't read accounts \(unauthenticated/,
      () => ({ ZUORA_CLIENT_SECRET: 'wrong' }),
    ],
    [
      'a system that cannot be reached',
      /^Salesforce: Couldn't read accounts \(unavailable/,
      () => ({ SALESFORCE_URL: 'http://127.0.0.1:9' }),
    ],
    [
      'a channel field with another name',
      'Zuora: Account A00900001 has no field Wrong__c.',
      () => ({ ZUORA_CHANNEL_FIELD: 'Wrong__c' }),
    ],
    [
      'a Zendesk token, which ends',
      /^Zendesk: Zendesk stops accepting API tokens on 2027-04-30/,
      () => ({
        ZENDESK_CLIENT_ID: '',
        ZENDESK_CLIENT_SECRET: '',
        ZENDESK_EMAIL: 'bot@support.example',
        ZENDESK_API_TOKEN: 'token',
      }),
    ],
    [
      'an operation that is forbidden',
      /^Zuora: Couldn't read the invoice owners of a subscription .*\(forbidden/,
      () => {
        upstreams.zuora.setFault('403', { path: /\/v1\/orders|\/object-query\/subscriptions/ });
      },
    ],
    [
      'a Salesforce object that the user may not read',
      /^Salesforce: Couldn't read opportunities \(forbidden/,
      () => {
        upstreams.salesforce.forbid('Opportunity');
      },
    ],
    [
      'Salesforce fields that the user does not see',
      /^Salesforce: Not visible: Opportunity\.Deal_Path__c\./,
      () => {
        upstreams.salesforce.fields.remove('Opportunity.Deal_Path__c');
      },
    ],
    [
      'a version of the Salesforce API that is not served',
      'Salesforce: API version 66.0 is not served; the newest is 70.0.',
      () => {
        upstreams.salesforce.serveVersions(['69.0', '70.0']);
      },
    ],
    [
      'a version of the Salesforce API that will be retired',
      'Salesforce: API version 66.0 is among the oldest that are served; the newest is 70.0.',
      () => {
        upstreams.salesforce.serveVersions(['65.0', '66.0', '69.0', '70.0']);
      },
    ],
    [
      'an app configuration token that has ended',
      /^App settings: The settings of the Slack app cannot be read \(invalid_auth\)/,
      () => ({ SLACK_CONFIG_TOKEN: 'xoxe.xoxp-ended' }),
    ],
    [
      'app settings that lack what the bot needs',
      'App settings: Off or missing: the Home tab, the shortcut check-ticket, the event app_mention.',
      () => {
        const { features, settings } = manifest as unknown as AppManifestFile;
        features.app_home.home_tab_enabled = false;
        features.shortcuts.shift();
        settings.event_subscriptions.bot_events.pop();
        return { SLACK_CONFIG_TOKEN: slack.configToken };
      },
    ],
    [
      'Socket Mode that is off',
      'App settings: Socket Mode is off, but SLACK_APP_TOKEN is set.',
      () => {
        (manifest as unknown as AppManifestFile).settings.socket_mode_enabled = false;
        return { SLACK_CONFIG_TOKEN: slack.configToken };
      },
    ],
    [
      'request URLs that are missing for HTTP delivery',
      'App settings: No request URL that ends with /slack/events: events, interactivity, command.',
      () => {
        (manifest as unknown as AppManifestFile).settings.socket_mode_enabled = false;
        return {
          SLACK_CONFIG_TOKEN: slack.configToken,
          SLACK_APP_TOKEN: '',
          SLACK_SIGNING_SECRET: slack.signingSecret,
        };
      },
    ],
    [
      'blocks that the workspace does not have',
      'Blocks: Slack rejects container blocks.',
      () => {
        slack.refusedBlocks.add('container');
      },
    ],
    [
      'a folder that cannot be created',
      /^Database: .* cannot be created/,
      () => {
        writeFileSync(join(folder, 'file'), '');
        return { DATABASE_URL: `sqlite:${join(folder, 'file', 'absent', 'cases.db')}` };
      },
    ],
  ])('reports %s, with a fix', async (_, expected, breakIt) => {
    const findings = await examine(breakIt() ?? {}, { account: 'A00900001' });

    expect(problemsIn(findings)).toContainEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
    expect(findings.filter(({ status, fix }) => status === 'failed' && fix === null)).toEqual([]);
  });

  it('accepts a folder that the first start will create', async () => {
    const file = join(folder, 'absent', 'cases.db');

    const findings = await examine({ DATABASE_URL: `sqlite:${file}` });

    expect(findings).toContainEqual(
      expect.objectContaining({ status: 'ok', finding: `${file} will be created at the first start.` }),
    );
  });

  it('reports a database file that others may read, and a file that is no database', async () => {
    await writeFile(database(), 'not a database, but long enough to be taken for one', { mode: 0o644 });

    expect(problemsIn(await examine())).toContainEqual(expect.stringMatching(/^Database: .* cannot be read/));
  });

  it.each<[string, Record<string, string>, number]>([
    ['HTTP delivery on every address', { HOST: '' }, 1],
    ['HTTP delivery on this machine only', { HOST: '127.0.0.1' }, 0],
    ['HTTP delivery with OPS_PORT', { HOST: '', OPS_PORT: '9090' }, 0],
    ['Socket Mode', { HOST: '', SLACK_APP_TOKEN: 'xapp-shown-app' }, 0],
  ])('warns of operator routes on a public port: %s', async (_, settings, count) => {
    const http = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: slack.signingSecret, PORT: '3000' };

    const findings = await examine({ ...http, ...settings });

    expect(
      findings.filter(({ status, fix }) => status === 'warning' && fix?.includes('OPS_PORT')),
    ).toHaveLength(count);
    expect(
      findings.filter(({ status, finding }) => status === 'failed' && finding.includes('/metrics')),
    ).toEqual([]);
  });

  it('warns of a .env that others may read, and of no other', async () => {
    const file = join(folder, '.env');
    expect(await checkEnvFile(file)).toEqual([]);
    await writeFile(file, '', { mode: 0o600 });
    expect(await checkEnvFile(file)).toEqual([]);
    await chmod(file, 0o640);

    expect(problemsIn(await checkEnvFile(file))).toEqual([
      `Settings: Other users of this machine may read ${file}.`,
    ]);
  });

  it('prints no secret of a working installation', async () => {
    const report = formatReport(await examine({ ZUORA_CLIENT_SECRET: 'a-secret-value' }));

    expect(report).not.toContain('a-secret-value');
    expect(report).not.toContain(slack.botToken);
    expect(report).not.toContain(slack.appToken);
    expect(report).toMatch(/\n\d+ ok, \d+ to look at, \d+ failed, \d+ skipped$/);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['every system refuses them', {}],
    ['nothing answers', NOTHING_ANSWERS],
    [
      'Zendesk is signed in to with a token',
      { ZENDESK_CLIENT_ID: '', ZENDESK_CLIENT_SECRET: '', ...ZENDESK_TOKEN },
    ],
  ])('prints no secret when %s', async (_, settings) => {
    const report = formatReport(await examine({ ...SECRETS, ...settings }));

    expect(report).not.toMatch(/shown/);
    expect(report).toMatch(/^FAILED {2}Database +127\.0\.0\.1:9\/shop cannot be read/m);
  });

  it('is tested with every secret setting', () => {
    const tried = { ...SECRETS, ...ZENDESK_TOKEN };

    expect(SECRET_NAMES.filter((name) => !Object.hasOwn(tried, name))).toEqual([]);
  });

  it('prints no message of an unexpected error, which may quote a secret', async () => {
    const location = parseDatabaseLocation(String(SECRETS['DATABASE_URL'])) as PostgresLocation;
    const url = new BreakingSecret(location.url.reveal());

    const findings = await checkDatabase({ database: { ...location, url } }, () => new Date());

    expect(problemsIn(findings)).toEqual(['Database: 127.0.0.1:9/shop cannot be read (unknown error).']);
  });
});
