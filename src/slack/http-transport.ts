import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPModuleFunctions, isRawBodyError, type ReceiverEvent } from '@slack/bolt';
import { isRecord } from './is-record.ts';

/** Slack's largest requests, message shortcuts with many blocks, are about 100 KB. */
const MAX_BODY_BYTES = 1_000_000;
/** Slack's certificate check (`ssl_check`) is a small unsigned request. */
const MAX_UNSIGNED_BYTES = 4_096;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;
/** Maximum lead of a request's timestamp over our clock. Bolt only rejects timestamps that are too old. */
const MAX_AHEAD_S = 300;
const LOG_EVERY_MS = 60_000;
const FORM = 'application/x-www-form-urlencoded';

export interface HttpTransportOptions {
  readonly signingSecret: string;
  now(): Date;
  /** Persists and acknowledges a verified request. Rejects when the request could not be persisted. */
  receive(event: ReceiverEvent): Promise<void>;
  onFault(what: string, error: unknown): void;
}

/** A request that is answered with an HTTP error status. */
class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly status: number;
  readonly code: string;
  /** How many seconds the request's timestamp is ahead of our clock; negative when behind. */
  readonly skewSeconds: number | undefined;
  /** How many earlier refusals with this code were not logged. */
  unlogged = 0;

  constructor(status: number, code: string, details: { cause?: unknown; skewSeconds?: number } = {}) {
    super(code, { cause: details.cause });
    this.status = status;
    this.code = code;
    this.skewSeconds = details.skewSeconds;
  }
}

/**
 * Returns the handler of `POST /slack/events`. Answers 413 when the body is too large, 401 when the signature or the
 * timestamp is not valid, 400 when the body cannot be parsed, and 500 when the request could not be persisted.
 */
export function slackEventsHandler(options: HttpTransportOptions): RequestListener {
  const logged = oncePerMinute(options);
  return (request, response) => {
    handle(request, response, options).catch((error: unknown) => {
      const refused = error instanceof RequestRefused;
      if (refused) logged(error);
      else options.onFault('request not acknowledged', error);
      if (!response.headersSent) response.writeHead(refused ? error.status : 500).end();
    });
  };
}

/** Logs one refusal a minute for each code, because anybody can send invalid requests in any number. */
function oncePerMinute({ now, onFault }: HttpTransportOptions): (refused: RequestRefused) => void {
  const kinds = new Map<string, { since: number; unlogged: number }>();
  return (refused) => {
    const at = now().getTime();
    const kind = kinds.get(refused.code);
    if (kind && Math.abs(at - kind.since) < LOG_EVERY_MS) {
      kind.unlogged += 1;
      return;
    }
    refused.unlogged = kind?.unlogged ?? 0;
    kinds.set(refused.code, { since: at, unlogged: 0 });
    onFault('request refused', refused);
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpTransportOptions,
): Promise<void> {
  const body = await readBody(request, options);
  if (isRecord(body) && body['ssl_check'] === '1') return void response.writeHead(200).end();
  if (isRecord(body) && body['type'] === 'url_verification')
    return HTTPModuleFunctions.buildUrlVerificationResponse(response, body);
  await options.receive({
    body: body as ReceiverEvent['body'],
    ack: async (answer) => HTTPModuleFunctions.buildContentResponse(response, answer),
    ...retryOf(request),
  });
}

async function readBody(
  request: IncomingMessage,
  { signingSecret, now }: HttpTransportOptions,
): Promise<unknown> {
  refuseByHeaders(request);
  // Bolt compares the whole header, to which a proxy may have added a charset.
  if (request.headers['content-type']?.startsWith(`${FORM};`)) request.headers['content-type'] = FORM;
  const sentAt = Number(request.headers['x-slack-request-timestamp']);
  const skewSeconds = Math.round(sentAt - now().getTime() / 1000);
  const verified = await HTTPModuleFunctions.parseAndVerifyHTTPRequest(
    { signingSecret, bodyLimit: MAX_BODY_BYTES },
    request,
  ).catch((error: unknown) => {
    throw refusalFor(error, skewSeconds);
  });
  if (skewSeconds > MAX_AHEAD_S) throw new RequestRefused(401, 'timestamp-ahead-of-clock', { skewSeconds });
  try {
    return HTTPModuleFunctions.parseHTTPRequestBody(verified);
  } catch (error) {
    throw new RequestRefused(400, 'body-not-parsed', { cause: error });
  }
}

/** Refuses a request by its headers, before the body is read, so that a flood of large bodies costs no memory. */
function refuseByHeaders({ headers }: IncomingMessage): void {
  const length = Number(headers['content-length']);
  if (length > MAX_BODY_BYTES) throw new RequestRefused(413, 'body-too-large');
  const signed = SIGNATURE.test(String(headers['x-slack-signature']));
  if (!signed && !(length <= MAX_UNSIGNED_BYTES)) throw new RequestRefused(401, 'signature-not-valid');
}

function refusalFor(error: unknown, skewSeconds: number): RequestRefused {
  if (isRawBodyError(error)) {
    const tooLarge = error.statusCode === 413;
    return new RequestRefused(tooLarge ? 413 : 400, tooLarge ? 'body-too-large' : 'body-incomplete');
  }
  const stale = error instanceof Error && error.message.includes('must differ from system time');
  return stale
    ? new RequestRefused(401, 'timestamp-behind-clock', { skewSeconds })
    : new RequestRefused(401, 'signature-not-valid');
}

function retryOf(request: IncomingMessage): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const retryNum = HTTPModuleFunctions.extractRetryNumFromHTTPRequest(request);
  const retryReason = HTTPModuleFunctions.extractRetryReasonFromHTTPRequest(request);
  return { ...(retryNum === undefined ? {} : { retryNum }), ...(retryReason ? { retryReason } : {}) };
}
