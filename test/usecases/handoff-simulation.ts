import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import type { ConnectorResult } from '../../src/domain/connector-result.ts';
import { handoffStateOf } from '../../src/domain/handoff.ts';
import type { HandoffEvent } from '../../src/domain/handoff-events.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { UserError } from '../../src/errors.ts';
import { createTimerWorker } from '../../src/jobs/timer-worker.ts';
import type { WeeklyDigest } from '../../src/ports/messenger.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { OutboxMessage, Timer, TimerKind, Timers } from '../../src/ports/queues.ts';
import { TIMER_KINDS } from '../../src/ports/queues.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Billing } from '../../src/ports/systems.ts';

import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { checkCustomer } from '../../src/usecases/check-customer.ts';
import type { HandoffAction } from '../../src/usecases/decide-handoff.ts';
import { deliverMessage } from '../../src/usecases/deliver-message.ts';
import { saveHandoffDraft } from '../../src/usecases/draft-handoff.ts';
import { runTimer, scheduleInitialTimers } from '../../src/usecases/run-timer.ts';
import { submitHandoff } from '../../src/usecases/submit-handoff.ts';
import { anAccount, aSubscription, gapAnswer, type HALDEN, QUILLMARK } from '../builders/cases.ts';
import { fakeMessenger, fakePorts, type PortsChange } from '../builders/fake-ports.ts';
import { aHandoffInput } from '../builders/handoffs.ts';
import { WORKING_DAYS, weeklyHours } from '../builders/team-calendars.ts';

const OFFICE_HOURS = { [WORKING_DAYS]: '09:00-17:00' };

/** Support has Easter Monday off, one Sales team 3 July. */
export const simulationCalendars = createBusinessHours({
  teams: {
    support: weeklyHours('Europe/Lisbon', OFFICE_HOURS, ['2026-04-06']),
    sales: weeklyHours('UTC', OFFICE_HOURS),
    emea: weeklyHours('Europe/London', OFFICE_HOURS),
    amer: weeklyHours('America/New_York', OFFICE_HOURS, ['2026-07-03']),
    apac: weeklyHours('Asia/Kolkata', OFFICE_HOURS),
  },
});

/** Sales channels by team. */
export const SALES_CHANNEL_BY_TEAM = {
  sales: 'C0SALES',
  emea: 'C0EMEA',
  amer: 'C0AMER',
  apac: 'C0APAC',
} as const;
export type SalesTeam = keyof typeof SALES_CHANNEL_BY_TEAM;

/** Zuora's data about Halden Mills. */
export interface SimulatedZuora {
  channel: string;
  /** Who gets the invoice now. */
  invoiceOwner: typeof HALDEN;
  isDown: boolean;
}

export interface SimulationOptions {
  /** ISO 8601, UTC. */
  readonly startsAt: string;
  readonly change?: PortsChange;
  /** Shared by two simulations: two processes on one database. */
  readonly file?: string;
  /** Wraps the store that the use cases get. */
  readonly wrapStore?: (store: Store) => Store;
}

/** The use cases and a database with a simulated clock. Records what is delivered to whom and when. */
export class HandoffSimulation {
  readonly ports: Ports;
  readonly store: Store;
  readonly zuora: SimulatedZuora = { channel: 'Reseller', invoiceOwner: QUILLMARK, isDown: false };
  /** What was delivered and when, such as "2026-03-05T10:00 U0ANA reminded 1 hcase-1-1". */
  readonly deliveries: string[] = [];
  /** When the list of subscriptions was read from Zuora. */
  readonly subscriptionListCalls: string[] = [];
  readonly digests: WeeklyDigest[] = [];
  readonly errors: unknown[] = [];
  /** Threads that notifications went to. */
  readonly noteThreads: string[] = [];
  #now: Date;
  #keys = 0;
  #wakes = new Set<string>();

  static async start(options: SimulationOptions): Promise<HandoffSimulation> {
    const started: { simulation?: HandoffSimulation } = {};
    const now = () => started.simulation?.now ?? new Date(options.startsAt);
    const store = await openSqliteStore({ file: options.file ?? ':memory:', now });
    const simulation = new HandoffSimulation(store, options);
    started.simulation = simulation;
    await scheduleInitialTimers(simulation.ports);
    return simulation;
  }

