import type { ModalView } from '@slack/types';
import type { Arrival } from '../../ports.ts';
import type { Line, Origin } from '../say.ts';
import { say } from '../say.ts';
import { failureOf } from '../slack-error.ts';
import type { Room } from './handlers.ts';

/** A trigger lives three seconds and opens one modal. */
const TOO_LATE = ['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id', 'trigger_expired'];

export interface Opening {
  readonly view: ModalView;
  /** What is said instead when the trigger came too late. */
  readonly otherwise: Line;
}

/** Opens a modal with the request's trigger, or tells the person how to go on. */
export async function openModal(
  { opener, voice }: Room,
  { arrival, origin }: { readonly arrival: Arrival; readonly origin: Origin },
  { view, otherwise }: Opening,
): Promise<void> {
  try {
    await opener.views.open({ trigger_id: String(arrival.body['trigger_id']), view });
  } catch (error) {
    const failure = failureOf(error);
    const late = failure.kind === 'uncertain' || ('error' in failure && TOO_LATE.includes(failure.error));
    if (!late) throw error;
    await say(voice, origin, otherwise);
  }
}
