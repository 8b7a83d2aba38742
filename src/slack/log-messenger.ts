import { latest } from '../domain/case.ts';
import type { Messenger } from '../ports.ts';

/** As much of a log as the dry run needs. */
export interface DryLog {
  info(message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** The dry run: says in the log what would be shown, by ids and rule words only. */
export function createLogMessenger(log: DryLog): Messenger {
  return {
    async showCase(shown) {
      const { verdict, topic, policy, scenario } = latest(shown);
      log.info('would show', { caseId: shown.id, verdict, topic, policy, scenario: scenario.id });
      return { movedBecause: null };
    },
  };
}
