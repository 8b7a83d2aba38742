import { z } from 'zod';
import { type MapError, responseProblem } from '../classify-response.ts';

const ErrorList = z.array(z.object({ errorCode: z.string() })).min(1);

/** Share of the daily quota above which the bot stops calling, because the quota is shared with other integrations. */
const QUOTA_PAUSE_THRESHOLD = 0.9;
const QUOTA_PAUSE_MS = 60_000;

/** The organisation's daily API quota, according to the response headers. */
export interface ApiQuota {
  /** Returns true while the bot must not call Salesforce. */
  isPaused(): boolean;
  readonly mapError: MapError;
}

/** Creates the quota tracker. Its `mapError` also maps the error list of a response. */
export function createApiQuota(): ApiQuota {
  let pausedUntil = 0;
  const pause = () => {
    pausedUntil = performance.now() + QUOTA_PAUSE_MS;
  };
  return {
    isPaused: () => performance.now() < pausedUntil,
    mapError(json, { status, headers }) {
      const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(String(headers['sforce-limit-info'])) ?? [];
      if (Number(used) >= Number(limit) * QUOTA_PAUSE_THRESHOLD) pause();
      if (status === 200) return null;
      const code = ErrorList.safeParse(json).data?.[0]?.errorCode;
      if (code !== 'REQUEST_LIMIT_EXCEEDED') return null;
      pause();
      return responseProblem('rate-limited', code, { code });
    },
  };
}
