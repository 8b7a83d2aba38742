import { SELLER_ACCOUNT_NUMBERS } from './partners.ts';
import type { SampleCustomer } from './sample-customer.ts';

/** Customers who buy from us, or are on their way. */
export const DIRECT_CUSTOMERS: readonly SampleCustomer[] = [
  {
    name: 'Orchard & Vale',
    number: 'A00900002',
    domain: 'orchard-vale.example',
    crm: { opportunities: [{ name: 'Orchard & Vale - Web', closed: -165, dealPath: 'Web Direct' }] },
    subscriptions: [{ number: 'A-S00900002' }],
    samples: [
      { title: 'Orchard & Vale', text: 'A-S00900002 sign-in', note: 'Bought from us', group: 'direct' },
    ],
  },
  {
    name: 'Sable Cartography',
    number: 'A00900070',
    domain: 'sable-cartography.example',
    crm: {
      partners: [{ number: SELLER_ACCOUNT_NUMBERS.bramblegate, role: 'Reseller' }],
      opportunities: [
        { name: 'Sable - Renewal', closed: -40, dealPath: 'Direct' },
        { name: 'Sable - Add-on', stage: 'Closed Lost', closed: -80, dealPath: 'Partner' },
      ],
    },
    subscriptions: [{ number: 'A-S00900070' }],
    samples: [
      {
        title: 'Sable Cartography',
        text: 'A-S00900070',
        note: 'Salesforce shows a partner; that alone decides nothing',
        group: 'direct',
      },
    ],
  },
  {
    name: 'Blankenship Wool',
    number: 'A00900071',
    domain: 'blankenship.example',
    subscriptions: [{ number: 'A-S00900071', owner: null }],
    samples: [
      {
        title: 'Blankenship Wool',
        text: 'A-S00900071',
        note: 'The invoice owner is blank',
        group: 'unknown',
      },
    ],
  },
  {
    name: 'Dovecote Books',
    number: 'A00900072',
    domain: 'dovecote.example',
    tickets: [
      {
        id: 48240,
        requester: { name: 'Bea Dove', email: 'bea@dovecote.example' },
        subscriptionField: null,
        tags: ['lnr_cdot_login', 'resold_status_unsure'],
      },
    ],
    subscriptions: [{ number: 'A-S00900072' }],
    samples: [
      {
        title: 'Dovecote Books',
        text: '#48240',
        note: 'The ticket names no subscription, only an organisation',
        group: 'direct',
      },
    ],
  },
  {
    name: 'Harrow Point Logistics',
    number: 'A00900400',
    domain: 'harrow-point.example',
    subscriptions: Array.from({ length: 45 }, (_, index) => ({
      number: `A-S00900${401 + index}`,
      ends: 30 + index,
    })),
    samples: [
      {
        title: 'Harrow Point Logistics',
        text: 'A00900400',
        note: 'Forty-five subscriptions on two pages',
        group: 'direct',
      },
    ],
  },
  {
    name: 'Kestrel Foods',
    number: 'A00900005',
    domain: 'kestrel-foods.example',
    crm: {
      opportunities: [
        { name: 'Kestrel Foods - Direct renewal', closed: -21, dealPath: 'Direct' },
        {
          name: 'Kestrel Foods - First order',
          closed: -700,
          dealPath: 'Partner',
          resalePartner: SELLER_ACCOUNT_NUMBERS.bramblegate,
        },
      ],
    },
    subscriptions: [
      {
        number: 'A-S00900005',
        history: [
          { owner: SELLER_ACCOUNT_NUMBERS.bramblegate, since: -700 },
          { owner: SELLER_ACCOUNT_NUMBERS.bramblegate, since: -400 },
          { owner: SELLER_ACCOUNT_NUMBERS.bramblegate, since: -380 },
        ],
      },
    ],
    samples: [
      {
        title: 'Kestrel Foods',
        text: 'A-S00900005 enable-login',
        note: 'Version 4 moved the invoice from a reseller to the customer',
        group: 'transition-complete',
      },
    ],
  },
  {
    name: 'Ostler Bakeries',
    number: 'A00900006',
    domain: 'ostler.example',
    subscriptions: [
      {
        number: 'A-S00900006',
        history: [{ owner: SELLER_ACCOUNT_NUMBERS.quillmark, since: -300 }],
        versions: 'newest',
      },
    ],
    samples: [
      {
        title: 'Ostler Bakeries',
        text: 'A-S00900006 enable-login',
        note: 'Only the orders show that the invoice owner changed',
        group: 'transition-complete',
      },
    ],
  },
  {
    name: 'Lindqvist Timber',
    number: 'A00900004',
    domain: 'lindqvist.example',
    channel: 'Reseller',
    crm: {
      opportunities: [
        { name: 'Lindqvist - Direct renewal', stage: 'Negotiating', closed: 10, dealPath: 'Direct' },
      ],
    },
    subscriptions: [
      { number: 'A-S00900004', history: [{ owner: SELLER_ACCOUNT_NUMBERS.quillmark, since: -330 }] },
    ],
    samples: [
      {
        title: 'Lindqvist Timber',
        text: 'A-S00900004 enable-login',
        note: 'The invoice moved, the channel still says Reseller',
        group: 'transition-pending',
      },
    ],
  },
];
