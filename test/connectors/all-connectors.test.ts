import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CANARY_BY_NAME } from '../../scripts/sandbox/upstreams/canaries.ts';
import { startUpstreams, type Upstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import { SUBSCRIPTION_FIELD_ID } from '../../scripts/sandbox/upstreams/zendesk-records.ts';
import { createSalesforce } from '../../src/connectors/salesforce/client.ts';
import { createZendesk } from '../../src/connectors/zendesk/client.ts';
import { createZuora } from '../../src/connectors/zuora/client.ts';
import { fakeFingerprint, fixedNow, lookupOptions } from './local-http-server.ts';

let upstreams: Upstreams;

beforeAll(async () => {
  upstreams = await startUpstreams();
});

afterEach(() => {
  upstreams.zuora.reset();
  upstreams.salesforce.reset();
  upstreams.zendesk.reset();
});

afterAll(() => upstreams.close());

/** Generous, because the machine may be busy. */
function createConnectors(timeoutMs = 5_000) {
  const { zuora, salesforce, zendesk } = upstreams;
  const { clientId, clientSecret, url } = zendesk;
  const waitToRetry = async () => {};
  const common = { timeoutMs, now: fixedNow, emailFingerprint: fakeFingerprint, waitToRetry };
  return {
    billing: createZuora({ ...zuora, ...common, channelField: 'SSPChannel__c' }),
    crm: createSalesforce({ ...salesforce, ...common }),
    helpdesk: createZendesk({
      ...common,
      url,
      auth: { kind: 'oauth', clientId, clientSecret },
      subscriptionField: String(SUBSCRIPTION_FIELD_ID),
    }),
  };
}

/** The newest version, of each subscription, that is not a draft. */
function subscriptionsOfSamples() {
  const numbers = new Set(
    upstreams.world.subscriptions.filter(({ status }) => status !== 'Draft').map(({ number }) => number),
  );
  return [...numbers].map((number) => upstreams.world.subscription(number));
}

describe('the connectors against the sample systems', () => {
  it('return the owner of every subscription', async () => {
    const { billing } = createConnectors();

    for (const record of subscriptionsOfSamples()) {
      const answer = await billing.subscription(record.number, lookupOptions());
      expect(answer).toMatchObject({ ok: true, value: { number: record.number, version: record.version } });
      if (answer.ok) expect(answer.value.invoiceOwner?.id ?? null).toBe(record.invoiceOwnerId);
    }
  });

  it('return the channel and the subscriptions of every account', async () => {
    const { billing } = createConnectors();

    for (const account of upstreams.world.accounts) {
      const said = account.custom['SSPChannel__c'];
      const channel = said === '' ? null : said;
      const owned = subscriptionsOfSamples().filter(({ accountId }) => accountId === account.id);
      const answer = await billing.account(account.number, lookupOptions());
      const list = await billing.subscriptionsByAccount(account.number, lookupOptions());
      expect(answer).toMatchObject({ ok: true, value: { id: account.id, parentId: account.parentId } });
      if (answer.ok) expect(answer.value.channel).toBe(channel);
      expect(list.ok && list.value.map(({ id }) => id).toSorted()).toEqual(
        owned.map(({ id }) => id).toSorted(),
      );
    }
  });

  it('return every owner history, ending with the current owner', async () => {
    const { billing } = createConnectors();

    for (const record of subscriptionsOfSamples()) {
      const answer = await billing.invoiceOwnerHistory(record.number, lookupOptions());
      const last = answer.ok ? answer.value.at(-1)?.owner : undefined;
      const owner = upstreams.world.account(record.invoiceOwnerId ?? record.accountId);
      expect(last?.id === null ? last.number : last?.id).toBe(last?.id === null ? owner.number : owner.id);
    }
  });

  it('find accounts by Salesforce id and by email address', async () => {
    const { billing } = createConnectors();
    const account = upstreams.world.accounts.find(({ crmId }) => crmId !== null);
    const contact = upstreams.world.contacts.find(({ accountId }) => accountId === account?.id);

    const byCrm = await billing.accountsByCrmId(account?.crmId ?? '', lookupOptions());
    const byMail = await billing.accountsByEmail(contact?.workEmail?.toUpperCase() ?? '', lookupOptions());

    expect(byCrm).toMatchObject({
      ok: true,
      value: expect.arrayContaining([expect.objectContaining({ id: account?.id })]),
    });
    expect(byMail).toMatchObject({
      ok: true,
      value: expect.arrayContaining([expect.objectContaining({ id: account?.id })]),
    });
  });

  it('return every Salesforce account with its partners and opportunities', async () => {
    const { crm } = createConnectors();

    for (const { id, name } of upstreams.world.crmAccounts) {
      const [account, partners, won] = await Promise.all([
        crm.account(id, lookupOptions()),
        crm.partners(id, lookupOptions()),
        crm.wonOpportunities(id, lookupOptions()),
      ]);
      expect(account).toMatchObject({ ok: true, value: { id, name } });
      expect([partners, won]).toMatchObject([{ ok: true }, { ok: true }]);
    }
  });

  it('return every ticket without its confidential content', async () => {
    const { helpdesk } = createConnectors();

    for (const { id } of upstreams.world.tickets) {
      const answer = await helpdesk.ticket(String(id), lookupOptions());
      expect(answer).toMatchObject({ ok: true, value: { id: String(id) } });
      for (const canary of Object.values(CANARY_BY_NAME))
        expect(JSON.stringify(answer)).not.toContain(canary);
    }
  });

  it('return an inaccessible partner list as forbidden, not as empty', async () => {
    upstreams.salesforce.forbid('AccountPartner');
    const [account] = upstreams.world.crmAccounts;

    const answer = await createConnectors().crm.partners(account?.id ?? '', lookupOptions());

    expect(answer).toMatchObject({ gap: 'forbidden' });
  });
});

describe('the connectors of a failing system', () => {
  it.each([
    ['down', {}, 'unavailable'],
    ['stall', {}, 'timeout'],
    ['slow', { seconds: 2 }, 'timeout'],
    ['500', {}, 'unavailable'],
    ['429', {}, 'rate-limited'],
    ['401', {}, 'unauthenticated'],
    ['403', {}, 'forbidden'],
    ['nonsense', { variant: 'html' }, 'invalid-response'],
    ['nonsense', { variant: 'types' }, 'invalid-response'],
    ['nonsense', { variant: 'cut' }, 'invalid-response'],
    ['nonsense', { variant: 'empty' }, 'invalid-response'],
  ] as const)('return for "%s" %j: %s', async (mode, options, kind) => {
    const { zuora, salesforce, zendesk, world } = upstreams;
    for (const system of [zuora, salesforce, zendesk]) system.setFault(mode, options);
    const { billing, crm, helpdesk } = createConnectors(500);
    const account = world.accounts[0]?.number ?? '';
    const crmId = world.crmAccounts[0]?.id ?? '';

    const answers = await Promise.all([
      billing.subscription(world.subscriptions[0]?.number ?? '', lookupOptions()),
      billing.account(account, lookupOptions()),
      billing.subscriptionsByAccount(account, lookupOptions()),
      crm.account(crmId, lookupOptions()),
      crm.wonOpportunities(crmId, lookupOptions()),
      helpdesk.ticket(String(world.tickets[0]?.id), lookupOptions()),
    ]);

    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.gap))).toEqual(Array(6).fill(kind));
  });

  it('renew expired tokens', async () => {
    const { billing } = createConnectors();
    const [first, second] = upstreams.world.accounts;
    await billing.account(first?.number ?? '', lookupOptions());
    upstreams.zuora.expireTokens();

    const answer = await billing.account(second?.number ?? '', lookupOptions());

    expect(answer).toMatchObject({ ok: true });
  });
});
