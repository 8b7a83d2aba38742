import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../src/config/settings.ts';
import { type Config, parseConfig } from '../src/config.ts';
import { configProblems } from './config/config-problems.ts';

const MINIMAL_SETTINGS = {
  SLACK_BOT_TOKEN: 'xoxb-1-quiet-heron',
  SLACK_APP_TOKEN: 'xapp-1-quiet-otter',
  ZUORA_URL: 'https://rest.zuora.example',
  ZUORA_CLIENT_ID: 'zuora-client',
  ZUORA_CLIENT_SECRET: 'zuora-quiet-badger',
};
const SALESFORCE = {
  SALESFORCE_URL: 'https://acme.my.salesforce.com',
  SALESFORCE_CLIENT_ID: 'sf-client',
  SALESFORCE_CLIENT_SECRET: 'sf-quiet-marten',
};
const ZENDESK = {
  ZENDESK_URL: 'https://acme.zendesk.com',
  ZENDESK_CLIENT_ID: 'zd-client',
  ZENDESK_CLIENT_SECRET: 'zd-quiet-stoat',
};

const OFFICE_DAY = [{ opensAtMinute: 540, closesAtMinute: 1020 }];
const OFFICE_HOURS = {
  timeZone: 'UTC',
  hours: {
    mon: OFFICE_DAY,
    tue: OFFICE_DAY,
    wed: OFFICE_DAY,
    thu: OFFICE_DAY,
    fri: OFFICE_DAY,
    sat: [],
    sun: [],
  },
  holidays: [],
};

/** What is said about these settings on top of the least that is needed. */
function problemsWith(more: Record<string, string | undefined>): readonly string[] {
  return configProblems({ ...MINIMAL_SETTINGS, ...more });
}

