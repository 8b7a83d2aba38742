import type { Case } from '../../src/domain/case.ts';
import { latestCheck } from '../../src/domain/case.ts';
import type { StepProgress } from '../../src/domain/step-progress.ts';
import { stepProgressOf } from '../../src/domain/step-progress.ts';
import { UserError } from '../../src/errors.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Cases, Store } from '../../src/ports/store.ts';
import { checkCustomer } from '../../src/usecases/check-customer.ts';
import { recheckCase, setFacts } from '../../src/usecases/recheck-case.ts';
import type { StepAction } from '../../src/usecases/step-actions.ts';
import {
  approveOverride,
  checkStepGuard,
  completeStep,
  requestOverride,
  undoStep,
} from '../../src/usecases/step-actions.ts';
import { fakeMessenger, fakePorts } from '../builders/fake-ports.ts';
import type { GuardStory, StepChoice, StoryAction, StoryCommand } from './guard-stories.ts';
import { PEOPLE } from './guard-stories.ts';
import { CUSTOMER_NUMBERS, indexIn, SimulatedBilling, SUBSCRIPTION_NUMBERS } from './simulated-billing.ts';

const MINUTE_MS = 60_000;
const CHATTER_LINK = { value: 'https://chatter.example/1' };

class SimulatedCrash extends Error {}

/** Ports on a real store, which die when told to, and a messenger that remembers. */
export class GuardDriver {
  readonly caseId: string;
  readonly billing: SimulatedBilling;
  /** The cards as they were drawn, oldest first. */
  readonly renderedCases: Case[] = [];
  #at = Date.parse('2026-03-02T17:00:00.000Z');
  #dying: StoryCommand['disturbance'] = null;
  readonly #store: Store;
  readonly #given: GuardStory;

  constructor(store: Store, caseId: string, given: GuardStory) {
    this.caseId = caseId;
    this.#store = store;
    this.#given = given;
    this.billing = new SimulatedBilling(given.twists, this.now);
    for (const each of given.before) this.billing.apply(each);
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
    const request = {
      caseId: this.caseId,
      by: PEOPLE[0],
      lookup: { subject, ticket: null },
      topic,
      requester: null,
      location: place,
    };
    return checkCustomer(this.#ports(0), request);
  }

  /** Lets it happen, with whatever disturbs it, and gives a way to bring the same press once more. */
  async perform(number: number, command: StoryCommand): Promise<() => Promise<void>> {
    const { happening, disturbance } = command;
    const press = this.stepActionFor(number, command);
    const work = () => this.#work(number, happening, press);
    if (happening.does === 'wait') this.#at += happening.minutes * MINUTE_MS;
    else if (happening.does === 'billing') this.billing.apply(happening.twist);
    else {
      this.#dying = disturbance;
      await work();
      this.#dying = null;
      if (disturbance !== null) await work();
    }
    return work;
  }

  stepActionFor(number: number, { happening, person }: StoryCommand): StepAction {
    const kase = this.renderedCases.at(-1);
    const stepId = 'step' in happening && kase ? stepIdFor(kase, happening.step) : 'none';
    const by = PEOPLE[person] ?? PEOPLE[0];
    return {
      caseId: this.caseId,
      by,
      idempotencyKey: `${this.caseId}:${number}`,
      requestedAt: this.now(),
      stepId,
    };
  }

  /** A sentence for the person is an answer like any other. */
  async #work(number: number, happening: StoryAction, press: StepAction): Promise<void> {
    try {
      await this.#do(this.#ports(number), happening, press);
    } catch (error) {
      if (!(error instanceof UserError) && !(error instanceof SimulatedCrash)) throw error;
    }
  }

  #do(ports: Ports, happening: StoryAction, press: StepAction): Promise<unknown> {
    switch (happening.does) {
      case 'done':
        return completeStep(ports, press, CHATTER_LINK);
      case 'look':
        return checkStepGuard(ports, press);
      case 'undo':
        return undoStep(ports, press, 'by mistake');
      case 'ask':
        return requestOverride(ports, press, { reason: 'Sales said so', colleague: null });
      case 'agree':
        return approveOverride(ports, press);
      case 'recheck':
        return recheckCase(ports, press);
      case 'choose':
        return recheckCase(ports, press, happening.chosen);
      case 'tell':
        return setFacts(ports, press, happening.facts);
      case 'prepare':
        return this.#prepare(ports, press);
      case 'wait':
      case 'billing':
        throw new Error(`nobody presses ${happening.does}`);
    }
  }

  /** Ticks every step that needs no look, in order, as far as that goes. */
  async #prepare(ports: Ports, press: StepAction): Promise<void> {
    const { steps } = latestCheck(await this.find()).scenario;
    for (const { id } of steps.filter(({ requires }) => !requires?.verdict)) {
      const own = { ...press, stepId: id, idempotencyKey: `${press.idempotencyKey}:${id}` };
      await completeStep(ports, own, CHATTER_LINK).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
      });
    }
  }

  #ports(number: number): Ports {
    return fakePorts(this.#store, {
      billing: this.billing.billingForAction(number),
      cases: this.#mortal(this.#store.cases),
      messenger: fakeMessenger({
        publishCaseCard: async (kase) => {
          this.#dies('dies showing');
          this.renderedCases.push(kase);
          return { fallbackReason: null };
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
      appendCheck: (...given) => around(() => cases.appendCheck(...given)),
      appendIfUnchanged: (...given) => around(() => cases.appendIfUnchanged(...given)),
    };
  }

  #dies(where: StoryCommand['disturbance']): void {
    if (this.#dying === where) throw new SimulatedCrash(`${where}`);
  }
}

function stepIdFor(kase: Case, { of, place }: StepChoice): string {
  const { steps } = latestCheck(kase).scenario;
  const choices = of === 'guarded' ? steps.filter(({ requires }) => requires?.verdict) : steps;
  return (of === 'none' ? undefined : choices[place % Math.max(choices.length, 1)]?.id) ?? 'nowhere';
}

/** Steps that need a look, as the card shows them at that moment. */
export function guardedSteps(kase: Case, now: Date): readonly StepProgress[] {
  return stepProgressOf(kase, now).filter(({ step: { requires: needs } }) => needs?.verdict);
}

/** The account whose login is at stake, by what the world was asked for. */
export function customerNumberOf(kase: Case): string {
  const { subject } = latestCheck(kase).evidence;
  if (subject.kind === 'account') return subject.number;
  const place = subject.kind === 'subscription' ? indexIn(SUBSCRIPTION_NUMBERS, subject.number) : -1;
  return CUSTOMER_NUMBERS[place < 2 ? 0 : 1];
}
