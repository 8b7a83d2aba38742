import { renderCheckForm } from '../rendering/check-form.ts';
import { renderReopenFormMessage } from '../rendering/reopen-form-message.ts';
import type { Handler } from './handlers.ts';
import { openModal } from './open-modal.ts';

/** The form of the global shortcut; whoever comes too late gets a line with a button that opens it. */
export const openCheckForm: Handler = (context, request, requestContext) =>
  openModal(
    context,
    { request, requestContext },
    { view: renderCheckForm(), expiredTriggerReply: renderReopenFormMessage() },
  );
