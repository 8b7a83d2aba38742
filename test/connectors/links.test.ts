import { describe, expect, it } from 'vitest';
import { createLinks } from '../../src/connectors/links.ts';
import { createCustomersDot } from '../../src/connectors/unconfigured-systems.ts';
import { fixedNow, lookupOptions } from './local-http-server.ts';

const customersdotUrl = 'https://customers.example/';
const links = createLinks({
  zuoraUrl: 'https://rest.zuora.com',
  salesforceUrl: 'https://acme--uat.sandbox.my.salesforce.com',
  customersdotUrl,
});

describe('links', () => {
  it.each([
    ['https://rest.zuora.com', 'https://www.zuora.com'],
    ['https://rest.na.zuora.com/', 'https://na.zuora.com'],
    ['https://rest.sandbox.eu.zuora.com', 'https://sandbox.eu.zuora.com'],
    ['https://rest.test.zuora.com', 'https://test.zuora.com'],
    ['http://127.0.0.1:4020/base', 'http://127.0.0.1:4020'],
  ])('lead from the API at %s to the pages at %s', (zuoraUrl, pages) => {
    const built = createLinks({ zuoraUrl, customersdotUrl });

    expect(built.zuoraSubscription('8a80')).toBe(`${pages}/platform/subscriptions/8a80`);
    expect(built.zuoraAccount('8a81')).toBe(`${pages}/platform/accounts/8a81`);
  });

  it.each([
    ['https://acme.my.salesforce.com', 'https://acme.lightning.force.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'https://acme--uat.sandbox.lightning.force.com'],
    ['http://127.0.0.1:4030', 'http://127.0.0.1:4030'],
  ])('lead from Salesforce at %s to %s', (salesforceUrl, pages) => {
    const built = createLinks({ zuoraUrl: 'https://rest.zuora.com', salesforceUrl, customersdotUrl });

    expect(built.crmAccount('001A')).toBe(`${pages}/lightning/r/Account/001A/view`);
  });

  it('lead to tickets, with http only on this machine', () => {
    expect(links.ticket('acme.zendesk.com', '12')).toBe('https://acme.zendesk.com/agent/tickets/12');
    expect(links.ticket('127.0.0.1:4040', '12')).toBe('http://127.0.0.1:4040/agent/tickets/12');
    expect(links.ticket('localhost', '12')).toBe('http://localhost/agent/tickets/12');
    expect(links.ticket('localhost.evil.example', '12')).toMatch(/^https:/);
  });

  it('encode their parameters', () => {
    const all = [
      links.zuoraSubscription('a/../b?c#d|e>f'),
      links.crmAccount('a/../b?c#d|e>f'),
      links.ticket('evil.example/x?', 'a/../b?c#d|e>f'),
      links.portalCustomers('a&b=c d@e.example|>'),
    ];

    expect(all[0]).toBe('https://www.zuora.com/platform/subscriptions/a%2F..%2Fb%3Fc%23d%7Ce%3Ef');
    expect(all[2]).toContain('https://evil.example%2Fx%3F/agent/tickets/');
    expect(all[3]).toBe('https://customers.example/admin/customer?query=a%26b%3Dc%20d%40e.example%7C%3E');
    expect(all.join('')).not.toMatch(/[|> ]/);
  });

  it('are null without a usable id', () => {
    const without = createLinks({ zuoraUrl: 'nowhere', customersdotUrl });

    expect([
      without.zuoraAccount('8a80'),
      without.crmAccount('001A'),
      links.zuoraAccount('..'),
      links.crmAccount(''),
    ]).toEqual([null, null, null, null]);
  });
});

describe('CustomersDot', () => {
  it('has an unknown login state', async () => {
    const answer = await createCustomersDot(fixedNow).loginState('A00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { login: 'unknown' } });
  });
});