describe('the configuration', () => {
  it('has the documented defaults', () => {
    const config = parseConfig(MINIMAL_SETTINGS);

    expect(JSON.parse(JSON.stringify(config))).toEqual({
      slack: {
        botToken: '[secret]',
        apiUrl: 'https://slack.com/api/',
        configToken: null,
        delivery: { kind: 'socket', appToken: '[secret]' },
      },
      port: 3000,
      host: '0.0.0.0',
      ops: { port: 3000, host: '127.0.0.1' },
      supportChannels: [],
      supportUsergroup: null,
      salesUsergroup: null,
      salesChannel: null,
      salesChannels: {},
      digestChannel: null,
      escalationChannel: null,
      policy: 'seed',
      zuora: {
        url: 'https://rest.zuora.example',
        clientId: 'zuora-client',
        clientSecret: '[secret]',
        channelField: 'SSPChannel__c',
      },
      salesforce: null,
      zendesk: null,
      customersdotUrl: 'https://customers.gitlab.com',
      proxy: null,
      ticketHosts: ['support.gitlab.com'],
      refusedTicketHosts: [
        'gitlab-federal-support.zendesk.com',
        'federal-support.gitlab.com',
        'gitlab-federal-internal.zendesk.com',
      ],
      upstreamTimeoutMs: 3000,
      checksPerPerson: { checks: 30, windowMs: 600_000 },
      checkDeadlineMs: 8000,
      database: { kind: 'sqlite', file: 'data/reseller-check.db' },
      copies: 1,
      businessCalendar: { teams: { support: OFFICE_HOURS, sales: OFFICE_HOURS } },
      retentionDays: 400,
      messages: 'post',
      logLevel: 'info',
      changedSettings: Object.keys(MINIMAL_SETTINGS),
    });
  });

  it('treats an empty value as not set', () => {
    const config = parseConfig({ ...MINIMAL_SETTINGS, PORT: '', POLICY: '   ', SALESFORCE_URL: '' });

    expect(config).toMatchObject({ port: 3000, policy: 'seed', salesforce: null });
  });

  it('contains every setting', () => {
    const config = parseConfig({
      ...MINIMAL_SETTINGS,
      ...SALESFORCE,
      ...ZENDESK,
      SLACK_API_URL: 'http://127.0.0.1:4000/slack/api',
      PORT: '0',
      HOST: '127.0.0.1',
      OPS_PORT: '9090',
      OPS_HOST: '::1',
      SUPPORT_CHANNELS: ' C0123, G0456 ,C0123',
      SUPPORT_USERGROUP: 'S0123',
      SALES_CHANNEL: 'C0789',
      SALES_CHANNELS: 'smb=C01A,emea=C02A',
      DIGEST_CHANNEL: 'C03A',
      ESCALATION_CHANNEL: 'C04A',
      POLICY: '2025',
      ZUORA_CHANNEL_FIELD: 'Channel__c',
      ZENDESK_SUBSCRIPTION_FIELD: '360001',
      CUSTOMERSDOT_URL: 'http://localhost:5000/customers/',
      TICKET_HOSTS: 'Acme.Zendesk.com,127.0.0.1:4100',
      REFUSED_TICKET_HOSTS: 'gov.example',
      UPSTREAM_TIMEOUT_MS: '100',
      CHECK_DEADLINE_MS: '100',
      DATABASE_URL: 'sqlite:/var/lib/cases.db',
      BUSINESS_CALENDAR: 'scripts/sandbox/calendar.json',
      RETENTION_DAYS: '1',
      MESSAGES: 'log',
      LOG_LEVEL: 'silent',
    });

    expect(config).toMatchObject({
      slack: { apiUrl: 'http://127.0.0.1:4000/slack/api/' },
      port: 0,
      host: '127.0.0.1',
      ops: { port: 9090, host: '::1' },
      supportChannels: ['C0123', 'G0456'],
      supportUsergroup: 'S0123',
      salesChannel: 'C0789',
      salesChannels: { smb: 'C01A', emea: 'C02A' },
      digestChannel: 'C03A',
      escalationChannel: 'C04A',
      policy: '2025',
      zuora: { channelField: 'Channel__c' },
      salesforce: { url: 'https://acme.my.salesforce.com', clientId: 'sf-client' },
      zendesk: {
        url: 'https://acme.zendesk.com',
        auth: { kind: 'oauth', clientId: 'zd-client' },
        subscriptionField: '360001',
      },
      customersdotUrl: 'http://localhost:5000/customers',
      ticketHosts: ['acme.zendesk.com', '127.0.0.1:4100'],
      refusedTicketHosts: ['gov.example'],
      upstreamTimeoutMs: 100,
      checkDeadlineMs: 100,
      database: { kind: 'sqlite', file: '/var/lib/cases.db' },
      businessCalendar: { teams: { emea: { timeZone: 'Europe/London' } } },
      retentionDays: 1,
      messages: 'log',
      logLevel: 'silent',
    });
  });

  it('listens over HTTP when there is a signing secret and no app token', () => {
    const config = parseConfig({
      ...MINIMAL_SETTINGS,
      SLACK_APP_TOKEN: '',
      SLACK_SIGNING_SECRET: 'sandbox-signing-secret',
    });

    const { delivery } = config.slack;
    expect(delivery.kind === 'http' && delivery.signingSecret.reveal()).toBe('sandbox-signing-secret');
  });

  it('prefers Socket Mode when both are set', () => {
    const config = parseConfig({ ...MINIMAL_SETTINGS, SLACK_SIGNING_SECRET: 'sandbox-signing-secret' });

    expect(config.slack.delivery.kind).toBe('socket');
  });

  it('accepts ticket links of its own Zendesk and of the support site', () => {
    const config = parseConfig({ ...MINIMAL_SETTINGS, ...ZENDESK, ZENDESK_URL: 'http://127.0.0.1:4200' });

    expect(config.ticketHosts).toEqual(['127.0.0.1:4200', 'support.gitlab.com']);
  });

  it("can use Zendesk's legacy sign-in", () => {
    const config = parseConfig({
      ...MINIMAL_SETTINGS,
      ZENDESK_URL: 'https://acme.zendesk.com',
      ZENDESK_EMAIL: 'bot@acme.example',
      ZENDESK_API_TOKEN: 'zd-quiet-weasel',
    });

    const auth = config.zendesk?.auth;
    expect(auth).toMatchObject({ kind: 'token', email: 'bot@acme.example' });
    expect(auth?.kind === 'token' && auth.apiToken.reveal()).toBe('zd-quiet-weasel');
  });

  it('is frozen', () => {
    const config = parseConfig(MINIMAL_SETTINGS) as { -readonly [K in keyof Config]: Config[K] };

    expect(() => {
      config.port = 1;
    }).toThrow(TypeError);
    expect(Object.isFrozen(config.slack.delivery) && Object.isFrozen(config.ticketHosts)).toBe(true);
  });
});

