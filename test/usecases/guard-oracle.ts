import type { Case, CaseEvent } from '../../src/domain/case.ts';
import { latestCheck } from '../../src/domain/case.ts';
import type { GuardDriver } from './guard-driver.ts';
import { customerNumberOf, guardedSteps } from './guard-driver.ts';
import type { StoryCommand } from './guard-stories.ts';
import { allowedEventKinds, GUARD_VALID_MINUTES, OVERRIDE_VALID_MINUTES } from './guard-stories.ts';

/** What came up in all stories together: a rule that nothing ever tries proves nothing. */
export const coverage = { allowed: 0, refused: 0, shownAllowed: 0, ticked: 0, overridden: 0 };

interface RecordedEvent {
  readonly event: CaseEvent;
  readonly text: string;
  /** The number of the press that wrote it. */
  readonly press: number;
}

/** Watches one story and throws at the first thing that must not happen. */
export class GuardOracle {
  readonly #play: GuardDriver;
  readonly #written: RecordedEvent[] = [];
  /** Steps that were ticked rightly, by card. */
  readonly #ticked = new Set<string>();

  constructor(play: GuardDriver) {
    this.#play = play;
  }

  /** How many events there are. */
  get eventCount(): number {
    return this.#written.length;
  }

  /** Looks at the case after a press; without a command nothing may have been written but the case itself. */
  async checkAfter(press: number, command: StoryCommand | null): Promise<void> {
    const kase = await this.#play.find();
    const fresh = this.#onlyGrew(kase);
    if (command) assertAllowedEvents(fresh, this.#play.stepActionFor(press, command).by, command);
    for (const event of fresh) this.#written.push({ event, text: JSON.stringify(event), press });
    this.#looksAreRight(kase, press, fresh);
    this.#cardIsRight(kase, press, fresh);
  }

  #onlyGrew({ events }: Case): readonly CaseEvent[] {
    for (const [place, { text }] of this.#written.entries()) {
      assertHolds(JSON.stringify(events[place]) === text, `event ${place} is not what it was: ${text}`);
    }
    return events.slice(this.#written.length);
  }

  /** A look says yes exactly when what billing told this very press was all direct. */
  #looksAreRight(kase: Case, press: number, fresh: readonly CaseEvent[]): void {
    for (const event of fresh) {
      if (event.kind !== 'guard-checked') continue;
      const direct = this.#play.billing.allDirect(customerNumberOf(kase), (each) => each === press);
      assertHolds(
        event.allowed === direct,
        `press ${press} was allowed: ${event.allowed}; all direct: ${direct}`,
      );
      coverage[event.allowed ? 'allowed' : 'refused'] += 1;
    }
  }

  #cardIsRight(kase: Case, press: number, fresh: readonly CaseEvent[]): void {
    const now = this.#play.now();
    const { scenario, evidence } = latestCheck(kase);
    for (const { step, state } of guardedSteps(kase, now)) {
      const name = JSON.stringify([scenario.id, evidence.subject, step.id]);
      if (state.kind === 'allowed') this.#mayBeAllowed(kase, step.id, now);
      if (state.kind === 'overridden')
        assertHolds(this.#peopleBehind(step.id) > 1, `${name} overridden by one person`);
      if (state.kind !== 'done') continue;
      if (!this.#ticked.has(name)) this.#mayBeTicked(kase, { stepId: step.id, press }, fresh);
      this.#ticked.add(name);
    }
  }

  /** Allowed: by a press since the last check, not long ago, and nothing that billing told since says otherwise. */
  #mayBeAllowed(kase: Case, stepId: string, now: Date): void {
    const at = this.#written.findLastIndex(
      ({ event }) => event.kind === 'guard-checked' && event.stepId === stepId,
    );
    const opened = this.#written[at];
    assertHolds(opened !== undefined, `${stepId} is allowed, and nobody looked`);
    const lastCheck = this.#written.findLastIndex(({ event }) => event.kind === 'checked');
    const minutes = (now.getTime() - Date.parse(opened.event.at)) / 60_000;
    const direct = this.#play.billing.allDirect(customerNumberOf(kase), (press) => press >= opened.press);

    assertHolds(at > lastCheck, `${stepId} is allowed by a look from before the last check`);
    assertHolds(
      minutes >= 0 && minutes <= GUARD_VALID_MINUTES,
      `${stepId} is allowed ${minutes} minutes after the look`,
    );
    assertHolds(direct, `${stepId} is allowed, and billing said otherwise since`);
    coverage.shownAllowed += 1;
  }

  /** Ticked just now: on what billing told this press, or because two different people answer for it. */
  #mayBeTicked(
    kase: Case,
    { stepId, press }: { readonly stepId: string; readonly press: number },
    fresh: readonly CaseEvent[],
  ): void {
    const now = fresh.some((event) => event.kind === 'step-done' && event.stepId === stepId);
    assertHolds(now, `${stepId} is done, and nobody ticked it on this card`);
    coverage.ticked += 1;
    if (this.#play.billing.allDirect(customerNumberOf(kase), (each) => each === press)) return;
    assertHolds(
      this.#peopleBehind(stepId) > 1,
      `${stepId} is done, not all is direct, and nobody answers for it`,
    );
    coverage.overridden += 1;
  }

  /**
   * How many stand behind an override of this step that was asked for within a day, since the last check, and since it was
   * last taken back.
   */
  #peopleBehind(stepId: string): number {
    const events = this.#written.map(({ event }) => event);
    const own = (event: CaseEvent) => 'stepId' in event && event.stepId === stepId;
    const start = events.findLastIndex(
      (event) => event.kind === 'checked' || (event.kind === 'step-undone' && own(event)),
    );
    const since = events.slice(start + 1).filter(own);
    const now = this.#play.now().getTime();
    const holds = ({ kind, at }: CaseEvent) => {
      const minutes = (now - Date.parse(at)) / 60_000;
      return kind === 'override-requested' && minutes >= 0 && minutes <= OVERRIDE_VALID_MINUTES;
    };
    const asked = since.filter(holds);
    const agreed = since.slice(since.findIndex(holds)).filter(({ kind }) => kind === 'override-approved');
    if (asked.length === 0 || agreed.length === 0) return 0;
    return new Set([...asked, ...agreed].map(({ by }) => by)).size;
  }
}

function assertAllowedEvents(fresh: readonly CaseEvent[], by: string, { happening }: StoryCommand): void {
  const may = allowedEventKinds(happening);
  const done = fresh.map((event) => `${event.kind} ${'stepId' in event ? event.stepId : ''}`);
  for (const event of fresh) assertHolds(may.includes(event.kind), `${happening.does} wrote ${event.kind}`);
  for (const event of fresh) assertHolds(event.by === by, `${event.by} did what ${by} pressed`);
  assertHolds(
    new Set(done).size === done.length,
    `${happening.does} did something twice: ${done.join(', ')}`,
  );
}

/** Cheaper than an assertion of the test runner, of which there would be a million. */
function assertHolds(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
