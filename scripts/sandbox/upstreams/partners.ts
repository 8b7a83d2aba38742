import type { Customer } from './customer.ts';

/** The companies that the invoices of sample customers go to. All invented but for the marketplaces and the OEM name. */
export const SELLERS = {
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

export const PARTNERS: readonly Customer[] = [
  seller('quillmark', 'Quillmark Resale Ltd', 'quillmark.example'),
  seller('bramblegate', 'Bramblegate Partners', 'bramblegate.example'),
  seller('northfold', 'Northfold Distribution', 'northfold.example'),
  seller('markup', 'Resell <Co> & *Sons*', 'resell-co.example'),
  seller(
    'longName',
    `Compagnie Générale de Revente et de Distribution de Logiciels ${'et de Services Associés '.repeat(7)}SA`,
    'compagnie-generale.example',
  ),
  seller('managed', 'Lanternwick Managed Services', 'lanternwick.example'),
  seller('amazon', 'Amazon Web Services, Inc.', 'aws-marketplace.example'),
  seller('google', 'Google Cloud Marketplace', 'gcp-marketplace.example'),
  seller('oem', 'International Business Machines Corporation', 'oem-partner.example'),
];

function seller(key: keyof typeof SELLERS, name: string, domain: string): Customer {
  const soldTo = key === 'quillmark' ? 'anna' : 'orders';
  return { name, number: SELLERS[key], domain, soldTo, partner: true, channel: null };
}
