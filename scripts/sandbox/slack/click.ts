import { allElements, type LocatedElement } from './elements.ts';
import { completeValues, inputValue, optionOf, type Values, valueKey } from './input-values.ts';
import { deliverInteraction, type InteractionResult } from './interaction-result.ts';
import type { Message } from './messages.ts';
import { channelPayload, interactionPayload } from './payloads.ts';
import { messageInputKey, serializeMessage, serializeView, viewInputKey } from './serialize.ts';
import type { Json } from './shape-checks.ts';
import type { SlackState } from './state.ts';
import { channelVisibleTo } from './user-actions.ts';

export interface Click {
  readonly user: string;
  /** With `ts`: the message. Else `viewId`. */
  readonly channel?: string;
  readonly ts?: string;
  readonly viewId?: string;
  readonly actionId: string;
  /** Needed where several blocks use the action id. */
  readonly blockId?: string;
  /** A button's value, when several share the action id; for an input, what is typed or picked. */
  readonly value?: unknown;
  /** The value of the option, or the option. */
  readonly selectedOption?: unknown;
  /** A list of these, where several may be chosen. */
  readonly selectedOptions?: readonly unknown[];
  /** The message is one that only this person sees. Found by itself when not given. */
  readonly ephemeral?: boolean;
  /** Values of the other inputs of a modal at this moment. */
  readonly values?: Values;
}

/** Clicks a button or changes a menu in a message, a modal or the Home tab. Throws when no such element is shown. */
export function click(given: Click, state: SlackState): Promise<InteractionResult> {
  return given.viewId === undefined
    ? clickInMessage(given, state)
    : clickInView({ ...given, viewId: given.viewId }, state);
}

function clickInMessage(given: Click, state: SlackState): Promise<InteractionResult> {
  const { user, ts = '' } = given;
  const channel = channelVisibleTo(user, given.channel ?? '', state);
  const { message, ephemeral } = messageVisibleTo({ ...given, channel: channel.id, ts }, state);
  const found = elementIn(message.blocks ?? [], given);
  const index = messageInputKey(message, user);
  const action = actionOf(found, given, state);
  rememberInput(index, found, given, state);
  const thread = message.thread_ts ? { thread_ts: message.thread_ts } : {};
  const payload = {
    ...interactionPayload('block_actions', user, state),
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...thread,
    },
    trigger_id: state.triggers.create({ user }),
    channel: channelPayload(channel),
    // Slack leaves the message out when only one person sees it.
    ...(ephemeral ? {} : { message: serializeMessage(message, { metadata: true }) }),
    state: { values: state.inputs.of(index, message.blocks ?? []) },
    response_url: state.responseUrls.create({ user, channel: channel.id, original: { ts, ephemeral } }),
    actions: [action],
  };
  return deliverInteraction('interactive', payload, {
    user,
    channel: channel.id,
    actionName: given.actionId,
    state,
  });
}

function clickInView(given: Click & { viewId: string }, state: SlackState): Promise<InteractionResult> {
  const { user, viewId } = given;
  const view = [...state.modals.stack(user), state.modals.home(user)].find((each) => each?.id === viewId);
  if (!view) throw new Error(`${user} has no view ${viewId} open.`);
  const found = elementIn(view.blocks, given);
  const index = viewInputKey(view, user);
  if (given.values) state.inputs.remember(index, completeValues(view.blocks, given.values));
  const action = actionOf(found, given, state);
  rememberInput(index, found, given, state);
  const shown = serializeView(view, user, state);
  const payload = {
    ...interactionPayload('block_actions', user, state),
    container: { type: 'view', view_id: view.id },
    trigger_id: state.triggers.create({ user, ...(view.type === 'modal' && { viewId }) }),
    view: shown,
    ...(view.type === 'home' && { state: shown['state'] }),
    actions: [action],
  };
  return deliverInteraction('interactive', payload, { user, actionName: given.actionId, state });
}

function messageVisibleTo(
  { user, channel, ts, ephemeral }: Click & { channel: string; ts: string },
  { messages }: SlackState,
): { message: Message; ephemeral: boolean } {
  const own = messages.findEphemeral(channel, ts);
  if (own?.visibleTo === user && ephemeral !== false) return { message: own, ephemeral: true };
  const message = messages.find(channel, ts);
  if (message !== undefined && ephemeral !== true) return { message, ephemeral: false };
  throw new Error(`${user} sees no ${ephemeral ? 'ephemeral ' : ''}message ${ts} in ${channel}.`);
}

function elementIn(blocks: readonly Json[], { actionId, blockId, value }: Click): LocatedElement {
  const named = allElements(blocks).filter(
    ({ block, element }) =>
      element['action_id'] === actionId && (blockId === undefined || block['block_id'] === blockId),
  );
  const isButton = (element: Json) => valueKey(element) === undefined && element['type'] !== 'overflow';
  const found = named.find(
    ({ element }) => value === undefined || !isButton(element) || element['value'] === value,
  );
  if (found !== undefined) return found;
  const shown = allElements(blocks).map(
    ({ element }) => `${String(element['action_id'])}=${String(element['value'])}`,
  );
  const wanted = value === undefined ? actionId : `${actionId}=${JSON.stringify(value)}`;
  throw new Error(`Nothing here to click with ${wanted}; there is: ${shown.join(', ') || 'nothing'}`);
}

function actionOf({ block, element }: LocatedElement, given: Click, state: SlackState): Json {
  const of = pickFields(element, 'type', 'action_id');
  const shared = { ...of, block_id: block['block_id'], action_ts: state.messages.nextTs() };
  if (element['type'] === 'overflow') return { ...shared, selected_option: optionOf(element, chosen(given)) };
  if (valueKey(element) === undefined)
    return { ...shared, ...pickFields(element, 'text', 'value', 'style', 'url', 'confirm') };
  return { ...shared, ...pickFields(element, 'placeholder'), ...inputValue(element, chosen(given)) };
}

function rememberInput(
  index: string,
  { block, element }: LocatedElement,
  given: Click,
  state: SlackState,
): void {
  if (valueKey(element) === undefined) return;
  const values = { [String(element['action_id'])]: inputValue(element, chosen(given)) };
  state.inputs.remember(index, { [String(block['block_id'])]: values });
}

function chosen({ selectedOption, selectedOptions, value }: Click): unknown {
  return selectedOptions ?? selectedOption ?? value;
}

function pickFields(element: Json, ...keys: string[]): Json {
  return Object.fromEntries(
    keys.filter((key) => element[key] !== undefined).map((key) => [key, element[key]]),
  );
}
