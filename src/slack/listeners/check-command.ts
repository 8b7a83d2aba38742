import { KeptCommand } from '../bodies.ts';
import type { Handler } from './handlers.ts';
import { startCheck } from './start-check.ts';

/** `/reseller-check …` with something that can be checked; everything else was answered at the door. */
export const handleCommand: Handler = async (room, { body }, origin) => {
  const { wanted, topic } = KeptCommand.parse(body);
  if (wanted.kind === 'one') await startCheck(room, origin, { wanted, topic });
};
