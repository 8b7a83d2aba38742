/**
 * Invoice owners that are not resellers: the cloud marketplaces and the OEM partner that the public order rules name. Whole
 * names are compared, ignoring case and punctuation.
 */
const MARKETPLACE_NAMES = [
  'Amazon Web Services, Inc.',
  'Amazon Web Services',
  'AWS Marketplace',
  'Google Cloud Marketplace',
];
const ALLIANCE_NAMES = ['IBM', 'IBM Corporation', 'International Business Machines Corporation'];

/** Free mail providers. Two contacts with the same free mail domain are not related. */
const FREE_MAIL_DOMAIN_LIST = [
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

/** Values of the Zendesk organisation field `account_type` that mark a partner. */
const PARTNER_ACCOUNT_TYPES = new Set([
  'authorized_reseller',
  'reseller',
  'open_partner',
  'select_partner',
  'alliance_partner',
  'unofficial_reseller',
  'integrator',
]);

const normalizedNames = (list: readonly string[]) => new Set(list.map(normalizeName));
const normalizedMarketplaces = normalizedNames(MARKETPLACE_NAMES);
const normalizedAlliances = normalizedNames(ALLIANCE_NAMES);
const FREE_MAIL_DOMAINS = new Set(FREE_MAIL_DOMAIN_LIST);

export function isMarketplaceName(name: string): boolean {
  return normalizedMarketplaces.has(normalizeName(name));
}

export function isAllianceName(name: string): boolean {
  return normalizedAlliances.has(normalizeName(name));
}

export function isFreeMailDomain(domain: string): boolean {
  return FREE_MAIL_DOMAINS.has(domain.toLowerCase());
}

/** Returns true for the `account_type` of a partner. Partners usually write about a customer's subscription. */
export function isPartnerAccountType(type: string | null): boolean {
  return type !== null && PARTNER_ACCOUNT_TYPES.has(type);
}

function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
