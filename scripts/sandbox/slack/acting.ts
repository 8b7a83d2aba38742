import { isObject, type Json } from './checks.ts';
import { withIds } from './elements.ts';
import { type Outcome, send, showFailure } from './outcome.ts';
import type { ResponseTo } from './passes.ts';
import { channelPayload, commandPayload, eventPayload, interactionPayload } from './payloads.ts';
import { showAnswer } from './response-url.ts';
import { SlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';
import { wireMessage, wireView } from './wire.ts';
import type { Channel } from './workspace.ts';

export interface Command {
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

export interface Saying {
  readonly user: string;
  readonly channel: string;
  /** As typed: `&`, `<` and `>` are escaped and addresses become links, unless they are Slack's own markup already. */
  readonly text: string;
  readonly threadTs?: string;
  readonly attachments?: Json[];
  readonly blocks?: Json[];
}

/** A slash command. An answer in the acknowledgement is shown to the person. */
export async function command(
  { user, channel: id, command: name, text }: Command,
  state: SlackState,
): Promise<Outcome> {
  const channel = channelSeenBy(user, id, state);
  const to: ResponseTo = { user, channel: id };
  const [triggerId, responseUrl] = [state.triggers.make({ user }), state.responseUrls.make(to)];
  const payload = commandPayload({ user, channel, command: name, text, triggerId, responseUrl }, state);
  const outcome = await send('slash_commands', payload, { user, channel: id, what: name, state });
  if (outcome.error !== undefined) return outcome;
  try {
    if (isObject(outcome.body)) showAnswer(outcome.body, to, state);
    else if (outcome.body !== '') showAnswer({ text: outcome.body }, to, state);
    return outcome;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    showFailure(error.message, { user, channel: id, what: name }, state);
    return { ...outcome, error: error.message };
  } finally {
    state.changed();
  }
}

export function messageShortcut(
  { user, channel: id, ts, callbackId }: MessageShortcut,
  state: SlackState,
): Promise<Outcome> {
  const channel = channelSeenBy(user, id, state);
  const message = state.messages.find(id, ts);
  if (message === undefined) throw new Error(`There is no message ${ts} in ${id}.`);
  const original = { ts, ephemeral: false };
  const payload = {
    ...interactionPayload('message_action', user, state),
    callback_id: callbackId,
    trigger_id: state.triggers.make({ user }),
    response_url: state.responseUrls.make({ user, channel: id, original }),
    action_ts: state.messages.nextTs(),
    message_ts: ts,
    channel: channelPayload(channel),
    message: wireMessage(message, { metadata: true }),
  };
  return send('interactive', payload, { user, channel: id, what: callbackId, state });
}

/** Has no channel and no response_url. */
export function globalShortcut({ user, callbackId }: GlobalShortcut, state: SlackState): Promise<Outcome> {
  const payload = {
    ...interactionPayload('shortcut', user, state),
    callback_id: callbackId,
    trigger_id: state.triggers.make({ user }),
    action_ts: state.messages.nextTs(),
  };
  return send('interactive', payload, { user, what: callbackId, state });
}

/** The person opens the bot's Home tab. */
export function openHome(user: string, state: SlackState): Promise<Outcome> {
  const view = state.modals.home(user);
  const channel = state.workspace.directMessages(user).id;
  const shown = view === null ? {} : { view: wireView(view, user, state) };
  return sendEvent({ type: 'app_home_opened', user, channel, tab: 'home', ...shown }, state);
}

/** Any event that Slack could send, such as `{ type: 'member_joined_channel', … }`. */
export function sendEvent(event: Json, state: SlackState): Promise<Outcome> {
  return send('events_api', eventPayload(event, state), { user: '', what: String(event['type']), state });
}

/** A person (or another app) writes a message; returns its ts. The bot hears nothing: it subscribes to no messages. */
export function say(saying: Saying, state: SlackState): string {
  const channel = channelSeenBy(saying.user, saying.channel, state);
  const { bot } = state.workspace.user(saying.user);
  const parent = saying.threadTs && state.messages.find(channel.id, saying.threadTs);
  if (saying.threadTs && !parent) throw new Error(`There is no message ${saying.threadTs} in ${channel.id}.`);
  const said = state.messages.add({
    channel: channel.id,
    user: saying.user,
    team: state.workspace.teamOf(saying.user, state.ids.teamId),
    text: asSlackSends(saying.text),
    ...(bot && { bot_id: `B${saying.user.slice(1)}` }),
    ...(parent && { thread_ts: parent.thread_ts ?? parent.ts }),
    ...(saying.attachments && { attachments: saying.attachments }),
    ...(saying.blocks && { blocks: withIds(saying.blocks) }),
  });
  state.changed();
  return said.ts;
}

/** Throws when this person could not be there: a mistake in a test. */
export function channelSeenBy(user: string, channelId: string, { workspace }: SlackState): Channel {
  workspace.user(user);
  const channel = workspace.channel(channelId);
  if (!channel.members.has(user)) throw new Error(`${user} is not in ${channelId}; add them with invite().`);
  return channel;
}

/** Slack escapes what people type and wraps addresses in angle brackets. */
function asSlackSends(typed: string): string {
  const markup = /(<(?:https?:|mailto:|[@#!])[^<>]*>)/;
  return typed
    .split(markup)
    .map((part) => (markup.test(part) ? part : linked(part)))
    .join('');
}

function linked(text: string): string {
  const escaped = text
    .replace(/&(?!(amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return escaped
    .replace(/https?:\/\/[^\s]+[^\s.,;:!?)]/g, (address) => `<${address}>`)
    .replace(/(?<![/\w.:@<|])[\w.+-]+@[\w-]+(\.[\w-]+)+/g, (address) => `<mailto:${address}|${address}>`);
}
