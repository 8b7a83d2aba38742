import type { Check, Told } from '../domain/case.ts';

/** A check as the version before wrote it. */
interface EarlierCheck extends Omit<Check, 'because' | 'proof' | 'told'> {
  readonly because: Check['because'] | 'topic';
  readonly proof?: Check['proof'];
  readonly told?: Told;
}

/** A check from its JSON. What the version before did not write yet is filled in as that version meant it. */
export function readCheck(data: string): Check {
  const stored = JSON.parse(data) as EarlierCheck;
  const { because, topic } = stored;
  return {
    // It carried the topic from look to look, whoever had named it.
    told: { topic },
    proof: 'unknown',
    ...stored,
    because: because === 'topic' ? 'told' : because,
  };
}
