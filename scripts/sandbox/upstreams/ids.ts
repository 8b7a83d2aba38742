import { createHash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 32 hex characters, always the same for the same key, such as "account:A00900001". */
export function zuoraIdFor(key: string): string {
  return `8a80${digest(key).toString('hex').slice(0, 28)}`;
}

/** 18 characters. Prefix 001 = account, 006 = opportunity, 005 = user, 012 = record type; same key, same id. */
export function salesforceIdFor(prefix: '001' | '005' | '006' | '012', key: string): string {
  const cacheKey = `${prefix} ${key}`;
  const id = salesforceIds.get(cacheKey) ?? createSalesforceId(prefix, key);
  salesforceIds.set(cacheKey, id);
  return id;
}

/** A query computes the ids of all records. */
const salesforceIds = new Map<string, string>();

function createSalesforceId(prefix: string, key: string): string {
  const tail = [...digest(key).subarray(0, 9)].map((byte) => BASE62[byte % 62]).join('');
  return withChecksum(`${prefix}SB0${tail}`);
}

/** The 18-character form of a 15-character Salesforce id. Its last three characters tell which letters are capital. */
export function withChecksum(id15: string): string {
  const suffix = [0, 5, 10].map((from) => ALPHABET[capitals(id15.slice(from, from + 5))]).join('');
  return id15 + suffix;
}

/** A number that stays the same for the same key; Zendesk ids look like this. */
export function zendeskIdFor(key: string): number {
  return 9_000_000_000 + digest(key).readUInt32BE(0);
}

function capitals(five: string): number {
  return five
    .split('')
    .reduce((bits, letter, place) => (/[A-Z]/.test(letter) ? bits | (1 << place) : bits), 0);
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
