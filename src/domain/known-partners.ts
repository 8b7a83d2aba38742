import type { Subscription } from './upstream-records.ts';

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
/** A cloud marketplace; `other` when the records name none or several. */
export type Marketplace = 'aws' | 'google' | 'other';

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

/** Values of the Zendesk organisation field `account_type` that mark a reseller, in lower case with underscores. */
const RESELLER_ACCOUNT_TYPES = new Set([
  'authorized_reseller',
  'reseller',
  'open_partner',
  'select_partner',
  'unofficial_reseller',
  'integrator',
]);
const ALLIANCE_ACCOUNT_TYPE = 'alliance_partner';

const normalizedNames = (list: readonly string[]) => new Set(list.map(normalizeName));
const normalizedMarketplaces = normalizedNames(MARKETPLACE_NAMES);
const normalizedAlliances = normalizedNames(ALLIANCE_NAMES);
const FREE_MAIL_DOMAINS = new Set(FREE_MAIL_DOMAIN_LIST);

export function isMarketplaceName(name: string): boolean {
  return normalizedMarketplaces.has(normalizeName(name));
}

/** Returns the marketplace that the invoice owner or the marketplace fields of a subscription name. */
export function marketplaceOf(
  subscription: Pick<Subscription, 'invoiceOwner' | 'marketplace'> | null,
): Marketplace {
  const owner = subscription?.invoiceOwner?.name ?? '';
  const named = `${isMarketplaceName(owner) ? owner : ''} ${subscription?.marketplace ?? ''}`;
  const isAws = /\b(?:aws|amazon)\b/i.test(named);
  const isGoogle = /\b(?:gcp|google)\b/i.test(named);
  if (isAws === isGoogle) return 'other';
  return isAws ? 'aws' : 'google';
}

export function isAllianceName(name: string): boolean {
  return normalizedAlliances.has(normalizeName(name));
}

export function isFreeMailDomain(domain: string): boolean {
  return FREE_MAIL_DOMAINS.has(domain.toLowerCase());
}

/** Returns true for the `account_type` of a partner that resells. Ignores case; spaces and hyphens count as underscores. */
export function isResellerAccountType(type: string | null): boolean {
  return type !== null && RESELLER_ACCOUNT_TYPES.has(normalizeAccountType(type));
}

/** Returns true for the `account_type` of an alliance or OEM partner. */
export function isAllianceAccountType(type: string | null): boolean {
  return type !== null && normalizeAccountType(type) === ALLIANCE_ACCOUNT_TYPE;
}

/** Returns true when both names are the same, ignoring case and punctuation. */
export function isSameCompanyName(one: string, other: string): boolean {
  return normalizeName(one) === normalizeName(other);
}

function normalizeAccountType(type: string): string {
  return type
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
