import { createCalendars } from '../../src/calendar/calendars.ts';
import { BUILT_IN_HOURS } from '../../src/domain/business-calendar.ts';
import type { Messenger, Ports, Store } from '../../src/ports.ts';

/** Everything outside, on a real store: no system tells anything and nobody is shown anything, but for what a test changes. */
export function fakePorts(
  store: Pick<Store, 'cases' | 'handoffs' | 'outbox' | 'timers' | 'people'>,
  change: Partial<Ports> & Pick<Ports, 'now'>,
): Ports {
  const gap = async () => ({ ok: false, gap: 'not-configured', asOf: change.now().toISOString() }) as const;
  const { cases, handoffs, outbox, timers, people } = store;
  return {
    billing: {
      subscription: gap,
      account: gap,
      ownerHistory: gap,
      customerCrmId: async () => null,
      subscriptionsOf: gap,
      accountsByCrmId: gap,
      accountsByEmail: gap,
    },
    crm: { account: gap, partners: gap, wonOpportunities: gap },
    helpdesk: { ticket: gap },
    portal: { state: gap },
    cases,
    handoffs,
    outbox,
    timers,
    people,
    calendars: createCalendars({ teams: { support: BUILT_IN_HOURS, sales: BUILT_IN_HOURS } }),
    messenger: fakeMessenger(),
    meter: { checked: () => undefined },
    policy: 'seed',
    salesChannels: { fallback: 'C0SALES', byRegion: {} },
    digestChannel: null,
    retentionDays: 400,
    refusedHosts: [],
    checkDeadlineMs: 8_000,
    nudge: () => undefined,
    monotonic: () => performance.now(),
    fingerprint: async () => 'fingerprint',
    ...change,
  };
}

export function fakeMessenger(change: Partial<Messenger> = {}): Messenger {
  const nothing = async () => undefined;
  return {
    showCase: async () => ({ movedBecause: null }),
    showHandoff: nothing,
    tell: nothing,
    remind: nothing,
    redrawNote: nothing,
    redrawReminder: nothing,
    showHome: nothing,
    digest: nothing,
    ...change,
  };
}
