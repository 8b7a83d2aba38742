import { z } from 'zod';
import { type MapError, responseProblem } from '../classify-response.ts';

const ErrorList = z.array(z.object({ errorCode: z.string() })).min(1);

/** Salesforce counts everybody's calls together: above this share of the day's quota we stop asking. */
const QUOTA_PAUSE_THRESHOLD = 0.9;
const QUOTA_PAUSE_MS = 60_000;

/** The day's quota of the whole organisation, as the answers tell it. */
export interface ApiQuota {
  /** True: leave what is left to the others. */
  isPaused(): boolean;
  readonly mapError: MapError;
}

/** Watches the quota, and reads the list of errors that Salesforce answers with. */
export function createApiQuota(): ApiQuota {
  let pausedUntil = 0;
  const pause = () => {
    pausedUntil = performance.now() + QUOTA_PAUSE_MS;
  };
  return {
    isPaused: () => performance.now() < pausedUntil,
    mapError(json, { status, headers }) {
      const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
      if (Number(used) >= Number(limit) * QUOTA_PAUSE_THRESHOLD) pause();
      if (status === 200) return null;
      const code = ErrorList.safeParse(json).data?.[0]?.errorCode;
      if (code !== 'REQUEST_LIMIT_EXCEEDED') return null;
      pause();
      return responseProblem('rate-limited', code, { code });
    },
  };
}
