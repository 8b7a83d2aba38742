import { z } from 'zod';
import { type Complain, type Complaint, complaint } from '../judge.ts';

const Failure = z.object({
  success: z.boolean().optional(),
  Success: z.boolean().optional(),
  reasons: z.array(z.object({ code: z.union([z.number(), z.string()]) })).optional(),
});

/** The last two of a reason's eight digits say what kind of failure it is. */
const CATEGORIES: Readonly<Record<string, Omit<Complaint, 'ok' | 'detail'>>> = {
  '10': { gap: 'forbidden', retry: false },
  '11': { gap: 'auth', retry: false },
  '40': { gap: 'not-found', retry: false },
  '50': { gap: 'unavailable', retry: true },
  '60': { gap: 'unavailable', retry: false },
  '61': { gap: 'unavailable', retry: true },
  '70': { gap: 'throttled', retry: true },
  '99': { gap: 'unavailable', retry: true },
};

/** Zuora may fail with HTTP 200, and its reason codes say more than the status. */
export const complainOfZuora: Complain = (json, { status }) => {
  const failure = Failure.safeParse(json).data;
  if (!failure) return null;
  const failed = status !== 200 || failure.success === false || failure.Success === false;
  const complaints = (failure.reasons ?? []).map(({ code }) => byCode(String(code)));
  if (!failed && complaints.length === 0) return null;
  const known = complaints.filter((one) => one !== null);
  // "Not there" only when nothing else was wrong.
  const worst = known.find(({ gap }) => gap !== 'not-found');
  if (worst) return worst;
  if (known[0] && known.length === complaints.length) return known[0];
  return status === 200 ? complaint('bad-shape', 'refused for an unknown reason') : null;
};

function byCode(code: string): Complaint | null {
  if (code === 'REQUEST_EXCEEDED_LIMIT') return complaint('throttled', code, { retry: true, code });
  if (!/^\d{8}$/.test(code)) return null;
  const { gap, retry } = CATEGORIES[code.slice(-2)] ?? { gap: 'bad-shape', retry: false };
  return complaint(gap, `Zuora reason ${code}`, { retry, code });
}
