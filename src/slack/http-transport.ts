import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPModuleFunctions, isRawBodyError, type ReceiverEvent } from '@slack/bolt';

/** Slack's largest requests, message shortcuts with many blocks, are some 100 KB. */
const MAX_BODY_BYTES = 1_000_000;
/** A request may claim to come from at most this far in the future. Bolt itself checks the past only. */
const MAX_AHEAD_S = 300;
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

  constructor(status: number, code: string, cause?: unknown) {
    super(code, { cause });
    this.status = status;
    this.code = code;
  }
}

/**
 * Returns the handler of `POST /slack/events`. Answers 413 to what is too large, 401 to what Slack did not sign
 * or stamped with another time, 400 to what cannot be parsed, and 500 to what could not be persisted.
 */
export function slackEventsHandler(options: HttpTransportOptions): RequestListener {
  return (request, response) => {
    handle(request, response, options).catch((error: unknown) => {
      const refused = error instanceof RequestRefused;
      options.onFault(refused ? 'request refused' : 'request not acknowledged', error);
      if (!response.headersSent) response.writeHead(refused ? error.status : 500).end();
    });
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
  // Bolt compares the whole header, and a proxy may have added a charset to it.
  if (request.headers['content-type']?.startsWith(`${FORM};`)) request.headers['content-type'] = FORM;
  const verified = await HTTPModuleFunctions.parseAndVerifyHTTPRequest(
    { signingSecret, bodyLimit: MAX_BODY_BYTES },
    request,
  ).catch((error: unknown) => {
    throw refusalFor(error);
  });
  const sentAt = Number(request.headers['x-slack-request-timestamp']);
  if (sentAt - now().getTime() / 1000 > MAX_AHEAD_S)
    throw new RequestRefused(401, 'timestamp-ahead-of-clock');
  try {
    return HTTPModuleFunctions.parseHTTPRequestBody(verified);
  } catch (error) {
    throw new RequestRefused(400, 'body-not-parsed', error);
  }
}

function refusalFor(error: unknown): RequestRefused {
  if (isRawBodyError(error)) {
    const tooLarge = error.statusCode === 413;
    return new RequestRefused(tooLarge ? 413 : 400, tooLarge ? 'body-too-large' : 'body-incomplete');
  }
  const stale = error instanceof Error && error.message.includes('must differ from system time');
  return new RequestRefused(401, stale ? 'timestamp-behind-clock' : 'signature-not-valid');
}

function retryOf(request: IncomingMessage): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const retryNum = HTTPModuleFunctions.extractRetryNumFromHTTPRequest(request);
  const retryReason = HTTPModuleFunctions.extractRetryReasonFromHTTPRequest(request);
  return { ...(retryNum === undefined ? {} : { retryNum }), ...(retryReason ? { retryReason } : {}) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
