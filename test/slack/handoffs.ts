import type {
  Handoff,
  HandoffContent,
  HandoffEvent,
  HandoffFact,
  HandoffFacts,
  HandoffTyped,
} from '../../src/domain/handoff.ts';
import type { Draft } from '../../src/ports.ts';

export const SUBMITTED_AT = '2022-11-22T14:20:00.000Z';
export const ANSWER_BY = '2022-11-25T14:20:00.000Z';
export const LATER = '2022-11-22T14:31:00.000Z';
const UNTIL = '2022-11-23T14:31:00.000Z';

/** Halden Mills bought through Quillmark, and a distributor gets the invoice. */
export function someHandoffFacts(changes: Partial<HandoffFacts> = {}): HandoffFacts {
  return {
    topic: 'direct-renewal',
    policy: 'seed',
    scenario: 'reseller-direct-renewal',
    customer: 'Halden Mills',
    reseller: 'Quillmark Resale Ltd',
    distributor: 'Tessel Distribution',
    firstReseller: true,
    subscriptions: [{ number: 'A-S00900001', verdict: 'reseller', status: 'Active', endsOn: '2023-02-01' }],
    checkedAt: '2022-11-22T14:02:00.000Z',
    account: 'A00900001',
    crmId: '001Aa000000AbcdEAA',
    owner: { name: 'Robin Vale', kind: 'person' },
    ticket: { host: 'support.gitlab.com', id: '48211' },
    ...changes,
  };
}

export function someTyped(changes: Partial<HandoffTyped> = {}): HandoffTyped {
  return {
    ask: 'Please call them this week.',
    plan: 'Premium',
    seats: 25,
    counts: null,
    wish: 'yes',
    wishWhere: 'in ticket #48211, message of 12 March',
    told: 'That Sales gets in touch.',
    link: 'https://crm.example/0D5000000000001',
    ...changes,
  };
}

export const PERSON_OF: Partial<Record<HandoffFact['kind'], string>> = {
  submitted: 'U0ANA',
  answered: 'U0ANA',
  withdrawn: 'U0ANA',
  linked: 'U0ANA',
  snoozed: 'U0ANA',
  claimed: 'U0ROBIN',
  reconfirmed: 'U0ROBIN',
  released: 'U0ROBIN',
  asked: 'U0ROBIN',
  done: 'U0ROBIN',
  declined: 'U0ROBIN',
};

/** Submitted by Ana and in the channel, unless told otherwise; then this happened, minute by minute. */
export function aHandoff(
  happened: readonly HandoffFact[] = [],
  { facts, typed, posted = true }: Partial<HandoffContent> & { posted?: boolean } = {},
): Handoff {
  const content = { facts: facts ?? someHandoffFacts(), typed: typed ?? someTyped() };
  const submitted: HandoffFact = {
    kind: 'submitted',
    content,
    answerBy: ANSWER_BY,
    channel: 'C0SALES',
    team: 'emea',
  };
  const all = [submitted, ...(posted ? [{ kind: 'posted' } as const] : []), ...happened];
  const events = all.map(
    (fact, minute): HandoffEvent => ({
      ...fact,
      at: new Date(Date.parse(SUBMITTED_AT) + minute * 60_000).toISOString(),
      by: PERSON_OF[fact.kind] ?? 'bot',
    }),
  );
  return { id: 'h0123456789abcde-1', caseId: 'c0123456789abcde', events };
}

export const CLAIMED: HandoffFact = { kind: 'claimed', until: UNTIL };
export const ASKED: HandoffFact = { kind: 'asked', question: 'Which plan do they want?' };
export const ANSWERED: HandoffFact = { kind: 'answered', answer: 'Premium, as before' };
export const DONE: HandoffFact = { kind: 'done', outcome: 'quoted-direct', note: 'A quote went out' };
export const DECLINED: HandoffFact = { kind: 'declined', reason: 'Belongs to another region' };
export const WITHDRAWN: HandoffFact = { kind: 'withdrawn', reason: 'They stay with the partner' };
export const REFUSED: HandoffFact = { kind: 'refused', error: 'not_in_channel', unsure: false };
export const UNSURE: HandoffFact = { kind: 'refused', error: 'timeout', unsure: true };

/** Every state that a post or a card can be drawn in, by name. */
export const STATES: Readonly<Record<string, Handoff>> = {
  sending: aHandoff([], { posted: false }),
  open: aHandoff(),
  asked: aHandoff([ASKED]),
  answered: aHandoff([ASKED, ANSWERED]),
  claimed: aHandoff([CLAIMED]),
  'claimed and asked': aHandoff([CLAIMED, ASKED]),
  released: aHandoff([CLAIMED, { kind: 'released' }]),
  lapsed: aHandoff([CLAIMED, { kind: 'lapse-near' }, { kind: 'lapsed' }]),
  done: aHandoff([CLAIMED, DONE]),
  declined: aHandoff([DECLINED]),
  withdrawn: aHandoff([WITHDRAWN]),
  refused: aHandoff([REFUSED], { posted: false }),
  unsure: aHandoff([UNSURE], { posted: false }),
  erased: aHandoff([CLAIMED, DONE, { kind: 'erased' }]),
};

/** The draft that `aHandoff` was made of. */
export function aDraft(changes: Partial<Draft> = {}): Draft {
  return {
    id: 'c0123456789abcde:U0ANA:reseller-direct-renewal',
    caseId: 'c0123456789abcde',
    by: 'U0ANA',
    typed: someTyped(),
    removed: {},
    savedAt: SUBMITTED_AT,
    channel: 'C0SALES',
    team: 'emea',
    ...changes,
  };
}
