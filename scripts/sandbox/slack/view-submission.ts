import { ownProperty } from '../own-property.ts';
import { replaceView, validateViewArgument } from './api-views.ts';
import { allElements } from './elements.ts';
import { completeValues, type Values, valueKey } from './input-values.ts';
import { deliverInteraction, type InteractionResult } from './interaction-result.ts';
import { MODAL_LIMIT, type View } from './modals.ts';
import { interactionPayload } from './payloads.ts';
import { serializeView, viewInputKey } from './serialize.ts';
import { isObject, type Json } from './shape-checks.ts';
import { LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';

export interface ViewSubmission {
  readonly user: string;
  readonly viewId: string;
  /** Block id → action id → value; inputs that are left out keep what they hold. */
  readonly values?: Values;
}

export interface ViewClosing {
  readonly user: string;
  readonly viewId: string;
}

/**
 * Presses the modal's submit button and does what the app's acknowledgement says. Throws when the person could not
 * have pressed it: no such modal or input, a required input left empty, a text that is too short or too long.
 */
export async function submitView(
  { user, viewId, values = {} }: ViewSubmission,
  state: SlackState,
): Promise<InteractionResult> {
  const view = findOpenModal(user, viewId, state);
  if (!view['submit']) throw new Error(`The modal ${viewId} has no submit button.`);
  state.inputs.remember(viewInputKey(view, user), completeValues(view.blocks, values));
  refuseIncomplete(view, state.inputs.of(viewInputKey(view, user), view.blocks));
  const payload = {
    ...interactionPayload('view_submission', user, state),
    trigger_id: state.triggers.create({ user, viewId }),
    view: serializeView(view, user, state),
    response_urls: [],
  };
  state.modals.errors.delete(viewId);
  const outcome = await deliverInteraction('interactive', payload, {
    user,
    actionName: view.callback_id,
    state,
  });
  if (outcome.error !== undefined) return outcome;
  try {
    return { ...outcome, ...applyResponseAction(outcome.body, { user, view }, state) };
  } catch (error) {
    if (!(error instanceof LocalSlackError)) throw error;
    return { ...outcome, error: [error.message, JSON.stringify(error.details)].join(' ') };
  } finally {
    state.changed();
  }
}

/** Closes the modal; the app hears of it only when the view asked for that. */
export async function closeView(
  { user, viewId }: ViewClosing,
  state: SlackState,
): Promise<InteractionResult | undefined> {
  const view = findOpenModal(user, viewId, state);
  const payload = {
    ...interactionPayload('view_closed', user, state),
    view: serializeView(view, user, state),
    is_cleared: view.clear_on_close,
  };
  if (view.clear_on_close) state.modals.clear(user);
  else state.modals.close(user, viewId);
  state.changed();
  return view.notify_on_close
    ? deliverInteraction('interactive', payload, { user, actionName: view.callback_id, state })
    : undefined;
}

function findOpenModal(user: string, viewId: string, state: SlackState): View {
  const view = state.modals.stack(user).find((each) => each.id === viewId);
  if (view === undefined) throw new Error(`${user} has no modal ${viewId} open.`);
  return view;
}

/** The response_action of the acknowledgement; none closes the modal. */
function applyResponseAction(
  body: unknown,
  { user, view }: { user: string; view: View },
  state: SlackState,
): Partial<InteractionResult> {
  const action = isObject(body) ? body['response_action'] : undefined;
  const next = isObject(body) ? body['view'] : undefined;
  switch (action) {
    case undefined:
      state.modals.close(user, view.id);
      return {};
    case 'clear':
      state.modals.clear(user);
      return {};
    case 'errors': {
      const errors = errorsOf(body, view);
      state.modals.errors.set(view.id, errors);
      return { errors };
    }
    case 'update':
      replaceView(
        { user, view },
        validateViewArgument(next, { type: 'modal', replacing: view.id }, state),
        state,
      );
      return {};
    case 'push':
      if (state.modals.stack(user).length >= MODAL_LIMIT) throw new LocalSlackError('push_limit_reached');
      state.modals.push(user, validateViewArgument(next, { type: 'modal' }, state));
      return {};
    default:
      throw new LocalSlackError('invalid_response_action');
  }
}

/** Slack shows an error only under an input of this modal. */
function errorsOf(body: unknown, view: View): Record<string, string> {
  const errors = isObject(body) && isObject(body['errors']) ? body['errors'] : {};
  const inputs = view.blocks.filter((block) => block['type'] === 'input').map((block) => block['block_id']);
  const wrong = Object.entries(errors).filter(
    ([id, text]) => !inputs.includes(id) || typeof text !== 'string',
  );
  if (wrong.length > 0 || Object.keys(errors).length === 0)
    throw new LocalSlackError('invalid_errors', { errors });
  return Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, String(text)]));
}

/** Slack does not send a form whose required inputs are empty. */
function refuseIncomplete(view: View, values: Values): void {
  for (const { block, element } of allElements(view.blocks)) {
    if (block['type'] !== 'input') continue;
    const blockId = String(block['block_id']);
    const value = ownProperty(ownProperty(values, blockId) ?? {}, String(element['action_id']))?.[
      valueKey(element) ?? 'value'
    ];
    const empty =
      value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    if (empty && block['optional'] !== true) throw new Error(`The input ${blockId} must not be empty.`);
    const length = typeof value === 'string' ? value.length : 0;
    if (!empty && length < Number(element['min_length'] ?? 0))
      throw new Error(`The input ${blockId} is too short.`);
    if (length > Number(element['max_length'] ?? 3000)) throw new Error(`The input ${blockId} is too long.`);
    if (typeof value === 'string' && !empty && isMalformed(element, value))
      throw new Error(`The input ${blockId} does not hold what it asks for.`);
  }
}

function isMalformed(element: Json, value: string): boolean {
  switch (element['type']) {
    case 'url_text_input':
      return !URL.canParse(value);
    case 'email_text_input':
      return !/^\S+@\S+\.\S+$/.test(value);
    case 'number_input':
      return !isNumberWithin(element, Number(value));
    default:
      return false;
  }
}

function isNumberWithin(element: Json, number: number): boolean {
  const least = Number(element['min_value'] ?? Number.NEGATIVE_INFINITY);
  const most = Number(element['max_value'] ?? Number.POSITIVE_INFINITY);
  const isWhole = Number.isInteger(number) || element['is_decimal_allowed'] === true;
  return Number.isFinite(number) && isWhole && number >= least && number <= most;
}
