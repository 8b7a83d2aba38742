import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/domain/text-fragments.ts';
import { billingText } from '../../src/words/billing-text.ts';
import { aCheck, anAccount, anEvidence, foundAnswer, resoldSubscriptionEvidence } from '../builders/cases.ts';

describe('the question to Billing', () => {
  it('quotes both records of a subscription that conflict', () => {
    const subscription = {
      ...resoldSubscriptionEvidence(),
      account: foundAnswer(anAccount({ channel: 'Non-Reseller' })),
    };
    const { judgements } = aCheck({ evidence: anEvidence({ subscriptions: [subscription] }) });

    expect(plainText(billingText(judgements))).toContain(
      'A-S00900001: the invoice owner is Quillmark Resale Ltd (A00900101), and the channel of Halden Mills (A00900001) is "Non-Reseller".',
    );
  });

  it('is empty without a conflict', () => {
    expect(billingText(aCheck().judgements)).toEqual([]);
  });
});
