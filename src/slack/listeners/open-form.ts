import { checkForm } from '../cards/check-form.ts';
import { formAgain } from '../cards/form-again.ts';
import type { Handler } from './handlers.ts';
import { openModal } from './open-modal.ts';

/** The form of the global shortcut; whoever comes too late gets a line with a button that opens it. */
export const openForm: Handler = (room, arrival, origin) =>
  openModal(room, { arrival, origin }, { view: checkForm(), otherwise: formAgain() });
