import type { GapKind } from '../domain/connector-result.ts';
import type { HttpResponse } from './send-request.ts';
import { type Problem, problem, type Success, success } from './upstream-result.ts';

/** A problem with a response. `isRetryable`: repeating the request may succeed. */
export interface ResponseProblem extends Problem {
  readonly isRetryable: boolean;
}

/** Maps an error in a response body, of any HTTP status. Returns null when the body contains none. */
export type MapError = (json: unknown, response: HttpResponse) => ResponseProblem | null;

/** Returns the JSON of a successful response, or the problem with the response. */
export function classifyResponse(
  response: HttpResponse,
  mapError: MapError,
): Success<unknown> | ResponseProblem {
  if (response.status >= 300 && response.status < 400) return responseProblem('invalid-response', 'redirect');
  const json = parseJson(response.text);
  const mapped = mapError(json, response);
  if (mapped) return mapped;
  if (response.status !== 200 && response.status !== 201)
    return { ...problemFromStatus(response.status), ...errorCodeOf(json) };
  return json === undefined ? responseProblem('invalid-response', 'not JSON') : success(json);
}

/** Returns a problem that is not retryable unless `extra` says so. */
export function responseProblem(
  gap: GapKind,
  detail: string,
  extra: Partial<Pick<ResponseProblem, 'isRetryable' | 'code'>> = {},
): ResponseProblem {
  return { isRetryable: false, ...extra, ...problem(gap, detail) };
}

/** Maps a refused sign-in to `unauthenticated`, whether its status is 400, 401 or 403. */
export function mapSignInError(mapError: MapError): MapError {
  return (json, response) => {
    if ([400, 401, 403].includes(response.status))
      return responseProblem(
        'unauthenticated',
        `sign-in refused, HTTP ${response.status}`,
        errorCodeOf(json),
      );
    return mapError(json, response);
  };
}

/** Returns the problem for an HTTP status whose body contains no known error. */
function problemFromStatus(status: number): ResponseProblem {
  const detail = `HTTP ${status}`;
  if (status === 401) return responseProblem('unauthenticated', detail);
  if (status === 403) return responseProblem('forbidden', detail);
  if (status === 404) return responseProblem('not-found', detail);
  if (status === 429) return responseProblem('rate-limited', detail, { isRetryable: true });
  if (status >= 500)
    return responseProblem('unavailable', detail, { isRetryable: [502, 503, 504].includes(status) });
  return responseProblem('invalid-response', detail);
}

/** Returns the error code in a body such as `{"error":"invalid_client"}`, `[{"errorCode":"…"}]` or `{"reasons":[{"code":…}]}`. */
function errorCodeOf(json: unknown): { readonly code?: string } {
  const [first] = Array.isArray(json) ? (json as unknown[]) : [json];
  const body = asRecord(first);
  const [reason] = Array.isArray(body['reasons']) ? (body['reasons'] as unknown[]) : [];
  const code = [body['errorCode'], body['error'], asRecord(reason)['code'], body['code']].find(isErrorCode);
  return code === undefined ? {} : { code: String(code) };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** True for one word or a number. Sentences are excluded because they may quote customer data. */
function isErrorCode(value: unknown): value is string | number {
  return (
    typeof value === 'number' ||
    (typeof value === 'string' && /^[A-Za-z][A-Za-z_]{1,59}$|^\d{1,12}$/.test(value))
  );
}

/** Returns undefined for invalid JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
