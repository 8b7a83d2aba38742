/**
 * Invoice owners that are not resellers although the invoice goes to them. Names are compared whole, without
 * case and punctuation. Facts: the two cloud marketplaces and the OEM partner named in public order rules.
 */
const MARKETPLACES = [
  'Amazon Web Services, Inc.',
  'Amazon Web Services',
  'AWS Marketplace',
  'Google Cloud Marketplace',
];
const ALLIANCES = ['IBM', 'IBM Corporation', 'International Business Machines Corporation'];

/** Mail hosts that anybody can use, so sharing one proves nothing. */
const FREE_MAIL = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'msn.com',
  'yahoo.com',
  'yahoo.co.uk',
  'yahoo.co.jp',
  'icloud.com',
  'me.com',
  'aol.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'mail.com',
  'mail.ru',
  'yandex.ru',
  'yandex.com',
  'proton.me',
  'protonmail.com',
  'pm.me',
  'zoho.com',
  'qq.com',
  '163.com',
  '126.com',
  'naver.com',
  'free.fr',
  'orange.fr',
  'wanadoo.fr',
  'libero.it',
  't-online.de',
  'fastmail.com',
];

/** Organisation types (field `account_type` in Zendesk) of partners, who write about their customers' subscriptions. */
const PARTNER_TYPES = new Set([
  'authorized_reseller',
  'reseller',
  'open_partner',
  'select_partner',
  'alliance_partner',
  'unofficial_reseller',
  'integrator',
]);

const names = (list: readonly string[]) => new Set(list.map(plain));
const marketplaces = names(MARKETPLACES);
const alliances = names(ALLIANCES);
const freeMail = new Set(FREE_MAIL);

export function isMarketplace(name: string): boolean {
  return marketplaces.has(plain(name));
}

export function isAlliance(name: string): boolean {
  return alliances.has(plain(name));
}

export function isFreeMail(domain: string): boolean {
  return freeMail.has(domain.toLowerCase());
}

/** Returns true for the `account_type` of a partner, whose tickets are usually about another company's subscription. */
export function isPartnerType(type: string | null): boolean {
  return type !== null && PARTNER_TYPES.has(type);
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
