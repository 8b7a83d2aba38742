import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import type { ConnectorResult } from '../../src/domain/connector-result.ts';
import { handoffStateOf } from '../../src/domain/handoff.ts';
import type { HandoffEvent } from '../../src/domain/handoff-events.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { UserError } from '../../src/errors.ts';
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
import { runDueTimers, scheduleInitialTimers } from '../../src/usecases/run-due-timers.ts';
import { submitHandoff } from '../../src/usecases/submit-handoff.ts';
import { anAccount, aSubscription, gapAnswer, type HALDEN, QUILLMARK } from '../builders/cases.ts';
import { fakeMessenger, fakePorts, type PortsChange } from '../builders/fake-ports.ts';
import { aHandoffInput } from '../builders/handoffs.ts';
import { WORKING_DAYS, weeklyHours } from '../builders/team-calendars.ts';

const OFFICE_HOURS = { [WORKING_DAYS]: '09:00-17:00' };

/** Easter Monday is Support's day off, 3 July that of one team of Sales. */
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

/** What Zuora says of Halden Mills. */
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
  /** Shared by two lives: two processes on one database. */
  readonly file?: string;
  /** Stands between the use cases and the store. */
  readonly wrapStore?: (store: Store) => Store;
}

/** A process with a clock of its own, which wakes whenever something may be due, and what it says. */
export class HandoffSimulation {
  readonly ports: Ports;
  readonly store: Store;
  readonly zuora: SimulatedZuora = { channel: 'Reseller', invoiceOwner: QUILLMARK, isDown: false };
  /** What was said and when, such as "2026-03-05T10:00 U0ANA reminded 1 hcase-1-1". */
  readonly deliveries: string[] = [];
  /** When Zuora was asked for the list of subscriptions. */
  readonly subscriptionListCalls: string[] = [];
  readonly digests: WeeklyDigest[] = [];
  readonly errors: unknown[] = [];
  /** Threads that notes went to. */
  readonly noteThreads: string[] = [];
  #now: Date;
  #keys = 0;
  #wakes = new Set<string>();

  static async start(options: SimulationOptions): Promise<HandoffSimulation> {
    const life: { now?: HandoffSimulation } = {};
    const now = () => life.now?.now ?? new Date(options.startsAt);
    const store = await openSqliteStore({ file: options.file ?? ':memory:', now });
    life.now = new HandoffSimulation(store, options);
    await scheduleInitialTimers(life.now.ports);
    return life.now;
  }

