import { HANDOFF_INPUT_MAX_LENGTHS } from '../../src/domain/handoff-draft-view.ts';
import type { TestApp } from './harness.ts';

/** Text typed into one field, and the parts of it that must not get through. */
export interface TypedText {
  readonly text: string;
  readonly secrets: readonly string[];
}

/** Finds typed text in what Slack received, by the places where a placeholder appeared. */
export interface LeakDetector {
  /** Returns the lines sent to Slack since then that contain a secret; empty when there is none. */
  leaks(from: number, input: readonly TypedText[]): string[];
}

const ID_FIELDS = new Set([
  'metadata',
  'private_metadata',
  'value',
  'block_id',
  'action_id',
  'url',
  'ts',
  'trigger_id',
  'hash',
]);
/** Marker for the text of a field in the example. No other text contains it. */
const PLACEHOLDER = /Zq[a-z]+qZ/g;

/** Returns the text as a request that is long enough for the form also when redaction removes the text itself. */
export function asRequest(text: string): string {
  const lead = 'Please contact them now.\n';
  const room = HANDOFF_INPUT_MAX_LENGTHS.ask - lead.length;
  return text.length <= room ? `${lead}${text}` : text.slice(-HANDOFF_INPUT_MAX_LENGTHS.ask);
}

/** Returns a text that is recognisable wherever the bot shows the content of that field. */
export function placeholderFor(field: string): string {
  return `Zq${field.toLowerCase()}qZ is typed here`;
}

/**
 * Learns from what Slack was given between two places among its calls, when only stand-ins had been typed, which lines
 * are the bot's own and where in a line the typed text stands.
 */
export function learnLeakDetector(testApp: TestApp, from: number): LeakDetector {
  const lines = linesSince(testApp, from);
  const ours = new Set(lines);
  const frames = [...ours]
    .filter((line) => line.search(PLACEHOLDER) >= 0)
    .map((line) => line.split(/Zq[a-z]+qZ is typed here/))
    .sort((a, b) => b.join('').length - a.join('').length);
  return {
    leaks(since, typed) {
      const secrets = typed
        .flatMap((each) => each.secrets.map(lettersAndDigitsOf))
        .filter((secret) => secret !== '');
      const fresh = linesSince(testApp, since).filter((line) => !ours.has(line) && !isOwnLine(line));
      return [
        ...fresh.flatMap((line) =>
          leaksIn(typedPartOf(line, frames), secrets).map((what) => `${what} in: ${line}`),
        ),
        ...payloadsSince(testApp, since).flatMap((payload) =>
          secrets.filter((secret) => secret.length > 5 && lettersAndDigitsOf(payload).includes(secret)),
        ),
      ];
    },
  };
}

function leaksIn(text: string, secrets: readonly string[]): string[] {
  const shown = lettersAndDigitsOf(withoutMarkers(text));
  const active = /<|:\/\/|@here|@channel|@everyone/i.exec(text);
  return [...secrets.filter((secret) => shown.includes(secret)), ...(active ? [`active ${active[0]}`] : [])];
}

/** Returns the typed part of a line; the whole line when it is unknown. */
function typedPartOf(line: string, frames: readonly (readonly string[])[]): string {
  const frame = frames.find((parts) => {
    const [first = '', last = ''] = [parts[0], parts.at(-1)];
    return line.length >= first.length + last.length && line.startsWith(first) && line.endsWith(last);
  });
  return frame ? line.slice(frame[0]?.length, line.length - (frame.at(-1)?.length ?? 0)) : line;
}

/** Names what was taken out, in words of its own. */
function isOwnLine(line: string): boolean {
  return /^\**Removed from your text: [\w ,'-]+\.\**$/.test(line) || /^[\s*]*$/.test(line);
}

/** Returns the letters and digits alone, so that nothing hides between them. */
export function lettersAndDigitsOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Words that the bot's own replacements may contain. */
function withoutMarkers(text: string): string {
  return text.replace(/\([\w' -]+ removed\)/g, ' ');
}

/** Returns the lines of text sent to Slack, without the times, mentions and links that the bot builds from ids. */
function linesSince({ slack }: TestApp, from: number): string[] {
  return slack.calls.slice(from).flatMap(({ args }) =>
    stringsWithoutIds(args).flatMap((text) =>
      text
        .replace(/<!date\^\d+\^[^>]*\|[\d :UTC-]+>/g, 'then')
        .replace(/\d{4}-\d\d-\d\d( \d\d:\d\d UTC)?/g, 'then')
        .replace(/<@(UANA|UBEN|UROBIN)>/g, 'somebody')
        .replace(/<?https?:\/\/(127\.0\.0\.1:\d+|customers\.gitlab\.com)\/[^\s|>]*(\|[\w ]+>)?/g, 'our link')
        .split('\n'),
    ),
  );
}

function payloadsSince({ slack }: TestApp, from: number): string[] {
  return slack.calls
    .slice(from)
    .map(({ args }) => JSON.stringify(args['metadata'] ?? '').replace(/"[hc][\w-]+"/g, '""'));
}

function stringsWithoutIds(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsWithoutIds);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    ID_FIELDS.has(key) ? [] : stringsWithoutIds(inner),
  );
}
