import { latestCheck } from '../../domain/case.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { Messenger } from '../../ports/messenger.ts';

/** As much of a log as the dry run needs. */
export interface DryRunLog {
  info(message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** The dry run: says in the log what would be shown, by ids and rule words only. */
export function createLogMessenger(log: DryRunLog): Messenger {
  return {
    async publishCaseCard(shown) {
      const { verdict, topic, policy, scenario } = latestCheck(shown);
      log.info('would show', { caseId: shown.id, verdict, topic, policy, scenario: scenario.id });
      return { fallbackReason: null };
    },
    async publishHandoffPost(handoff) {
      const { status: state, channel } = handoffStateOf(handoff);
      log.info('would hand off', { handoffId: handoff.id, state, channel });
    },
    async notify({ recipient: to, handoff, eventIndex: event }) {
      log.info('would tell', { user: to, handoffId: handoff.id, what: handoff.events[event]?.kind });
    },
    async postReminder(_key, channel, handoffs) {
      log.info('would remind', { channel, count: handoffs.length });
    },
    async updateNotification({ recipient: to, handoff }) {
      log.info('would redraw a note', { user: to, handoffId: handoff.id });
    },
    async updateReminder(_key, channel) {
      log.info('would redraw a reminder', { channel });
    },
    async publishHomeTab({ user }) {
      log.info('would show home', { user });
    },
    async postWeeklyDigest(key, channel) {
      log.info('would post the digest', { key, channel });
    },
  };
}
