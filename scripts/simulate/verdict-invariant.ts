import type { Check } from '../../src/domain/case.ts';
import { SAMPLE_ENTRIES } from '../sandbox/upstreams/customers.ts';
import type { FinalState } from './invariants.ts';

/** The verdict of a subscription when all systems answer, by its number. */
const TRUE_VERDICTS: ReadonlyMap<string, string> = new Map(
  SAMPLE_ENTRIES.flatMap(({ text, group }) => {
    const number = /^A-S\d+/.exec(text)?.[0];
    return number === undefined ? [] : [[number, group]];
  }),
);

/** Verdicts, besides `unknown`, that are correct later or while a system doesn't answer. */
const OTHER_VERDICTS: Readonly<Record<string, readonly string[]>> = {
  // Without the owner history; the card then says that it is missing.
  'transition-complete': ['direct'],
  // Without Salesforce there is no second sign of a managed service.
  msp: ['reseller'],
  // A month after the end; when a person confirms a managed service.
  reseller: ['former-reseller', 'msp'],
};

/** Returns true when a subscription may get this verdict, whatever fails. */
export function isVerdictPossible(number: string, verdict: string): boolean {
  const right = TRUE_VERDICTS.get(number);
  if (right === undefined) return verdict !== 'direct' || !number.startsWith('A-S');
  return [right, 'unknown', ...(OTHER_VERDICTS[right] ?? [])].includes(verdict);
}

/** Whatever fails, a subscription gets its correct verdict or `unknown`, never another one, and is never reported as not found. */
export function checkVerdicts({ run, cases }: FinalState): void {
  for (const kase of cases)
    for (const check of kase.checks) {
      for (const { number, verdict } of check.judgements)
        if (TRUE_VERDICTS.has(number) && !isVerdictPossible(number, verdict))
          run.violate('no fault changes a verdict', `${number} was judged ${verdict} in ${kase.id}`);
      if (isFalselyNotFound(check))
        run.violate('no fault changes a verdict', `${kase.id} shows a known subscription as not found`);
    }
}

function isFalselyNotFound({ verdict, evidence: { subject } }: Check): boolean {
  if (subject.kind !== 'subscription' || verdict !== 'not-found') return false;
  const right = TRUE_VERDICTS.get(subject.number);
  return right !== undefined && right !== 'not-found';
}
