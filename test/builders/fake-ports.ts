import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import { DEFAULT_TEAM_HOURS } from '../../src/domain/business-calendar.ts';
import type { Messenger } from '../../src/ports/messenger.ts';
import type { Ports, UseCaseSettings } from '../../src/ports/ports.ts';
import type { Store } from '../../src/ports/store.ts';

/** Ports and settings that a test replaces. */
export interface PortsChange extends Partial<Omit<Ports, 'settings'>> {
  readonly settings?: Partial<UseCaseSettings>;
}

/** Everything outside, on a real store: no system tells anything and nobody is shown anything, but for what a test changes. */
export function fakePorts(
  store: Pick<Store, 'cases' | 'handoffs' | 'outbox' | 'timers' | 'users'>,
  change: PortsChange & Pick<Ports, 'now'>,
): Ports {
  const gap = async () => ({ ok: false, gap: 'not-configured', asOf: change.now().toISOString() }) as const;
  const { cases, handoffs, outbox, timers, users } = store;
  return {
    billing: {
      subscription: gap,
      account: gap,
      invoiceOwnerHistory: gap,
      customerCrmIdHint: async () => null,
      subscriptionsByAccount: gap,
      accountsByCrmId: gap,
      accountsByEmail: gap,
    },
    crm: { account: gap, partners: gap, wonOpportunities: gap },
    helpdesk: { ticket: gap },
    portal: { loginState: gap },
    cases,
    handoffs,
    outbox,
    timers,
    users,
    businessHours: createBusinessHours({ teams: { support: DEFAULT_TEAM_HOURS, sales: DEFAULT_TEAM_HOURS } }),
    messenger: fakeMessenger(),
    metrics: { recordCheck: () => undefined },
    keepLease: (_, work) => work(),
    wakeOutbox: () => undefined,
    monotonic: () => performance.now(),
    emailFingerprint: () => 'fingerprint',
    ...change,
    settings: {
      policy: 'seed',
      salesChannels: { fallbackChannel: 'C0SALES', byRegion: {} },
      digestChannel: null,
      retentionDays: 400,
      refusedHosts: [],
      checkDeadlineMs: 8_000,
      ...change.settings,
    },
  };
}

export function fakeMessenger(change: Partial<Messenger> = {}): Messenger {
  const nothing = async () => undefined;
  return {
    publishCaseCard: async () => ({ fallbackReason: null }),
    publishHandoffPost: nothing,
    lastHandoffAttempt: async () => null,
    notify: nothing,
    postReminder: nothing,
    updateNotification: nothing,
    updateReminder: nothing,
    postOverrideRequest: nothing,
    reportOverrideUndelivered: nothing,
    updateOverrideRequest: nothing,
    publishHomeTab: nothing,
    postWeeklyDigest: nothing,
    ...change,
  };
}
