/**
 * The 18-character form of a Salesforce id. A 15-character id keeps its case, which carries meaning; an
 * 18-character one is accepted only when its last three characters are the checksum of the case of the others.
 */
export function crmId18(id: string): string | null {
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id)) return null;
  const base = id.slice(0, 15);
  let suffix = '';
  for (let chunk = 0; chunk < 3; chunk += 1) {
    let bits = 0;
    for (let place = 0; place < 5; place += 1) {
      if (/[A-Z]/.test(base.charAt(chunk * 5 + place))) bits |= 1 << place;
    }
    suffix += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(bits);
  }
  if (id.length === 18 && id.slice(15).toUpperCase() !== suffix) return null;
  return base + suffix;
}
