import { SELLER_ACCOUNT_NUMBERS } from './partners.ts';
import type { SampleCustomer } from './sample-customer.ts';

/** Resold too, with something about them that trips up a careless reader. */
export const UNUSUAL_RESOLD_CUSTOMERS: readonly SampleCustomer[] = [
  {
    name: 'Weir & Osprey',
    number: 'A00900055',
    domain: 'weir-osprey.example',
    channel: 'Reseller',
    subscriptions: [{ number: 'A-S00900055', owner: SELLER_ACCOUNT_NUMBERS.quillmark, draftOnTop: true }],
    samples: [
      {
        title: 'Weir & Osprey',
        text: 'A-S00900055',
        note: 'A draft that would be direct lies on top of the resold one',
        group: 'reseller',
      },
    ],
  },
  {
    name: 'Sandpiper Yachts',
    number: 'A00900056',
    domain: 'sandpiper.example',
    channel: 'Reseller',
    crm: {
      owner: 'EMEA SMB Sales User',
      partners: [{ number: SELLER_ACCOUNT_NUMBERS.quillmark, role: null }],
    },
    subscriptions: [{ number: 'A-S00900056', owner: SELLER_ACCOUNT_NUMBERS.quillmark, status: 'Suspended' }],
    samples: [
      {
        title: 'Sandpiper Yachts',
        text: 'A-S00900056 change-subscription',
        note: 'Suspended; the account belongs to the SMB pool',
        group: 'reseller',
      },
    ],
  },
  {
    name: 'Everleigh Press',
    number: 'A00900057',
    domain: 'everleigh.example',
    channel: 'Reseller',
    crm: { owner: 'POOLED USER [ DO NOT CHATTER ]' },
    subscriptions: [{ number: 'A-S00900057', owner: SELLER_ACCOUNT_NUMBERS.bramblegate, ends: null }],
    samples: [
      { title: 'Everleigh Press', text: 'A-S00900057', note: 'Evergreen: no end date', group: 'reseller' },
    ],
  },
  {
    name: '<!channel> Holdings',
    number: 'A00900058',
    domain: 'channel-holdings.example',
    channel: 'Reseller',
    subscriptions: [{ number: 'A-S00900058', owner: SELLER_ACCOUNT_NUMBERS.markup }],
    samples: [
      {
        title: 'Names with markup',
        text: 'A-S00900058',
        note: 'Both names hold signs that Slack would act on',
        group: 'reseller',
      },
    ],
  },
  {
    name: `The Worshipful Society of ${'Upper, Middle and Lower '.repeat(9)}Wendlebury`,
    number: 'A00900059',
    domain: 'wendlebury.example',
    channel: 'Reseller',
    subscriptions: [{ number: 'A-S00900059', owner: SELLER_ACCOUNT_NUMBERS.longName }],
    samples: [
      { title: 'Very long names', text: 'A-S00900059', note: 'Customer and reseller', group: 'reseller' },
    ],
  },
  {
    name: 'Fallow & Finch',
    number: 'A00900060',
    domain: 'fallow-finch.example',
    channel: 'Reseller',
    crm: {
      type: 'Partner',
      opportunities: [{ name: 'Fallow & Finch - Managed', closed: -165, dealPath: 'Partner' }],
    },
    subscriptions: [
      { number: 'A-S00900060', owner: SELLER_ACCOUNT_NUMBERS.managed, soldTo: 'ops@lanternwick.example' },
    ],
    samples: [
      {
        title: 'Fallow & Finch',
        text: 'A-S00900060 license-upload',
        note: 'A managed service provider owns licence and contact',
        group: 'msp',
      },
    ],
  },
  {
    name: 'Mirefield Dairy',
    number: 'A00900062',
    domain: 'mirefield.example',
    channel: 'Reseller',
    subscriptions: [
      { number: 'A-S00900062', owner: SELLER_ACCOUNT_NUMBERS.managed, soldTo: 'ops@lanternwick.example' },
    ],
    samples: [
      {
        title: 'Mirefield Dairy',
        text: 'A-S00900062 license-upload',
        note: 'The partner is Sold-To, and nothing else says managed service: the card asks',
        group: 'reseller',
      },
    ],
  },
  {
    name: 'Corvane Studio',
    number: 'A00900061',
    domain: 'corvane.example',
    channel: 'Reseller',
    soldTo: 'corvane.studio.sample.0090@gmail.com',
    subscriptions: [{ number: 'A-S00900061', owner: SELLER_ACCOUNT_NUMBERS.bramblegate }],
    tickets: [
      {
        id: 48230,
        requester: { name: 'C. Vane', email: 'corvane.studio.sample.0090@gmail.com' },
        subscriptionField: 'A-S00900061',
        tags: ['lnr_sm_resend_to_new_contact', 'resold_status_unsure'],
        organisation: null,
      },
    ],
    samples: [
      {
        title: 'Corvane Studio',
        text: '#48230',
        note: 'The requester has a free-mail address, and the ticket no organisation',
        group: 'reseller',
      },
    ],
  },
];
