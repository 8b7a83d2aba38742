import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySlackRequest } from '@slack/bolt';
import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import {
  type LocalSlack,
  type LocalSlackOptions,
  startLocalSlack,
} from '../../../scripts/sandbox/slack/local-slack.ts';

type Payload = Record<string, unknown>;

/** A logger for the Web API client that drops everything: the failures are intended. */
export const SILENT_LOGGER: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** Response of the app to a request: a body, a status, or none. */
export type AppResponse = { body?: string | Payload; status?: number } | 'silence';

/** A local Slack and the smallest app that can live in it: it keeps what it is sent and answers what a test tells it. */
export interface LocalSlackFixture {
  readonly slack: LocalSlack;
  readonly client: WebClient;
  readonly received: Payload[];
  readonly headers: IncomingMessage['headers'][];
  answer: (payload: Payload) => AppResponse | Promise<AppResponse>;
  close(): Promise<void>;
}

/** Starts a local Slack with a small app, which refuses with 401 whatever Bolt's own signature check refuses. */
export async function startLocalSlackFixture(options: LocalSlackOptions = {}): Promise<LocalSlackFixture> {
  const slack = await startLocalSlack(options);
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (!isSigned(request, body, slack.signingSecret)) return void response.writeHead(401).end();
    const payload = payloadOf(body, request.headers['content-type']);
    scene.received.push(payload);
    scene.headers.push(request.headers);
    const answer = await scene.answer(payload);
    if (answer === 'silence') return;
    const isJson = typeof answer.body === 'object';
    response.writeHead(answer.status ?? 200, isJson ? { 'content-type': 'application/json' } : {});
    response.end(isJson ? JSON.stringify(answer.body) : answer.body);
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  slack.deliverTo = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  const scene: LocalSlackFixture = {
    slack,
    client: new WebClient(slack.botToken, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      logger: SILENT_LOGGER,
    }),
    received: [],
    headers: [],
    answer: () => ({}),
    close: async () => {
      await slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return scene;
}

/** Returns the `error` of Slack's answer to a call, or `ok`. */
export async function slackErrorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: Error & { data?: { error?: string } }) => error.data?.error ?? error.message,
  );
}

function isSigned({ headers }: IncomingMessage, body: string, signingSecret: string): boolean {
  try {
    const given = {
      'x-slack-signature': String(headers['x-slack-signature']),
      'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
    };
    verifySlackRequest({ signingSecret, body, headers: given });
    return true;
  } catch {
    return false;
  }
}

function payloadOf(body: string, contentType = ''): Payload {
  if (contentType.includes('json')) return JSON.parse(body) as Payload;
  const form = Object.fromEntries(new URLSearchParams(body));
  return form['payload'] === undefined ? form : (JSON.parse(form['payload']) as Payload);
}
