import { describe, expect, it } from 'vitest';
import type { ManagedServiceSign } from '../../src/domain/classify-subscription.ts';
import type { ConnectorResult, GapKind } from '../../src/domain/connector-result.ts';
import { GAP_KINDS } from '../../src/domain/connector-result.ts';
import type { SubscriptionEvidence } from '../../src/domain/evidence.ts';
import { isCurrentSubscription } from '../../src/domain/subscription-end.ts';
import type { Account, OwnerVersion, Subscription } from '../../src/domain/upstream-records.ts';
import { judgeSubscription, VERDICT_TABLE } from '../../src/domain/verdict.ts';

const ASOF = '2023-03-15T12:00:00.000Z';
const found = <T>(value: T): ConnectorResult<T> => ({ ok: true, value, asOf: ASOF });
const gap = (kind: GapKind): ConnectorResult<never> => ({ ok: false, gap: kind, asOf: ASOF });

const halden = { id: '1'.repeat(32), number: 'A00900001', name: 'Halden Mills' };
const quillmark = { id: '2'.repeat(32), number: 'A00900777', name: 'Quillmark Resale Ltd' };

const subscription: Subscription = {
  id: '3'.repeat(32),
  number: 'A-S00900001',
  version: 1,
  status: 'Active',
  subscriptionOwner: halden,
  invoiceOwner: quillmark,
  endsOn: '2023-12-01',
  soldToDomain: 'halden-mills.example',
  marketplace: null,
};
const account: Account = { ...halden, crmId: null, parentId: null, channel: 'Reseller', contactDomains: [] };
const partner: Account = {
  ...quillmark,
  crmId: null,
  parentId: null,
  channel: null,
  contactDomains: ['quillmark.example'],
};
const ownedVersion = (version: number): OwnerVersion => ({ version, since: null, owner: halden });

interface Change {
  readonly subscription?: Partial<Subscription>;
  readonly account?: Partial<Account>;
  readonly partner?: Partial<Account>;
  readonly whole?: Partial<SubscriptionEvidence>;
  readonly alliance?: boolean;
  readonly managedService?: ManagedServiceSign;
  readonly resoldSibling?: string;
}

const verdictOf = (change: Change) => judgementOf(change).verdict;

function judgementOf(change: Change) {
  const evidence: SubscriptionEvidence = {
    number: subscription.number,
    subscription: found({ ...subscription, ...change.subscription }),
    account: found({ ...account, ...change.account }),
    invoiceOwnerAccount: found({ ...partner, ...change.partner }),
    ownerHistory: found([ownedVersion(1)]),
    ...change.whole,
  };
  return judgeSubscription(evidence, {
    today: '2023-03-15',
    isAllianceTicket: change.alliance ?? false,
    hasDirectDeal: false,
    managedService: change.managedService ?? 'unconfirmed',
    resoldSibling: change.resoldSibling ?? null,
  });
}

const soldToPartner = { subscription: { soldToDomain: 'quillmark.example' } };
const direct: Change = { subscription: { invoiceOwner: halden }, account: { channel: 'Non-Reseller' } };
const marketplace: Change = {
  subscription: { invoiceOwner: { ...quillmark, name: 'Amazon Web Services, Inc.' } },
};
const historyWithReseller = found([{ version: 1, since: null, owner: quillmark }, ownedVersion(2)]);

