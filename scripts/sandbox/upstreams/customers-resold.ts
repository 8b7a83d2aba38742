import { CANARY_BY_NAME } from './canaries.ts';
import { SELLER_ACCOUNT_NUMBERS } from './partners.ts';
import type { SampleCustomer } from './sample-customer.ts';

/** Customers who bought through a reseller, now or once. */
export const RESOLD_CUSTOMERS: readonly SampleCustomer[] = [
  {
    name: 'Halden Mills',
    number: 'A00900001',
    domain: 'halden-mills.example',
    channel: 'Reseller',
    soldTo: 'ops',
    crm: {
      partners: [{ number: SELLER_ACCOUNT_NUMBERS.quillmark, role: 'Reseller' }],
      opportunities: [
        {
          name: 'Halden Mills - Premium',
          closed: -165,
          dealPath: 'Partner',
          resalePartner: SELLER_ACCOUNT_NUMBERS.quillmark,
        },
      ],
    },
    subscriptions: [
      {
        number: 'A-S00900001',
        owner: SELLER_ACCOUNT_NUMBERS.quillmark,
        ends: 71,
        products: [
          { name: 'Premium', quantity: 25 },
          { name: 'Storage', quantity: 100, unit: 'GB' },
        ],
      },
    ],
    tickets: [
      {
        id: 48211,
        requester: { name: 'Ola Halden', email: 'ops@halden-mills.example' },
        subscriptionField: 'A-S00900001',
        tags: ['lnr_cdot_login', 'resold_status_resold'],
      },
      {
        id: 48212,
        requester: { name: 'Anna Quill', email: 'anna@quillmark.example' },
        subscriptionField: 'A-S00900001',
        tags: ['lnr_cdot_contacts', 'resold_status_reseller'],
        organisation: { accountType: 'open_partner', of: SELLER_ACCOUNT_NUMBERS.quillmark },
      },
      {
        id: 48213,
        requester: { name: 'Anna Quill', email: 'anna@quillmark.example' },
        subscriptionField: 'A-S00900001',
        tags: ['lnr_cdot_contacts', 'resold_status_reseller'],
        organisation: { accountType: 'open_partner', of: SELLER_ACCOUNT_NUMBERS.quillmark },
        attachments: ['invoice-INV00048213.pdf', CANARY_BY_NAME.fileName],
      },
      {
        id: 48214,
        requester: { name: 'Anna Quill', email: 'anna@quillmark.example' },
        subscriptionField: null,
        tags: ['lnr_cdot_contacts', 'resold_status_reseller'],
        organisation: { accountType: 'open_partner', of: SELLER_ACCOUNT_NUMBERS.quillmark },
      },
      {
        id: 48215,
        requester: { name: 'Ola Halden', email: 'ops@halden-mills.example' },
        subscriptionField: 'A-S00900001',
        tags: ['lnr_cdot_contacts', 'resold_status_resold'],
      },
      {
        id: 48216,
        requester: { name: 'Nils Fold', email: 'nils@northfold.example' },
        subscriptionField: null,
        tags: ['lnr_cdot_login'],
        organisation: { accountType: 'customer', of: SELLER_ACCOUNT_NUMBERS.northfold },
      },
    ],
    samples: [
      {
        title: 'Halden Mills',
        text: 'A-S00900001 sign-in',
        note: 'Resold; cannot sign in',
        group: 'reseller',
      },
      {
        title: 'Halden Mills by mail',
        text: 'ops@halden-mills.example sign-in',
        note: 'Found by its contact',
        group: 'reseller',
      },
      {
        title: 'Ticket from the customer',
        text: '#48211',
        note: 'Topic and subscription come from the ticket',
        group: 'reseller',
      },
      {
        title: 'Ticket from the reseller',
        text: '#48212',
        note: 'Contact change, no invoice attached',
        group: 'reseller',
      },
      {
        title: 'Ticket from the reseller, without a subscription',
        text: '#48214',
        note: "Asks for the end customer's subscription",
        group: 'reseller',
      },
      {
        title: 'Ticket from the Sold-To contact',
        text: '#48215',
        note: 'Contact change',
        group: 'reseller',
      },
    ],
  },
  {
    name: 'Marlow Ferries',
    number: 'A00900050',
    domain: 'marlow-ferries.example',
    channel: 'Reseller',
    subscriptions: [
      {
        number: 'A-S00900050',
        owner: SELLER_ACCOUNT_NUMBERS.bramblegate,
        ends: 20,
        products: [
          { name: 'Premium', quantity: 80, removed: true },
          { name: 'Ultimate', quantity: 95 },
        ],
      },
    ],
    tickets: [
      {
        id: 48220,
        requester: { name: 'Jo Marlow', email: 'jo@marlow-ferries.example' },
        subscriptionField: 'A-S00900050',
        tags: ['lnr_sm_license_errors', 'resold_status_no'],
      },
    ],
    samples: [
      {
        title: 'Marlow Ferries',
        text: '#48220',
        note: 'Says it was not resold, yet it was; Salesforce shows no partner',
        group: 'reseller',
      },
    ],
  },
  {
    name: 'Petrel Optics',
    number: 'A00900051',
    domain: 'petrel-optics.example',
    channel: 'Reseller',
    crm: {
      keptAs: 15,
      partners: [{ number: SELLER_ACCOUNT_NUMBERS.bramblegate, role: 'Reseller' }],
      opportunities: [
        {
          name: 'Petrel Optics - Ultimate',
          closed: -100,
          dealPath: 'Partner',
          resalePartner: SELLER_ACCOUNT_NUMBERS.bramblegate,
          distributor: SELLER_ACCOUNT_NUMBERS.northfold,
        },
      ],
    },
    subscriptions: [{ number: 'A-S00900051', owner: SELLER_ACCOUNT_NUMBERS.northfold }],
    samples: [
      {
        title: 'Petrel Optics',
        text: 'A-S00900051 direct-renewal',
        note: 'Invoice goes to a distributor; Salesforce knows the reseller',
        group: 'reseller',
      },
    ],
  },
  {
    name: 'Dunmore Lighting',
    number: 'A00900052',
    domain: 'dunmore.example',
    channel: 'Reseller',
    subscriptions: [{ number: 'A-S00900052', owner: SELLER_ACCOUNT_NUMBERS.quillmark, ends: -30 }],
    samples: [
      {
        title: 'Dunmore Lighting',
        text: 'A-S00900052 new-purchase',
        note: 'Ended 30 days ago: still resold',
        group: 'reseller',
      },
    ],
  },
  {
    name: 'Carrow Tiles',
    number: 'A00900053',
    domain: 'carrow-tiles.example',
    channel: 'Reseller',
    crm: { type: 'Former Customer' },
    subscriptions: [
      { number: 'A-S00900053', owner: SELLER_ACCOUNT_NUMBERS.quillmark, ends: -31, status: 'Cancelled' },
    ],
    samples: [
      {
        title: 'Carrow Tiles',
        text: 'A-S00900053 new-purchase',
        note: 'Ended 31 days ago',
        group: 'former-reseller',
      },
    ],
  },
  {
    name: 'Ravel & Thorne Archives',
    number: 'A00900054',
    domain: 'ravel-thorne.example',
    channel: 'Reseller',
    subscriptions: [
      { number: 'A-S00900054', owner: SELLER_ACCOUNT_NUMBERS.bramblegate, ends: -200, status: 'Expired' },
    ],
    samples: [
      {
        title: 'Ravel & Thorne Archives',
        text: 'A00900054',
        note: 'Ended long ago, asked by account number',
        group: 'former-reseller',
      },
    ],
  },
];
