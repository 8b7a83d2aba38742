import { StoredCommand, StoredMineCommand } from '../ingress/payload-schemas.ts';
import type { Handler } from './handlers.ts';
import { handleMineCommand } from './home-tab.ts';
import { startCheck } from './start-check.ts';

/** `/reseller-check …` with something that can be checked, or `mine`; everything else was answered at the door. */
export const handleCheckCommand: Handler = async (context, request, requestContext) => {
  const { body } = request;
  if (StoredMineCommand.safeParse(body).success) return handleMineCommand(context, request, requestContext);
  const { wanted, topic } = StoredCommand.parse(body);
  if (wanted.kind === 'one') await startCheck(context, requestContext, { wanted, topic });
};
