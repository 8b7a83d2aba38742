import type { SampleCustomer } from './sample-customer.ts';

/** The companies that the invoices of sample customers go to. All invented but for the marketplaces and the OEM name. */
export const SELLER_ACCOUNT_NUMBERS = {
  quillmark: 'A00900901',
  bramblegate: 'A00900902',
  northfold: 'A00900903',
  markup: 'A00900904',
  longName: 'A00900905',
  managed: 'A00900906',
  amazon: 'A00900911',
  google: 'A00900912',
  oem: 'A00900913',
} as const;

export const SAMPLE_PARTNERS: readonly SampleCustomer[] = [
  samplePartner('quillmark', 'Quillmark Resale Ltd', 'quillmark.example'),
  samplePartner('bramblegate', 'Bramblegate Partners', 'bramblegate.example'),
  samplePartner('northfold', 'Northfold Distribution', 'northfold.example'),
  samplePartner('markup', 'Resell <Co> & *Sons*', 'resell-co.example'),
  samplePartner(
    'longName',
    `Compagnie Générale de Revente et de Distribution de Logiciels ${'et de Services Associés '.repeat(7)}SA`,
    'compagnie-generale.example',
  ),
  samplePartner('managed', 'Lanternwick Managed Services', 'lanternwick.example'),
  samplePartner('amazon', 'Amazon Web Services, Inc.', 'aws-marketplace.example'),
  samplePartner('google', 'Google Cloud Marketplace', 'gcp-marketplace.example'),
  samplePartner('oem', 'International Business Machines Corporation', 'oem-partner.example'),
];

function samplePartner(
  key: keyof typeof SELLER_ACCOUNT_NUMBERS,
  name: string,
  domain: string,
): SampleCustomer {
  const account = { name, number: SELLER_ACCOUNT_NUMBERS[key], domain, partner: true };
  if (key !== 'quillmark') return { ...account, soldTo: 'orders', channel: null };
  // Quillmark also uses the product itself.
  return { ...account, soldTo: 'anna', subscriptions: [{ number: 'A-S00900901' }] };
}
