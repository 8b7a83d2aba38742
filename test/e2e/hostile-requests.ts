import { connect } from 'node:net';
import fc from 'fast-check';
import { ANY_CODE_POINT } from '../builders/untrusted-text.ts';

/** Texts that must not reach the log. */
export const LOG_CANARIES = ['canary@harbour.example', 'xoxb-canary-4711', 'Canary Shipping'];

/** Raw requests: malformed ones and those of scanners. */
export const RAW_REQUESTS: readonly string[] = [
  '',
  '\r\n\r\n',
  '\0\0\0\0',
  'GET',
  'GET /',
  'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /// HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET //healthz HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://% HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http:// HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /%00%ff%zz HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /__proto__ HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /constructor HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n',
  'GET /healthz HTTP/1.1\r\n\r\n',
  'GET /readyz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
  'BREW /coffee HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'POST /slack/events HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\n\r\n',
  'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nx',
  'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"half',
  'POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: \xff\r\nContent-Length: 2\r\n\r\n{}',
  'POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slack-Signature: v0\r\nX-Slack-Request-Timestamp: \r\nContent-Length: 0\r\n\r\n',
  `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(3_000)}\r\n`,
];

const PATHS = [
  '/',
  '//',
  '/slack/events',
  '/healthz',
  '/readyz',
  '/metrics',
  '*',
  'http://%',
  '/%',
  '?',
  '#',
];
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PATCH',
  'get',
  'É',
  '',
];

/** Requests assembled at random and cut anywhere. */
export const anyRawRequest = fc
  .tuple(
    fc.constantFrom(...METHODS),
    fc.oneof(fc.constantFrom(...PATHS), fc.string({ unit: ANY_CODE_POINT, maxLength: 30 })),
    fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2', 'HTTP/', ''),
    fc.array(fc.tuple(fc.string({ maxLength: 12 }), fc.string({ unit: ANY_CODE_POINT, maxLength: 20 })), {
      maxLength: 4,
    }),
    fc.string({ unit: ANY_CODE_POINT, maxLength: 60 }),
    fc.option(fc.nat(200)),
  )
  .map(([method, path, version, headers, body, cut]) => {
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const whole = `${method} ${path} ${version}\r\nHost: x\r\n${lines}\r\n${body}`;
    return cut === null ? whole : whole.slice(0, cut);
  });

const anyJunkValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    '__proto__',
    [],
    {},
    [null],
    { id: null },
    ...LOG_CANARIES,
  ),
  fc.string({ unit: ANY_CODE_POINT, maxLength: 40 }),
  fc.jsonValue({ maxDepth: 4 }),
);

const PAYLOAD_USER = { user: { id: 'UANA' }, team: { id: 'T0SANDBOX' }, trigger_id: 'expired' };
const PAYLOAD_CHANNEL = { channel: { id: 'CSUPPORT' }, response_url: 'http://127.0.0.1:9/response/gone' };

/** One payload of every kind, as Slack sends it. */
const PAYLOADS: readonly Record<string, unknown>[] = [
  {
    type: 'block_actions',
    ...PAYLOAD_USER,
    ...PAYLOAD_CHANNEL,
    container: { message_ts: '1.1' },
    actions: [{ type: 'button', action_id: 'recheck', block_id: 'b', value: '{}' }],
  },
  {
    type: 'message_action',
    callback_id: 'check-ticket',
    ...PAYLOAD_USER,
    ...PAYLOAD_CHANNEL,
    message_ts: '1.1',
    message: { text: '#48211', blocks: [{ type: 'section', text: { text: 'x' } }] },
  },
  { type: 'shortcut', callback_id: 'check-customer', ...PAYLOAD_USER },
  {
    type: 'view_submission',
    ...PAYLOAD_USER,
    view: {
      id: 'V1',
      hash: '1.a',
      callback_id: 'check-form',
      private_metadata: '{}',
      state: { values: { what: { what: { value: 'A-S1' } } } },
    },
  },
  {
    type: 'view_submission',
    ...PAYLOAD_USER,
    view: {
      id: 'V2',
      callback_id: 'handoff-draft',
      private_metadata: '{"caseId":"x"}',
      state: { values: {} },
    },
  },
  { type: 'view_closed', ...PAYLOAD_USER, view: { id: 'V3' } },
  { type: 'block_suggestion', ...PAYLOAD_USER, value: 'a' },
  {
    type: 'event_callback',
    event_id: 'E1',
    team_id: 'T0SANDBOX',
    event: { type: 'app_home_opened', user: 'UANA', tab: 'home' },
  },
  { type: 'url_verification', challenge: 'c' },
  {
    command: '/reseller-check',
    text: 'help',
    user_id: 'UANA',
    team_id: 'T0SANDBOX',
    channel_id: 'CSUPPORT',
    trigger_id: 't',
    response_url: 'http://127.0.0.1:9/r',
  },
];

