import { createCalendars } from '../../src/calendar/calendars.ts';
import type { Answer } from '../../src/domain/answer.ts';
import type { HandoffEvent } from '../../src/domain/handoff.ts';
import { standingOf } from '../../src/domain/handoff.ts';
import { plainText } from '../../src/domain/text.ts';
import { UserError } from '../../src/errors.ts';
import type { Billing, Digest, Errand, Ports, Store, Timer, TimerKind, Timers } from '../../src/ports.ts';
import { TIMER_KINDS } from '../../src/ports.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { checkSubscription } from '../../src/usecases/check-subscription.ts';
import type { HandoffPress } from '../../src/usecases/decide-handoff.ts';
import { saveDraft } from '../../src/usecases/draft-handoff.ts';
import { runErrand } from '../../src/usecases/run-errand.ts';
import { submitHandoff } from '../../src/usecases/submit-handoff.ts';
import { seedTimers, sweep } from '../../src/usecases/sweep.ts';
import { OFFICE, weekly } from '../calendar/teams.ts';
import { fakeMessenger, fakePorts } from '../fakes/ports.ts';
import { anAccount, aSubscription, gap, type HALDEN, QUILLMARK } from '../slack/cases.ts';
import { someTyped } from '../slack/handoffs.ts';

const HOURS = { [OFFICE]: '09:00-17:00' };

/** Easter Monday is Support's day off, 3 July that of one team of Sales. */
export const calendars = createCalendars({
  teams: {
    support: weekly('Europe/Lisbon', HOURS, ['2026-04-06']),
    sales: weekly('UTC', HOURS),
    emea: weekly('Europe/London', HOURS),
    amer: weekly('America/New_York', HOURS, ['2026-07-03']),
    apac: weekly('Asia/Kolkata', HOURS),
  },
});

/** Sales channels by team. */
export const CHANNELS = { sales: 'C0SALES', emea: 'C0EMEA', amer: 'C0AMER', apac: 'C0APAC' } as const;
export type SalesTeam = keyof typeof CHANNELS;

/** What Zuora says of Halden Mills. */
export interface World {
  channel: string;
  /** Who gets the invoice now. */
  invoice: typeof HALDEN;
  isDown: boolean;
}

export interface LifeOptions {
  /** ISO 8601, UTC. */
  readonly startsAt: string;
  readonly change?: Partial<Ports>;
  /** Shared by two lives: two processes on one database. */
  readonly file?: string;
  /** Stands between the use cases and the store. */
  readonly around?: (store: Store) => Store;
}

/** A process with a clock of its own, which wakes whenever something may be due, and what it says. */
export class Life {
  readonly ports: Ports;
  readonly store: Store;
  readonly world: World = { channel: 'Reseller', invoice: QUILLMARK, isDown: false };
  /** What was said and when, such as "2026-03-05T10:00 U0ANA reminded 1 hcase-1-1". */
  readonly said: string[] = [];
  /** When Zuora was asked for the list of subscriptions. */
  readonly looks: string[] = [];
  readonly digests: Digest[] = [];
  readonly faults: unknown[] = [];
  /** Threads that notes went to. */
  readonly threads: string[] = [];
  #now: Date;
  #keys = 0;
  #wakes = new Set<string>();

  static async start(options: LifeOptions): Promise<Life> {
    const life: { now?: Life } = {};
    const now = () => life.now?.now ?? new Date(options.startsAt);
    const store = await openStore({ file: options.file ?? ':memory:', now });
    life.now = new Life(store, options);
    await seedTimers(life.now.ports);
    return life.now;
  }

  private constructor(store: Store, { startsAt, change = {}, around = (one) => one }: LifeOptions) {
    this.store = store;
    this.#now = new Date(startsAt);
    const { sales, ...byRegion } = CHANNELS;
    this.ports = fakePorts(around(this.#watched(store)), {
      now: () => this.now,
      calendars,
      billing: this.#billing(),
      salesChannels: { fallback: sales, byRegion },
      messenger: this.#messenger(),
      ...change,
    });
  }

  get now(): Date {
    return this.#now;
  }

  /** The process is off, or the computer asleep: time goes by and nobody looks. */
  sleepUntil(moment: string): void {
    this.#now = new Date(moment);
  }

