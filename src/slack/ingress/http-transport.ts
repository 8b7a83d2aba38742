import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPModuleFunctions, isRawBodyError, type ReceiverEvent } from '@slack/bolt';
import { isRecord } from './payload-schemas.ts';
import { rejectRequest } from './reject-request.ts';

/**
 * Slack sends a whole view or message with an interaction: up to 250 KB of JSON, up to three times as much percent-encoded,
 * and more when somebody writes 40,000 characters that are not Latin.
 */
const MAX_BODY_BYTES = 1_000_000;
/** Almost all requests are smaller. */
const LARGE_BODY_BYTES = 100_000;
/** Larger bodies that may be in memory at a time, because anybody can send them until their signature is verified. */
const MAX_LARGE_BODIES = 32;
/** Slack's certificate check (`ssl_check`) is a small unsigned request. */
const MAX_UNSIGNED_BYTES = 4_096;
const SIGNATURE_PATTERN = /^v0=[0-9a-f]{64}$/;
/** Maximum difference in seconds between a request's timestamp and our clock. Bolt only rejects timestamps that are too old. */
const MAX_TIMESTAMP_SKEW_S = 300;
const REJECTION_LOG_INTERVAL_MS = 60_000;
const FORM_CONTENT_TYPE = 'application/x-www-form-urlencoded';

export interface HttpTransportOptions {
  readonly signingSecret: string;
  now(): Date;
  /** Persists and acknowledges a verified request. Rejects when the request could not be persisted. */
  receive(event: ReceiverEvent): Promise<void>;
  onFault(what: string, error: unknown): void;
}

/** A request that is answered with an HTTP error status. */
class RequestRejected extends Error {
  override readonly name = 'RequestRejected';
  readonly status: number;
  readonly code: string;
  /** How many seconds the request's timestamp is ahead of our clock; negative when behind. */
  readonly skewSeconds: number | undefined;
  /** How many earlier rejections with this code were not logged. */
  suppressedCount = 0;

  constructor(status: number, code: string, details: { cause?: unknown; skewSeconds?: number } = {}) {
    super(code, { cause: details.cause });
    this.status = status;
    this.code = code;
    this.skewSeconds = details.skewSeconds;
  }
}

/**
 * Returns the handler of `POST /slack/events`. Answers 413 when the body is too large, 401 when the signature or the
 * timestamp is not valid, 400 when the body cannot be parsed, 503 while too many large bodies are being read, and 500 when
 * the request could not be persisted.
 */
export function slackEventsHandler(options: HttpTransportOptions): RequestListener {
  const logRejection = createRejectionLogger(options);
  const reserveMemory = createLargeBodyLimit();
  return (request, response) => {
    handleRequest(request, response, { ...options, reserveMemory }).catch((error: unknown) => {
      const rejection = error instanceof RequestRejected;
      if (rejection) logRejection(error);
      else options.onFault('request not acknowledged', error);
      if (response.headersSent) return;
      if (rejection) rejectRequest(request, response, error);
      else response.writeHead(500).end();
    });
  };
}

/** Logs one rejection a minute for each code, because anybody can send invalid requests in any number. */
function createRejectionLogger({ now, onFault }: HttpTransportOptions): (rejection: RequestRejected) => void {
  const loggedByCode = new Map<string, { since: number; suppressedCount: number }>();
  return (rejection) => {
    const nowMs = now().getTime();
    const logged = loggedByCode.get(rejection.code);
    if (logged && Math.abs(nowMs - logged.since) < REJECTION_LOG_INTERVAL_MS) {
      logged.suppressedCount += 1;
      return;
    }
    rejection.suppressedCount = logged?.suppressedCount ?? 0;
    loggedByCode.set(rejection.code, { since: nowMs, suppressedCount: 0 });
    onFault('request rejected', rejection);
  };
}

/** Reserves memory for the body of a request, until the returned function is called. Throws when too many are large. */
type ReserveMemory = (request: IncomingMessage) => () => void;

