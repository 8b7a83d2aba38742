import { latest } from '../domain/case.ts';
import { standingOf } from '../domain/handoff.ts';
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
    async showHandoff(handoff) {
      const { state, channel } = standingOf(handoff);
      log.info('would hand off', { handoffId: handoff.id, state, channel });
    },
    async tell({ to, handoff, event }) {
      log.info('would tell', { user: to, handoffId: handoff.id, what: handoff.events[event]?.kind });
    },
    async remind(_key, channel, handoffs) {
      log.info('would remind', { channel, count: handoffs.length });
    },
    async redrawNote({ to, handoff }) {
      log.info('would redraw a note', { user: to, handoffId: handoff.id });
    },
    async redrawReminder(_key, channel) {
      log.info('would redraw a reminder', { channel });
    },
    async showHome({ user }) {
      log.info('would show home', { user });
    },
    async digest(key, channel) {
      log.info('would post the digest', { key, channel });
    },
  };
}
