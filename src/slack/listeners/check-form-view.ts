import { StoredCheckForm } from '../ingress/payload-schemas.ts';
import type { Handler } from './handlers.ts';
import { startCheck } from './start-check.ts';

/** The form, sent with something that can be checked. A form belongs to no channel, so the card is a direct message. */
export const handleCheckForm: Handler = async (context, { body }, requestContext) => {
  const { wanted, topic } = StoredCheckForm.parse(body);
  if (wanted.kind === 'one') await startCheck(context, requestContext, { wanted, topic });
};
