import type { RichText, TextFragment } from '../domain/text-fragments.ts';
import { joinLines, literalFragment, phrase } from '../domain/text-fragments.ts';
import type { Judgement } from '../domain/verdict.ts';

/** Label of the text to copy. */
export const BILLING_TEXT_LABEL = 'Question to Billing, with both records';

/** Returns the question to Billing about subscriptions whose records conflict; empty when none do. */
export function billingText(judgements: readonly Judgement[]): RichText {
  const conflicts = judgements.filter(({ verdict }) => verdict === 'conflict');
  if (conflicts.length === 0) return [];
  return joinLines([
    [literalFragment("Hello, Zuora's records do not agree on who sold this:")],
    ...conflicts.map(conflictText),
    [
      literalFragment(
        'Which of the two is right? If the companies belong to one group, please say so. We change nothing until you answer.',
      ),
    ],
  ]);
}

function conflictText({
  number,
  customer,
  invoiceOwner,
  invoiceOwnerKind,
  channelValue,
}: Judgement): TextFragment[] {
  const owner = invoiceOwner ? phrase`${invoiceOwner.name} (${invoiceOwner.number})` : phrase`blank`;
  const account = customer ? phrase`${customer.name} (${customer.number})` : phrase`the customer's account`;
  const relation =
    invoiceOwnerKind === 'related-account' ? phrase`, a parent or child account of the customer` : [];
  return phrase`${number}: the invoice owner is ${owner}${relation}, and the channel of ${account} is "${channelValue ?? 'blank'}".`;
}
