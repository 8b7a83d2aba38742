/** Returns "ops@harbour.example" for "ops+gitlab@harbour.example": often the same mailbox. Null without a tag. */
export function stripPlusTag(address: string): string | null {
  const [, name, host] = /^([^+@]+)\+[^@]*(@.+)$/.exec(address) ?? [];
  return name !== undefined && host !== undefined ? `${name}${host}` : null;
}

/** "ines@harbour.example" → "i…@harbour.example". */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) return '…';
  return `${String.fromCodePoint(address.codePointAt(0) ?? 0)}…${address.slice(at)}`;
}
