import { describe, expect, it } from 'vitest';
import { buildSampleData } from '../../../scripts/sandbox/upstreams/build-sample-data.ts';
import { SAMPLE_CUSTOMERS, SAMPLE_ENTRIES } from '../../../scripts/sandbox/upstreams/customers.ts';
import { salesforceIdFor, withChecksum } from '../../../scripts/sandbox/upstreams/ids.ts';
import { SAMPLE_PARTNERS } from '../../../scripts/sandbox/upstreams/partners.ts';

const TODAY = '2026-11-22';
const sampleData = buildSampleData([...SAMPLE_PARTNERS, ...SAMPLE_CUSTOMERS], TODAY);

const VERDICTS = [
  'unknown',
  'marketplace',
  'alliance',
  'conflict',
  'msp',
  'former-reseller',
  'reseller',
  'transition-pending',
  'transition-complete',
  'direct',
];

describe('the samples', () => {
  it('show every verdict and every outcome of a check', () => {
    const groups = new Set(SAMPLE_ENTRIES.map(({ group }) => group));

    expect([...groups].toSorted()).toEqual(
      [...VERDICTS, 'not-found', 'ambiguous', 'mixed', 'refused'].toSorted(),
    );
  });

  it('refer to existing records, except for two on purpose', () => {
    const missing = SAMPLE_ENTRIES.filter(({ text }) => !existsInSampleData(text.split(' ')[0] ?? ''));

    expect(missing.map(({ group }) => group)).toEqual(['not-found', 'refused']);
  });

  it('are sorted by group', () => {
    const groups = SAMPLE_ENTRIES.map(({ group }) => group);
    const changes = groups.filter((group, index) => group !== groups[index - 1]);

    expect(changes).toHaveLength(new Set(groups).size);
  });

  it('have different texts', () => {
    const texts = SAMPLE_ENTRIES.map(({ text }) => text);

    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('the sample customers', () => {
  it('are numerous, and no two share a number', () => {
    const accounts = sampleData.accounts.map(({ number }) => number);
    const versions = sampleData.subscriptions.map(({ number, version }) => `${number}/${version}`);

    expect(SAMPLE_CUSTOMERS.length).toBeGreaterThanOrEqual(24);
    expect(new Set(accounts).size).toBe(accounts.length);
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('have numbers and ids in the formats of the real systems', () => {
    const { accounts, subscriptions, contacts } = sampleData;

    for (const { number } of accounts) expect(number).toMatch(/^A\d{8}$/);
    for (const { number } of subscriptions) expect(number).toMatch(/^A-S\d{8}$/);
    for (const { id } of [...accounts, ...subscriptions, ...contacts]) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('have Salesforce ids with a valid checksum', () => {
    const ids = [
      ...sampleData.crmAccounts.flatMap(({ id, ownerId }) => [id, ownerId]),
      ...sampleData.opportunities.map(({ id }) => id),
      ...sampleData.crmPartners.map(({ id }) => id),
      ...sampleData.accounts.flatMap(({ crmId }) => (crmId?.length === 18 ? [crmId] : [])),
    ];

    expect(withChecksum('500PL000005Qb2g')).toBe('500PL000005Qb2gYAC');
    expect(ids.length).toBeGreaterThan(80);
    for (const id of ids) expect(withChecksum(id.slice(0, 15))).toBe(id);
    expect(new Set(sampleData.crmAccounts.map(({ id }) => id.toLowerCase())).size).toBe(
      sampleData.crmAccounts.length,
    );
    expect(salesforceIdFor('001', 'same')).toBe(salesforceIdFor('001', 'same'));
  });

  it('have addresses that belong to nobody, except for one invented free-mail address', () => {
    const addresses = [
      ...sampleData.contacts.flatMap(({ workEmail, personalEmail }) => [workEmail, personalEmail]),
      ...sampleData.users.map(({ email }) => email),
    ].filter((address) => address !== null);
    const elsewhere = new Set(addresses.filter((address) => !address.endsWith('.example')));

    expect([...elsewhere]).toEqual(['corvane.studio.sample.0090@gmail.com']);
  });

  it('end on dates relative to today', () => {
    const ends = ['A-S00900052', 'A-S00900053', 'A-S00900057'].map(
      (number) => sampleData.subscription(number).endsOn,
    );

    expect(ends).toEqual(['2026-10-23', '2026-10-22', null]);
  });

  it.each([
    ['A-S00900001', 'A00900001', 'Quillmark Resale Ltd', 'Reseller'],
    ['A-S00900002', 'A00900002', 'Orchard & Vale', 'Non-Reseller'],
    ['A-S00900003', 'A00900003', 'Bramblegate Partners', 'Non-Reseller'],
    ['A-S00900005', 'A00900005', 'Kestrel Foods', 'Non-Reseller'],
    ['A-S00900021', 'A00900020', 'Quillmark Resale Ltd', 'Reseller'],
    ['A-S00900022', 'A00900020', 'Alder Health', 'Reseller'],
    ['A-S00900010', 'A00900010', 'Amazon Web Services, Inc.', 'Reseller'],
    ['A-S00900031', 'A00900031', 'Quillmark Resale Ltd', 'Reseller'],
    ['A-S00900032', 'A00900032', 'Pallas Laboratories', 'Non-Reseller'],
  ])('tell the example case of %s', (number, account, owner, channel) => {
    const subscription = sampleData.subscription(number);

    expect(sampleData.account(subscription.accountId).number).toBe(account);
    expect(sampleData.account(subscription.invoiceOwnerId ?? '').name).toBe(owner);
    expect(sampleData.account(account).custom['SSPChannel__c']).toBe(channel);
  });
});

function existsInSampleData(reference: string): boolean {
  if (reference.startsWith('#')) return sampleData.tickets.some(({ id }) => `#${id}` === reference);
  return (
    sampleData.accounts.some(({ number, crmId }) => reference === number || reference === crmId) ||
    sampleData.subscriptions.some(({ number }) => number === reference) ||
    sampleData.contacts.some(({ workEmail }) => workEmail === reference)
  );
}
