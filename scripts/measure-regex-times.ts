/**
 * Times every regular expression that typed text meets, on 40,000 characters made to search badly, and prints the
 * slowest. Exits with 1 when one takes more than 20 ms in each of eight runs. Run it alone on the machine:
 * `npx tsx scripts/measure-regex-times.ts`
 */

import { findPromise } from '../src/domain/find-promise.ts';
import { normalizeInput } from '../src/domain/normalize-input.ts';
import { parsePastedLink } from '../src/domain/parse-free-text.ts';
import { parseQuery } from '../src/domain/parse-query.ts';
import { redact } from '../src/domain/redact.ts';
import { sanitizeText } from '../src/slack/block-kit/untrusted-text.ts';
import { visibleTexts } from '../src/slack/ingress/message-text.ts';

const TEXT_LENGTH = 40_000;
const MAX_MS = 20;
const RUNS = 8;

/** Repeated until the text is long enough; "¦" parts them. */
const TEXT_FRAGMENTS = [
  "a¦A¦0¦1 ¦a.¦a.b@¦x@¦@¦A-S¦A-S0¦A-S ¦001¦#¦ZD ¦licence ¦-¦_¦a'¦/¦a/¦://¦https://¦https://a ¦<https://a|¦<¦<@¦<a@",
  '&¦&amp;¦%25¦%2¦\\x5c¦\\¦[¦](¦((¦(.¦.¦. ¦,¦"¦`¦*¦ ¦\n¦\n>¦\u200b¦e\u0301¦é¦а¦а-ѕ¦ﷺ¦日¦🦊¦From: ¦On 1 ¦password¦password: ¦pin is ',
  'GB82 ¦ab12 ¦AB12-¦4111 ¦020 ¦+4¦0049¦(0¦ines at ¦a dot ¦ dot a¦we will ¦discount ¦{"data"¦-----BEGIN ¦eyJ¦aB3d¦aB3dE6 ¦=¦٠',
  'O-1¦mailto:¦<mailto:a@b¦a@a.¦tickets/¦www.¦federal-¦a:b@c:d/¦1.1.¦\\\\a\\¦a.pdf¦a(1)¦login ',
].flatMap((line) => line.split('¦'));
const TEXT_ENDINGS = ['', '!', '@'];

const RULES = {
  maxLength: 500,
  refusedHosts: ['federal-support.gitlab.com'],
  ownIds: ['A-S00900001', '#48211'],
};
const HOSTS = {
  ticket: ['gitlab.zendesk.com'],
  refused: ['federal-support.gitlab.com'],
  defaultTicketHost: 'gitlab.zendesk.com',
  portal: 'customers.gitlab.com',
};

const READERS: readonly ((text: string) => unknown)[] = [
  normalizeInput,
  (text) => parseQuery(text, HOSTS),
  (text) => redact(text, RULES),
  (text) => findPromise(text),
  (text) => parsePastedLink(text, RULES.refusedHosts),
  (text) => visibleTexts({ text }),
  sanitizeText,
];

interface SlowestText {
  readonly ms: number;
  readonly seed: string;
}

let timesInRun = new Map<string, number>();
/** Time spent in nested calls, which is subtracted: callbacks run patterns too. */
let nestedMs = 0;

/** Calls the method and adds its own time to the pattern. */
function timed<T>(pattern: unknown, call: () => T): T {
  if (!(pattern instanceof RegExp)) return call();
  const before = nestedMs;
  nestedMs = 0;
  const startedAt = performance.now();
  const result = call();
  const took = performance.now() - startedAt;
  const name = String(pattern);
  timesInRun.set(name, Math.max(timesInRun.get(name) ?? 0, took - nestedMs));
  nestedMs = before + took;
  return result;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

function excludeCallbackTime(callback: Method): Method {
  return (...given) => {
    const before = nestedMs;
    const startedAt = performance.now();
    const result = callback(...given);
    nestedMs = before + performance.now() - startedAt;
    return result;
  };
}

function timeMethod(
  owner: object,
  name: string,
  patternOf: (self: unknown, given: readonly unknown[]) => unknown,
): void {
  const original = Reflect.get(owner, name) as Method;
  const watched: Method = function (this: unknown, ...all) {
    // What a callback does is not the pattern's time.
    const given = all.map((one) => (typeof one === 'function' ? excludeCallbackTime(one as Method) : one));
    return timed(patternOf(this, given), () => {
      const result = original.apply(this, given);
      return name === 'matchAll' ? [...(result as Iterable<unknown>)].values() : result;
    });
  };
  Reflect.defineProperty(owner, name, { value: watched, configurable: true, writable: true });
}

for (const name of ['replace', 'replaceAll', 'match', 'matchAll', 'search', 'split'])
  timeMethod(String.prototype, name, (_, [pattern]) => pattern);
timeMethod(RegExp.prototype, 'test', (self) => self);

const slowest = new Map<string, SlowestText>();
for (const seed of TEXT_FRAGMENTS) {
  for (const end of TEXT_ENDINGS) {
    const text = seed.repeat(Math.ceil(TEXT_LENGTH / seed.length)).slice(0, TEXT_LENGTH) + end;
    const best = new Map<string, number>();
    for (let run = 0; run < RUNS; run += 1) {
      timesInRun = new Map();
      for (const read of READERS) read(text);
      for (const [name, ms] of timesInRun) best.set(name, Math.min(best.get(name) ?? ms, ms));
      if (Math.max(...best.values()) <= MAX_MS) break;
    }
    for (const [name, ms] of best)
      if (ms > (slowest.get(name)?.ms ?? 0)) slowest.set(name, { ms, seed: seed + end });
  }
}

const worst = [...slowest].sort(([, a], [, b]) => b.ms - a.ms);
for (const [name, { ms, seed }] of worst.slice(0, 15)) {
  console.log(`${ms.toFixed(1).padStart(6)} ms  ${JSON.stringify(seed).padEnd(16)} ${name.slice(0, 100)}`);
}
console.log(
  `${worst.length} patterns, ${TEXT_FRAGMENTS.length * TEXT_ENDINGS.length} texts of ${TEXT_LENGTH} characters`,
);
process.exitCode = (worst[0]?.[1].ms ?? 0) > MAX_MS ? 1 : 0;
