import { checkForm } from '../cards/check-form.ts';
import { formAgain } from '../cards/form-again.ts';
import { say } from '../say.ts';
import { failureOf } from '../slack-error.ts';
import type { Handler } from './handlers.ts';

/** A trigger lives three seconds and opens one modal; whoever comes too late gets a line with a button. */
const TOO_LATE = ['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id', 'trigger_expired'];

export const openForm: Handler = async ({ voice, opener }, { body }, origin) => {
  try {
    await opener.views.open({ trigger_id: String(body['trigger_id']), view: checkForm() });
  } catch (error) {
    const failure = failureOf(error);
    const late = failure.kind === 'uncertain' || ('error' in failure && TOO_LATE.includes(failure.error));
    if (!late) throw error;
    await say(voice, origin, formAgain());
  }
};
