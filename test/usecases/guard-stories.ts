import fc from 'fast-check';
import type { CaseEvent } from '../../src/domain/case.ts';
import { PROOFS, REQUESTER_SIDES } from '../../src/domain/case-facts.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { anyBillingChange, CUSTOMER_NUMBERS, SUBSCRIPTION_NUMBERS } from './simulated-billing.ts';

export const PEOPLE = ['U0ANA', 'U0BEN', 'U0CYD'] as const;
const LOGIN_TOPICS = ['sign-in', 'enable-login', 'direct-renewal'] as const;
/** As long as a look may hold, said once more. */
export const GUARD_VALID_MINUTES = 15;
/** As long as an override may last, said once more. */
export const OVERRIDE_VALID_MINUTES = 24 * 60;

/** What a person does: which step, out of those that need a look or out of all, or one that is nowhere. */
const anyStepChoice = fc.oneof(
  { weight: 12, arbitrary: fc.record({ of: fc.constant('guarded' as const), place: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ of: fc.constant('any' as const), place: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ of: fc.constant('none' as const), place: fc.constant(0) }) },
);
export type StepChoice = typeof anyStepChoice extends fc.Arbitrary<infer T> ? T : never;

const anyStepAction = fc.constantFrom(
  'done',
  'done',
  'done',
  'look',
  'look',
  'undo',
  'ask',
  'ask',
  'agree',
  'agree',
);
const anyStoryAction = fc.oneof(
  { weight: 10, arbitrary: fc.record({ does: anyStepAction, step: anyStepChoice }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('recheck' as const, 'prepare' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('tell' as const),
      facts: fc.oneof(
        fc.record({ topic: fc.constantFrom(...LOGIN_TOPICS, ...TOPICS) }),
        fc.record({ requester: fc.constantFrom(...REQUESTER_SIDES) }),
        fc.record({ proof: fc.constantFrom(...PROOFS) }),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('choose' as const),
      chosen: fc.oneof(
        fc.record({ kind: fc.constant('account' as const), number: fc.constantFrom(...CUSTOMER_NUMBERS) }),
        fc.record({
          kind: fc.constant('subscription' as const),
          number: fc.constantFrom(...SUBSCRIPTION_NUMBERS),
        }),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      minutes: fc.constantFrom(
        1,
        5,
        GUARD_VALID_MINUTES,
        GUARD_VALID_MINUTES + 1,
        OVERRIDE_VALID_MINUTES,
        OVERRIDE_VALID_MINUTES + 1,
        -1,
        -GUARD_VALID_MINUTES,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('billing' as const), twist: anyBillingChange }) },
);
export type StoryAction = typeof anyStoryAction extends fc.Arbitrary<infer T> ? T : never;

/** How the work on a press ends before it comes again: at once after it, or in the middle of it. */
const anyInterruption = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('again', 'dies before writing', 'dies after writing', 'dies showing'),
  },
);

const anyStoryCommand = fc.record({
  happening: anyStoryAction,
  person: fc.nat(2),
  disturbance: anyInterruption,
});
export type StoryCommand = typeof anyStoryCommand extends fc.Arbitrary<infer T> ? T : never;

/** A case about one of the subscriptions or accounts, and what happens to it. */
export const anyGuardStory = fc.record({
  subject: fc.constantFrom(
    { kind: 'subscription', number: SUBSCRIPTION_NUMBERS[0] } as const,
    { kind: 'account', number: CUSTOMER_NUMBERS[0] } as const,
  ),
  topic: fc.constantFrom(...LOGIN_TOPICS),
  /** Most stories begin where the steps before the guarded one are done. */
  prepared: fc.boolean(),
  before: fc.array(anyBillingChange, { maxLength: 4 }),
  twists: fc.array(anyBillingChange, { maxLength: 60 }),
  /** Which press comes once more when all is over. */
  returns: fc.nat(11),
  commands: fc.array(anyStoryCommand, { minLength: 1, maxLength: 12 }),
});
export type GuardStory = typeof anyGuardStory extends fc.Arbitrary<infer T> ? T : never;

export const PREPARE_COMMAND: StoryCommand = { happening: { does: 'prepare' }, person: 0, disturbance: null };

/** What that happening may write. */
export function allowedEventKinds({ does }: StoryAction): readonly CaseEvent['kind'][] {
  switch (does) {
    case 'done':
      return ['guard-checked', 'step-done'];
    case 'look':
      return ['guard-checked'];
    case 'prepare':
      return ['step-done'];
    case 'undo':
      return ['step-undone'];
    case 'ask':
      return ['override-requested'];
    case 'agree':
      return ['override-approved'];
    case 'recheck':
    case 'choose':
    case 'tell':
      return ['checked'];
    case 'wait':
    case 'billing':
      return [];
  }
}
