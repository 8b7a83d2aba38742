import type { IncomingMessage, ServerResponse } from 'node:http';
import { ownProperty } from '../own-property.ts';
import { readArguments } from './api-arguments.ts';
import { deleteMessage, getPermalink, postEphemeral, postMessage, updateMessage } from './api-chat.ts';
import {
  conversationHistory,
  conversationInfo,
  conversationMembers,
  conversationReplies,
  openConversation,
} from './api-conversations.ts';
import { listConversations, listUserGroups, listUsers, teamInfo } from './api-lists.ts';
import { authTest, botInfo, userByEmail, userGroupMembers, userInfo } from './api-people.ts';
import { addReaction, getReactions, removeReaction } from './api-reactions.ts';
import { openView, publishView, pushView, updateView } from './api-views.ts';
import { withFault } from './apply-fault.ts';
import { answerJson, readRequestBody, urlOf } from './http.ts';
import { refusedTypes } from './message-content.ts';
import type { RateTier } from './rate-limits.ts';
import type { Json } from './shape-checks.ts';
import { LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';
import { validateBlocks } from './validate-blocks.ts';

interface WebApiMethod {
  readonly run: (args: Json, state: SlackState) => Json;
  /** Any one of these is enough; none: the token alone. `channel` stands for the sort of channel asked about. */
  readonly scopes?: readonly string[];
  /** Which token; the bot's unless said otherwise. `optional`: none is needed. */
  readonly token?: 'app' | 'config' | 'optional';
  /** Limits the calls per minute, where limits are on. Without it: no limit. */
  readonly tier?: RateTier;
}

/** Any of these lets an app list conversations. */
const READ_SCOPES = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

const METHODS: Record<string, WebApiMethod> = {
  'apps.connections.open': { run: (_args, state) => ({ url: state.openSocket() }), token: 'app' },
  'apps.manifest.export': { run: (_args, { appManifest }) => ({ manifest: appManifest }), token: 'config' },
  'api.test': { run: () => ({}), token: 'optional' },
  'auth.test': { run: authTest },
  'bots.info': { run: botInfo, scopes: ['users:read'] },
  'blocks.validate': { run: validateSentBlocks, token: 'optional' },
  'chat.postMessage': { run: postMessage, scopes: ['chat:write'] },
  'chat.update': { run: updateMessage, scopes: ['chat:write'], tier: 3 },
  'chat.delete': { run: deleteMessage, scopes: ['chat:write'], tier: 3 },
  'chat.postEphemeral': { run: postEphemeral, scopes: ['chat:write'], tier: 4 },
  'chat.getPermalink': { run: getPermalink },
  'conversations.info': { run: conversationInfo, scopes: ['channel:read'], tier: 3 },
  'conversations.members': { run: conversationMembers, scopes: ['channel:read'], tier: 4 },
  'conversations.history': { run: conversationHistory, scopes: ['channel:history'], tier: 3 },
  'conversations.replies': { run: conversationReplies, scopes: ['channel:history'], tier: 3 },
  'conversations.open': { run: openConversation, scopes: ['im:write'], tier: 3 },
  'conversations.list': { run: listConversations, scopes: READ_SCOPES, tier: 2 },
  'reactions.add': { run: addReaction, scopes: ['reactions:write'], tier: 3 },
  'reactions.remove': { run: removeReaction, scopes: ['reactions:write'], tier: 2 },
  'reactions.get': { run: getReactions, scopes: ['reactions:read'], tier: 3 },
  'team.info': { run: teamInfo, scopes: ['team:read'], tier: 3 },
  'users.list': { run: listUsers, scopes: ['users:read'], tier: 2 },
  'usergroups.list': { run: listUserGroups, scopes: ['usergroups:read'], tier: 2 },
  'users.info': { run: userInfo, scopes: ['users:read'], tier: 4 },
  'users.lookupByEmail': { run: userByEmail, scopes: ['users:read.email'], tier: 3 },
  'usergroups.users.list': { run: userGroupMembers, scopes: ['usergroups:read'], tier: 2 },
  'views.open': { run: openView, tier: 4 },
  'views.push': { run: pushView, tier: 4 },
  'views.update': { run: updateView, tier: 4 },
  'views.publish': { run: publishView, tier: 4 },
};

/** Answers one Web API call and records it in `state.calls`. */
export async function handleWebApiCall(
  request: IncomingMessage,
  response: ServerResponse,
  state: SlackState,
): Promise<void> {
  const name = urlOf(request).pathname.replace('/api/', '');
  const { token: inArguments, ...args } = readArguments(
    await readRequestBody(request),
    request.headers['content-type'] ?? '',
  );
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? inArguments;
  const call: SlackState['calls'][number] = { method: name, args, at: state.now() };
  state.calls.push(call);
  const waitSeconds = rateLimitOf(name, state);
  if (waitSeconds !== null) {
    call.answer = { ok: false, error: 'ratelimited' };
    response.setHeader('retry-after', String(waitSeconds));
    answerJson(response, call.answer, 429);
    return;
  }
  const onRefused = (answer: Json) => {
    call.answer = answer;
  };
  await withFault({ method: name, args, response, state, onRefused }, () => {
    call.answer = runMethod(name, { args, token }, state);
    state.changed();
    response.setHeader('x-oauth-scopes', [...state.scopes].join(','));
    answerJson(response, call.answer);
  });
}

/** Returns how many seconds to wait; null: the call is within the limit. */
function rateLimitOf(name: string, { rateLimits, now }: SlackState): number | null {
  const tier = ownProperty(METHODS, name)?.tier;
  return rateLimits && tier !== undefined ? rateLimits.take(name, tier, now()) : null;
}

function runMethod(name: string, { args, token }: { args: Json; token: unknown }, state: SlackState): Json {
  try {
    const method = ownProperty(METHODS, name);
    if (method === undefined) throw new LocalSlackError('unknown_method', { req_method: name });
    checkToken(method, token, state);
    checkScopes(method, args, state);
    return { ok: true, ...method.run(args, state) };
  } catch (error) {
    if (!(error instanceof LocalSlackError)) throw error;
    return { ok: false, error: error.message, ...error.details };
  }
}

function validateSentBlocks(args: Json, { refusedBlocks }: SlackState): Json {
  const { blocks } = args;
  const problems = [
    ...validateBlocks(blocks, 'message'),
    ...refusedTypes(Array.isArray(blocks) ? blocks : [], refusedBlocks),
  ];
  if (problems.length > 0) throw new LocalSlackError('invalid_blocks', { errors: problems });
  return {};
}

function checkToken(method: WebApiMethod, token: unknown, { ids }: SlackState): void {
  if (method.token === 'optional' && !token) return;
  if (!token) throw new LocalSlackError('not_authed');
  const tokens = { app: ids.appToken, config: ids.configToken, bot: ids.botToken };
  const kind = method.token === 'app' || method.token === 'config' ? method.token : 'bot';
  if (token === tokens[kind]) return;
  const isOtherKind = Object.values(tokens).some((each) => each === token);
  throw new LocalSlackError(isOtherKind ? 'not_allowed_token_type' : 'invalid_auth');
}

function checkScopes({ scopes = [] }: WebApiMethod, args: Json, state: SlackState): void {
  const needed = scopes.map((scope) =>
    scope.replace('channel:', `${conversationScope(args['channel'], state)}:`),
  );
  if (needed.length === 0 || needed.some((scope) => state.scopes.has(scope))) return;
  throw new LocalSlackError('missing_scope', {
    needed: needed.join(','),
    provided: [...state.scopes].join(','),
  });
}

function conversationScope(
  channelId: unknown,
  { workspace }: SlackState,
): 'channels' | 'groups' | 'im' | 'mpim' {
  const channel = workspace.channels.get(String(channelId));
  if (channel && channel.kind !== 'channel') return channel.kind;
  return channel?.private ? 'groups' : 'channels';
}