  private constructor(
    store: Store,
    { startsAt, change = {}, wrapStore = (unchanged) => unchanged }: SimulationOptions,
  ) {
    this.store = store;
    this.#now = new Date(startsAt);
    const { sales, ...byRegion } = SALES_CHANNEL_BY_TEAM;
    this.ports = fakePorts(wrapStore(this.#recordDueTimes(store)), {
      now: () => this.now,
      businessHours: simulationCalendars,
      billing: this.#billing(),
      messenger: this.#messenger(),
      ...change,
      settings: { salesChannels: { fallbackChannel: sales, byRegion }, ...change.settings },
    });
  }

  get now(): Date {
    return this.#now;
  }

  /** Advances the clock without running anything, as when the process is off. */
  jumpTo(moment: string): void {
    this.#now = new Date(moment);
  }

  /** Advances the clock and runs due timers at every due time on the way. */
  async advanceTo(moment: string): Promise<void> {
    const end = new Date(moment).toISOString();
    for (;;) {
      const next = [...this.#wakes].filter((wake) => wake <= end).sort()[0];
      if (next === undefined) break;
      this.#wakes.delete(next);
      if (next > this.#now.toISOString()) this.#now = new Date(next);
      await this.runDueTimers();
    }
    this.#now = new Date(end);
    await this.runDueTimers();
  }

  /** Delivers messages and runs due timers once, as the schedule or a start does. */
  async runDueTimers(): Promise<void> {
    await this.#deliverMessages();
    await this.runDueTimersWith({});
    await this.#deliverMessages();
  }

  /** Runs due timers once with changed ports. Collects failures in `errors`. */
  async runDueTimersWith(change: PortsChange): Promise<void> {
    const settings = { ...this.ports.settings, ...change.settings };
    const ports = { ...this.ports, ...change, settings };
    await runTimersByKind(ports, (_, error) => this.errors.push(error));
  }

  /** Runs due timers once; `act` runs after timers of the kind were leased and before anything is decided. */
  async runDueTimersWhile(kind: TimerKind, act: () => Promise<void>): Promise<void> {
    const { timers } = this.ports;
    const claim: Timers['claim'] = async (limit, leasedKind) => {
      const due = await timers.claim(limit, leasedKind);
      if (leasedKind === kind && due.length > 0) await act();
      return due;
    };
    await this.runDueTimersWith({ timers: { ...timers, claim } });
  }

  /** Hands a customer's direct renewal to the team. Returns the handoff's id. */
  async submitHandoff(
    caseId: string,
    team: SalesTeam = 'sales',
    {
      by = 'U0ANA',
      link = 'https://crm.example/0D5000000000001',
    }: { by?: string; link?: string | null } = {},
  ): Promise<string> {
    const lookup = { subject: { kind: 'subscription', number: 'A-S00900001' }, ticket: null } as const;
    const location = { channel: 'C0SUPPORT', thread: null };
    await checkCustomer(this.ports, {
      caseId,
      by,
      lookup,
      topic: 'direct-renewal',
      requester: null,
      location,
    });
    const destination = { channel: SALES_CHANNEL_BY_TEAM[team], team };
    const input = aHandoffInput({ salesforceLink: link });
    const { draft } = await saveHandoffDraft(this.ports, { caseId, by, input, removed: {}, destination });
    await submitHandoff(this.ports, {
      draftId: draft.id,
      savedAt: draft.savedAt,
      by,
      idempotencyKey: `submit-${caseId}-${this.#key()}`,
    });
    await this.#deliverMessages();
    const handoff = (await this.store.handoffs.listByCase(caseId)).at(-1);
    return handoff?.id ?? '';
  }

  handoffAction(handoffId: string, by: string): HandoffAction {
    return { handoffId, by, idempotencyKey: `action-${this.#key()}` };
  }

  /** Waits for an action, then delivers the messages that follow from it. */
  async perform(work: Promise<void>): Promise<void> {
    await work;
    await this.#deliverMessages();
  }

  async events(id: string): Promise<readonly HandoffEvent[]> {
    return (await this.store.handoffs.find(id))?.events ?? [];
  }

  async handoffState(id: string) {
    return handoffStateOf({ id, caseId: '', events: await this.events(id) });
  }

  /** Returns and forgets the deliveries so far, except updates of cards and posts. */
  takeDeliveries(): string[] {
    return this.deliveries.splice(0).filter((line) => !line.includes(' updates '));
  }

  #key(): number {
    this.#keys += 1;
    return this.#keys;
  }

  #recordDelivery(what: string): void {
    this.deliveries.push(`${this.now.toISOString().slice(0, 16)} ${what}`);
  }

