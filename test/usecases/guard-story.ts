import fc from 'fast-check';
import type { CaseEvent } from '../../src/domain/case.ts';
import { ASKERS, PROOFS } from '../../src/domain/facts.ts';
import { TOPICS } from '../../src/domain/reference.ts';
import { CUSTOMERS, SUBSCRIPTIONS, twist } from './guard-world.ts';

export const PEOPLE = ['U0ANA', 'U0BEN', 'U0CYD'] as const;
const LOGIN_TOPICS = ['sign-in', 'enable-login', 'direct-renewal'] as const;
/** As long as a look may hold, said once more. */
export const HOLDS_MINUTES = 15;

/** What a person does: which step, out of those that need a look or out of all, or one that is nowhere. */
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ of: fc.constant('guarded' as const), place: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ of: fc.constant('any' as const), place: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ of: fc.constant('none' as const), place: fc.constant(0) }) },
);
export type StepChoice = typeof step extends fc.Arbitrary<infer T> ? T : never;

const onStep = fc.constantFrom(
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
const happening = fc.oneof(
  { weight: 10, arbitrary: fc.record({ does: onStep, step }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('recheck' as const, 'prepare' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('tell' as const),
      facts: fc.oneof(
        fc.record({ topic: fc.constantFrom(...LOGIN_TOPICS, ...TOPICS) }),
        fc.record({ asker: fc.constantFrom(...ASKERS) }),
        fc.record({ proof: fc.constantFrom(...PROOFS) }),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('choose' as const),
      chosen: fc.oneof(
        fc.record({ kind: fc.constant('account' as const), number: fc.constantFrom(...CUSTOMERS) }),
        fc.record({ kind: fc.constant('subscription' as const), number: fc.constantFrom(...SUBSCRIPTIONS) }),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 5, HOLDS_MINUTES, HOLDS_MINUTES + 1, 24 * 60, -1, -HOLDS_MINUTES),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('billing' as const), twist }) },
);
export type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** How the work on a press ends before it comes again: at once after it, or in the middle of it. */
const disturbance = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('again', 'dies before writing', 'dies after writing', 'dies showing'),
  },
);

const command = fc.record({ happening, person: fc.nat(2), disturbance });
export type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** A case about one of the subscriptions or accounts, and what happens to it. */
export const story = fc.record({
  subject: fc.constantFrom(
    { kind: 'subscription', number: SUBSCRIPTIONS[0] } as const,
    { kind: 'account', number: CUSTOMERS[0] } as const,
  ),
  topic: fc.constantFrom(...LOGIN_TOPICS),
  /** Most stories begin where the steps before the guarded one are done. */
  prepared: fc.boolean(),
  before: fc.array(twist, { maxLength: 4 }),
  twists: fc.array(twist, { maxLength: 60 }),
  /** Which press comes once more when all is over. */
  returns: fc.nat(11),
  commands: fc.array(command, { minLength: 1, maxLength: 12 }),
});
export type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

export const PREPARE: Command = { happening: { does: 'prepare' }, person: 0, disturbance: null };

/** What that happening may write. */
export function mayWrite({ does }: Happening): readonly CaseEvent['kind'][] {
  switch (does) {
    case 'done':
      return ['guard', 'step-done'];
    case 'look':
      return ['guard'];
    case 'prepare':
      return ['step-done'];
    case 'undo':
      return ['step-undone'];
    case 'ask':
      return ['override-asked'];
    case 'agree':
      return ['override-agreed'];
    case 'recheck':
    case 'choose':
    case 'tell':
      return ['checked'];
    case 'wait':
    case 'billing':
      return [];
  }
}
