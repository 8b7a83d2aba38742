import { isBlank, valuesNamed } from '../shapes.ts';

const MARKETPLACES = /\b(?:aws|amazon|gcp|google|azure|microsoft)\b|marketplace/i;
/** What a card has room for. */
const MAX_LENGTH = 80;

/** What the marketplace fields say, null when they say nothing; undefined when one of them is no text. */
export function marketplaceOf(row: Readonly<Record<string, unknown>>): string | null | undefined {
  const sources = textsOf(row, 'externalsubscriptionsource__c');
  const offers = textsOf(row, 'marketplaceoffertype__c');
  const agreements = textsOf(row, 'marketplaceagreementid__c');
  if (!sources || !offers || !agreements) return undefined;
  const said = [...sources.filter((source) => MARKETPLACES.test(source)), ...offers];
  if (said.length === 0 && agreements.length > 0) said.push('marketplace agreement');
  return said.length === 0 ? null : [...new Set(said)].join(', ').slice(0, MAX_LENGTH);
}

/** Null when one of them is no text. */
function textsOf(row: Readonly<Record<string, unknown>>, name: string): string[] | null {
  const texts: string[] = [];
  for (const value of valuesNamed(row, name, folded)) {
    if (value === null || value === undefined) continue;
    if (typeof value !== 'string') return null;
    if (!isBlank(value)) texts.push(value.trim());
  }
  return texts;
}

/** The same field is written with and without underscores in its name. */
function folded(key: string): string {
  const lower = key.toLowerCase();
  return lower.endsWith('__c') ? `${lower.slice(0, -3).replaceAll('_', '')}__c` : lower;
}
