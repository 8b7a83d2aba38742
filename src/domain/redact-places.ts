import type { Sweep } from './redact-removed.ts';

/** Slack's and HTML's own markup, laid open: targets and labels as plain text. What mentions is left for later. */
export function unwrapMarkup(text: string): string {
  return text
    .replace(/<\s*((?:[a-z][a-z0-9+.-]{1,20}:|www\.)[^<>|]*)(?:\|([^<>]*))?>/gi, unwrapLink)
    .replace(/<\/?a(?:\s([^<>]*))?>/gi, ' $1 ')
    .replace(/<\/?(?:br|p|div|li|ul|ol|table|tr|td|th|hr)(?:[\s/][^<>]*)?>/gi, '\n')
    .replace(/<\/?(?:b|i|u|s|em|strong|span|font|code|pre|wbr|small|sub|sup)(?:[\s/][^<>]*)?>/gi, '')
    .replace(/\s{0,3}[[({]\s?(?:\.|dot|punkt|punto|point)\s?[\])}]\s{0,3}(?=[\p{L}\p{N}])/giu, '.');
}

/** Takes out links, however they are written. A host alone, such as a product's name, is no link. */
export function takeLinks(sweep: Sweep): void {
  for (const pattern of LINKS) sweep.take('link', pattern);
}

/** Takes out names of files: what ends as a document, a picture, an archive or a licence does. */
export function takeFiles(sweep: Sweep): void {
  for (const pattern of FILES) sweep.take('file', pattern);
}

/** Takes out what calls people together in Slack's markup, with everything inside. */
export function takeMarkedMentions(sweep: Sweep): void {
  for (const pattern of MARKED_MENTIONS) sweep.take('mention', pattern);
}

/** Takes out mentions as they are typed by hand. */
export function takeTypedMentions(sweep: Sweep): void {
  for (const pattern of TYPED_MENTIONS) sweep.take('mention', pattern);
}

function unwrapLink(_: string, target: string, label = ''): string {
  return target.toLowerCase().includes(label.trim().toLowerCase()) ? ` ${target} ` : ` ${target} ${label} `;
}

const END = '[^\\s<>"]*[^\\s<>"\').,;:!?\\]}]';
const HOST = '(?:[\\p{L}\\p{N}_-]{1,63}\\.){1,8}\\p{L}[\\p{L}\\p{N}-]{1,62}';

const LINKS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])(?:data|javascript|vbscript|blob|tel|sms|callto|file):[^\s<>"]+/giu,
  new RegExp(`[a-z0-9+.-]{0,30}\\s?:\\s?[\\\\/]\\s?[\\\\/](?:\\s?${END})?`, 'giu'),
  new RegExp(`(?<![\\p{L}\\p{N}])www\\s?\\.\\s?${END}`, 'giu'),
  /(?<![\w.-])[\w.-]{1,64}@[\w.-]{1,120}:[\w~.-]{1,100}\/[^\s<>"]*/g,
  new RegExp(
    `(?<![@\\p{L}\\p{N}_.-])${HOST}\\.?(?::\\d{1,5}(?!\\d)(?:[/?#]${END})?|\\s?/(?:${END})?|[?#][\\p{L}\\p{N}%_](?:${END})?)`,
    'giu',
  ),
  new RegExp(`(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?::\\d{1,5}|/${END})`, 'gu'),
  /(?<![\p{L}\p{N}])\/?(?:[\w.-]{1,40}\/){0,4}(?:tickets|requests|attachments)\/[\w?=/.-]*\d[^\s<>"]*/giu,
  /\\\\[\w.$-]{1,80}\\[^\s<>"]+/g,
];

const NAME = "[\\p{L}\\p{N}_+%&'~$.\\\\/-]";
const ENDING =
  '\\.(?:pdf|png|jpe?g|gif|bmp|tiff?|webp|svg|heic|txt|log|csv|tsv|xlsx?|xlsm|docx?|docm|pptx?|odt|ods|odp|rtf|pages|numbers|zip|gz|tgz|bz2|xz|tar|7z|rar|eml|msg|mbox|ics|vcf|html?|xml|json|ya?ml|key|pem|crt|cer|p12|pfx|gitlab-licen[cs]e|licen[cs]e|lic|mp4|mov|avi|mkv|mp3|wav|har|sql|bak|dump|conf|ini|cfg)(?![\\p{L}\\p{N}])';

const FILES: readonly RegExp[] = [
  new RegExp(`["“„«'][^"“”„«»'\\n]{1,120}${ENDING}["”“»']`, 'giu'),
  new RegExp(`(?<!${NAME})${NAME}{1,200}(?:\\s?\\(\\d{1,3}\\))?${ENDING}`, 'giu'),
];

const MARKED_MENTIONS: readonly RegExp[] = [
  /<\s*[@!#][^<>\n]{0,300}>/g,
  /<\s*[@!#]\s*[\w^-]{0,80}/g,
  /[@!]\s?(?:subteam|date)\s?\^[^\s>]*>?/gi,
];

const TYPED_MENTIONS: readonly RegExp[] = [
  /(?<!@)@[\s@]{0,200}(?:here|channel|everyone|someone|group)[\p{L}\p{N}_-]*/giu,
  /(?<![\p{L}\p{N}…@])@+[\p{L}_][\p{L}\p{N}._-]{0,80}/gu,
];
