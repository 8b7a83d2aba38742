import type { DeliveryResult, PayloadKind } from './delivery-types.ts';
import type { Json } from './shape-checks.ts';
import type { SlackState } from './state.ts';

/** Result of an interaction. */
export interface InteractionResult extends Omit<DeliveryResult, 'error'> {
  /** Empty for events, which have none. */
  readonly triggerId: string;
  /** Error that Slack would show: `operation_timeout`, `dispatch_failed`, `invalid_blocks`, … */
  readonly error?: string;
  /** Texts that the app has sent to the `response_url` of a command; grows as they arrive. */
  readonly replies?: readonly string[];
  /** Errors of a submitted form, by block id. */
  readonly errors?: Record<string, string>;
}

/** Where Slack shows that the app did not answer. */
export interface FailureTarget {
  readonly user: string;
  readonly channel?: string | undefined;
  /** Name of the interaction, such as `/reseller-check`. */
  readonly actionName: string;
}

/** Sends an interaction to the app; a failure is shown to the person, as Slack shows it. */
export async function deliverInteraction(
  kind: PayloadKind,
  payload: Json,
  where: FailureTarget & { state: SlackState },
): Promise<InteractionResult> {
  const delivered = await where.state.deliver(kind, payload);
  if (delivered.error !== undefined) showFailure(delivered.error, where, where.state);
  where.state.changed();
  const trigger = payload['trigger_id'];
  return { ...delivered, triggerId: typeof trigger === 'string' ? trigger : '' };
}

/** Posts an ephemeral line from Slackbot. */
export function showFailure(
  error: string,
  { user, channel, actionName: what }: FailureTarget,
  state: SlackState,
): void {
  if (channel === undefined) return;
  const text = `${what} failed with the error "${error}"`;
  state.messages.addEphemeral({ channel, user: 'USLACKBOT', team: state.ids.teamId, visibleTo: user, text });
}
