import { z } from 'zod';
import { type MapError, type ResponseProblem, responseProblem } from '../classify-response.ts';

const FailureResponse = z.object({
  success: z.boolean().optional(),
  Success: z.boolean().optional(),
  reasons: z.array(z.object({ code: z.union([z.number(), z.string()]) })).optional(),
});

/** Kinds of failure by the last two of the eight digits of a reason code. */
const REASON_CATEGORIES: Readonly<Record<string, Omit<ResponseProblem, 'ok' | 'detail'>>> = {
  '10': { gap: 'forbidden', isRetryable: false },
  '11': { gap: 'unauthenticated', isRetryable: false },
  '40': { gap: 'not-found', isRetryable: false },
  '50': { gap: 'unavailable', isRetryable: true },
  '60': { gap: 'unavailable', isRetryable: false },
  '61': { gap: 'unavailable', isRetryable: true },
  '70': { gap: 'rate-limited', isRetryable: true },
  '99': { gap: 'unavailable', isRetryable: true },
};

/** Maps Zuora's error responses, which may have status 200. Reason codes take precedence over the status. */
export const mapZuoraError: MapError = (json, { status }) => {
  const failure = FailureResponse.safeParse(json).data;
  if (!failure) return null;
  const failed = status !== 200 || failure.success === false || failure.Success === false;
  const problems = (failure.reasons ?? []).map(({ code }) => problemFromCode(String(code)));
  if (!failed && problems.length === 0) return null;
  const known = problems.filter((each) => each !== null);
  // `not-found` only if there is no other reason.
  const otherProblem = known.find(({ gap }) => gap !== 'not-found');
  if (otherProblem) return otherProblem;
  if (known[0] && known.length === problems.length) return known[0];
  return status === 200 ? responseProblem('invalid-response', 'unknown failure reason') : null;
};

function problemFromCode(code: string): ResponseProblem | null {
  if (code === 'REQUEST_EXCEEDED_LIMIT')
    return responseProblem('rate-limited', code, { isRetryable: true, code });
  if (!/^\d{8}$/.test(code)) return null;
  const { gap, isRetryable } = REASON_CATEGORIES[code.slice(-2)] ?? {
    gap: 'invalid-response',
    isRetryable: false,
  };
  return responseProblem(gap, `Zuora reason ${code}`, { isRetryable, code });
}
