import { SELLER_ACCOUNT_NUMBERS } from './partners.ts';
import type { SampleCustomer } from './sample-customer.ts';

/** Customers who are neither plainly resold nor plainly direct, and questions with no single answer. */
export const UNUSUAL_CUSTOMERS: readonly SampleCustomer[] = [
  {
    name: 'Tern Robotics',
    number: 'A00900003',
    domain: 'tern-robotics.example',
    subscriptions: [{ number: 'A-S00900003', owner: SELLER_ACCOUNT_NUMBERS.bramblegate }],
    samples: [
      {
        title: 'Tern Robotics',
        text: 'A-S00900003 enable-login',
        note: 'Another owner, yet the channel says Non-Reseller',
        group: 'conflict',
      },
    ],
  },
  {
    name: 'Calder Group',
    number: 'A00900080',
    domain: 'calder.example',
    crm: { keptAs: 'none' },
    subscriptions: [{ number: 'A-S00900080', owner: 'A00900081' }],
    samples: [
      { title: 'Calder Group', text: 'A-S00900080', note: 'Its own child account pays', group: 'conflict' },
    ],
  },
  {
    name: 'Calder Pumps',
    number: 'A00900081',
    domain: 'calder.example',
    parent: 'A00900080',
    channel: 'Reseller',
    subscriptions: [{ number: 'A-S00900081', owner: 'A00900080' }],
    samples: [
      { title: 'Calder Pumps', text: 'A-S00900081', note: 'Its parent account pays', group: 'conflict' },
    ],
  },
  {
    name: 'Nimbus Yarns',
    number: 'A00900010',
    domain: 'nimbus-yarns.example',
    channel: 'Reseller',
    subscriptions: [
      {
        number: 'A-S00900010',
        owner: SELLER_ACCOUNT_NUMBERS.amazon,
        marketplace: { offerType: 'Private Offer', source: 'AWS' },
      },
    ],
    samples: [
      {
        title: 'Nimbus Yarns',
        text: 'A-S00900010',
        note: 'Bought on AWS with a private offer',
        group: 'marketplace',
      },
    ],
  },
  {
    name: 'Glasswing Analytics',
    number: 'A00900090',
    domain: 'glasswing.example',
    channel: null,
    subscriptions: [{ number: 'A-S00900090', owner: SELLER_ACCOUNT_NUMBERS.google }],
    samples: [
      {
        title: 'Glasswing Analytics',
        text: 'A-S00900090',
        note: 'Google by the owner alone; the channel is blank',
        group: 'marketplace',
      },
    ],
  },
  {
    name: 'Rookery Games',
    number: 'A00900091',
    domain: 'rookery.example',
    subscriptions: [
      {
        number: 'A-S00900091',
        marketplace: { offerType: 'Public Offer', source: 'GCP', agreementId: 'sample-agreement-0091' },
      },
    ],
    samples: [
      {
        title: 'Rookery Games',
        text: 'A-S00900091',
        note: 'Google by the marketplace fields; the customer is the owner',
        group: 'marketplace',
      },
    ],
  },
  {
    name: 'Aldgate Insurance',
    number: 'A00900092',
    domain: 'aldgate.example',
    channel: 'Reseller',
    subscriptions: [{ number: 'A-S00900092', owner: SELLER_ACCOUNT_NUMBERS.oem }],
    samples: [
      { title: 'Aldgate Insurance', text: 'A-S00900092', note: 'Sold by an OEM partner', group: 'alliance' },
    ],
  },
  {
    name: 'Thimble Cloud',
    number: 'A00900093',
    domain: 'thimble-cloud.example',
    subscriptions: [{ number: 'A-S00900093' }],
    tickets: [
      {
        id: 48250,
        requester: { name: 'T. Imble', email: 't.imble@thimble-cloud.example' },
        subscriptionField: 'A-S00900093',
        tags: ['alliance_partner'],
        organisation: { accountType: 'alliance_partner' },
        formId: 360001172559,
      },
    ],
    samples: [
      {
        title: 'Thimble Cloud',
        text: '#48250',
        note: 'The organisation of the ticket is an alliance partner',
        group: 'alliance',
      },
    ],
  },
  {
    name: 'Alder Health',
    number: 'A00900020',
    domain: 'alder-health.example',
    channel: 'Reseller',
    subscriptions: [
      { number: 'A-S00900021', owner: SELLER_ACCOUNT_NUMBERS.quillmark },
      { number: 'A-S00900022', ends: 60, products: [{ name: 'Ultimate', quantity: 12 }] },
    ],
    tickets: [
      {
        id: 48260,
        requester: { name: 'Al Der', email: 'al@alder-health.example' },
        subscriptionField: 'A-S00900021, A-S00900022',
        tags: ['lnr_cdot_login'],
      },
    ],
    samples: [
      {
        title: 'Alder Health',
        text: 'A00900020 sign-in',
        note: 'One subscription resold, one on its own',
        group: 'mixed',
      },
      {
        title: 'Two numbers in one ticket',
        text: '#48260',
        note: 'The ticket names both subscriptions',
        group: 'mixed',
      },
    ],
  },
  {
    name: 'Pallas Instruments',
    number: 'A00900031',
    domain: 'pallas.example',
    channel: 'Reseller',
    crm: { partners: [{ number: SELLER_ACCOUNT_NUMBERS.bramblegate, role: 'Reseller' }] },
    subscriptions: [{ number: 'A-S00900031', owner: SELLER_ACCOUNT_NUMBERS.quillmark }],
    samples: [
      {
        title: 'Pallas',
        text: 'it@pallas.example',
        note: 'The address is a contact of two accounts',
        group: 'ambiguous',
      },
    ],
  },
  {
    name: 'Pallas Laboratories',
    number: 'A00900032',
    domain: 'pallas.example',
    subscriptions: [{ number: 'A-S00900032' }],
  },
  {
    name: 'Penhallow Rope',
    number: 'A00900033',
    domain: 'penhallow.example',
    channel: 'Reseller',
    subscriptions: [
      { number: 'A-S00900033', owner: SELLER_ACCOUNT_NUMBERS.quillmark, ends: -45, status: 'Expired' },
    ],
    samples: [
      {
        title: 'Penhallow Rope',
        text: 'it@penhallow.example license-upload',
        note: 'Resold once, and bought anew and directly on another account: no renewal',
        group: 'ambiguous',
      },
    ],
  },
  {
    name: 'Penhallow Rope Works',
    number: 'A00900034',
    domain: 'penhallow.example',
    subscriptions: [{ number: 'A-S00900034' }],
  },
  {
    name: 'Winterbourne Ltd',
    number: 'A00900095',
    domain: 'winterbourne.example',
    crm: { key: 'winterbourne' },
    subscriptions: [{ number: 'A-S00900095', ends: -10, status: 'Cancelled' }],
  },
  {
    name: 'Winterbourne GmbH',
    number: 'A00900096',
    domain: 'winterbourne-de.example',
    crm: { key: 'winterbourne' },
    subscriptions: [{ number: 'A-S00900096' }],
  },
];
