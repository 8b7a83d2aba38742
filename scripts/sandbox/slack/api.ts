import type { IncomingMessage, ServerResponse } from 'node:http';
import { own } from '../own.ts';
import { argumentsOf } from './api-arguments.ts';
import { deleteMessage, getPermalink, postEphemeral, postMessage, updateMessage } from './api-chat.ts';
import {
  conversationHistory,
  conversationInfo,
  conversationMembers,
  conversationReplies,
  openConversation,
} from './api-conversations.ts';
import { authTest, userByEmail, userGroupMembers, userInfo } from './api-people.ts';
import { openView, publishView, pushView, updateView } from './api-views.ts';
import type { Json } from './checks.ts';
import { answerJson, readBody, urlOf } from './http.ts';
import { afterFault } from './misbehave.ts';
import { SlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';

interface Method {
  readonly run: (args: Json, state: SlackState) => Json;
  /** Any one of these is enough; none: the token alone. `channel` stands for the sort of channel asked about. */
  readonly scopes?: readonly string[];
  /** Which token; the bot's unless said otherwise. */
  readonly token?: 'app';
}

const METHODS: Record<string, Method> = {
  'apps.connections.open': { run: (_args, state) => ({ url: state.openSocket() }), token: 'app' },
  'auth.test': { run: authTest },
  'chat.postMessage': { run: postMessage, scopes: ['chat:write'] },
  'chat.update': { run: updateMessage, scopes: ['chat:write'] },
  'chat.delete': { run: deleteMessage, scopes: ['chat:write'] },
  'chat.postEphemeral': { run: postEphemeral, scopes: ['chat:write'] },
  'chat.getPermalink': { run: getPermalink },
  'conversations.info': { run: conversationInfo, scopes: ['channel:read'] },
  'conversations.members': { run: conversationMembers, scopes: ['channel:read'] },
  'conversations.history': { run: conversationHistory, scopes: ['channel:history'] },
  'conversations.replies': { run: conversationReplies, scopes: ['channel:history'] },
  'conversations.open': { run: openConversation, scopes: ['im:write'] },
  'users.info': { run: userInfo, scopes: ['users:read'] },
  'users.lookupByEmail': { run: userByEmail, scopes: ['users:read.email'] },
  'usergroups.users.list': { run: userGroupMembers, scopes: ['usergroups:read'] },
  'views.open': { run: openView },
  'views.push': { run: pushView },
  'views.update': { run: updateView },
  'views.publish': { run: publishView },
};

/** Answers one call of the Web API and writes it into `state.calls`. */
export async function handleApi(
  request: IncomingMessage,
  response: ServerResponse,
  state: SlackState,
): Promise<void> {
  const name = urlOf(request).pathname.replace('/api/', '');
  const { token: inArguments, ...args } = argumentsOf(
    await readBody(request),
    request.headers['content-type'] ?? '',
  );
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? inArguments;
  const call: SlackState['calls'][number] = { method: name, args, at: state.now() };
  state.calls.push(call);
  await afterFault({ method: name, channel: args['channel'], response, state }, () => {
    call.answer = answerTo(name, { args, token }, state);
    state.changed();
    response.setHeader('x-oauth-scopes', [...state.scopes].join(','));
    answerJson(response, call.answer);
  });
}

function answerTo(name: string, { args, token }: { args: Json; token: unknown }, state: SlackState): Json {
  try {
    const method = own(METHODS, name);
    if (method === undefined) throw new SlackError('unknown_method', { req_method: name });
    checkToken(method, token, state);
    checkScopes(method, args, state);
    return { ok: true, ...method.run(args, state) };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { ok: false, error: error.message, ...error.details };
  }
}

function checkToken(method: Method, token: unknown, { ids }: SlackState): void {
  if (!token) throw new SlackError('not_authed');
  const [wanted, other] =
    method.token === 'app' ? [ids.appToken, ids.botToken] : [ids.botToken, ids.appToken];
  if (token === other) throw new SlackError('not_allowed_token_type');
  if (token !== wanted) throw new SlackError('invalid_auth');
}

function checkScopes({ scopes = [] }: Method, args: Json, state: SlackState): void {
  const needed = scopes.map((scope) => scope.replace('channel:', `${sortOf(args['channel'], state)}:`));
  if (needed.length === 0 || needed.some((scope) => state.scopes.has(scope))) return;
  throw new SlackError('missing_scope', { needed: needed.join(','), provided: [...state.scopes].join(',') });
}

function sortOf(channelId: unknown, { workspace }: SlackState): 'channels' | 'groups' | 'im' | 'mpim' {
  const channel = workspace.channels.get(String(channelId));
  if (channel && channel.kind !== 'channel') return channel.kind;
  return channel?.private ? 'groups' : 'channels';
}
