/** Keys under which Slack puts text and addresses that people read, in blocks and attachments. */
const TEXT_KEYS = keys(
  'text url alt_text title title_link from_url original_url fallback pretext description caption hint label markdown_text',
);
/** Keys under which further blocks, attachments and elements stand. */
const CONTAINER_KEYS = keys(
  'text blocks attachments elements element fields accessory rows columns title description message_blocks message items label hint options caption',
);
/** Of a file that is a forwarded e-mail: its text. Sender, recipients, subject and headers are left out. */
const MAIL_KEYS = ['plain_text', 'preview_plain_text', 'preview', 'simplified_html'];

/** More parts than this are not read: a message with 50 blocks and 100 attachments stays far below. */
const MOST_NODES = 20_000;

/**
 * Returns what a message says: its text, its blocks, its attachments and e-mails that were forwarded into Slack.
 * Ids, file names and mail headers are no part of it.
 */
export function readableTexts(message: unknown): string[] {
  const texts: string[] = [];
  const waiting: unknown[] = [message];
  for (let node = 0; node < waiting.length && node < MOST_NODES; node += 1) {
    const value = waiting[node];
    if (isList(value)) add(waiting, value);
    else if (isRecord(value)) {
      add(texts, textsOf(value));
      const inner = Object.entries(value).filter(([key]) => CONTAINER_KEYS.has(key));
      add(
        waiting,
        inner.map(([, each]) => each),
      );
    }
  }
  return texts;
}

/** Every string in it, ids and names included: where a host must not even be named, that counts, too. */
export function allStrings(message: unknown): string[] {
  const strings: string[] = [];
  const waiting: unknown[] = [message];
  for (let node = 0; node < waiting.length && node < 10 * MOST_NODES; node += 1) {
    const value = waiting[node];
    if (typeof value === 'string') strings.push(value);
    else if (typeof value === 'object' && value !== null) add(waiting, Object.values(value));
  }
  return strings;
}

/** Spreading a list of a hundred thousand into a call overflows the stack. */
function add<T>(list: T[], more: readonly T[]): void {
  for (const each of more) list.push(each);
}

function textsOf(record: Record<string, unknown>): string[] {
  const entries = Object.entries(record);
  const own = entries.filter(([key, value]) => TEXT_KEYS.has(key) || isFieldValue(key, value, record));
  const mails = isList(record['files']) ? record['files'].filter(isRecord).flatMap(mailTexts) : [];
  return [...own.map(([, value]) => value), ...mails].filter((value) => typeof value === 'string');
}

/** An attachment's field has a title and a value; a button's value is an id. */
function isFieldValue(key: string, value: unknown, record: Record<string, unknown>): boolean {
  return key === 'value' && typeof value === 'string' && !('type' in record) && 'title' in record;
}

function mailTexts(file: Record<string, unknown>): unknown[] {
  return file['mode'] === 'email' ? MAIL_KEYS.map((key) => file[key]) : [];
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keys(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}
