/** Removes the "+tag" of an email address, which usually leads to the same mailbox. Returns null without a tag. */
export function stripPlusTag(address: string): string | null {
  const [, name, host] = /^([^+@]+)\+[^@]*(@.+)$/.exec(address) ?? [];
  return name !== undefined && host !== undefined ? `${name}${host}` : null;
}

/** Returns "i…@harbour.example" for "ines@harbour.example". */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) return '…';
  return `${String.fromCodePoint(address.codePointAt(0) ?? 0)}…${address.slice(at)}`;
}

/**
 * Matches more than valid addresses, so that anything resembling one is masked. A match starts at the beginning of a run
 * of characters only, which keeps the search linear.
 */
const EMAIL_LIKE_PATTERN = /(?<![^\s@<>()[\]:;,"\\])[^\s@<>()[\]:;,"\\]+(?:@[^\s@<>()[\]:;,"\\]+)+/gu;

/** Masks everything in a text that looks like an email address. Must precede any cut, which may split an address. */
export function maskEmailsIn(text: string): string {
  return text.replace(EMAIL_LIKE_PATTERN, maskEmail);
}

/** Returns a keyed hash of an address, which cannot be turned back into it. Ignores case. */
export type EmailFingerprint = (address: string) => string;

/** Returns the fingerprint of an email address, or undefined for an invalid address. */
export function fingerprintOf(
  address: string | null | undefined,
  emailFingerprint: EmailFingerprint,
): string | undefined {
  return mailDomain(address) === null ? undefined : emailFingerprint(address?.trim() ?? '');
}

/** Returns the lower-cased domain of an email address, or null for an invalid address. */
export function mailDomain(address: string | null | undefined): string | null {
  const domain = /^[^\s@<>]+@([^\s@<>]+)$/.exec(address?.trim() ?? '')?.[1]?.toLowerCase();
  return domain && /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(domain)
    ? domain
    : null;
}
