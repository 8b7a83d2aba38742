import type { Policy } from '../domain/case-facts.ts';
import type { SalesChannels } from '../domain/handoff-routing.ts';
import type { BusinessHours } from './business-hours.ts';
import type { Messenger } from './messenger.ts';
import type { CheckMetrics } from './monitoring.ts';
import type { Outbox, Timers } from './queues.ts';
import type { Cases, Handoffs, Users } from './store.ts';
import type { Billing, Crm, Helpdesk, Portal } from './systems.ts';

/** Everything outside, as the use cases see it. */
export interface Ports {
  readonly billing: Billing;
  readonly crm: Crm;
  readonly helpdesk: Helpdesk;
  readonly portal: Portal;
  readonly cases: Cases;
  readonly handoffs: Handoffs;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly timers: Timers;
  readonly users: Users;
  readonly businessHours: BusinessHours;
  readonly messenger: Messenger;
  readonly metrics: CheckMetrics;
  readonly policy: Policy;
  readonly salesChannels: SalesChannels;
  /** Takes the weekly figures; null: nobody does. */
  readonly digestChannel: string | null;
  /** Days until the personal data of a closed case is erased. */
  readonly retentionDays: number;
  /** Hosts whose very names may not be said, lower case. */
  readonly refusedHosts: readonly string[];
  /** There is something to say: whoever delivers need not wait for the next look. */
  wakeOutbox(): void;
  /** For a whole check, milliseconds. */
  readonly checkDeadlineMs: number;
  now(): Date;
  /** Milliseconds of `performance.now()`, which never jumps. */
  monotonic(): number;
  emailFingerprint(address: string): Promise<string>;
}