describe('the listener of the operator routes', () => {
  const HTTP = { ...MINIMAL_SETTINGS, SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: '0123456789abcdef' };

  it.each([
    ['Socket Mode, nothing set', MINIMAL_SETTINGS, { port: 3000, host: '127.0.0.1' }],
    [
      'Socket Mode with HOST',
      { ...MINIMAL_SETTINGS, HOST: '0.0.0.0', PORT: '80' },
      { port: 80, host: '0.0.0.0' },
    ],
    [
      'Socket Mode with OPS_HOST',
      { ...MINIMAL_SETTINGS, OPS_HOST: '10.0.0.1' },
      { port: 3000, host: '10.0.0.1' },
    ],
    [
      'Socket Mode with OPS_PORT',
      { ...MINIMAL_SETTINGS, OPS_PORT: '9090' },
      { port: 9090, host: '127.0.0.1' },
    ],
    ['HTTP, nothing set', HTTP, null],
    ['HTTP with OPS_PORT', { ...HTTP, OPS_PORT: '9090' }, { port: 9090, host: '127.0.0.1' }],
    ['HTTP, HOST, OPS_PORT', { ...HTTP, HOST: '::', OPS_PORT: '9090' }, { port: 9090, host: '::' }],
  ])('in %s', (_, env, ops) => {
    expect(parseConfig(env).ops).toEqual(ops);
  });

  it.each([
    ['OPS_HOST alone', { OPS_HOST: '10.0.0.1' }, 'OPS_PORT is required, because OPS_HOST is set'],
    ['the port of delivery', { PORT: '4000', OPS_PORT: '4000' }, 'OPS_PORT must differ from PORT'],
  ])('is rejected for HTTP: %s', (_, more, problem) => {
    expect(problemsWith({ ...HTTP, ...more })).toEqual([expect.stringContaining(problem)]);
  });
});

describe('secrets', () => {
  it('are hidden when the settings are printed', () => {
    const config = parseConfig({ ...MINIMAL_SETTINGS, ...SALESFORCE, ...ZENDESK });

    const printed = [
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true }),
      String(config.slack.botToken),
    ];
    for (const text of printed) {
      expect(text).toContain('[secret]');
      expect(text).not.toContain('quiet');
    }
    expect(config.zuora.clientSecret.reveal()).toBe('zuora-quiet-badger');
  });

  it('include the address of a PostgreSQL database', () => {
    const url = 'postgres://bot:quiet-otter@db.example:5433/cases?sslmode=verify-full';
    const { database } = parseConfig({
      ...MINIMAL_SETTINGS,
      DATABASE_URL: url,
      DATABASE_POOL_SIZE: '4',
      DATABASE_TIMEOUT_MS: '2000',
    });

    expect(database).toMatchObject({ kind: 'postgres', poolSize: 4, statementTimeoutMs: 2000 });
    expect(database.kind === 'postgres' && database.url.reveal()).toBe(url);
    expect(JSON.stringify(database)).not.toContain('quiet');
  });

  it('are hidden in problems, in whatever setting they were put by mistake', () => {
    const misplaced = 'xoxp-quiet-heron?/@ quiet';
    const env = Object.fromEntries(SETTING_NAMES.map((name) => [name, misplaced]));

    let message = '';
    try {
      parseConfig(env);
    } catch (error) {
      message = inspect(error);
    }

    expect(message).toContain('SLACK_BOT_TOKEN');
    expect(message).not.toContain('quiet');
    expect(message).not.toContain('xoxp-q');
  });
});