  /** Time goes by, and at every moment at which something may be due somebody looks. */
  async passTo(moment: string): Promise<void> {
    const end = new Date(moment).toISOString();
    for (;;) {
      const next = [...this.#wakes].filter((wake) => wake <= end).sort()[0];
      if (next === undefined) break;
      this.#wakes.delete(next);
      if (next > this.#now.toISOString()) this.#now = new Date(next);
      await this.look();
    }
    this.#now = new Date(end);
    await this.look();
  }

  /** One round of all sweeps, as a schedule or a start would make. */
  async look(): Promise<void> {
    await this.#speak();
    await this.lookWith({});
    await this.#speak();
  }

  /** The sweeps alone, with something changed; what fails is kept in `faults`. */
  async lookWith(change: Partial<Ports>): Promise<void> {
    const ports = { ...this.ports, ...change };
    for (const kind of TIMER_KINDS) await sweep(ports, kind, (_, error) => this.faults.push(error));
  }

  /** The sweeps alone; somebody acts when timers of the kind are taken up and nothing has been decided yet. */
  async lookAsSomebodyActs(kind: TimerKind, act: () => Promise<void>): Promise<void> {
    const { timers } = this.ports;
    const take: Timers['take'] = async (asked, limit) => {
      const due = await timers.take(asked, limit);
      if (asked === kind && due.length > 0) await act();
      return due;
    };
    await this.lookWith({ timers: { ...timers, take } });
  }

  /** A customer's direct renewal is handed to the team; answers the handoff's id. */
  async handOver(caseId: string, team: SalesTeam = 'sales', by = 'U0ANA'): Promise<string> {
    const wanted = { subject: { kind: 'subscription', number: 'A-S00900001' }, ticket: null } as const;
    const place = { channel: 'C0SUPPORT', thread: null };
    await checkSubscription(this.ports, { caseId, by, wanted, topic: 'direct-renewal', place });
    const destination = { channel: CHANNELS[team], team };
    const typed = someTyped({ link: null });
    const { draft } = await saveDraft(this.ports, { caseId, by, typed, removed: {}, destination });
    await submitHandoff(this.ports, {
      draftId: draft.id,
      savedAt: draft.savedAt,
      by,
      eventKey: `submit-${caseId}-${this.#key()}`,
    });
    await this.#speak();
    const handoff = (await this.store.handoffs.ofCase(caseId)).at(-1);
    return handoff?.id ?? '';
  }

  press(handoffId: string, by: string): HandoffPress {
    return { handoffId, by, eventKey: `press-${this.#key()}` };
  }

  /** Somebody does something, and what it leads to is said. */
  async does(work: Promise<void>): Promise<void> {
    await work;
    await this.#speak();
  }

  async events(id: string): Promise<readonly HandoffEvent[]> {
    return (await this.store.handoffs.find(id))?.events ?? [];
  }

  async standing(id: string) {
    return standingOf({ id, caseId: '', events: await this.events(id) });
  }

  /** What was said since the last time, but for drawings. */
  news(): string[] {
    return this.said.splice(0).filter((line) => !line.includes(' draws '));
  }

  #key(): number {
    this.#keys += 1;
    return this.#keys;
  }

  #tell(what: string): void {
    this.said.push(`${this.now.toISOString().slice(0, 16)} ${what}`);
  }

  /** Says what the outbox holds, without the pace of a channel. */
  async #speak(): Promise<void> {
    const { outbox } = this.store;
    for (;;) {
      const taken = await outbox.take(50);
      for (const errand of taken) {
        const outcome = await runErrand(this.ports, errand, (_, error) => this.faults.push(error));
        if (outcome === 'done') await outbox.done(errand);
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
    const wake = (timers: readonly Timer[] = [], errands: readonly Errand[] = []) => {
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
        write: (change) => {
          wake(change.timers, change.errands);
          return store.handoffs.write(change);
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
        set: (timers) => {
          wake(timers);
          return store.timers.set(timers);
        },
        seed: (timer) => {
          wake([timer]);
          return store.timers.seed(timer);
        },
      },
    };
  }

  #messenger() {
    return fakeMessenger({
      showCase: async ({ id }) => {
        this.#tell(`draws ${id}`);
        return { movedBecause: null };
      },
      showHandoff: async (handoff) => this.#tell(`draws ${handoff.id} ${standingOf(handoff).state}`),
      tell: async ({ to, handoff, event: place, thread }) => {
        const event = handoff.events[place];
        const round = event?.kind === 'reminded' ? ` ${event.round}` : '';
        if (thread) this.threads.push(`${thread.channel} ${thread.caseId}`);
        this.#tell(`${to} ${event?.kind}${round} ${handoff.id}`);
      },
      remind: async (_, channel, handoffs) =>
        this.#tell(`${channel} ${handoffs.map(({ id }) => id).join(' ')}`),
      digest: async (_, channel, digest) => {
        this.digests.push(digest);
        this.#tell(`${channel} digest`);
      },
    });
  }

  #billing(): Billing {
    const asOf = () => this.now.toISOString();
    const answer = <T>(value: () => T): Answer<T> =>
      this.world.isDown ? gap('unavailable') : { ok: true, value: value(), asOf: asOf() };
    const subscription = () => aSubscription({ invoiceOwner: this.world.invoice });
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
            : anAccount({ channel: this.world.channel }),
        ),
      customerCrmId: async () => null,
      ownerHistory: async () =>
        answer(() =>
          this.world.invoice === QUILLMARK
            ? [version(1, QUILLMARK)]
            : [version(1, QUILLMARK), version(2, this.world.invoice)],
        ),
      subscriptionsOf: async () => {
        this.looks.push(asOf().slice(0, 16));
        return answer(() => [subscription()]);
      },
      accountsByCrmId: async () => gap('not-found'),
      accountsByEmail: async () => gap('not-found'),
    };
  }
}

/** What a person is told who cannot do it. */
export async function sentenceOf(work: Promise<void>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof UserError ? plainText(error.sentence) : `no sentence: ${String(error)}`;
}
