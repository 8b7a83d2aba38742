import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { ownProperty } from '../own-property.ts';
import { answerJson, answerText, readRequestBody, urlOf } from './http.ts';
import type { InteractionResult } from './interaction-result.ts';
import { pageState } from './page-state.ts';
import { isObject, type Json } from './shape-checks.ts';
import type { SlackState } from './state.ts';

/*
 * The pages' side of the local Slack. Bodies and answers are JSON; keys of a body may be written in snake_case too.
 *
 * GET  /                          the page                      GET /page/<file>   its other files
 * GET  /archives/<C>/p<ts>        a permalink: the page, with that message
 * GET  /sandbox/state?user=UANA   { me, bot, users, channels, messages, views, home, names, extra }, see page-state.ts
 * GET  /sandbox/events            server-sent events, one `{"change":n}` per change
 * POST /sandbox/say               { user, channel, text, threadTs?, attachments?, blocks? }       answers { ok, ts }
 * POST /sandbox/command           { user, channel, command, text }
 * POST /sandbox/message-shortcut  { user, channel, ts, callbackId }
 * POST /sandbox/global-shortcut   { user, callbackId }
 * POST /sandbox/click             { user, channel, ts | viewId, actionId, blockId?, value?, selectedOption?,
 *                                   selectedOptions?, ephemeral?, values? }
 * POST /sandbox/submit            { user, viewId, values }    answers `errors` too: block id → what is wrong; the view
 *                                   carries them as well, as `errors` in the state
 * POST /sandbox/close-view        { user, viewId }
 * POST /sandbox/open-home         { user }
 *      each answers               { ok, status, ms, error? }
 * POST /sandbox/extra             whatever `onExtra` takes and answers
 */

/** Actions of a person, by the last part of the address. */
export type PageActions = Record<string, (body: Json) => Promise<Partial<InteractionResult> | Json>>;

export interface PageOptions {
  readonly state: SlackState;
  readonly actions: PageActions;
  readonly pageDir: string | undefined;
  readonly extraState: () => unknown;
  readonly onExtra: (body: Json) => unknown;
  /** Calls back at every change; returns how to stop. */
  readonly onChange: (listener: (change: number) => void) => () => void;
}

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** Answers the requests of the page, which are all that is neither Web API nor response_url. */
export async function handlePage(
  request: IncomingMessage,
  response: ServerResponse,
  page: PageOptions,
): Promise<void> {
  const url = urlOf(request);
  if (request.method === 'POST') return runPageAction(url, { request, response, page });
  if (url.pathname === '/') return sendFile('index.html', response, page.pageDir);
  if (url.pathname.startsWith('/page/')) return sendFile(url.pathname.slice(6), response, page.pageDir);
  if (url.pathname.startsWith('/archives/')) return openPermalink(url, response);
  if (url.pathname === '/sandbox/events') return streamChanges(request, response, page);
  if (url.pathname === '/sandbox/state') {
    const user = url.searchParams.get('user') ?? 'UANA';
    if (!page.state.workspace.users.has(user))
      return answerJson(response, { ok: false, error: 'no such user' }, 404);
    return answerJson(response, { ...pageState(user, page.state), extra: (await page.extraState()) ?? null });
  }
  answerText(response, 404, 'not found');
}

async function runPageAction(
  url: URL,
  { request, response, page }: { request: IncomingMessage; response: ServerResponse; page: PageOptions },
): Promise<void> {
  const name = url.pathname.replace('/sandbox/', '');
  const action = ownProperty(page.actions, name);
  const body = parsed(await readRequestBody(request));
  try {
    if (!isObject(body)) return answerJson(response, { ok: false, error: 'not a JSON object' }, 400);
    if (name === 'extra') return answerJson(response, (await page.onExtra(body)) ?? { ok: true });
    if (action === undefined) return answerText(response, 404, 'not found');
    answerJson(response, summary(await action(inCamelCase(body))));
  } catch (error) {
    // Something the person could not have done; the page shows why.
    const text = error instanceof Error ? error.message : String(error);
    answerJson(response, { ok: false, status: 0, ms: 0, error: text }, 400);
  }
}

/** Undefined when it is no JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body || '{}');
  } catch {
    return undefined;
  }
}

function summary(outcome: Partial<InteractionResult> & Json): Json {
  const { status = 0, ms = 0, error, errors, ts } = outcome;
  const ok = error === undefined;
  return {
    ok,
    status,
    ms: Math.round(ms),
    ...(error && { error }),
    ...(errors && { errors }),
    ...(ts ? { ts } : {}),
  };
}

function inCamelCase(body: Json): Json {
  const camel = (key: string) => key.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [camel(key), value]));
}

function streamChanges(
  { method }: IncomingMessage,
  response: ServerResponse,
  { onChange }: PageOptions,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  if (method === 'HEAD') return void response.end();
  const send = (change: number) => response.write(`data: ${JSON.stringify({ change })}\n\n`);
  send(0);
  response.on('close', onChange(send));
}

function openPermalink({ pathname }: URL, response: ServerResponse): void {
  const [, , channel = '', packed = ''] = pathname.split('/');
  const ts = packed.replace(/^p(\d+)(\d{6})$/, '$1.$2');
  response.writeHead(302, { location: `/?${new URLSearchParams({ channel, ts }).toString()}` }).end();
}

async function sendFile(name: string, response: ServerResponse, dir: string | undefined): Promise<void> {
  const type = ownProperty(CONTENT_TYPES, extname(name));
  const isSafe = /^[\w-]+(\/[\w-]+)*(\.[\w-]+)+$/.test(name);
  const path = join(dir ?? '', name);
  const file = dir !== undefined && isSafe && type ? await stat(path).catch(() => undefined) : undefined;
  if (!type || !file?.isFile()) return answerText(response, 404, 'not found');
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response);
}