describe('problems', () => {
  it('are listed all at once, each with an example', () => {
    const problems = problemsWith({
      SLACK_BOT_TOKEN: undefined,
      SLACK_APP_TOKEN: undefined,
      ZUORA_URL: 'http://rest.zuora.example',
      PORT: 'http',
      POLICY: '2023',
      SALESFORCE_URL: SALESFORCE.SALESFORCE_URL,
    });

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'PORT',
      'POLICY',
      'ZUORA_URL',
      'SLACK_APP_TOKEN',
      'SALESFORCE_CLIENT_ID',
      'SALESFORCE_CLIENT_SECRET',
    ]);
    for (const problem of problems) expect(problem).toMatch(/Example: \S|such as \S/);
  });

  it("are part of the error's message", () => {
    expect(() => parseConfig({ ...MINIMAL_SETTINGS, PORT: 'x' })).toThrow(
      /The settings need attention:\n- PORT must be/,
    );
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1-abc', 'must be a bot token'],
    ['SLACK_BOT_TOKEN', '"xoxb-1-abc"', 'without quotes'],
    ['SLACK_APP_TOKEN', 'xoxb-1-abc', 'must be an app token'],
    ['SLACK_SIGNING_SECRET', 'short', 'must be 32 hexadecimal digits'],
    ['SLACK_API_URL', 'slack.com/api', 'must be a complete URL'],
    ['SLACK_API_URL', 'http:localhost', 'must be a complete URL'],
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['PORT', '-1', 'must be a whole number'],
    ['PORT', '80.5', 'must be a whole number'],
    ['HOST', 'http://x', 'must be an address of this machine'],
    ['OPS_PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['OPS_HOST', 'http://x', 'must be an address of this machine'],
    ['SUPPORT_CHANNELS', 'C0123,#support', 'entry 2'],
    ['SUPPORT_USERGROUP', 'C0123', 'must be the id of a Slack user group'],
    ['SALES_USERGROUP', '@sales', 'must be the id of a Slack user group'],
    ['SALES_CHANNEL', 'sales', 'must be a Slack channel id'],
    ['SALES_CHANNELS', 'smb:C0123', 'entry 1'],
    ['SALES_CHANNELS', 'smb=C0123,smb=C0456', 'must name a region once'],
    ['SALES_CHANNELS', 'support=C0123', 'must not call a region support'],
    ['DIGEST_CHANNEL', '#digest', 'must be a Slack channel id'],
    ['ESCALATION_CHANNEL', 'escalations', 'must be a Slack channel id'],
    ['POLICY', 'newest', 'must be one of: seed, 2025'],
    ['ZUORA_URL', '', 'is required but not set'],
    ['ZUORA_URL', 'https://rest.zuora.example/v1/', 'must end before /v1'],
    ['ZUORA_URL', 'http://rest.zuora.example', 'must begin with https://'],
    ['ZUORA_URL', 'ftp://127.0.0.1', 'must begin with https://'],
    ['ZUORA_URL', 'https://user:pass@rest.zuora.example', 'must contain no user name'],
    ['ZUORA_URL', 'https://rest.zuora.example?a=1', 'must end before any ?'],
    ['ZUORA_CLIENT_ID', 'two words', 'must be one word'],
    ['ZUORA_CHANNEL_FIELD', 'SSP Channel', 'must be the name of an account field'],
    ['CUSTOMERSDOT_URL', 'http://customers.example', 'must begin with https://'],
    ['TICKET_HOSTS', 'https://acme.zendesk.com', 'without https:// and path'],
    ['TICKET_HOSTS', '1.2.3.999', 'entry 1'],
    ['TICKET_HOSTS', 'acme.zendesk.com:99999', 'entry 1'],
    ['UPSTREAM_TIMEOUT_MS', '99', 'from 100 to 60000'],
    ['CHECKS_PER_PERSON', '30', 'must be a number of checks, a slash, and a period'],
    ['CHECKS_PER_PERSON', '0/10m', 'must be a number of checks, a slash, and a period'],
    ['CHECKS_PER_PERSON', '30/10d', 'must be a number of checks, a slash, and a period'],
    ['CHECK_DEADLINE_MS', '60001', 'from 100 to 60000'],
    ['CHECK_DEADLINE_MS', '2999', 'must be at least UPSTREAM_TIMEOUT_MS'],
    ['DATABASE_URL', 'data/cases.db', 'must be sqlite: and the path of a file, or postgres://'],
    ['DATABASE_URL', 'sqlite:', 'must be sqlite: and the path of a file'],
    ['DATABASE_URL', 'sqlite://data/cases.db', 'must be sqlite: and the path of a file'],
    ['DATABASE_URL', 'postgres://bot:pw@db', 'must be sqlite: and the path of a file, or postgres://'],
    ['DATABASE_URL', 'mysql://bot:pw@db/cases', 'must be sqlite: and the path of a file, or postgres://'],
    ['DATABASE_POOL_SIZE', '0', 'from 1 to 100'],
    ['DATABASE_TIMEOUT_MS', '99', 'from 100 to 600000'],
    ['BUSINESS_CALENDAR', 'no/such/file.json', 'must be the path of a file'],
    ['BUSINESS_CALENDAR', 'src', 'must be the path of a file'],
    ['RETENTION_DAYS', '0', 'from 1 to'],
    ['MESSAGES', 'print', 'must be one of: post, log'],
    ['LOG_LEVEL', 'verbose', 'must be one of: trace, debug'],
  ])('include %s=%s %s', (name, value, said) => {
    const problems = problemsWith({ [name]: value });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} `));
    expect(problems[0]).toContain(said);
  });

  it.each([
    ['ZENDESK_URL', 'https://acme.zendesk.com/api/v2', 'must end before /api'],
    ['ZENDESK_EMAIL', 'bot@acme.example/token', 'without /token'],
    ['ZENDESK_SUBSCRIPTION_FIELD', 'Subscription', 'must be the numeric id of a ticket field'],
    ['SALESFORCE_URL', 'https://login.salesforce.com', 'must be a My Domain URL'],
    ['SALESFORCE_URL', 'https://acme.lightning.force.com', 'must be a My Domain URL'],
  ])('include %s=%s %s, in a system that is otherwise set up', (name, value, said) => {
    const legacy = {
      ZENDESK_URL: ZENDESK.ZENDESK_URL,
      ZENDESK_EMAIL: 'a@b.example',
      ZENDESK_API_TOKEN: 'token',
    };

    expect(problemsWith({ ...SALESFORCE, ...legacy, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} ${said}|^${name} .*${said}`)),
    ]);
  });

  it("contain no part of the database's address", () => {
    const [problem] = problemsWith({ DATABASE_URL: 'postgresql://bot:hunter2@db.example' });

    expect(problem).toContain('DATABASE_URL');
    expect(problem).not.toMatch(/hunter2|db\.example/);
  });

  it('include several copies on a SQLite file', () => {
    const onPostgres = { COPIES: '2', DATABASE_URL: 'postgres://bot@db.example/bot' };

    expect(problemsWith({ COPIES: '2' })).toEqual([
      expect.stringMatching(/^DATABASE_URL must name a PostgreSQL database, because COPIES is 2/),
    ]);
    expect(problemsWith(onPostgres)).toEqual([]);
    expect(problemsWith({ COPIES: '1' })).toEqual([]);
  });

  it('include regions without a channel for the rest', () => {
    const problems = problemsWith({ SALES_CHANNELS: 'smb=C0123' });

    expect(problems).toEqual([
      expect.stringMatching(/^SALES_CHANNEL is required, because SALES_CHANNELS is set/),
    ]);
    expect(problemsWith({ SALES_CHANNELS: 'smb=C0123', SALES_CHANNEL: 'C0456' })).toEqual([]);
    expect(problemsWith({ SALES_CHANNEL: 'C0456' })).toEqual([]);
  });

  it('include a team in the calendar that is no region', () => {
    const BUSINESS_CALENDAR = 'scripts/sandbox/calendar.json';

    expect(problemsWith({ BUSINESS_CALENDAR, SALES_CHANNEL: 'C0456', SALES_CHANNELS: 'smb=C0123' })).toEqual([
      expect.stringMatching(/^BUSINESS_CALENDAR: teams\.emea is neither support nor sales nor a region/),
    ]);
  });

  it('include those of the calendar file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'calendar-')), 'calendar.json');
    writeFileSync(file, '{"teams":{"sales":{"zone":"Mars/Olympus","hours":{"mon":["9-17"]}}}}');

    expect(problemsWith({ BUSINESS_CALENDAR: file, PORT: 'http' })).toEqual([
      expect.stringMatching(/^PORT must be/),
      expect.stringMatching(/^BUSINESS_CALENDAR: teams\.sales\.zone must be an IANA time zone/),
      expect.stringMatching(/^BUSINESS_CALENDAR: entry 1 of teams\.sales\.hours\.mon must be two times/),
    ]);
  });

  it('include a partly configured Salesforce', () => {
    const problems = problemsWith({ SALESFORCE_CLIENT_SECRET: 'sf-quiet-marten' });

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'SALESFORCE_URL',
      'SALESFORCE_CLIENT_ID',
    ]);
  });

  it.each([
    [{ ZENDESK_URL: 'https://acme.zendesk.com' }, ['ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET']],
    [{ ZENDESK_API_TOKEN: 'token' }, ['ZENDESK_URL', 'ZENDESK_EMAIL']],
    [{ ZENDESK_SUBSCRIPTION_FIELD: '36' }, ['ZENDESK_URL', 'ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET']],
    [{ ...ZENDESK, ZENDESK_EMAIL: 'bot@acme.example' }, ['Zendesk']],
    [{ ZENDESK_CLIENT_ID: 'zd', ZENDESK_EMAIL: 'bot@acme.example' }, ['Zendesk', 'ZENDESK_URL']],
  ])('include a partly configured Zendesk: %j', (given, named) => {
    expect(problemsWith(given).map((problem) => problem.split(' ')[0])).toEqual(named);
  });

  it.each([
    [{ TICKET_HOSTS: 'acme.zendesk.com,GOV.example', REFUSED_TICKET_HOSTS: 'gov.example' }],
    [{ REFUSED_TICKET_HOSTS: 'support.gitlab.com' }],
    [{ TICKET_HOSTS: 'federal-support.gitlab.com' }],
    [{ ...ZENDESK, ZENDESK_URL: 'https://gitlab-federal-support.zendesk.com' }],
    [{ ...ZENDESK, TICKET_HOSTS: 'x.example', REFUSED_TICKET_HOSTS: 'acme.zendesk.com' }],
  ])('include a host that is both accepted and refused: %j', (given) => {
    expect(problemsWith(given)).toEqual([expect.stringContaining('REFUSED_TICKET_HOSTS')]);
  });

  it.each([
    ['SLACK_BOT_TOKENS', 'SLACK_BOT_TOKEN'],
    ['SLACK_SIGNNG_SECRET', 'SLACK_SIGNING_SECRET'],
    ['ticket_host', 'TICKET_HOSTS'],
    ['ZUORA_CLIENT_SECRT_FILE', 'ZUORA_CLIENT_SECRET_FILE'],
    ['UPSTREAM_TIMEOUT', null],
    ['MESSAGE', 'MESSAGES'],
    ['HOME', null],
    ['PATH', null],
    ['POST', null],
    ['FTP_PROXY', null],
  ])('include a misspelled name: %s -> %s', (name, meant) => {
    const problems = problemsWith({ [name]: 'quiet-heron' });

    expect(problems).toEqual(meant ? [expect.stringContaining(`${name} is not a setting; ${meant} is`)] : []);
    expect(problems.join()).not.toContain('quiet');
  });

  it('do not include an empty variable with a misspelled name', () => {
    expect(problemsWith({ SLACK_BOT_TOKENS: '' })).toEqual([]);
  });
});