  /** Delivers the messages of the outbox, without the rate limit of a channel. */
  async #deliverMessages(): Promise<void> {
    const { outbox } = this.store;
    for (;;) {
      const leased = await outbox.claim(50);
      for (const message of leased) {
        const outcome = await deliverMessage(this.ports, message, (_, error) => this.errors.push(error));
        if (outcome === 'done') await outbox.complete(message);
        else {
          this.#wakes.add(outcome.toISOString());
          await outbox.retryAt(message, outcome);
        }
      }
      if (leased.length === 0) return;
    }
  }

  /** Remembers every due time that is written to the store. */
  #recordDueTimes(store: Store): Store {
    const wake = (timers: readonly Timer[] = [], messages: readonly OutboxMessage[] = []) => {
      for (const { dueAt } of timers) this.#wakes.add(dueAt);
      for (const { notBefore } of messages) if (notBefore) this.#wakes.add(notBefore);
    };
    return {
      ...store,
      cases: {
        ...store.cases,
        open: (newCase, timers, expected) => {
          wake(timers);
          return store.cases.open(newCase, timers, expected);
        },
      },
      handoffs: {
        ...store.handoffs,
        commit: (change) => {
          wake(change.timers, change.messages);
          return store.handoffs.commit(change);
        },
      },
      outbox: {
        ...store.outbox,
        enqueue: (messages) => {
          wake([], messages);
          return store.outbox.enqueue(messages);
        },
      },
      timers: {
        ...store.timers,
        schedule: (timers) => {
          wake(timers);
          return store.timers.schedule(timers);
        },
        scheduleIfAbsent: (timer) => {
          wake([timer]);
          return store.timers.scheduleIfAbsent(timer);
        },
      },
    };
  }

  #messenger() {
    return fakeMessenger({
      publishCaseCard: async ({ id }) => {
        this.#recordDelivery(`updates ${id}`);
        return { fallbackReason: null };
      },
      publishHandoffPost: async (handoff) =>
        this.#recordDelivery(`updates ${handoff.id} ${handoffStateOf(handoff).status}`),
      notify: async ({ recipient, handoff, eventIndex, thread }) => {
        const event = handoff.events[eventIndex];
        const round = event?.kind === 'reminded' ? ` ${event.round}` : '';
        if (thread) this.noteThreads.push(`${thread.channel} ${thread.caseId}`);
        this.#recordDelivery(`${recipient} ${event?.kind}${round} ${handoff.id}`);
      },
      postReminder: async (_, channel, handoffs) =>
        this.#recordDelivery(`${channel} ${handoffs.map(({ id }) => id).join(' ')}`),
      postWeeklyDigest: async (_, channel, digest) => {
        this.digests.push(digest);
        this.#recordDelivery(`${channel} digest`);
      },
    });
  }

  #billing(): Billing {
    const asOf = () => this.now.toISOString();
    const answer = <T>(value: () => T): ConnectorResult<T> =>
      this.zuora.isDown ? gapAnswer('unavailable') : { ok: true, value: value(), asOf: asOf() };
    const subscription = () => aSubscription({ invoiceOwner: this.zuora.invoiceOwner });
    const version = (versionNumber: number, { id, number, name }: typeof HALDEN) => ({
      version: versionNumber,
      since: '2022-02-01',
      owner: { id, number, name },
    });
    return {
      subscription: async () => answer(subscription),
      account: async (key) =>
        answer(() =>
          key === QUILLMARK.number || key === QUILLMARK.id
            ? anAccount(QUILLMARK)
            : anAccount({ channel: this.zuora.channel }),
        ),
      customerCrmIdHint: async () => null,
      invoiceOwnerHistory: async () =>
        answer(() =>
          this.zuora.invoiceOwner === QUILLMARK
            ? [version(1, QUILLMARK)]
            : [version(1, QUILLMARK), version(2, this.zuora.invoiceOwner)],
        ),
      subscriptionsByAccount: async () => {
        this.subscriptionListCalls.push(asOf().slice(0, 16));
        return answer(() => [subscription()]);
      },
      accountsByCrmId: async () => gapAnswer('not-found'),
      accountsByEmail: async () => gapAnswer('not-found'),
    };
  }
}

/** Returns the text of the `UserError` that the action throws. */
export async function userErrorText(work: Promise<void>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof UserError ? plainText(error.sentence) : `no sentence: ${String(error)}`;
}

/** Runs the timers that are due, kind by kind, so that the order does not depend on chance. */
export async function runTimersByKind(
  ports: Ports,
  onFault: (what: string, error: unknown) => void,
): Promise<void> {
  const { timers, now } = ports;
  const run = (timer: Timer) => runTimer(ports, timer);
  for (const kind of TIMER_KINDS)
    await createTimerWorker({ timers, kinds: [kind], now, run, onFault }).runDue();
}
