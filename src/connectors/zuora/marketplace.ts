import { isBlank, valuesByKey } from '../field-schemas.ts';

const MARKETPLACE_PATTERN = /\b(?:aws|amazon|gcp|google|azure|microsoft)\b|marketplace/i;
/** What a card has room for. */
const MAX_LABEL_LENGTH = 80;

/** What the marketplace fields say, null when they say nothing; undefined when one of them is no text. */
export function marketplaceLabelOf(row: Readonly<Record<string, unknown>>): string | null | undefined {
  const sources = fieldTexts(row, 'externalsubscriptionsource__c');
  const offers = fieldTexts(row, 'marketplaceoffertype__c');
  const agreements = fieldTexts(row, 'marketplaceagreementid__c');
  if (!sources || !offers || !agreements) return undefined;
  const labels = [...sources.filter((source) => MARKETPLACE_PATTERN.test(source)), ...offers];
  if (labels.length === 0 && agreements.length > 0) labels.push('marketplace agreement');
  return labels.length === 0 ? null : [...new Set(labels)].join(', ').slice(0, MAX_LABEL_LENGTH);
}

/** Null when one of them is no text. */
function fieldTexts(row: Readonly<Record<string, unknown>>, name: string): string[] | null {
  const texts: string[] = [];
  for (const value of valuesByKey(row, name, normalizedFieldName)) {
    if (value === null || value === undefined) continue;
    if (typeof value !== 'string') return null;
    if (!isBlank(value)) texts.push(value.trim());
  }
  return texts;
}

/** The same field is written with and without underscores in its name. */
function normalizedFieldName(key: string): string {
  const lower = key.toLowerCase();
  return lower.endsWith('__c') ? `${lower.slice(0, -3).replaceAll('_', '')}__c` : lower;
}
