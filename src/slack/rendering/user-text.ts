import type { TextFragment } from '../../domain/text-fragments.ts';
import { link, valueFragment } from '../../domain/text-fragments.ts';
import { safeUrl, sanitizeText, truncateWithEllipsis } from '../block-kit/untrusted-text.ts';

/** No card needs more of what somebody typed; the history shows more. */
const MAX_USER_TEXT_LENGTH = 200;

/** Free text that a person typed, as part of a sentence of ours: cleaned and masked first, then cut. */
export function userText(text: string, maxLength: number = MAX_USER_TEXT_LENGTH): TextFragment {
  return valueFragment(truncateWithEllipsis(sanitizeText(text), maxLength).replace(/[\s.]+$/u, ''));
}

/** A link that a person pasted. One that holds an e-mail address, or that no browser opens, is shown as text. */
export function userLink(text: string): TextFragment {
  const decoded = text.replace(/%(?:25)*40/g, '@');
  const isSafeLink = sanitizeText(decoded) === text && safeUrl(text) !== null;
  return isSafeLink ? link(text, 'link') : userText(decoded, 60);
}
