import type { Case } from '../../src/domain/case.ts';
import { latest } from '../../src/domain/case.ts';
import type { StepProgress } from '../../src/domain/progress.ts';
import { progressOf } from '../../src/domain/progress.ts';
import { UserError } from '../../src/errors.ts';
import type { Cases, Ports, Store } from '../../src/ports.ts';
import { checkAgain, tellFacts } from '../../src/usecases/check-again.ts';
import { checkSubscription } from '../../src/usecases/check-subscription.ts';
import type { StepPress } from '../../src/usecases/steps.ts';
import { agreeOverride, askOverride, completeStep, lookForStep, undoStep } from '../../src/usecases/steps.ts';
import { fakeMessenger, fakePorts } from '../fakes/ports.ts';
import type { Command, Happening, StepChoice, Story } from './guard-story.ts';
import { PEOPLE } from './guard-story.ts';
import { CUSTOMERS, placeIn, SUBSCRIPTIONS, World } from './guard-world.ts';

const MINUTE = 60_000;

class Died extends Error {}

/** Ports on a real store, which die when told to, and a messenger that remembers. */
export class Play {
  readonly caseId: string;
  readonly world: World;
  /** The cards as they were drawn, oldest first. */
  readonly shown: Case[] = [];
  #at = Date.parse('2026-03-02T17:00:00.000Z');
  #dying: Command['disturbance'] = null;
  readonly #store: Store;
  readonly #given: Story;

  constructor(store: Store, caseId: string, given: Story) {
    this.caseId = caseId;
    this.#store = store;
    this.#given = given;
    this.world = new World(given.twists, this.now);
    for (const each of given.before) this.world.happens(each);
  }

  readonly now = (): Date => new Date(this.#at);

  async find(): Promise<Case> {
    const kase = await this.#store.cases.find(this.caseId);
    if (!kase) throw new Error('the case is gone');
    return kase;
  }

  start(): Promise<unknown> {
    const { subject, topic } = this.#given;
    const place = { channel: 'C0SUPPORT', thread: null };
    const request = { caseId: this.caseId, by: PEOPLE[0], wanted: { subject, ticket: null }, topic, place };
    return checkSubscription(this.#ports(0), request);
  }

  /** Lets it happen, with whatever disturbs it, and gives a way to bring the same press once more. */
  async happens(number: number, command: Command): Promise<() => Promise<void>> {
    const { happening, disturbance } = command;
    const press = this.pressOf(number, command);
    const work = () => this.#work(number, happening, press);
    if (happening.does === 'wait') this.#at += happening.minutes * MINUTE;
    else if (happening.does === 'billing') this.world.happens(happening.twist);
    else {
      this.#dying = disturbance;
      await work();
      this.#dying = null;
      if (disturbance !== null) await work();
    }
    return work;
  }

  pressOf(number: number, { happening, person }: Command): StepPress {
    const kase = this.shown.at(-1);
    const stepId = 'step' in happening && kase ? stepOf(kase, happening.step) : 'none';
    const by = PEOPLE[person] ?? PEOPLE[0];
    return { caseId: this.caseId, by, eventKey: `${this.caseId}:${number}`, pressedAt: this.now(), stepId };
  }

  /** A sentence for the person is an answer like any other. */
  async #work(number: number, happening: Happening, press: StepPress): Promise<void> {
    try {
      await this.#do(this.#ports(number), happening, press);
    } catch (error) {
      if (!(error instanceof UserError) && !(error instanceof Died)) throw error;
    }
  }

  #do(ports: Ports, happening: Happening, press: StepPress): Promise<unknown> {
    switch (happening.does) {
      case 'done':
        return completeStep(ports, press, 'https://chatter.example/1');
      case 'look':
        return lookForStep(ports, press);
      case 'undo':
        return undoStep(ports, press, 'by mistake');
      case 'ask':
        return askOverride(ports, press, 'Sales said so');
      case 'agree':
        return agreeOverride(ports, press);
      case 'recheck':
        return checkAgain(ports, press);
      case 'choose':
        return checkAgain(ports, press, happening.chosen);
      case 'tell':
        return tellFacts(ports, press, happening.facts);
      case 'prepare':
        return this.#prepare(ports, press);
      case 'wait':
      case 'billing':
        throw new Error(`nobody presses ${happening.does}`);
    }
  }

  /** Ticks every step that needs no look, in order, as far as that goes. */
  async #prepare(ports: Ports, press: StepPress): Promise<void> {
    const { steps } = latest(await this.find()).scenario;
    for (const { id } of steps.filter(({ needs }) => !needs?.verdict)) {
      const own = { ...press, stepId: id, eventKey: `${press.eventKey}:${id}` };
      await completeStep(ports, own, 'https://chatter.example/1').catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
      });
    }
  }

  #ports(number: number): Ports {
    return fakePorts(this.#store, {
      billing: this.world.as(number),
      cases: this.#mortal(this.#store.cases),
      messenger: fakeMessenger({
        showCase: async (kase) => {
          this.#dies('dies showing');
          this.shown.push(kase);
          return { movedBecause: null };
        },
      }),
      now: this.now,
    });
  }

  #mortal(cases: Cases): Cases {
    const around = async <T>(write: () => Promise<T>): Promise<T> => {
      this.#dies('dies before writing');
      const written = await write();
      this.#dies('dies after writing');
      return written;
    };
    return {
      ...cases,
      addAct: (...given) => around(() => cases.addAct(...given)),
      addCheck: (...given) => around(() => cases.addCheck(...given)),
      addDecided: (...given) => around(() => cases.addDecided(...given)),
    };
  }

  #dies(where: Command['disturbance']): void {
    if (this.#dying === where) throw new Died(`${where}`);
  }
}

function stepOf(kase: Case, { of, place }: StepChoice): string {
  const { steps } = latest(kase).scenario;
  const choices = of === 'guarded' ? steps.filter(({ needs }) => needs?.verdict) : steps;
  return (of === 'none' ? undefined : choices[place % Math.max(choices.length, 1)]?.id) ?? 'nowhere';
}

/** Steps that need a look, as the card shows them at that moment. */
export function guardedSteps(kase: Case, now: Date): readonly StepProgress[] {
  return progressOf(kase, now).filter(({ step: { needs } }) => needs?.verdict);
}

/** The account whose login is at stake, by what the world was asked for. */
export function customerOf(kase: Case): string {
  const { subject } = latest(kase).evidence;
  if (subject.kind === 'account') return subject.number;
  const place = subject.kind === 'subscription' ? placeIn(SUBSCRIPTIONS, subject.number) : -1;
  return CUSTOMERS[place < 2 ? 0 : 1];
}
