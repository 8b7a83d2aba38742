import { requireText } from './api-arguments.ts';
import { MODAL_LIMIT, type View } from './modals.ts';
import { serializeView, viewInputKey } from './serialize.ts';
import { isObject, type Json } from './shape-checks.ts';
import { errorWithProblems, LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';
import { VIEW_BYTES, validateView } from './validate-blocks.ts';

export function openView(args: Json, state: SlackState): Json {
  const view = validateViewArgument(args['view'], { type: 'modal' }, state);
  const { user } = state.triggers.exchange(requireText(args, 'trigger_id'));
  return { view: serializeView(state.modals.open(user, view), user, state) };
}

/** Needs the trigger of a click or submission inside a modal. */
export function pushView(args: Json, state: SlackState): Json {
  const view = validateViewArgument(args['view'], { type: 'modal' }, state);
  const { user, viewId } = state.triggers.exchange(requireText(args, 'trigger_id'));
  if (viewId === undefined) throw new LocalSlackError('invalid_trigger_id');
  if (state.modals.stack(user).length >= MODAL_LIMIT) throw new LocalSlackError('push_limit_reached');
  return { view: serializeView(state.modals.push(user, view), user, state) };
}

/** Updates a view, found by view_id or external_id; with a `hash`, only if the view has not changed since. */
export function updateView(args: Json, state: SlackState): Json {
  const { view_id: id, external_id: external } = args;
  if (!id && !external) throw errorWithProblems('invalid_arguments', ['missing required field: view_id']);
  const found = state.modals.find((view) => (id ? view.id === id : view.external_id === external));
  if (found === undefined) throw new LocalSlackError('not_found');
  const view = validateViewArgument(args['view'], { type: found.view.type, replacing: found.view.id }, state);
  requireUnchanged(args['hash'], found.view);
  return { view: serializeView(replaceView(found, view, state), found.user, state) };
}

/**
 * The new view in the place of the old one. An input whose block id and action id stay keeps what it holds, be it typed
 * or there from the start: Slack takes a new first value only under new ids.
 */
export function replaceView(
  { user, view: old }: { readonly user: string; readonly view: View },
  next: Json,
  { modals, inputs }: SlackState,
): View {
  const index = viewInputKey(old, user);
  if (old.type === 'modal') inputs.remember(index, inputs.of(index, old.blocks));
  return modals.replace(user, old.id, next);
}

export function publishView(args: Json, state: SlackState): Json {
  const user = requireText(args, 'user_id');
  if (!state.workspace.users.has(user)) throw new LocalSlackError('user_not_found');
  const home = state.modals.home(user);
  const view = validateViewArgument(args['view'], { type: 'home', replacing: home?.id }, state);
  if (home !== null) requireUnchanged(args['hash'], home);
  return { view: serializeView(state.modals.publish(user, view), user, state) };
}

/** What a view has to be, and the id of the view that makes room for it. */
interface ViewRequirements {
  readonly type: 'modal' | 'home';
  readonly replacing?: string | undefined;
}

/** Throws Slack's error for a view that Slack would refuse. */
export function validateViewArgument(
  view: unknown,
  { type, replacing }: ViewRequirements,
  state: SlackState,
): Json {
  if (!isObject(view)) throw errorWithProblems('invalid_arguments', ['missing required field: view']);
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES) throw new LocalSlackError('view_too_large');
  const problems = validateView(view);
  if (view['type'] !== type) problems.push(`must be a ${type} [json-pointer:/view/type]`);
  if (problems.length > 0) throw errorWithProblems('invalid_arguments', problems);
  const external = view['external_id'];
  const taken =
    external && state.modals.find((each) => each.external_id === external && each.id !== replacing);
  if (taken) throw new LocalSlackError('duplicate_external_id');
  return view;
}

function requireUnchanged(hash: unknown, view: View): void {
  if (hash !== undefined && hash !== '' && hash !== view.hash) throw new LocalSlackError('hash_conflict');
}
