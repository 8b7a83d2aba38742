/** The part of an e-mail address after the @, lower case; null when there is none or it is no address. */
export function mailDomain(address: string | null | undefined): string | null {
  const domain = /^[^\s@<>]+@([^\s@<>]+)$/.exec(address?.trim() ?? '')?.[1]?.toLowerCase();
  return domain && /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(domain)
    ? domain
    : null;
}
