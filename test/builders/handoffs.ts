import type { Handoff } from '../../src/domain/handoff.ts';
import type { HandoffEvent, HandoffEventDetails } from '../../src/domain/handoff-events.ts';
import type { HandoffContent, HandoffFacts, HandoffInput } from '../../src/domain/handoff-state.ts';
import type { HandoffDraft } from '../../src/ports/store.ts';

export const SUBMITTED_AT = '2022-11-22T14:20:00.000Z';
export const ANSWER_BY = '2022-11-25T14:20:00.000Z';
export const CLAIMED_AT = '2022-11-22T14:31:00.000Z';
const CLAIM_EXPIRES_AT = '2022-11-23T14:31:00.000Z';

export function aHandoffSubscription(
  changes: Partial<HandoffFacts['subscriptions'][number]> = {},
): HandoffFacts['subscriptions'][number] {
  return {
    number: 'A-S00900001',
    verdict: 'reseller',
    status: 'Active',
    endsOn: '2023-02-01',
    plan: 'Premium',
    seats: 25,
    termMonths: 12,
    ...changes,
  };
}

/** Halden Mills bought through Quillmark, and a distributor gets the invoice. */
export function aHandoffFacts(changes: Partial<HandoffFacts> = {}): HandoffFacts {
  return {
    topic: 'direct-renewal',
    policy: 'seed',
    scenario: 'reseller-direct-renewal',
    customer: 'Halden Mills',
    reseller: 'Quillmark Resale Ltd',
    distributor: 'Tessel Distribution',
    requester: 'customer',
    firstBoughtFromReseller: true,
    isFirstPurchaseUnknown: false,
    marketplace: null,
    subscriptions: [aHandoffSubscription()],
    opportunity: { id: '0062x00000AbcdEAAQ', name: 'Halden Mills 2022', closedOn: '2022-01-30' },
    discrepancies: [],
    checkedAt: '2022-11-22T14:02:00.000Z',
    accountNumber: 'A00900001',
    crmId: '001Aa000000AbcdEAA',
    accountOwner: { name: 'Robin Vale', kind: 'person' },
    ticket: { host: 'support.gitlab.com', id: '48211' },
    ...changes,
  };
}

export function aHandoffInput(changes: Partial<HandoffInput> = {}): HandoffInput {
  return {
    ask: 'Please call them this week.',
    plan: 'Premium',
    seats: 25,
    counts: null,
    writtenWish: 'yes',
    writtenWishSource: 'in ticket #48211, message of 12 March',
    permissionSource: null,
    toldCustomer: 'That Sales gets in touch.',
    ticket: null,
    salesforceLink: 'https://crm.example/0D5000000000001',
    ...changes,
  };
}

export const ACTOR_BY_EVENT: Partial<Record<HandoffEventDetails['kind'], string>> = {
  submitted: 'U0ANA',
  'question-answered': 'U0ANA',
  withdrawn: 'U0ANA',
  'link-added': 'U0ANA',
  snoozed: 'U0ANA',
  claimed: 'U0ROBIN',
  reconfirmed: 'U0ROBIN',
  released: 'U0ROBIN',
  'question-asked': 'U0ROBIN',
  done: 'U0ROBIN',
  declined: 'U0ROBIN',
};

/** Submitted by Ana and in the channel, unless told otherwise; then this happened, minute by minute. */
export function aHandoff(
  happened: readonly HandoffEventDetails[] = [],
  { facts, input, posted = true }: Partial<HandoffContent> & { posted?: boolean } = {},
): Handoff {
  const content = { facts: facts ?? aHandoffFacts(), input: input ?? aHandoffInput() };
  const submitted: HandoffEventDetails = {
    kind: 'submitted',
    content,
    answerDueAt: content.input.salesforceLink === null ? null : ANSWER_BY,
    channel: 'C0SALES',
    team: 'emea',
  };
  const all = [submitted, ...(posted ? [{ kind: 'posted' } as const] : []), ...happened];
  const events = all.map(
    (fact, minute): HandoffEvent => ({
      ...fact,
      at: new Date(Date.parse(SUBMITTED_AT) + minute * 60_000).toISOString(),
      by: ACTOR_BY_EVENT[fact.kind] ?? 'bot',
    }),
  );
  return { id: 'h0123456789abcde-1', caseId: 'c0123456789abcde', events };
}

export const CLAIMED: HandoffEventDetails = { kind: 'claimed', until: CLAIM_EXPIRES_AT };
export const ASKED: HandoffEventDetails = { kind: 'question-asked', question: 'Which plan do they want?' };
export const ANSWERED: HandoffEventDetails = { kind: 'question-answered', answer: 'Premium, as before' };
export const DONE: HandoffEventDetails = { kind: 'done', outcome: 'quoted-direct', note: 'A quote went out' };
export const DECLINED: HandoffEventDetails = { kind: 'declined', reason: 'Belongs to another region' };
export const WITHDRAWN: HandoffEventDetails = { kind: 'withdrawn', reason: 'They stay with the partner' };
export const POST_REFUSED: HandoffEventDetails = {
  kind: 'delivery-failed',
  error: 'not_in_channel',
  outcomeUnknown: false,
};
export const OUTCOME_UNKNOWN: HandoffEventDetails = {
  kind: 'delivery-failed',
  error: 'timeout',
  outcomeUnknown: true,
};

/** Every state that a post or a card can be drawn in, by name. */
export const HANDOFFS_BY_STATE: Readonly<Record<string, Handoff>> = {
  sending: aHandoff([], { posted: false }),
  open: aHandoff(),
  unlinked: aHandoff([], { input: aHandoffInput({ salesforceLink: null }) }),
  asked: aHandoff([ASKED]),
  answered: aHandoff([ASKED, ANSWERED]),
  claimed: aHandoff([CLAIMED]),
  'claimed and asked': aHandoff([CLAIMED, ASKED]),
  released: aHandoff([CLAIMED, { kind: 'released' }]),
  lapsed: aHandoff([CLAIMED, { kind: 'claim-expiring' }, { kind: 'claim-expired' }]),
  done: aHandoff([CLAIMED, DONE]),
  declined: aHandoff([DECLINED]),
  withdrawn: aHandoff([WITHDRAWN]),
  refused: aHandoff([POST_REFUSED], { posted: false }),
  outcomeUnknown: aHandoff([OUTCOME_UNKNOWN], { posted: false }),
  erased: aHandoff([CLAIMED, DONE, { kind: 'erased' }]),
};

/** The draft that `aHandoff` was made of. */
export function aDraft(changes: Partial<HandoffDraft> = {}): HandoffDraft {
  return {
    id: 'c0123456789abcde:U0ANA:reseller-direct-renewal',
    caseId: 'c0123456789abcde',
    by: 'U0ANA',
    input: aHandoffInput(),
    removed: {},
    savedAt: SUBMITTED_AT,
    channel: 'C0SALES',
    team: 'emea',
    ...changes,
  };
}
