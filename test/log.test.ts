import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { phrase } from '../src/domain/text-fragments.ts';
import { RetryLater, UserError } from '../src/errors.ts';
import { withLogContext } from '../src/log/log-context.ts';
import { scrub } from '../src/log/scrub.ts';
import { createBoltLogger, createLog, type Log } from '../src/log.ts';
import { StoreError } from '../src/store/store-error.ts';

/** A log and what it wrote. */
function captureLog(level: 'debug' | 'info' | 'silent' = 'debug') {
  const written: string[] = [];
  const log = createLog({ level, destination: { write: (line: string) => void written.push(line) } });
  const last = () => JSON.parse(written.at(-1) ?? 'null') as Record<string, unknown>;
  return { log, written, last };
}

/** What a line with these fields shows of them. */
function loggedFields(fields: Record<string, unknown>): Record<string, unknown> {
  const { log, last } = captureLog();
  log.info('fixed', fields);
  const { level: _level, time: _time, msg: _msg, ...rest } = last();
  return rest;
}

const CODE = 'aB3dE5gH7jK9mN1pQ3sT5vX7';
const LICENCE = `${'eyJkYXRhIjoiQUJDREVGR0hJSktM'.repeat(4)}==`;

describe('a log line', () => {
  it('is one JSON object with level, time, message and fields', () => {
    const { log, written, last } = captureLog();

    log.warn('Upstream slow', { system: 'zuora', ms: 1200 });

    expect(written).toHaveLength(1);
    expect(last()).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      system: 'zuora',
      ms: 1200,
      msg: 'Upstream slow',
    });
  });

  it.each(['debug', 'info', 'warn', 'error'] as const)('can be written at %s', (level) => {
    const { log, last } = captureLog();

    log[level]('fixed');

    expect(last()).toMatchObject({ level, msg: 'fixed' });
  });

  it('is omitted below the level', () => {
    const { log, written } = captureLog('info');

    log.debug('fixed');

    expect(written).toEqual([]);
  });

  it('masks values that were put into the message by mistake', () => {
    const { log, last } = captureLog();

    log.info('mail from ana@halden.example');

    expect(last()['msg']).toBe('mail from [email]');
  });
});

describe('fields', () => {
  it('pass when they are ids, kinds, counts and times', () => {
    const fields = {
      caseId: '0b5e2f3a-9c1d-4e8f-a6b7-1c2d3e4f5a6b',
      user: 'U0123ABCD',
      channelId: 'C0123ABCD',
      ts: '1764000000.000100',
      subscriptions: ['A-S00012345', 'A-S000860000'],
      account: '8ad08e0182f3a4b50182f3c1d2e40f11',
      crmId: '0014M00001hGvRuQAK',
      verdict: 'former-reseller',
      command: '/reseller-check',
      system: 'zuora',
      host: 'gitlab.zendesk.com',
      attempt: 2,
      seconds: 0.25,
      fresh: true,
      retryAfter: null,
      nextAt: new Date(0),
      asOf: '2026-11-22T10:00:00.000Z',
      detail: 'basicInfo.name: expected string',
    };

    expect(loggedFields(fields)).toEqual({ ...fields, nextAt: '1970-01-01T00:00:00.000Z' });
  });

  it('are withheld when their name is not listed', () => {
    expect(loggedFields({ customer: 'Halden Mills', body: { text: 'hello' } })).toEqual({
      customer: '[withheld]',
      body: '[withheld]',
    });
  });

  it('contain no data in their names', () => {
    expect(loggedFields({ 'ana@halden.example': 1, [CODE]: 2, level: 'x', time: 3 })).toEqual({
      '[withheld]': true,
    });
  });

  it('are withheld when a listed name has an unexpected value', () => {
    expect(
      loggedFields({
        user: 'Ana Smith',
        account: 'Halden',
        verdict: 'said by ana@halden.example',
        count: 'many',
        at: 'yesterday',
        host: { name: 'x' },
        caseId: [{ id: '1' }, 'c-1'],
        nextAt: new Date('never'),
      }),
    ).toEqual({
      user: '[withheld]',
      account: '[withheld]',
      verdict: '[withheld]',
      count: '[withheld]',
      at: '[withheld]',
      host: '[withheld]',
      caseId: ['[withheld]', 'c-1'],
      nextAt: '[withheld]',
    });
  });

  it('are omitted when they are empty', () => {
    expect(loggedFields({ caseId: undefined })).toEqual({});
  });
});

