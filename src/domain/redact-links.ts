import type { RedactionBuffer } from './redaction-buffer.ts';

/** Replaces the markup of Slack and HTML with plain text: link targets, followed by their labels. Keeps mentions. */
export function unwrapMarkup(text: string): string {
  return text
    .replace(/<\s*((?:[a-z][a-z0-9+.-]{1,20}:|www\.)[^<>|]*)(?:\|([^<>]*))?>/gi, unwrapLink)
    .replace(/<\/?a(?:\s([^<>]*))?>/gi, ' $1 ')
    .replace(/<\/?(?:br|p|div|li|ul|ol|table|tr|td|th|hr)(?:[\s/][^<>]*)?>/gi, '\n')
    .replace(/<\/?(?:b|i|u|s|em|strong|span|font|code|pre|wbr|small|sub|sup)(?:[\s/][^<>]*)?>/gi, '')
    .replace(/\s{0,3}[[({]\s?(?:\.|dot|punkt|punto|point)\s?[\])}]\s{0,3}(?=[\p{L}\p{N}])/giu, '.');
}

/** Removes links in all notations. A host name alone may be a product name and is kept. */
export function redactLinks(buffer: RedactionBuffer): void {
  for (const pattern of LINK_PATTERNS) buffer.redactMatches('link', pattern);
}

/** Removes file names with the extension of a document, an image, an archive, a license or a configuration file. */
export function redactFileNames(buffer: RedactionBuffer): void {
  for (const pattern of FILE_NAME_PATTERNS) buffer.redactMatches('file', pattern);
}

/** Removes mentions in Slack's markup, including their content. */
export function redactMentionMarkup(buffer: RedactionBuffer): void {
  for (const pattern of MENTION_MARKUP_PATTERNS) buffer.redactMatches('mention', pattern);
}

/** Removes mentions typed by hand, such as "@here". */
export function redactTypedMentions(buffer: RedactionBuffer): void {
  for (const pattern of TYPED_MENTION_PATTERNS) buffer.redactMatches('mention', pattern);
}

function unwrapLink(_: string, target: string, label = ''): string {
  return target.toLowerCase().includes(label.trim().toLowerCase()) ? ` ${target} ` : ` ${target} ${label} `;
}

const URL_REST = '[^\\s<>"]*[^\\s<>"\').,;:!?\\]}]';
const HOST_NAME = '(?:[\\p{L}\\p{N}_-]{1,63}\\.){1,8}\\p{L}[\\p{L}\\p{N}-]{1,62}';

const LINK_PATTERNS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])(?:data|javascript|vbscript|blob|tel|sms|callto|file):[^\s<>"]+/giu,
  new RegExp(`[a-z0-9+.-]{0,30}\\s?:\\s?[\\\\/]\\s?[\\\\/](?:\\s?${URL_REST})?`, 'giu'),
  new RegExp(`(?<![\\p{L}\\p{N}])www\\s?\\.\\s?${URL_REST}`, 'giu'),
  /(?<![\w.-])[\w.-]{1,64}@[\w.-]{1,120}:[\w~.-]{1,100}\/[^\s<>"]*/g,
  new RegExp(
    `(?<![@\\p{L}\\p{N}_.-])${HOST_NAME}\\.?(?::\\d{1,5}(?!\\d)(?:[/?#]${URL_REST})?|\\s?/(?:${URL_REST})?|[?#][\\p{L}\\p{N}%_](?:${URL_REST})?)`,
    'giu',
  ),
  new RegExp(`(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?::\\d{1,5}|/${URL_REST})`, 'gu'),
  // Begins only where the path does: a search from each of its segments is slow on a long path.
  /(?<![\w./-])[\w./-]*?(?<![\p{L}\p{N}])(?:tickets|requests|attachments)\/[\w?=/.-]{0,200}?\d[^\s<>"]*/giu,
  /\\\\[\w.$-]{1,80}\\[^\s<>"]+/g,
];

const FILE_NAME_CHARACTER = "[\\p{L}\\p{N}_+%&'~$.\\\\/-]";
const FILE_EXTENSION =
  '\\.(?:pdf|png|jpe?g|gif|bmp|tiff?|webp|svg|heic|txt|log|csv|tsv|xlsx?|xlsm|docx?|docm|pptx?|odt|ods|odp|rtf|pages|numbers|zip|gz|tgz|bz2|xz|tar|7z|rar|eml|msg|mbox|ics|vcf|html?|xml|json|ya?ml|key|pem|crt|cer|p12|pfx|gitlab-licen[cs]e|licen[cs]e|lic|mp4|mov|avi|mkv|mp3|wav|har|sql|bak|dump|conf|ini|cfg)(?![\\p{L}\\p{N}])';

const FILE_NAME_PATTERNS: readonly RegExp[] = [
  new RegExp(`["“„«'][^"“”„«»'\\n]{1,120}${FILE_EXTENSION}["”“»']`, 'giu'),
  new RegExp(
    `(?<!${FILE_NAME_CHARACTER})${FILE_NAME_CHARACTER}{1,200}(?:\\s?\\(\\d{1,3}\\))?${FILE_EXTENSION}`,
    'giu',
  ),
];

const MENTION_MARKUP_PATTERNS: readonly RegExp[] = [
  /<\s*[@!#][^<>\n]{0,300}>/g,
  /<\s*[@!#]\s*[\w^-]{0,80}/g,
  /[@!]\s?(?:subteam|date)\s?\^[^\s>]*>?/gi,
];

const TYPED_MENTION_PATTERNS: readonly RegExp[] = [
  // Begins at the first of several at signs: a search from each of them is slow.
  /@(?<=(?<![\s@])\s*@)[\s@]*(?:here|channel|everyone|someone|group)[\p{L}\p{N}_-]*/giu,
  /(?<![\p{L}\p{N}…@])@+[\p{L}_][\p{L}\p{N}._-]{0,80}/gu,
];
