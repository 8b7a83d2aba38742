import { withBlockIds } from './elements.ts';
import { deliverInteraction, type InteractionResult, showFailure } from './interaction-result.ts';
import type { ResponseTarget } from './interaction-tokens.ts';
import type { Message } from './messages.ts';
import { channelPayload, commandPayload, eventPayload, interactionPayload } from './payloads.ts';
import { showResponse } from './response-url.ts';
import { serializeMessage, serializeView } from './serialize.ts';
import { isObject, type Json } from './shape-checks.ts';
import { LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';
import type { WorkspaceChannel } from './workspace.ts';

export interface SlashCommand {
  readonly user: string;
  readonly channel: string;
  /** With the slash. */
  readonly command: string;
  readonly text: string;
}

export interface MessageShortcut {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly callbackId: string;
}

export interface GlobalShortcut {
  readonly user: string;
  readonly callbackId: string;
}

export interface UserMessage {
  readonly user: string;
  readonly channel: string;
  /** Text as typed: `&`, `<` and `>` are escaped and addresses become links, except in Slack's own markup. */
  readonly text: string;
  readonly threadTs?: string;
  readonly attachments?: Json[];
  readonly blocks?: Json[];
  /** Of a message that another app posts. */
  readonly metadata?: NonNullable<Message['metadata']>;
}

/** A slash command. An answer in the acknowledgement is shown to the person. */
export async function sendCommand(
  { user, channel: id, command: name, text }: SlashCommand,
  state: SlackState,
): Promise<InteractionResult> {
  const channel = channelVisibleTo(user, id, state);
  const replies: string[] = [];
  const to: ResponseTarget = { user, channel: id, onAnswer: (answer) => replies.push(answer) };
  const [triggerId, responseUrl] = [state.triggers.create({ user }), state.responseUrls.create(to)];
  const payload = commandPayload({ user, channel, command: name, text, triggerId, responseUrl }, state);
  const delivered = await deliverInteraction('slash_commands', payload, {
    user,
    channel: id,
    actionName: name,
    state,
  });
  const outcome = { ...delivered, replies };
  if (outcome.error !== undefined) return outcome;
  try {
    if (isObject(outcome.body)) showResponse(outcome.body, to, state);
    else if (outcome.body !== '') showResponse({ text: outcome.body }, to, state);
    return outcome;
  } catch (error) {
    if (!(error instanceof LocalSlackError)) throw error;
    showFailure(error.message, { user, channel: id, actionName: name }, state);
    return { ...outcome, error: error.message };
  } finally {
    state.changed();
  }
}

export function sendMessageShortcut(
  { user, channel: id, ts, callbackId }: MessageShortcut,
  state: SlackState,
): Promise<InteractionResult> {
  const channel = channelVisibleTo(user, id, state);
  const message = state.messages.find(id, ts);
  if (message === undefined) throw new Error(`There is no message ${ts} in ${id}.`);
  const original = { ts, ephemeral: false };
  const payload = {
    ...interactionPayload('message_action', user, state),
    callback_id: callbackId,
    trigger_id: state.triggers.create({ user }),
    response_url: state.responseUrls.create({ user, channel: id, original }),
    action_ts: state.messages.nextTs(),
    message_ts: ts,
    channel: channelPayload(channel),
    message: serializeMessage(message, { metadata: true }),
  };
  return deliverInteraction('interactive', payload, { user, channel: id, actionName: callbackId, state });
}

/** Has no channel and no response_url. */
export function sendGlobalShortcut(
  { user, callbackId }: GlobalShortcut,
  state: SlackState,
): Promise<InteractionResult> {
  const payload = {
    ...interactionPayload('shortcut', user, state),
    callback_id: callbackId,
    trigger_id: state.triggers.create({ user }),
    action_ts: state.messages.nextTs(),
  };
  return deliverInteraction('interactive', payload, { user, actionName: callbackId, state });
}

/** The person opens the bot's Home tab. */
export function openHome(user: string, state: SlackState): Promise<InteractionResult> {
  const view = state.modals.home(user);
  const channel = state.workspace.directMessages(user).id;
  const shown = view === null ? {} : { view: serializeView(view, user, state) };
  return sendEvent({ type: 'app_home_opened', user, channel, tab: 'home', ...shown }, state);
}

/** Any event that Slack could send, such as `{ type: 'member_joined_channel', … }`. */
export function sendEvent(event: Json, state: SlackState): Promise<InteractionResult> {
  return deliverInteraction('events_api', eventPayload(event, state), {
    user: '',
    actionName: String(event['type']),
    state,
  });
}

/** A person (or another app) writes a message; returns its ts. The app is told in the background, as Slack does it. */
export function postAsUser(saying: UserMessage, state: SlackState): string {
  const channel = channelVisibleTo(saying.user, saying.channel, state);
  const { bot } = state.workspace.user(saying.user);
  const parent = saying.threadTs && state.messages.find(channel.id, saying.threadTs);
  if (saying.threadTs && !parent) throw new Error(`There is no message ${saying.threadTs} in ${channel.id}.`);
  const said = state.messages.add({
    channel: channel.id,
    user: saying.user,
    team: state.workspace.teamOf(saying.user, state.ids.teamId),
    text: toSlackMarkup(saying.text),
    ...(bot && { bot_id: `B${saying.user.slice(1)}` }),
    ...(parent && { thread_ts: parent.thread_ts ?? parent.ts }),
    ...(saying.attachments && { attachments: saying.attachments }),
    ...(saying.blocks && { blocks: withBlockIds(saying.blocks) }),
    ...(saying.metadata && { metadata: saying.metadata }),
  });
  state.changed();
  for (const event of messageEvents(said, channel, state)) {
    const delivery = sendEvent(event, state).finally(() => state.messageDeliveries.delete(delivery));
    state.messageDeliveries.add(delivery);
  }
  return said.ts;
}

/** Kinds of conversations by the event that the app subscribes to, in the words of the payload. */
const CHANNEL_TYPES = { im: 'im', mpim: 'mpim', private: 'group', public: 'channel' } as const;

/** Returns the subscribed events that Slack sends for a message: for a mention in direct messages both. */
function messageEvents(
  said: Message,
  channel: WorkspaceChannel,
  { ids, workspace, botEvents }: SlackState,
): Json[] {
  if (!channel.members.has(ids.botUserId)) return [];
  const { user, text, ts, thread_ts, bot_id } = said;
  const shared = {
    user,
    team: workspace.teamOf(user, ids.teamId),
    text,
    ts,
    channel: channel.id,
    ...(thread_ts !== undefined && { thread_ts }),
    ...(bot_id !== undefined && { bot_id }),
  };
  const kind = channel.kind === 'channel' ? (channel.private ? 'private' : 'public') : channel.kind;
  const type = CHANNEL_TYPES[kind];
  const isMention = text.includes(`<@${ids.botUserId}>`) && botEvents.has('app_mention');
  const event = type === 'im' || type === 'mpim' ? `message.${type}` : `message.${type}s`;
  return [
    ...(botEvents.has(event) ? [{ ...shared, type: 'message', channel_type: type }] : []),
    ...(isMention ? [{ ...shared, type: 'app_mention' }] : []),
  ];
}

/** Throws when this person could not be there: a mistake in a test. */
export function channelVisibleTo(
  user: string,
  channelId: string,
  { workspace }: SlackState,
): WorkspaceChannel {
  workspace.user(user);
  const channel = workspace.channel(channelId);
  if (!channel.members.has(user)) throw new Error(`${user} is not in ${channelId}; add them with invite().`);
  return channel;
}

/** Slack escapes what people type and wraps addresses in angle brackets. */
function toSlackMarkup(input: string): string {
  const markup = /(<(?:https?:|mailto:|[@#!])[^<>]*>)/;
  return input
    .split(markup)
    .map((part) => (markup.test(part) ? part : withLinks(part)))
    .join('');
}

function withLinks(text: string): string {
  const escaped = text
    .replace(/&(?!(amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return escaped
    .replace(/https?:\/\/[^\s]+[^\s.,;:!?)]/g, (address) => `<${address}>`)
    .replace(/(?<![/\w.:@<|])[\w.+-]+@[\w-]+(\.[\w-]+)+/g, (address) => `<mailto:${address}|${address}>`);
}