describe('the scrubber', () => {
  it.each([
    ['write to ana.b+c@halden.example.co.uk now', 'write to [email] now'],
    ['jörg@mühle.example', '[email]'],
    ['q=ana%40halden.example', '[email]'],
    [`code ${CODE}.`, 'code [code].'],
    [`activation_${CODE}_x`, 'activation_[code]_x'],
    ['token xoxb-123-abc-DEF and xapp-1-A0-9-ff', 'token [token] and [token]'],
    ['Authorization: Bearer ey.J0-x_y/z=', 'Authorization: Bearer [token]'],
    ['basic dXNlcjpwYXNz', 'basic [token]'],
    ['https://user:pass@zuora.example/v1', 'https://[token]@zuora.example/v1'],
    ['https://hooks.slack.com/commands/T1/2/abc failed', 'https://hooks.slack.com/[token] failed'],
    ["GET https://z.example/q?filter=workEmail.EQ:a'b", "GET https://z.example/q?[withheld]'b"],
    [`licence ${LICENCE} end`, 'licence [long text] end'],
    [`${LICENCE.slice(0, 60)}\n${LICENCE.slice(0, 30)}==`, '[long text]'],
  ])('%j -> %j', (given, expected) => {
    expect(scrub(given)).toBe(expected);
  });

  it.each([
    'A-S000860000',
    'U0123ABCD C0123ABCD S0123ABCD Ev0123ABCDEF',
    '8ad08e0182f3a4b50182f3c1d2e40f11',
    '0014M00001hGvRu 0014M00001hGvRuQAK',
    '0b5e2f3a-9c1d-4e8f-a6b7-1c2d3e4f5a6b',
    'node_modules/@slack/web-api/dist/WebClient.js:177',
    'gitlab-federal-support.zendesk.com',
    '<@U0123ABCD>',
  ])('leaves %j alone', (given) => {
    expect(scrub(given)).toBe(given);
  });

  it('keeps 300 characters, and no part of a code at the end of a huge text', () => {
    const words = 'word '.repeat(100);
    const huge = `${'A'.repeat(3_985)}. ${CODE}`;

    expect(scrub(words)).toHaveLength(300);
    expect(scrub(huge)).not.toContain(CODE.slice(0, 8));
  });

  it('finishes quickly on a text made for excessive backtracking', () => {
    for (const piece of ['a', 'a.', 'a@', '"', '://', '://a?', 'a+b%40', 'A1 ']) {
      expect(scrub(piece.repeat(100_000)).length).toBeLessThanOrEqual(300);
    }
  });
});

describe('errors', () => {
  it('are logged with kind and place, without their message', () => {
    const error = Object.assign(new TypeError('cannot read Halden Mills'), {
      code: 'ERR_BAD',
      request: 'Halden',
    });

    const { error: said } = loggedFields({ error }) as { error: Record<string, unknown> };

    expect(said).toMatchObject({ name: 'TypeError', code: 'ERR_BAD' });
    expect(said['at']).toEqual(expect.arrayContaining([expect.stringMatching(/^test\/log\.test\.ts:\d+$/)]));
    expect(JSON.stringify(said)).not.toContain('Halden');
  });

  it('are logged with their message when it is our own, scrubbed', () => {
    const error = new RetryLater('no lease for ana@halden.example', 1000);

    expect(loggedFields({ error })).toMatchObject({
      error: { name: 'RetryLater', message: 'no lease for [email]' },
    });
  });

  it('are logged without values of other systems in a message to a person', () => {
    const error = new UserError(phrase`${'Halden Mills'} has no such subscription. Try a number.`);

    const { error: said } = loggedFields({ error });
    expect(said).toMatchObject({ name: 'UserError', message: '… has no such subscription. Try a number.' });
    expect(JSON.stringify(said)).not.toContain('Halden');
  });

  it('are logged with their causes', () => {
    const original = Object.assign(new Error('connect to Halden'), { code: 'ECONNREFUSED' });
    const platform = Object.assign(new Error('x'), {
      code: 'slack_webapi_platform_error',
      data: { error: 'not_in_channel' },
    });
    const request = Object.assign(new Error('y', { cause: platform }), {
      original,
      statusCode: 503,
      retryAfter: 7,
    });

    expect(loggedFields({ error: request })).toMatchObject({
      error: {
        status: 503,
        retryAfter: 7,
        cause: { code: 'slack_webapi_platform_error', slack: 'not_in_channel' },
      },
    });
    expect(loggedFields({ error: Object.assign(new Error('z'), { original }) })).toMatchObject({
      error: { cause: { code: 'ECONNREFUSED' } },
    });
  });

  it("are logged without a page in place of Slack's error code", () => {
    const error = Object.assign(new Error('x'), {
      name: 'Halden Mills',
      data: { error: '<html>Halden Mills</html>' },
    });

    expect(loggedFields({ error })).toMatchObject({ error: { name: '[withheld]', slack: '[withheld]' } });
  });

  it('are logged with the port that is in use', () => {
    const error = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', port: 3000 });

    expect(loggedFields({ error })).toMatchObject({ error: { code: 'EADDRINUSE', port: 3000 } });
  });

  it('are logged without message text in place of a stack frame', () => {
    const error = new Error('first\n    at Halden Mills (src/halden.ts:1)\n    at halden.ts:2');

    expect(JSON.stringify(loggedFields({ error }))).not.toMatch(/halden/i);
  });

  it('are finite, even when one is its own cause', () => {
    const error = new Error('x');
    error.cause = error;

    expect(JSON.stringify(loggedFields({ error })).split('"cause"')).toHaveLength(4);
  });

  it('may be other values than errors', () => {
    expect(loggedFields({ error: 'Halden Mills', err: undefined, cause: null })).toEqual({
      error: { name: 'string' },
      cause: { name: 'object' },
    });
  });
});

