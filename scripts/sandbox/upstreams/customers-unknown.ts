import { SELLER_ACCOUNT_NUMBERS } from './partners.ts';
import type { SampleCustomer } from './sample-customer.ts';

const unknownCustomer = (of: {
  readonly number: string;
  readonly name: string;
  readonly domain: string;
  readonly channel: string | null | false;
  readonly note: string;
}): SampleCustomer => {
  const { number, name, domain, channel, note } = of;
  const subscription = `A-S${number.slice(1)}`;
  return {
    number,
    name,
    domain,
    channel,
    subscriptions: [
      {
        number: subscription,
        owner: SELLER_ACCOUNT_NUMBERS.quillmark,
      },
    ],
    samples: [
      {
        title: name,
        text: subscription,
        note,
        group: 'unknown',
      },
    ],
  };
};

/** Customers of whom the systems do not say enough. */
export const UNKNOWN_CUSTOMERS: readonly SampleCustomer[] = [
  unknownCustomer({
    number: 'A00900100',
    name: 'Quiet Harbour',
    domain: 'quiet-harbour.example',
    channel: null,
    note: 'The channel is blank',
  }),
  unknownCustomer({
    number: 'A00900101',
    name: 'Fennimore Labs',
    domain: 'fennimore.example',
    channel: false,
    note: 'The account has no channel field',
  }),
  unknownCustomer({
    number: 'A00900102',
    name: 'Trailing Ivy',
    domain: 'trailing-ivy.example',
    channel: 'Reseller ',
    note: 'The channel ends in a space',
  }),
  unknownCustomer({
    number: 'A00900103',
    name: 'Lowercase Lamps',
    domain: 'lowercase-lamps.example',
    channel: 'reseller',
    note: 'The channel is written in small letters',
  }),
  unknownCustomer({
    number: 'A00900104',
    name: 'Partridge Foundry',
    domain: 'partridge.example',
    channel: 'Partner',
    note: 'The channel holds another word',
  }),
  unknownCustomer({
    number: 'A00900105',
    name: 'Emptyfield Dairy',
    domain: 'emptyfield.example',
    channel: '',
    note: 'The channel is an empty text',
  }),
  {
    name: 'Draftsman & Daughters',
    number: 'A00900106',
    domain: 'draftsman.example',
    subscriptions: [{ number: 'A-S00900106', status: 'Draft' }],
    samples: [
      {
        title: 'Draftsman & Daughters',
        text: 'A-S00900106',
        note: 'There is only a draft',
        group: 'not-found',
      },
    ],
  },
  {
    name: 'Unbought Umbrellas',
    number: 'A00900107',
    domain: 'unbought.example',
    crm: { type: 'Prospect' },
    samples: [
      {
        title: 'Unbought Umbrellas',
        text: 'A00900107',
        note: 'An account without any subscription',
        group: 'not-found',
      },
    ],
  },
];
