import { isObject, type Json } from '../sandbox/slack/shape-checks.ts';
import type { Random } from '../simulate/random.ts';

/** A payload that Slack sends, and how: events as JSON, commands as a form, everything else as a field of a form. */
export interface RealPayload {
  readonly encoding: 'json' | 'form' | 'payload';
  readonly value: Json;
}

/** A mutated request, ready to be signed. */
export interface MutatedRequest {
  readonly body: string;
  readonly contentType: string;
  /** False when the body itself was damaged, so that it may no longer be a payload. */
  readonly isPayload: boolean;
}

/** Texts that must not reach the log. */
export const LOG_CANARIES = ['canary@harbour.example', 'xoxb-canary-4711', 'Canary Shipping'];

const LONG_LENGTH = 40_000;
const DEEP_LEVELS = 500;
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const deeplyNested = () => JSON.parse('['.repeat(DEEP_LEVELS) + ']'.repeat(DEEP_LEVELS)) as unknown;

const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  '',
  ' ',
  '0',
  '__proto__',
  'constructor',
  [],
  {},
  [null],
  [[]],
  { id: null },
  { __proto__: null, toString: 'x' },
  deeplyNested(),
  '\u0000',
  '\uD83D',
  '\u202Eevil\u202C',
  '<!channel>',
  '&lt;!here&gt; <@U0BOSS>',
  '<https://evil.example|Zuora>',
  '../../etc/passwd',
  "' or 1=1; --",
  'A-S00900001',
  'A-S00900001 A-S00900002 #48211',
  '#48211 sign-in',
  'ana@harbour.example',
  'http://169.254.169.254/latest/meta-data',
  'A-S0 '.repeat(LONG_LENGTH / 5),
  '<'.repeat(LONG_LENGTH),
  'a.'.repeat(LONG_LENGTH / 2),
  'x'.repeat(LONG_LENGTH),
  'UANA',
  'UBEN',
  'UROBIN',
  'UGUEST',
  'UEXT',
  'UOTTO',
  'T0OTHERCO',
  'CSHARED',
  'CSALES',
  'CSUPPORT',
  ...LOG_CANARIES,
];

const MAX_CHANGES = 4;
const SHARE_REMOVED = 0.2;
const SHARE_FROM_OTHERS = 0.3;
const SHARE_FRESH = 0.9;
const SHARE_DAMAGED = 0.05;

/** Ids that differ from those of earlier requests. */
export interface FreshIds {
  /** The request's id is made from it. */
  readonly index: number;
  /** Slack user ids of possible senders. */
  readonly users: readonly string[];
  readonly responseUrl: string;
}

/** Returns a request: one of the payloads with a few changes. */
export function mutateOne(
  payloads: readonly RealPayload[],
  random: Random,
  { index, users, responseUrl }: FreshIds,
): MutatedRequest {
  const { encoding, value: real } = random.pick(payloads);
  const value = structuredClone(real);
  for (let left = 1 + random.whole(MAX_CHANGES); left > 0; left -= 1)
    changeOneField(value, random.pick(payloads).value, random);
  // Without new ids most of them would be duplicates, which are only acknowledged.
  if (random.chance(SHARE_FRESH)) {
    if (random.chance(SHARE_FRESH)) setUser(value, random.pick(users));
    if (encoding === 'json') value['event_id'] = `Ev${index}`;
    else value['trigger_id'] = `${index}.fuzz`;
    if ('response_url' in value) value['response_url'] = responseUrl;
  }
  const body = encode(value, encoding);
  const contentType = encoding === 'json' ? JSON_TYPE : FORM_TYPE;
  if (!random.chance(SHARE_DAMAGED)) return { body, contentType, isPayload: true };
  return {
    body: damaged(body, random),
    contentType: random.pick([JSON_TYPE, FORM_TYPE, 'text/plain']),
    isPayload: false,
  };
}

function setUser(value: Json, user: string): void {
  if ('user_id' in value) value['user_id'] = user;
  else if (isObject(value['user'])) value['user']['id'] = user;
  else if (isObject(value['event'])) value['event']['user'] = user;
}

type FieldReference = readonly [holder: Json, key: string];

/** Replaces or removes one value, or takes the value of the same key in another payload. */
function changeOneField(value: Json, other: Json, random: Random): void {
  const fieldRefs = fieldsIn(value);
  if (fieldRefs.length === 0) return;
  const [holder, key] = random.pick(fieldRefs);
  if (random.chance(SHARE_REMOVED)) {
    delete holder[key];
    return;
  }
  const sameKey = fieldsIn(other).filter(([, name]) => name === key);
  if (sameKey.length > 0 && random.chance(SHARE_FROM_OTHERS)) {
    const [otherHolder] = random.pick(sameKey);
    holder[key] = structuredClone(otherHolder[key]);
    return;
  }
  holder[key] = structuredClone(random.pick(HOSTILE_VALUES));
}

function fieldsIn(value: unknown): FieldReference[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Json;
  return Object.keys(holder).flatMap((key) => [[holder, key] as const, ...fieldsIn(holder[key])]);
}

function encode(value: Json, encoding: RealPayload['encoding']): string {
  if (encoding === 'json') return JSON.stringify(value);
  if (encoding === 'payload') return `payload=${encodeURIComponent(JSON.stringify(value))}`;
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    typeof field === 'string' ? field : JSON.stringify(field),
  ]);
  return new URLSearchParams(fields as [string, string][]).toString();
}

/** Cuts or repeats the body, overwrites a character, or inserts an invalid escape. */
function damaged(body: string, random: Random): string {
  const at = random.whole(body.length + 1);
  const [before, after] = [body.slice(0, at), body.slice(at)];
  return random.pick([
    before,
    after,
    `${before}%zz${after}`,
    `${before}\u0000${after.slice(1)}`,
    `${before}${random.pick(['&', '=', '"', '}', ']', '+', '%'])}${after.slice(1)}`,
    `${body}&${body}`,
  ]);
}
