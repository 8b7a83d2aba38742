import type { StandIn } from '../../../scripts/sandbox/upstreams/stand-in.ts';

/** A response; `body` is the parsed JSON, or undefined when it is not JSON. */
export interface StandInResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: AnyJson;
}

/** Any JSON value. */
export type AnyJson = { readonly [key: string]: AnyJson } & { readonly length: number } & readonly AnyJson[];

/** Sends a GET with a token and headers. */
export async function getFromStandIn(
  standIn: StandIn,
  path: string,
  headers: Record<string, string> = {},
): Promise<StandInResponse> {
  return readResponse(await fetch(standIn.url + path, { headers }));
}

/** Returns a token of the system as an Authorization header. */
export async function authorizationFor(standIn: StandIn, path: string): Promise<{ authorization: string }> {
  const { body } = await signInWithForm(standIn, path);
  return { authorization: `Bearer ${String(body['access_token'])}` };
}

/** Signs in with a form; other fields replace the usual ones. */
export async function signInWithForm(
  standIn: StandIn,
  path: string,
  other: Record<string, string> = {},
): Promise<StandInResponse> {
  const { clientId, clientSecret } = standIn;
  const usual = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' };
  return readResponse(
    await fetch(standIn.url + path, { method: 'POST', body: new URLSearchParams({ ...usual, ...other }) }),
  );
}

/** Signs in with JSON, as Zendesk requires. */
export async function signInWithJson(
  standIn: StandIn,
  other: Record<string, unknown> = {},
): Promise<StandInResponse> {
  const { clientId, clientSecret } = standIn;
  const usual = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' };
  const response = await fetch(`${standIn.url}/oauth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...usual, scope: 'tickets:read users:read organizations:read', ...other }),
  });
  return readResponse(response);
}

/** Reads a response to its end. */
export async function readResponse(response: Response): Promise<StandInResponse> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) as AnyJson };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
