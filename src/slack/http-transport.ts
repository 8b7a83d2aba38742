import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPModuleFunctions, isRawBodyError, type ReceiverEvent } from '@slack/bolt';

/** Slack's largest requests, message shortcuts with many blocks, are some 100 KB. */
const MAX_BODY_BYTES = 1_000_000;
/** Slack checks the certificate with a small request that it does not sign. */
const MAX_UNSIGNED_BYTES = 4_096;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;
/** A request may claim to come from at most this far in the future. Bolt itself checks the past only. */
const MAX_AHEAD_S = 300;
const LOG_EVERY_MS = 60_000;
const FORM = 'application/x-www-form-urlencoded';

export interface HttpTransportOptions {
  readonly signingSecret: string;
  now(): Date;
  /** Persists and acknowledges a verified request. Rejects when it could not. */
  receive(event: ReceiverEvent): Promise<void>;
  onFault(what: string, error: unknown): void;
}

/** A request that is not taken, with the status that says so. */
class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly status: number;
  readonly code: string;
  /** How far the request's own time is ahead of ours; negative: behind. */
  readonly skewSeconds: number | undefined;
  /** Refused requests of this kind that were not logged. */
  unlogged = 0;

  constructor(status: number, code: string, details: { cause?: unknown; skewSeconds?: number } = {}) {
    super(code, { cause: details.cause });
    this.status = status;
    this.code = code;
    this.skewSeconds = details.skewSeconds;
  }
}

/**
 * Returns the handler of `POST /slack/events`. Answers 413 to what is too large, 401 to what Slack did not sign
 * or stamped with another time, 400 to what cannot be parsed, and 500 to what could not be persisted.
 */
export function slackEventsHandler(options: HttpTransportOptions): RequestListener {
  const logged = atMostOnceAMinute(options);
  return (request, response) => {
    handle(request, response, options).catch((error: unknown) => {
      const refused = error instanceof RequestRefused;
      if (refused) logged(error);
      else options.onFault('request not acknowledged', error);
      if (!response.headersSent) response.writeHead(refused ? error.status : 500).end();
    });
  };
}

/** Anybody may send what is refused, as often as they like: the log has one line a minute for each kind of refusal. */
function atMostOnceAMinute({ now, onFault }: HttpTransportOptions): (refused: RequestRefused) => void {
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
  refuseUnread(request);
  // Bolt compares the whole header, and a proxy may have added a charset to it.
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

/** Refuses by its headers what need not be read for it: a flood of large bodies then costs no memory. */
function refuseUnread({ headers }: IncomingMessage): void {
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
