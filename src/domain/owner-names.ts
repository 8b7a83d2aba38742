import type { SubscriptionEvidence } from './evidence.ts';
import type { OwnerVersion } from './upstream-records.ts';

/** Shown for invoice owners whose name and number Zuora does not return. */
const UNNAMED_ACCOUNT = 'an unnamed account';
const ANOTHER_UNNAMED_ACCOUNT = 'another unnamed account';

/** Returns each owner once, by name if it is known, otherwise by number. */
export function ownerDisplayNames(
  versions: readonly OwnerVersion[],
  names: ReadonlyMap<string, string>,
): string[] {
  const labels = new Map(
    versions.map(({ owner: { id, number, name } }) => {
      const known = name ?? names.get(id ?? '') ?? names.get(number ?? '') ?? number;
      return [known ?? id ?? '', known] as const;
    }),
  );
  let unnamed = 0;
  return [...labels.values()].map((known) => {
    if (known !== null) return known;
    unnamed += 1;
    return unnamed === 1 ? UNNAMED_ACCOUNT : ANOTHER_UNNAMED_ACCOUNT;
  });
}

/** Returns the account names in the evidence of a subscription, keyed by id and by number. */
export function accountNamesOf({
  subscription,
  account,
  invoiceOwnerAccount,
}: SubscriptionEvidence): Map<string, string> {
  const refs = [
    ...(subscription.ok ? [subscription.value.subscriptionOwner, subscription.value.invoiceOwner] : []),
    ...[account, invoiceOwnerAccount].map((answer) => (answer?.ok ? answer.value : null)),
  ];
  return new Map(
    refs.flatMap((ref) =>
      ref
        ? [
            [ref.id, ref.name],
            [ref.number, ref.name],
          ]
        : [],
    ),
  );
}
