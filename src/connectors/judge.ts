import type { GapKind } from '../domain/answer.ts';
import { type Good, good, type Problem, problem } from './outcome.ts';
import type { Reply } from './request.ts';

/** A problem, and whether the same question may get an answer a moment later. */
export interface Complaint extends Problem {
  readonly retry: boolean;
}

/** What a system says in its own words: a complaint in a body of any status, or null when it has none. */
export type Complain = (json: unknown, reply: Reply) => Complaint | null;

/** The JSON of a good answer, or what is wrong with it. */
export function judge(reply: Reply, complain: Complain): Good<unknown> | Complaint {
  if (reply.status >= 300 && reply.status < 400) return complaint('bad-shape', 'redirect');
  const json = parsed(reply.text);
  const own = complain(json, reply);
  if (own) return own;
  if (reply.status !== 200 && reply.status !== 201) return { ...byStatus(reply.status), ...codeOf(json) };
  return json === undefined ? complaint('bad-shape', 'not JSON') : good(json);
}

export function complaint(
  gap: GapKind,
  detail: string,
  more: Partial<Pick<Complaint, 'retry' | 'code'>> = {},
): Complaint {
  return { retry: false, ...more, ...problem(gap, detail) };
}

/** A sign-in that is turned down means wrong credentials, whatever the status. */
export function complainOfSignIn(complain: Complain): Complain {
  return (json, reply) => {
    if ([400, 401, 403].includes(reply.status))
      return complaint('auth', `sign-in refused, HTTP ${reply.status}`, codeOf(json));
    return complain(json, reply);
  };
}

/** What a status says when the body says nothing better. */
export function byStatus(status: number): Complaint {
  const detail = `HTTP ${status}`;
  if (status === 401) return complaint('auth', detail);
  if (status === 403) return complaint('forbidden', detail);
  if (status === 404) return complaint('not-found', detail);
  if (status === 429) return complaint('throttled', detail, { retry: true });
  if (status >= 500) return complaint('unavailable', detail, { retry: [502, 503, 504].includes(status) });
  return complaint('bad-shape', detail);
}

/** Returns the error code in a body such as `{"error":"invalid_client"}`, `[{"errorCode":"…"}]` or `{"reasons":[{"code":…}]}`. */
function codeOf(json: unknown): { readonly code?: string } {
  const [first] = Array.isArray(json) ? (json as unknown[]) : [json];
  const body = fieldsOf(first);
  const [reason] = Array.isArray(body['reasons']) ? (body['reasons'] as unknown[]) : [];
  const code = [body['errorCode'], body['error'], fieldsOf(reason)['code'], body['code']].find(isCode);
  return code === undefined ? {} : { code: String(code) };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** True for one word or a number. Sentences are excluded because they may quote customer data. */
function isCode(value: unknown): value is string | number {
  return (
    typeof value === 'number' ||
    (typeof value === 'string' && /^[A-Za-z][A-Za-z_]{1,59}$|^\d{1,12}$/.test(value))
  );
}

/** Undefined when the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