describe('the logger for Bolt', () => {
  /** What is logged when the library says this. */
  function heard(say: (logger: ReturnType<typeof createBoltLogger>) => void): Record<string, unknown>[] {
    const { log, written } = captureLog();
    say(createBoltLogger(log));
    return written.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  it('drops debug lines', () => {
    expect(heard((logger) => logger.debug('{"text":"Halden Mills"}'))).toEqual([]);
  });

  it.each(['info', 'warn', 'error'] as const)('passes %s on', (level) => {
    expect(
      heard((logger) => logger[level]('An unhandled HTTP request (GET) made to /x was ignored')),
    ).toEqual([
      expect.objectContaining({
        level,
        msg: 'Slack library',
        detail: 'An unhandled HTTP request (GET) made to /x was ignored',
      }),
    ]);
  });

  it('keeps an error code that is part of a message, not the message', () => {
    const [line] = heard((logger) =>
      logger.error(
        'Failed to retrieve a new WSS URL (error: TypeError: Halden Mills said ECONNRESET, not_in_channel)',
      ),
    );

    expect(line?.['detail']).toBe(
      'Failed to retrieve a new WSS URL (error: TypeError ECONNRESET not_in_channel',
    );
  });

  it('omits what a parser quotes', () => {
    const [line] = heard((logger) =>
      logger.warn('Malformed request body: Unexpected token \'H\', "{"a": "Halden "... is not valid JSON'),
    );

    expect(line?.['detail']).toBe('Malformed request body: Unexpected token \'H\', "…"... is not valid JSON');
  });

  it('logs an error next to the message like any other, and no other objects', () => {
    const [line] = heard((logger) =>
      logger.error('Slack API error: not_authed', { text: 'Halden' }, new Error('Halden')),
    );

    expect(line).toMatchObject({ detail: 'Slack API error: not_authed', error: { name: 'Error' } });
    expect(JSON.stringify(line)).not.toContain('Halden');
  });

  it('ignores calls that set the level', () => {
    const log: Log = captureLog().log;
    const logger = createBoltLogger(log);

    logger.setLevel('debug' as ReturnType<typeof logger.getLevel>);
    logger.setName('x');

    expect(logger.getLevel()).toBe('info');
  });
});

describe('A schema error', () => {
  const Shape = z.object({
    user: z.object({ id: z.string() }),
    kind: z.enum(['check', 'handoff']),
    values: z.record(z.string(), z.number()),
    when: z.iso.date(),
  });

  it('is logged with the invalid fields and the expected types, never with values', () => {
    const given = {
      user: { id: 7 },
      kind: 'Halden Mills',
      values: { 'ana@halden.example': 'x' },
      when: 'Halden',
    };
    const { error } = Shape.safeParse(given);

    expect(loggedFields({ error })).toMatchObject({
      error: {
        name: 'ZodError',
        issues: [
          'user.id: expected string',
          'kind: expected check or handoff',
          'values.?: expected number',
          'when: expected date',
        ],
      },
    });
  });

  it('is logged as the cause of another error', () => {
    const cause = Shape.safeParse(null).error;

    expect(loggedFields({ error: new RetryLater('again', 1, cause) })).toMatchObject({
      error: { cause: { issues: ['(root): expected object'] } },
    });
  });

  it('is not assumed for other objects with issues', () => {
    const error = Object.assign(new Error('x'), { issues: [{ path: ['a'], expected: 'Halden Mills' }] });

    expect(JSON.stringify(loggedFields({ error }))).not.toContain('Halden');
  });
});

describe('A store error', () => {
  it("is logged with its message and the database's", () => {
    const cause = Object.assign(new Error('row of Halden'), { code: 'ERR_SQLITE_ERROR' });

    const { error } = loggedFields({ error: new StoreError('full', { cause }) });

    expect(error).toMatchObject({ message: 'the disk is full', cause: { code: 'ERR_SQLITE_ERROR' } });
    expect(JSON.stringify(error)).not.toContain('Halden');
  });
});

describe('Log lines of one job', () => {
  it('have its key, and lines of others do not', async () => {
    const { log, last, written } = captureLog();
    const key = '0123456789abcdef0123456789abcdef';

    await withLogContext({ requestKey: key }, async () => {
      await Promise.resolve();
      log.warn('inside', { count: 1 });
    });
    expect(last()).toMatchObject({ msg: 'inside', requestKey: key, count: 1 });

    withLogContext({ messageKey: 'ana@halden.example' }, () => log.warn('inside'));
    log.warn('outside');
    expect(written.slice(-2).join('')).not.toMatch(/halden|requestKey/);
  });
});