function createLargeBodyLimit(): ReserveMemory {
  let reserved = 0;
  return ({ headers }) => {
    // Without a length, it may be of any size.
    if (Number(headers['content-length']) <= LARGE_BODY_BYTES) return () => {};
    if (reserved >= MAX_LARGE_BODIES) throw new RequestRejected(503, 'too-many-large-bodies');
    reserved += 1;
    return () => {
      reserved -= 1;
    };
  };
}

interface HandlingOptions extends HttpTransportOptions {
  readonly reserveMemory: ReserveMemory;
}

async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: HandlingOptions,
): Promise<void> {
  const body = await verifyAndParseBody(request, options);
  if (isRecord(body) && body['ssl_check'] === '1') return void response.writeHead(200).end();
  if (isRecord(body) && body['type'] === 'url_verification')
    return HTTPModuleFunctions.buildUrlVerificationResponse(response, body);
  await options.receive({
    body: body as ReceiverEvent['body'],
    ack: async (answer) => HTTPModuleFunctions.buildContentResponse(response, answer),
    ...retryHeadersOf(request),
  });
}

async function verifyAndParseBody(
  request: IncomingMessage,
  { signingSecret, now, reserveMemory }: HandlingOptions,
): Promise<unknown> {
  const sentAt = Number(request.headers['x-slack-request-timestamp']);
  const skewSeconds = Math.round(sentAt - now().getTime() / 1000);
  rejectByHeaders(request, skewSeconds);
  // Bolt compares the whole header, to which a proxy may have added a charset.
  if (request.headers['content-type']?.startsWith(`${FORM_CONTENT_TYPE};`))
    request.headers['content-type'] = FORM_CONTENT_TYPE;
  const releaseMemory = reserveMemory(request);
  const verified = await HTTPModuleFunctions.parseAndVerifyHTTPRequest(
    { signingSecret, bodyLimit: MAX_BODY_BYTES },
    request,
  )
    .catch((error: unknown) => {
      throw rejectionFor(error);
    })
    .finally(releaseMemory);
  try {
    return HTTPModuleFunctions.parseHTTPRequestBody(verified);
  } catch (error) {
    throw new RequestRejected(400, 'body-not-parsed', { cause: error });
  }
}

/** Rejects a request by its headers, before the body is read, so that a flood of large bodies costs no memory. */
function rejectByHeaders({ headers }: IncomingMessage, skewSeconds: number): void {
  const length = Number(headers['content-length']);
  if (length > MAX_BODY_BYTES) throw new RequestRejected(413, 'body-too-large');
  const signed = SIGNATURE_PATTERN.test(String(headers['x-slack-signature']));
  if (!signed && length <= MAX_UNSIGNED_BYTES) return;
  if (!signed || Number.isNaN(skewSeconds)) throw new RequestRejected(401, 'signature-not-valid');
  if (skewSeconds > MAX_TIMESTAMP_SKEW_S)
    throw new RequestRejected(401, 'timestamp-ahead-of-clock', { skewSeconds });
  if (skewSeconds < -MAX_TIMESTAMP_SKEW_S)
    throw new RequestRejected(401, 'timestamp-behind-clock', { skewSeconds });
}

function rejectionFor(error: unknown): RequestRejected {
  if (isRawBodyError(error)) {
    const tooLarge = error.statusCode === 413;
    return new RequestRejected(tooLarge ? 413 : 400, tooLarge ? 'body-too-large' : 'body-incomplete');
  }
  return new RequestRejected(401, 'signature-not-valid');
}

function retryHeadersOf(request: IncomingMessage): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const retryNum = HTTPModuleFunctions.extractRetryNumFromHTTPRequest(request);
  const retryReason = HTTPModuleFunctions.extractRetryReasonFromHTTPRequest(request);
  return { ...(retryNum === undefined ? {} : { retryNum }), ...(retryReason ? { retryReason } : {}) };
}
