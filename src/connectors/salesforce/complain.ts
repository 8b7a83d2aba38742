import { z } from 'zod';
import { type Complain, complaint } from '../judge.ts';

const Errors = z.array(z.object({ errorCode: z.string() })).min(1);

/** Salesforce counts everybody's calls together: above this share of the day's quota we stop asking. */
const MOST_OF_QUOTA = 0.9;
const PAUSE_MS = 60_000;

/** The day's quota of the whole organisation, as the answers tell it. */
export interface Quota {
  /** True: leave what is left to the others. */
  isSpent(): boolean;
  readonly complain: Complain;
}

/** Watches the quota, and reads the list of errors that Salesforce answers with. */
export function createQuota(): Quota {
  let pausedUntil = 0;
  const pause = () => {
    pausedUntil = performance.now() + PAUSE_MS;
  };
  return {
    isSpent: () => performance.now() < pausedUntil,
    complain(json, { status, headers }) {
      const [, used, most] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
      if (Number(used) >= Number(most) * MOST_OF_QUOTA) pause();
      if (status === 200) return null;
      const code = Errors.safeParse(json).data?.[0]?.errorCode;
      if (code !== 'REQUEST_LIMIT_EXCEEDED') return null;
      pause();
      return complaint('throttled', code, { code });
    },
  };
}