describe('the verdict of a subscription', () => {
  it.each<[string, Change, string]>([
    ['another owner, Reseller', {}, 'reseller'],
    ['another owner, Non-Reseller', { account: { channel: 'Non-Reseller' } }, 'conflict'],
    ['own invoice, Non-Reseller', direct, 'direct'],
    ['own invoice, Reseller', { subscription: { invoiceOwner: halden } }, 'transition-pending'],
    [
      'own invoice again, Non-Reseller',
      { ...direct, whole: { ownerHistory: historyWithReseller } },
      'transition-complete',
    ],
    ['own invoice, history unreadable', { ...direct, whole: { ownerHistory: gap('forbidden') } }, 'direct'],
    ['blank owner, Reseller', { subscription: { invoiceOwner: null } }, 'transition-pending'],
    [
      'blank owner, Non-Reseller',
      { subscription: { invoiceOwner: null }, account: { channel: 'Non-Reseller' } },
      'unknown',
    ],
    [
      'blank owner, channel unread',
      { subscription: { invoiceOwner: null }, account: { channel: null } },
      'unknown',
    ],
    ['own invoice beside a resold one, Non-Reseller', { ...direct, resoldSibling: 'A-S00900002' }, 'direct'],
    [
      'the same, history unreadable and Non-Reseller',
      { ...direct, resoldSibling: 'A-S00900002', whole: { ownerHistory: gap('timeout') } },
      'direct',
    ],
    [
      'the same with an earlier reseller and Non-Reseller',
      { ...direct, resoldSibling: 'A-S00900002', whole: { ownerHistory: historyWithReseller } },
      'transition-complete',
    ],
    [
      'own invoice beside a resold one, channel blank',
      { ...direct, resoldSibling: 'A-S00900002', account: { channel: null } },
      'unknown',
    ],
    ['ended 30 days ago', { subscription: { endsOn: '2023-02-13', status: 'Expired' } }, 'reseller'],
    ['ended 31 days ago', { subscription: { endsOn: '2023-02-12', status: 'Expired' } }, 'former-reseller'],
    ['Sold-To at the invoice owner', soldToPartner, 'reseller'],
    [
      'the same, ended 31 days ago',
      { subscription: { ...soldToPartner.subscription, endsOn: '2023-02-12' } },
      'former-reseller',
    ],
    ['the same, deal on a partner account', { ...soldToPartner, managedService: 'opportunity' }, 'msp'],
    ['the same, confirmed by the engineer', { ...soldToPartner, managedService: 'confirmed' }, 'msp'],
    ['the same, denied by the engineer', { ...soldToPartner, managedService: 'denied' }, 'reseller'],
    ['confirmed, Sold-To elsewhere', { managedService: 'confirmed' }, 'reseller'],
    [
      'own invoice, Reseller, beside a resold one',
      { subscription: { invoiceOwner: halden }, resoldSibling: 'A-S00900002' },
      'direct',
    ],
    [
      'the same with an earlier reseller',
      {
        subscription: { invoiceOwner: halden },
        resoldSibling: 'A-S00900002',
        whole: { ownerHistory: historyWithReseller },
      },
      'transition-pending',
    ],
    [
      'the same, history unreadable',
      {
        subscription: { invoiceOwner: halden },
        resoldSibling: 'A-S00900002',
        whole: { ownerHistory: gap('timeout') },
      },
      'transition-pending',
    ],
    [
      'Sold-To at a mail host that anybody uses',
      { subscription: { soldToDomain: 'gmail.com' }, partner: { contactDomains: ['gmail.com'] } },
      'reseller',
    ],
    ['invoice to the parent', { account: { parentId: quillmark.id } }, 'conflict'],
    ['invoice to a child', { partner: { parentId: halden.id } }, 'conflict'],
    [
      'invoice to the parent, channel blank',
      { account: { parentId: quillmark.id, channel: null } },
      'conflict',
    ],
    ['invoice to Amazon', marketplace, 'marketplace'],
    [
      'invoice to Amazon, channel unread',
      { ...marketplace, whole: { account: gap('timeout') } },
      'marketplace',
    ],
    [
      'marketplace fields',
      { ...direct, subscription: { invoiceOwner: halden, marketplace: 'AWS' } },
      'marketplace',
    ],
    ['invoice to an OEM', { subscription: { invoiceOwner: { ...quillmark, name: 'IBM' } } }, 'alliance'],
    ['ticket of an alliance partner', { ...direct, alliance: true }, 'alliance'],
    [
      'ticket of an alliance partner, nothing read',
      { alliance: true, whole: { subscription: gap('timeout') } },
      'unknown',
    ],
  ])('%s', (_, change, verdict) => {
    expect(verdictOf(change)).toBe(verdict);
  });

  it.each(['reseller', 'Reseller ', ' Reseller', 'Non-reseller', 'NonReseller', 'Partner', 'Non-Reseller.'])(
    'treats the channel "%s" as unknown',
    (channel) => {
      expect(verdictOf({ account: { channel } })).toBe('unknown');
      expect(verdictOf({ ...direct, account: { channel } })).toBe('unknown');
    },
  );

  it.each([null, undefined])('treats a channel of %s as missing', (channel) => {
    expect(verdictOf({ ...direct, account: { channel } })).toBe('unknown');
  });

  it.each(GAP_KINDS)('is unknown whenever the subscription, the channel or the partner is %s', (kind) => {
    expect(verdictOf({ ...direct, whole: { subscription: gap(kind) } })).toBe('unknown');
    expect(verdictOf({ ...direct, whole: { account: gap(kind) } })).toBe('unknown');
    expect(verdictOf({ whole: { invoiceOwnerAccount: gap(kind) } })).toBe('unknown');
  });

  it('ignores the channel of another account', () => {
    expect(verdictOf({ ...direct, account: { number: 'A00900002', channel: 'Non-Reseller' } })).toBe(
      'unknown',
    );
  });

  it.each<[string, Change, object | null]>([
    [
      'the subscription',
      { whole: { subscription: gap('timeout') } },
      { field: 'subscription', reason: 'timeout' },
    ],
    [
      'the account',
      { ...direct, whole: { account: gap('forbidden') } },
      { field: 'channel', reason: 'forbidden' },
    ],
    [
      'the channel field',
      { ...direct, account: { channel: undefined } },
      { field: 'channel', reason: 'no-field' },
    ],
    ['a blank channel', { ...direct, account: { channel: null } }, { field: 'channel', reason: 'blank' }],
    [
      'an odd channel',
      { ...direct, account: { channel: 'Partner' } },
      { field: 'channel', reason: 'other-value' },
    ],
    [
      'the account of somebody else',
      { ...direct, account: { number: 'A00900002' } },
      { field: 'channel', reason: 'invalid-response' },
    ],
    [
      "the invoice owner's account",
      { whole: { invoiceOwnerAccount: gap('rate-limited') } },
      { field: 'invoice owner account', reason: 'rate-limited' },
    ],
    [
      "the invoice owner's account, which was not read",
      { whole: { invoiceOwnerAccount: null } },
      { field: 'invoice owner account', reason: 'unavailable' },
    ],
    [
      "the invoice owner's account before the channel",
      { account: { channel: null }, whole: { invoiceOwnerAccount: gap('timeout') } },
      { field: 'invoice owner account', reason: 'timeout' },
    ],
    [
      'a blank invoice owner',
      { subscription: { invoiceOwner: null }, account: { channel: 'Non-Reseller' } },
      { field: 'invoice owner', reason: 'blank' },
    ],
    ['nothing', {}, null],
    ['nothing where the channel is unread', { ...marketplace, whole: { account: gap('timeout') } }, null],
  ])('has the reason why it is unknown: %s', (_, change, obstacle) => {
    expect(judgementOf(change).obstacle).toEqual(obstacle);
  });

  it("keeps the channel's value and the status when they were read", () => {
    expect(judgementOf({ account: { channel: 'Partner' } })).toMatchObject({
      channelValue: 'Partner',
      status: 'Active',
    });
    expect(judgementOf({ account: { channel: null } }).channelValue).toBeNull();
    expect(judgementOf({ whole: { subscription: gap('timeout') } }).status).toBeNull();
  });

  it('has the customer and the invoice owner when the subscription was read', () => {
    expect(judgementOf({})).toMatchObject({ customer: halden, invoiceOwner: quillmark });
    expect(judgementOf({ subscription: { invoiceOwner: null } })).toMatchObject({
      customer: halden,
      invoiceOwner: null,
    });
    expect(judgementOf({ whole: { subscription: gap('timeout') } })).toMatchObject({
      customer: null,
      invoiceOwner: null,
    });
  });

  it('has the end date, and a marketplace for that verdict only', () => {
    expect(judgementOf({})).toMatchObject({ endsOn: '2023-12-01', marketplace: null });
    expect(judgementOf({ whole: { subscription: gap('timeout') } })).toMatchObject({
      endsOn: null,
      marketplace: null,
    });
  });

  it('treats a history without versions as unreadable', () => {
    expect(judgementOf({ ...direct, whole: { ownerHistory: found([]) } }).ownerHistory).toBe('unknown');
  });

  it('names a resold sibling only when the customer pays', () => {
    const resoldSibling = 'A-S00900002';
    expect(judgementOf({ subscription: { invoiceOwner: halden }, resoldSibling }).resoldSibling).toBe(
      resoldSibling,
    );
    expect(judgementOf({ resoldSibling }).resoldSibling).toBeNull();
  });

  it.each<[string, OwnerVersion['owner'], string, string | null]>([
    ['the number of another account', { ...quillmark, id: halden.id }, 'other-before', quillmark.name],
    ['the number of the customer', { ...quillmark, number: halden.number }, 'always-own', null],
    [
      'no number and the id of another account',
      { ...quillmark, number: null },
      'other-before',
      quillmark.name,
    ],
    ['no number and the id of the customer', { ...halden, number: null }, 'always-own', null],
    ['neither number nor id', { id: null, number: null, name: null }, 'other-before', null],
  ])('treats an earlier owner with %s as %s', (_, owner, kind, earlierOwner) => {
    const judged = judgementOf({
      ...direct,
      whole: { ownerHistory: found([{ version: 1, since: null, owner }]) },
    });

    expect(judged).toMatchObject({ ownerHistory: kind, earlierOwner });
  });

  it.each<[Change, ManagedServiceSign | null]>([
    [soldToPartner, 'unconfirmed'],
    [{ ...soldToPartner, managedService: 'denied' }, 'denied'],
    [{ ...soldToPartner, managedService: 'confirmed' }, 'confirmed'],
    [{ subscription: { ...soldToPartner.subscription, endsOn: '2023-02-12' } }, 'unconfirmed'],
    [{ ...soldToPartner, account: { channel: 'Non-Reseller' } }, null],
    [{}, null],
    [direct, null],
  ])('needs the managed service only when it matters: %j', (change, sign) => {
    expect(judgementOf(change).managedService).toBe(sign);
  });

  it.each<[string | null, string, string]>([
    ['AWS, Private Offer', 'Halden Mills', 'aws'],
    ['GCP', 'Halden Mills', 'google'],
    ['Private Offer', 'Halden Mills', 'other'],
    ['Private Offer', 'Google Cloud Marketplace', 'google'],
    ['AWS', 'Google Cloud Marketplace', 'other'],
    [null, 'Amazon Web Services, Inc.', 'aws'],
  ])('names the marketplace of the fields %j and the owner %s: %s', (label, name, place) => {
    const change = { subscription: { marketplace: label, invoiceOwner: { ...quillmark, name } } };

    expect(judgementOf(change).marketplace).toBe(place);
  });

  it('is "direct" in few cells of the table, in none with an earlier owner', () => {
    const cells = Object.entries(VERDICT_TABLE).flatMap(([owner, channels]) =>
      Object.entries(channels).flatMap(([channel, histories]) =>
        Object.entries(histories).flatMap(([history, verdict]) =>
          verdict === 'direct' ? [`${owner} ${channel} ${history}`] : [],
        ),
      ),
    );

    expect(cells).toEqual([
      'customer non-reseller always-own',
      'customer non-reseller unknown',
      'customer-beside-resold reseller always-own',
      'customer-beside-resold non-reseller always-own',
      'customer-beside-resold non-reseller unknown',
    ]);
  });
});

describe('isCurrentSubscription', () => {
  it.each<[Partial<Subscription>, boolean]>([
    [{}, true],
    [{ endsOn: null }, true],
    [{ endsOn: '2023-02-13', status: 'Expired' }, true],
    [{ endsOn: '2023-02-12', status: 'Expired' }, false],
    [{ endsOn: '2023-12-01', status: 'Cancelled' }, true],
    [{ endsOn: null, status: 'Cancelled' }, false],
  ])('%j -> %s', (change, current) => {
    expect(isCurrentSubscription({ ...subscription, ...change }, '2023-03-15')).toBe(current);
  });
});