describe('the environment', () => {
  /** Returns what `read` returns, an expression over the functions of `config.ts` and `file`; or the message of its error. */
  function run(file: string, env: Record<string, string>, read = 'loadConfig(file)'): string {
    const program = `const { loadConfig, loadDatabaseLocation, loadTargetLocation, parseDatabaseLocation } = await import('./src/config.ts');
      const [, file] = process.argv;
      try { console.log(JSON.stringify(${read})); } catch (error) { console.log(error.message); }`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program, file];
    return execFileSync(process.execPath, args, {
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    });
  }

  it('takes precedence over the file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), '.env');
    const lines = Object.entries({ ...MINIMAL_SETTINGS, PORT: '4001', LOG_LEVEL: 'debug' });
    writeFileSync(file, lines.map(([name, value]) => `${name}=${value}\n`).join(''));

    const config = JSON.parse(run(file, { PORT: '4002' }));

    expect(config).toMatchObject({ port: 4002, logLevel: 'debug', slack: { botToken: '[secret]' } });
  });

  it('tells a command how to connect to its database, and to another one', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), '.env');
    writeFileSync(file, 'DATABASE_URL=postgres://one.example/cases\nDATABASE_TIMEOUT_MS=60000\n');

    const locations = JSON.parse(
      run(
        file,
        { DATABASE_POOL_SIZE: '2' },
        "[loadDatabaseLocation(file), parseDatabaseLocation('postgres://two.example/cases')]",
      ),
    );

    const connection = { kind: 'postgres', poolSize: 2, statementTimeoutMs: 60_000 };
    expect(locations).toEqual([expect.objectContaining(connection), expect.objectContaining(connection)]);
  });

  it('tells store:copy where to copy to, by a variable or by a file with the URL', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    const [file, secret] = [join(folder, '.env'), join(folder, 'url')];
    writeFileSync(file, 'DATABASE_URL=sqlite:from.db\n');
    writeFileSync(secret, 'postgres://bot:quiet@two.example/cases\n');
    const environments = [
      {},
      { TO_DATABASE_URL: 'sqlite:to.db' },
      { TO_DATABASE_URL_FILE: secret },
      { TO_DATABASE_URL: 'mysql:cases' },
    ];

    const [none, sqlite, postgres, invalid] = JSON.parse(
      run(
        file,
        {},
        `${JSON.stringify(environments)}.map((variables) => {
          for (const name of ['TO_DATABASE_URL', 'TO_DATABASE_URL_FILE']) delete process.env[name];
          Object.assign(process.env, variables);
          try { return loadTargetLocation(file); } catch (error) { return error.message; }
        })`,
      ),
    );

    expect([none, sqlite]).toEqual([null, { kind: 'sqlite', file: 'to.db' }]);
    expect(postgres).toMatchObject({ kind: 'postgres', url: '[secret]' });
    expect(invalid).toContain('- TO_DATABASE_URL must be sqlite:');
  });

  it('lists all problems with the database settings to a command', () => {
    const said = run(
      '/no/such/.env',
      { DATABASE_URL: 'mysql:cases', DATABASE_POOL_SIZE: '0', DATABASE_TIMEOUT_MS: 'long' },
      'loadDatabaseLocation(file)',
    );

    for (const name of ['DATABASE_URL', 'DATABASE_POOL_SIZE', 'DATABASE_TIMEOUT_MS'])
      expect(said).toContain(`- ${name}`);
  });

  it('may come without a file', () => {
    const said = run('/no/such/.env', {});

    expect(said).toContain('SLACK_BOT_TOKEN is required but not set');
  });
});
