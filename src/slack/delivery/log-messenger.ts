import { latestCheck } from '../../domain/case.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { Messenger } from '../../ports/messenger.ts';

/** The part of a log that the dry run uses. */
export interface DryRunLog {
  info(message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** Messenger of the dry run: logs ids, verdicts and scenarios instead of posting. */
export function createLogMessenger(log: DryRunLog): Messenger {
  return {
    async publishCaseCard(shown, { isChecking } = { isChecking: false }) {
      if (isChecking) return { fallbackReason: null };
      const { verdict, topic, policy, scenario } = latestCheck(shown);
      log.info('would post card', { caseId: shown.id, verdict, topic, policy, scenario: scenario.id });
      return { fallbackReason: null };
    },
    async publishHandoffPost(handoff) {
      const { status, channel } = handoffStateOf(handoff);
      log.info('would post handoff', { handoffId: handoff.id, state: status, channel });
    },
    lastHandoffAttempt: async () => null,
    async notify({ recipient, handoff, eventIndex }) {
      const what = handoff.events[eventIndex]?.kind;
      log.info('would send notification', { user: recipient, handoffId: handoff.id, what });
    },
    async postReminder(_key, channel, handoffs) {
      log.info('would post reminder', { channel, count: handoffs.length });
    },
    async updateNotification({ recipient, handoff }) {
      log.info('would update notification', { user: recipient, handoffId: handoff.id });
    },
    async updateReminder(_key, channel) {
      log.info('would update reminder', { channel });
    },
    async postOverrideRequest(key) {
      log.info('would request approval of override', { key });
    },
    async reportOverrideUndelivered(key) {
      log.info('would report undelivered request of override', { key });
    },
    async updateOverrideRequest(key) {
      log.info('would update request of override', { key });
    },
    async publishHomeTab({ user }) {
      log.info('would publish Home tab', { user });
    },
    async postWeeklyDigest(key, channel) {
      log.info('would post weekly digest', { key, channel });
    },
  };
}
