import { KeptSubmission } from '../bodies.ts';
import type { Handler } from './handlers.ts';
import { startCheck } from './start-check.ts';

/** The form, sent with something that can be checked. A form belongs to no channel, so the card is a direct message. */
export const handleSubmission: Handler = async (room, { body }, origin) => {
  const { wanted, topic } = KeptSubmission.parse(body);
  if (wanted.kind === 'one') await startCheck(room, origin, { wanted, topic });
};
