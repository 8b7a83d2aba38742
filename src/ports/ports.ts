import type { BusinessHours } from '../domain/business-calendar.ts';
import type { Policy } from '../domain/case-facts.ts';
import type { SalesChannels } from '../domain/handoff-routing.ts';
import type { Messenger } from './messenger.ts';
import type { CheckMetrics } from './monitoring.ts';
import type { Outbox, Timers } from './queues.ts';
import type { Cases, Handoffs, Users } from './store.ts';
import type { Billing, Crm, Helpdesk, Portal } from './systems.ts';

/** Everything that a use case depends on. */
export interface Ports {
  readonly billing: Billing;
  readonly crm: Crm;
  readonly helpdesk: Helpdesk;
  readonly portal: Portal;
  readonly cases: Cases;
  readonly handoffs: Handoffs;
  readonly outbox: Pick<Outbox, 'enqueue' | 'enqueueAndClaim' | 'complete'>;
  readonly timers: Timers;
  readonly users: Users;
  readonly businessHours: BusinessHours;
  readonly messenger: Messenger;
  readonly metrics: CheckMetrics;
  readonly settings: UseCaseSettings;
  /** Renews our lease on the row of the outbox with this key until `work` has ended. */
  keepLease<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Wakes the outbox worker, so that a message that has just been written is delivered at once. */
  wakeOutbox(): void;
  now(): Date;
  /** Returns milliseconds of `performance.now()`, which never jumps. */
  monotonic(): number;
  /** Returns a per-database HMAC of the lower-cased address. */
  emailFingerprint(address: string): string;
}

/** The settings that use cases depend on. */
export interface UseCaseSettings {
  readonly policy: Policy;
  readonly salesChannels: SalesChannels;
  /** Slack channel of the weekly digest; null: no digest is posted. */
  readonly digestChannel: string | null;
  /** Days until the personal data of a closed case is erased. */
  readonly retentionDays: number;
  /** Ticket hosts whose names must not appear in any message, lower case. */
  readonly refusedHosts: readonly string[];
  /** Time limit of one check in milliseconds. */
  readonly checkDeadlineMs: number;
}
