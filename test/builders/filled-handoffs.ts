import type { Handoff } from '../../src/domain/handoff.ts';
import type { HandoffEvent, HandoffEventDetails } from '../../src/domain/handoff-events.ts';
import type { OutboxMessage, Timer } from '../../src/ports/queues.ts';
import type { HandoffChange, HandoffDraft, Handoffs, KeyedHandoffEvent } from '../../src/ports/store.ts';
import { START_TIME } from '../store/database-fixture.ts';
import { aHandoffSubscription } from './handoffs.ts';

export type SubmittedEvent = Extract<HandoffEventDetails, { kind: 'submitted' }>;

/** A submission with every field filled. */
export function aSubmittedEvent(change: Partial<SubmittedEvent> = {}): SubmittedEvent {
  return {
    kind: 'submitted',
    channel: 'C0SALES',
    team: 'sales',
    answerDueAt: '2026-03-03T09:00:00.000Z',
    content: {
      facts: {
        topic: 'direct-renewal',
        policy: 'seed',
        scenario: 'reseller-direct-renewal',
        customer: 'Ødegård & Søn "Møbler" 🪑 株式会社',
        reseller: "O'Neill\\Partners\u2028\n\tGmbH \u0000",
        distributor: 'Nordvik Distribution',
        requester: 'customer',
        firstBoughtFromReseller: true,
        isFirstPurchaseUnknown: false,
        marketplace: null,
        subscriptions: [aHandoffSubscription({ number: 'A-S00012345', endsOn: '2027-02-01' })],
        opportunity: { id: '0062x00000AbcdEAAQ', name: 'Møbler renewal', closedOn: '2026-01-30' },
        discrepancies: [{ kind: 'crm-shows-partner', value: 'Nordvik Distribution' }],
        checkedAt: START_TIME,
        accountNumber: 'A00000001',
        crmId: '0010000000AbCdEAAV',
        accountOwner: { name: 'Mira Solberg', kind: 'person' },
        ticket: { host: 'support.example', id: '48211' },
      },
      input: {
        ask: 'A quote for 25 seats, please',
        plan: 'Premium',
        seats: 25,
        counts: { usersInLicence: 20, billableUsers: 25, maximumUsers: 27, usersOverLicence: null },
        writtenWish: 'yes',
        writtenWishSource: 'in ticket #48211',
        permissionSource: 'in ticket #48211',
        toldCustomer: 'that you will answer',
        ticket: null,
        salesforceLink: 'https://chatter.example/0D5',
      },
    },
    ...change,
  };
}

export function aHandoffEvent(
  fact: HandoffEventDetails,
  change: { at?: string; by?: string } = {},
): HandoffEvent {
  return { at: START_TIME, by: 'U0000ANA', ...change, ...fact };
}

export function aKeyedEvent(idempotencyKey: string, event: HandoffEvent): KeyedHandoffEvent {
  return { idempotencyKey, event };
}

/** A new handoff of `case-1`, as it is written. */
export function aSubmissionChange(
  id: string,
  change: Omit<Partial<HandoffChange>, 'handoff' | 'events'> & {
    readonly caseId?: string;
    readonly by?: string;
    readonly submission?: Partial<SubmittedEvent>;
  } = {},
): HandoffChange {
  const { caseId = 'case-1', by = 'U0000ANA', submission, ...rest } = change;
  const event = aHandoffEvent(aSubmittedEvent(submission), { by });
  return { handoff: { id, caseId, events: [] }, events: [aKeyedEvent(`submit:${id}`, event)], ...rest };
}

/** What happens next to a handoff as it was read. */
export function anEventChange(handoff: Handoff, idempotencyKey: string, event: HandoffEvent): HandoffChange {
  return { handoff, events: [aKeyedEvent(idempotencyKey, event)] };
}

/** Puts handoffs into a store, as they were found there; throws when it will not have them. */
export function createHandoffWriter(handoffs: Handoffs) {
  const found = async (id: string): Promise<Handoff> => {
    const handoff = await handoffs.find(id);
    if (!handoff) throw new Error(`no handoff ${id}`);
    return handoff;
  };
  const write = async (change: HandoffChange): Promise<Handoff> => {
    const outcome = await handoffs.commit(change);
    if (outcome !== 'written') throw new Error(`handoff ${change.handoff.id} is ${outcome}`);
    return found(change.handoff.id);
  };
  return {
    submitted: (id: string, change: Parameters<typeof aSubmissionChange>[1] = {}) =>
      write(aSubmissionChange(id, change)),
    async happens({ id }: Handoff, ...events: readonly HandoffEvent[]): Promise<Handoff> {
      for (const event of events) {
        const read = await found(id);
        await write(anEventChange(read, `${id}:${read.events.length}`, event));
      }
      return found(id);
    },
  };
}

export function aClaim(by: string): HandoffEvent {
  return aHandoffEvent({ kind: 'claimed', until: '2026-03-05T09:00:00.000Z' }, { by });
}

export function aHandoffOutboxMessage(
  key = 'update:handoff-post:h1',
  change: Partial<OutboxMessage> = {},
): OutboxMessage {
  return {
    key,
    kind: 'handoff-post',
    channel: 'C0SALES',
    payload: { handoffId: 'h1' },
    notBefore: null,
    ...change,
  };
}

export function aNoteOutboxMessage(
  key = 'notification:h1:1:U0000ANA',
  change: Partial<OutboxMessage> = {},
): OutboxMessage {
  const data = { handoffId: 'h1', event: 1, to: 'U0000ANA' };
  return { key, kind: 'notification', channel: 'U0000ANA', payload: data, notBefore: null, ...change };
}

export function aTimer(key = 'unclaimed-reminder:h1', change: Partial<Timer> = {}): Timer {
  return { key, kind: 'unclaimed-reminder', subjectId: 'h1', dueAt: START_TIME, ...change };
}

export function aFilledDraft(id = 'draft-1', change: Partial<HandoffDraft> = {}): HandoffDraft {
  const { channel, team, content } = aSubmittedEvent();
  return {
    id,
    caseId: 'case-1',
    by: 'U0000ANA',
    channel,
    team,
    input: content.input,
    removed: { 'e-mail': 2, code: 1 },
    savedAt: START_TIME,
    ...change,
  };
}
