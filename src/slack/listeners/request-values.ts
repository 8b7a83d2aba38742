import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InboundRequest } from '../../ports/queues.ts';
import { ACTIONS } from '../ids.ts';
import { ActionPayload, ViewSubmissionPayload } from '../ingress/payload-schemas.ts';

/** Schemas of button values and `private_metadata` that both listeners and request rules read. They hold ids only. */
export const CaseValue = z.object({ caseId: z.string() });
export const StepValue = CaseValue.extend({ stepId: z.string(), check: z.int().optional() });
/** `request`: index of the event that requested the override; missing on the button of a card. */
export const OverrideValue = StepValue.extend({ request: z.int().optional() });
export type StepValue = z.infer<typeof StepValue>;
export const HandoffValue = z.object({ handoffId: z.string() });
export const HandoffMenuValue = HandoffValue.extend({
  do: z.enum(['texts', 'link', 'withdraw', 'check-now']),
});
/** Metadata of the form that asks why a handoff is declined (by Sales) or withdrawn (by Support). */
export const HandoffReasonMetadata = HandoffValue.extend({ why: z.enum(['decline', 'withdraw']) });

/** Returns the value of the pressed button or the chosen option, parsed as JSON. */
export function actionValue(body: unknown): unknown {
  const [action] = ActionPayload.parse(body).actions;
  return JSON.parse(action?.selected_option?.value ?? action?.value ?? '{}');
}

/** Returns the `private_metadata` of a submitted modal, parsed as JSON. */
export function viewMetadata(body: unknown): unknown {
  return JSON.parse(ViewSubmissionPayload.parse(body).view.private_metadata ?? '{}');
}

const CHECK_BUTTONS: readonly string[] = [ACTIONS.chooseReference, ACTIONS.startAnew];

/**
 * Returns the id of the case that a check opens: the same whenever the request is processed, and for every click on one
 * button of one message, so that a double click is one check. `channelId`: channel of the request.
 */
export function openedCaseId(
  { key, kind, body }: Pick<InboundRequest, 'key' | 'kind' | 'body'>,
  channelId: string | null,
): string {
  return `c${(kind === 'action' ? choiceKey(body, channelId) : null) ?? key}`.slice(0, 16);
}

/** Returns null when the button starts no check or is on no message. */
function choiceKey(body: unknown, channelId: string | null): string | null {
  const { actions, container } = ActionPayload.parse(body);
  const { message_ts: messageTs } = container;
  if (!messageTs || !CHECK_BUTTONS.includes(actions[0]?.action_id ?? '')) return null;
  const choice = JSON.stringify([channelId, messageTs, actionValue(body)]);
  return createHash('sha256').update(choice).digest('hex');
}
