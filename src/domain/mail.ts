/** "ops+gitlab@harbour.example" → "ops@harbour.example", which often is the same mailbox; null when there is no tag. */
export function withoutTag(address: string): string | null {
  const [, name, host] = /^([^+@]+)\+[^@]*(@.+)$/.exec(address) ?? [];
  return name !== undefined && host !== undefined ? `${name}${host}` : null;
}

/** "ines@harbour.example" → "i…@harbour.example". */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) return '…';
  return `${String.fromCodePoint(address.codePointAt(0) ?? 0)}…${address.slice(at)}`;
}
