import { describe, expect, it } from 'vitest';
import type { ConnectorResult } from '../../src/domain/connector-result.ts';
import type { SubscriptionEvidence } from '../../src/domain/evidence.ts';
import { requesterIsSoldTo } from '../../src/domain/requester-is-sold-to.ts';
import type { Ticket } from '../../src/domain/upstream-records.ts';
import {
  anAccount,
  aSubscription,
  aTicket,
  foundAnswer,
  gapAnswer,
  resoldSubscriptionEvidence,
} from '../builders/cases.ts';

/** A subscription whose Sold-To contact has this fingerprint; see `soldToFingerprint`. */
function soldTo(own: string | null | undefined, ofAccount?: string): SubscriptionEvidence {
  return {
    ...resoldSubscriptionEvidence(),
    subscription: foundAnswer(aSubscription(own === undefined ? {} : { soldToFingerprint: own })),
    account: foundAnswer(anAccount(ofAccount === undefined ? {} : { soldToFingerprint: ofAccount })),
  };
}

const ask = (ticket: ConnectorResult<Ticket> | null, ...subscriptions: SubscriptionEvidence[]) =>
  requesterIsSoldTo({ ticket, subscriptions });
const fromAna = foundAnswer(aTicket({ requesterFingerprint: 'ana' }));

describe('the requester as the current Sold-To contact', () => {
  it.each([
    ['yes', 'the same contact', ask(fromAna, soldTo('ana', 'ben'))],
    ['yes', 'the contact of the account, where the subscription has none', ask(fromAna, soldTo(null, 'ana'))],
    ['yes', 'the contact of every subscription', ask(fromAna, soldTo('ana'), soldTo('ana'))],
    ['no', 'another contact', ask(fromAna, soldTo('ben', 'ana'))],
    ['no', 'the contact of none of several subscriptions', ask(fromAna, soldTo('ben'), soldTo('cem'))],
    ['unknown', 'the contact of one subscription only', ask(fromAna, soldTo('ana'), soldTo('ben'))],
    ['unknown', 'a contact beside one that cannot be read', ask(fromAna, soldTo('ana'), soldTo(undefined))],
    ['unknown', 'any contact whose address cannot be read', ask(fromAna, soldTo(undefined, 'ana'))],
    ['unknown', 'a contact of an account without an address', ask(fromAna, soldTo(null))],
    ['unknown', 'somebody without an address', ask(foundAnswer(aTicket()), soldTo('ana'))],
    ['unknown', 'the author of an unreadable ticket', ask(gapAnswer('timeout'), soldTo('ana'))],
    ['unknown', 'nobody, without a ticket', ask(null, soldTo('ana'))],
    ['unknown', 'somebody, without a subscription', ask(fromAna)],
  ])('is “%s” for %s', (expected, _, answer) => {
    expect(answer).toBe(expected);
  });
});
