/**
 * Returns the 18-character form of a Salesforce id, or null when it is invalid. The first 15 characters are
 * case-sensitive; the last three are a checksum of their case.
 */
export function normalizeCrmId(id: string): string | null {
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id)) return null;
  const base = id.slice(0, 15);
  let suffix = '';
  for (let chunk = 0; chunk < 3; chunk += 1) {
    let caseBits = 0;
    for (let index = 0; index < 5; index += 1) {
      if (/[A-Z]/.test(base.charAt(chunk * 5 + index))) caseBits |= 1 << index;
    }
    suffix += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(caseBits);
  }
  if (id.length === 18 && id.slice(15).toUpperCase() !== suffix) return null;
  return base + suffix;
}