  private constructor(
    store: Store,
    { startsAt, change = {}, wrapStore: around = (one) => one }: SimulationOptions,
  ) {
    this.store = store;
    this.#now = new Date(startsAt);
    const { sales, ...byRegion } = SALES_CHANNEL_BY_TEAM;
    this.ports = fakePorts(around(this.#watched(store)), {
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

  /** The process is off, or the computer asleep: time goes by and nobody looks. */
  jumpTo(moment: string): void {
    this.#now = new Date(moment);
  }

  /** Time goes by, and at every moment at which something may be due somebody looks. */
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

  /** One round of all sweeps, as a schedule or a start would make. */
  async runDueTimers(): Promise<void> {
    await this.#speak();
    await this.runDueTimersWith({});
    await this.#speak();
  }

  /** The sweeps alone, with something changed; what fails is kept in `errors`. */
  async runDueTimersWith(change: PortsChange): Promise<void> {
    const settings = { ...this.ports.settings, ...change.settings };
    const ports = { ...this.ports, ...change, settings };
    for (const kind of TIMER_KINDS) await runDueTimers(ports, kind, (_, error) => this.errors.push(error));
  }

  /** The sweeps alone; somebody acts when timers of the kind are taken up and nothing has been decided yet. */
  async runDueTimersWhile(kind: TimerKind, act: () => Promise<void>): Promise<void> {
    const { timers } = this.ports;
    const take: Timers['lease'] = async (asked, limit) => {
      const due = await timers.lease(asked, limit);
      if (asked === kind && due.length > 0) await act();
      return due;
    };
    await this.runDueTimersWith({ timers: { ...timers, lease: take } });
  }

  /** A customer's direct renewal is handed to the team; answers the handoff's id. */
  async submitHandoff(caseId: string, team: SalesTeam = 'sales', by = 'U0ANA'): Promise<string> {
    const wanted = { subject: { kind: 'subscription', number: 'A-S00900001' }, ticket: null } as const;
    const place = { channel: 'C0SUPPORT', thread: null };
    await checkCustomer(this.ports, { caseId, by, lookup: wanted, topic: 'direct-renewal', location: place });
    const destination = { channel: SALES_CHANNEL_BY_TEAM[team], team };
    const input = aHandoffInput({ salesforceLink: null });
    const { draft } = await saveHandoffDraft(this.ports, { caseId, by, input, removed: {}, destination });
    await submitHandoff(this.ports, {
      draftId: draft.id,
      savedAt: draft.savedAt,
      by,
      idempotencyKey: `submit-${caseId}-${this.#key()}`,
    });
    await this.#speak();
    const handoff = (await this.store.handoffs.listByCase(caseId)).at(-1);
    return handoff?.id ?? '';
  }

  handoffAction(handoffId: string, by: string): HandoffAction {
    return { handoffId, by, idempotencyKey: `press-${this.#key()}` };
  }

  /** Somebody does something, and what it leads to is said. */
  async perform(work: Promise<void>): Promise<void> {
    await work;
    await this.#speak();
  }

  async events(id: string): Promise<readonly HandoffEvent[]> {
    return (await this.store.handoffs.find(id))?.events ?? [];
  }

  async handoffState(id: string) {
    return handoffStateOf({ id, caseId: '', events: await this.events(id) });
  }

  /** What was said since the last time, but for drawings. */
  takeDeliveries(): string[] {
    return this.deliveries.splice(0).filter((line) => !line.includes(' draws '));
  }

  #key(): number {
    this.#keys += 1;
    return this.#keys;
  }

  #tell(what: string): void {
    this.deliveries.push(`${this.now.toISOString().slice(0, 16)} ${what}`);
  }

  /** Says what the outbox holds, without the pace of a channel. */
  async #speak(): Promise<void> {
    const { outbox } = this.store;
    for (;;) {
      const taken = await outbox.lease(50);
      for (const errand of taken) {
        const outcome = await deliverMessage(this.ports, errand, (_, error) => this.errors.push(error));
        if (outcome === 'done') await outbox.markDone(errand);
        else {
          this.#wakes.add(outcome.toISOString());
          await outbox.postpone(errand.key, outcome);
        }
      }
      if (taken.length === 0) return;
    }
  }

  /** Notes when somebody has to look again. */
  #watched(store: Store): Store {
    const wake = (timers: readonly Timer[] = [], errands: readonly OutboxMessage[] = []) => {
      for (const { dueAt } of timers) this.#wakes.add(dueAt);
      for (const { notBefore } of errands) if (notBefore) this.#wakes.add(notBefore);
    };
    return {
      ...store,
      cases: {
        ...store.cases,
        open: (opened, timers) => {
          wake(timers);
          return store.cases.open(opened, timers);
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
        add: (errands) => {
          wake([], errands);
          return store.outbox.add(errands);
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
        this.#tell(`draws ${id}`);
        return { fallbackReason: null };
      },
      publishHandoffPost: async (handoff) =>
        this.#tell(`draws ${handoff.id} ${handoffStateOf(handoff).status}`),
      notify: async ({ recipient, handoff, eventIndex, thread }) => {
        const event = handoff.events[eventIndex];
        const round = event?.kind === 'reminded' ? ` ${event.round}` : '';
        if (thread) this.noteThreads.push(`${thread.channel} ${thread.caseId}`);
        this.#tell(`${recipient} ${event?.kind}${round} ${handoff.id}`);
      },
      postReminder: async (_, channel, handoffs) =>
        this.#tell(`${channel} ${handoffs.map(({ id }) => id).join(' ')}`),
      postWeeklyDigest: async (_, channel, digest) => {
        this.digests.push(digest);
        this.#tell(`${channel} digest`);
      },
    });
  }

  #billing(): Billing {
    const asOf = () => this.now.toISOString();
    const answer = <T>(value: () => T): ConnectorResult<T> =>
      this.zuora.isDown ? gapAnswer('unavailable') : { ok: true, value: value(), asOf: asOf() };
    const subscription = () => aSubscription({ invoiceOwner: this.zuora.invoiceOwner });
    const version = (place: number, { id, number, name }: typeof HALDEN) => ({
      version: place,
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

/** What a person is told who cannot do it. */
export async function userErrorText(work: Promise<void>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof UserError ? plainText(error.sentence) : `no sentence: ${String(error)}`;
}
