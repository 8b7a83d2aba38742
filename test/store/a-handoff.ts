import type { Handoff, HandoffEvent, HandoffFact } from '../../src/domain/handoff.ts';
import type { Change, Draft, Errand, Handoffs, KeyedEvent, Timer } from '../../src/ports.ts';
import { START } from './site.ts';

export type Submission = Extract<HandoffFact, { kind: 'submitted' }>;

/** A submission with every field filled. */
export function aSubmission(change: Partial<Submission> = {}): Submission {
  return {
    kind: 'submitted',
    channel: 'C0SALES',
    team: 'sales',
    answerBy: '2026-03-03T09:00:00.000Z',
    content: {
      facts: {
        topic: 'direct-renewal',
        policy: 'seed',
        scenario: 'reseller-direct-renewal',
        customer: 'Ødegård & Søn "Møbler" 🪑 株式会社',
        reseller: "O'Neill\\Partners\u2028\n\tGmbH \u0000",
        distributor: 'Nordvik Distribution',
        firstReseller: true,
        subscriptions: [
          { number: 'A-S00012345', verdict: 'reseller', status: 'Active', endsOn: '2027-02-01' },
        ],
        checkedAt: START,
        account: 'A00000001',
        crmId: '0010000000AbCdEAAV',
        owner: { name: 'Mira Solberg', kind: 'person' },
        ticket: { host: 'support.example', id: '48211' },
      },
      typed: {
        ask: 'A quote for 25 seats, please',
        plan: 'Premium',
        seats: 25,
        counts: { users: 25, previous: 20, trueUp: 5, maximum: 27 },
        wish: 'yes',
        wishWhere: 'in ticket #48211',
        told: 'that you will answer',
        link: 'https://chatter.example/0D5',
      },
    },
    ...change,
  };
}

export function anEvent(fact: HandoffFact, change: { at?: string; by?: string } = {}): HandoffEvent {
  return { at: START, by: 'U0000ANA', ...change, ...fact };
}

export function keyed(eventKey: string, event: HandoffEvent): KeyedEvent {
  return { eventKey, event };
}

/** A new handoff of `case-1`, as it is written. */
export function submitting(
  id: string,
  change: Omit<Partial<Change>, 'handoff' | 'events'> & {
    readonly caseId?: string;
    readonly by?: string;
    readonly submission?: Partial<Submission>;
  } = {},
): Change {
  const { caseId = 'case-1', by = 'U0000ANA', submission, ...rest } = change;
  const event = anEvent(aSubmission(submission), { by });
  return { handoff: { id, caseId, events: [] }, events: [keyed(`submit:${id}`, event)], ...rest };
}

/** What happens next to a handoff as it was read. */
export function next(handoff: Handoff, eventKey: string, event: HandoffEvent): Change {
  return { handoff, events: [keyed(eventKey, event)] };
}

/** Puts handoffs into a store, as they were found there; throws when it will not have them. */
export function writing(handoffs: Handoffs) {
  const found = async (id: string): Promise<Handoff> => {
    const handoff = await handoffs.find(id);
    if (!handoff) throw new Error(`no handoff ${id}`);
    return handoff;
  };
  const write = async (change: Change): Promise<Handoff> => {
    const outcome = await handoffs.write(change);
    if (outcome !== 'written') throw new Error(`handoff ${change.handoff.id} is ${outcome}`);
    return found(change.handoff.id);
  };
  return {
    submitted: (id: string, change: Parameters<typeof submitting>[1] = {}) => write(submitting(id, change)),
    async happens({ id }: Handoff, ...events: readonly HandoffEvent[]): Promise<Handoff> {
      for (const event of events) {
        const read = await found(id);
        await write(next(read, `${id}:${read.events.length}`, event));
      }
      return found(id);
    },
  };
}

export function claimedBy(by: string): HandoffEvent {
  return anEvent({ kind: 'claimed', until: '2026-03-05T09:00:00.000Z' }, { by });
}

export function aDrawing(key = 'draw:handoff:h1', change: Partial<Errand> = {}): Errand {
  return { key, kind: 'handoff', channel: 'C0SALES', data: { handoffId: 'h1' }, notBefore: null, ...change };
}

export function aSaying(key = 'note:h1:1:U0000ANA', change: Partial<Errand> = {}): Errand {
  const data = { handoffId: 'h1', event: 1, to: 'U0000ANA' };
  return { key, kind: 'note', channel: 'U0000ANA', data, notBefore: null, ...change };
}

export function aTimer(key = 'silence:h1', change: Partial<Timer> = {}): Timer {
  return { key, kind: 'silence', about: 'h1', dueAt: START, ...change };
}

export function aDraft(id = 'draft-1', change: Partial<Draft> = {}): Draft {
  const { channel, team, content } = aSubmission();
  return {
    id,
    caseId: 'case-1',
    by: 'U0000ANA',
    channel,
    team,
    typed: content.typed,
    removed: { 'e-mail': 2, code: 1 },
    savedAt: START,
    ...change,
  };
}
