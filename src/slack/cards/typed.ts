import type { Part } from '../mrkdwn.ts';
import { link, value } from '../mrkdwn.ts';
import { cleanOutside, cutText, safeUrl } from '../outside-text.ts';

/** No card needs more of what somebody typed; the history shows more. */
const MOST_CHARACTERS = 200;

/** Free text that a person typed, as part of a sentence of ours: cleaned and masked first, then cut. */
export function typed(text: string, most: number = MOST_CHARACTERS): Part {
  return value(cutText(cleanOutside(text), most).replace(/[\s.]+$/u, ''));
}

/** A link that a person pasted. One that holds an e-mail address, or that no browser opens, is shown as text. */
export function pasted(text: string): Part {
  const decoded = text.replace(/%(?:25)*40/g, '@');
  const opens = cleanOutside(decoded) === text && safeUrl(text) !== null;
  return opens ? link(text, 'link') : typed(decoded, 60);
}