/** Payloads that must never become a request. */
export const INVALID_PAYLOADS: readonly unknown[] = [
  null,
  [],
  {},
  'x',
  '',
  0,
  1,
  true,
  [null],
  [[]],
  { type: null },
  { type: 'event_callback' },
];

/** A valid payload in which some values are replaced or missing. */
export const anyMutatedPayload = fc
  .tuple(
    fc.constantFrom(...PAYLOADS),
    fc.array(fc.tuple(fc.nat(), anyJunkValue, fc.boolean()), { minLength: 1, maxLength: 3 }),
  )
  .map(([real, changes]) =>
    changes.reduce<unknown>((value, change) => withReplacedValue(value, change), structuredClone(real)),
  );

/** Socket frames: no JSON, no envelope, an envelope of an unknown kind, or a valid one with missing parts. */
export const SOCKET_FRAMES: readonly (string | Buffer)[] = [
  'null',
  '[]',
  '0',
  '"x"',
  '',
  '{',
  'undefined',
  '\0',
  Buffer.from('null'),
  Buffer.from([255, 254]),
  ...[
    {},
    { type: null },
    { type: 'hello' },
    { type: 'close' },
    { type: 'error' },
    { type: 'ws_message' },
    { type: 'disconnected' },
    { type: 'disconnect' },
    { type: 'disconnect', reason: { odd: true } },
    { type: 'events_api' },
    { type: 'events_api', envelope_id: 'a' },
    { type: 'events_api', envelope_id: 'b', payload: null },
    { type: 'events_api', envelope_id: 'c', payload: {} },
    { type: 'events_api', envelope_id: 'd', payload: { event: null } },
    { type: 'events_api', envelope_id: 'e', payload: { event: { type: 'close' } } },
    { type: 'events_api', envelope_id: 5, payload: { event: { type: 'x' } } },
    { type: 'slash_commands', envelope_id: 'f' },
    { type: 'interactive', envelope_id: 'g', payload: 'x' },
    { type: 'slack_event', envelope_id: 'h', payload: {} },
    { envelope_id: 'i' },
  ].map((frame) => JSON.stringify(frame)),
];

export const anySocketFrame = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('slash_commands', 'interactive', 'events_api', 'error', 'connected'),
      anyJunkValue,
    ),
    fc.oneof(fc.uuid(), anyJunkValue),
    fc.oneof(anyMutatedPayload, anyJunkValue),
    fc.boolean(),
  )
  .map(([type, envelope_id, inner, whole]) => {
    const text = JSON.stringify({ type, envelope_id, payload: inner, retry_attempt: type });
    return whole ? text : text.slice(0, text.length / 2);
  })
  .filter((text) => !text.includes('"disconnect"'));

/** Replaces or removes the nth value of a payload. */
function withReplacedValue(value: unknown, [at, by, remove]: readonly [number, unknown, boolean]): unknown {
  const places = placesIn(value);
  const index = places[at % Math.max(places.length, 1)];
  if (!index) return by;
  const [holder, key] = index;
  if (remove) delete holder[key];
  else holder[key] = by;
  return value;
}

type Holder = Record<string, unknown>;

function placesIn(value: unknown): (readonly [Holder, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [[holder, key] as const, ...placesIn(holder[key])]);
}

/** Sends bytes and half-closes the connection. Resolves with the answer. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from(bytes, 'latin1')));
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}
