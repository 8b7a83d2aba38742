import { isRecord } from './payload-schemas.ts';

/** Keys of blocks and attachments whose strings people see. */
const TEXT_KEYS = toKeySet(
  'text url title title_link from_url original_url fallback pretext description caption hint label markdown_text',
);
/** Keys of nested blocks, attachments and elements. */
const CONTAINER_KEYS = toKeySet(
  'text blocks attachments elements element fields accessory rows columns title description message_blocks message items label hint options caption',
);
/** Keys of a forwarded email's text. Sender, recipients, subject and headers are left out. */
const EMAIL_TEXT_KEYS = ['plain_text', 'preview_plain_text', 'preview', 'simplified_html'];

/** The most nodes that are read; a message with 50 blocks and 100 attachments stays far below. */
const MAX_NODES = 20_000;

/**
 * Returns the visible text of a message: its text, blocks, attachments, and emails forwarded into Slack. Leaves out
 * ids, file names and email headers.
 */
export function visibleTexts(message: unknown): string[] {
  const texts: string[] = [];
  const waiting: unknown[] = [message];
  for (let node = 0; node < waiting.length && node < MAX_NODES; node += 1) {
    const value = waiting[node];
    if (isArray(value)) appendAll(waiting, value);
    else if (isRecord(value)) {
      appendAll(texts, ownTextsOf(value));
      const inner = Object.entries(value).filter(([key]) => CONTAINER_KEYS.has(key));
      appendAll(
        waiting,
        inner.map(([, each]) => each),
      );
    }
  }
  return texts;
}

/** Returns every string in a message, ids and file names included, for the search for hosts that must not be named. */
export function allStringsIn(message: unknown): string[] {
  const strings: string[] = [];
  const waiting: unknown[] = [message];
  for (let node = 0; node < waiting.length && node < 10 * MAX_NODES; node += 1) {
    const value = waiting[node];
    if (typeof value === 'string') strings.push(value);
    else if (typeof value === 'object' && value !== null) appendAll(waiting, Object.values(value));
  }
  return strings;
}

/** Appends without spreading: spreading a list of 100,000 into `push` overflows the stack. */
function appendAll<T>(list: T[], more: readonly T[]): void {
  for (const each of more) list.push(each);
}

function ownTextsOf(record: Record<string, unknown>): string[] {
  const entries = Object.entries(record);
  const own = entries.filter(([key, value]) => TEXT_KEYS.has(key) || isFieldValue(key, value, record));
  const mails = isArray(record['files']) ? record['files'].filter(isRecord).flatMap(emailTexts) : [];
  return [...own.map(([, value]) => value), ...mails].filter((value) => typeof value === 'string');
}

/** An attachment field has a title and a visible value; a button's value is an id. */
function isFieldValue(key: string, value: unknown, record: Record<string, unknown>): boolean {
  return key === 'value' && typeof value === 'string' && !('type' in record) && 'title' in record;
}

function emailTexts(file: Record<string, unknown>): unknown[] {
  if (file['mode'] !== 'email') return [];
  return EMAIL_TEXT_KEYS.map((key) => file[key]).map((text) =>
    typeof text === 'string' ? replaceTagsWithLinks(text) : text,
  );
}

/** Replaces HTML tags with the addresses of their links; other attributes, such as the id of an inline image, are not visible. */
function replaceTagsWithLinks(text: string): string {
  return text.replace(HTML_TAG_PATTERN, (tag) => ` ${HREF_PATTERN.exec(tag)?.[1] ?? ''} `);
}

const HTML_TAG_PATTERN = /<\/?[a-z][a-z0-9]{0,20}(?:\s[^<>]*)?\/?>/gi;
const HREF_PATTERN = /\shref\s{0,5}=\s{0,5}["']?([^"'\s>]+)/i;

function isArray(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function toKeySet(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}
