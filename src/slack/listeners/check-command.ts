import { KeptCommand, KeptMine } from '../bodies.ts';
import type { Handler } from './handlers.ts';
import { handleMine } from './home.ts';
import { startCheck } from './start-check.ts';

/** `/reseller-check …` with something that can be checked, or `mine`; everything else was answered at the door. */
export const handleCommand: Handler = async (room, arrival, origin) => {
  const { body } = arrival;
  if (KeptMine.safeParse(body).success) return handleMine(room, arrival, origin);
  const { wanted, topic } = KeptCommand.parse(body);
  if (wanted.kind === 'one') await startCheck(room, origin, { wanted, topic });
};
