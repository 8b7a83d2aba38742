import fc from 'fast-check';
import type { Answer, GapKind } from '../../src/domain/answer.ts';
import { GAPS } from '../../src/domain/answer.ts';
import type { Account, AccountRef, OwnerVersion, Subscription } from '../../src/domain/records.ts';
import type { Billing } from '../../src/ports.ts';

/** Two customers with two subscriptions each, and somebody who resells. */
export const CUSTOMERS = ['A00000001', 'A00000002'] as const;
export const SUBSCRIPTIONS = ['A-S00000010', 'A-S00000011', 'A-S00000020', 'A-S00000021'] as const;
const RESELLER = 'A00000009';

interface Line {
  readonly customer: string;
  owner: 'self' | 'other' | 'blank';
  history: 'self' | 'other' | 'empty' | 'unread';
  marketplace: boolean;
  ended: boolean;
  /** Whether it is on the account's list. */
  listed: boolean;
}

/** What happens to billing just before it answers. */
export type Twist =
  | { readonly kind: 'steady' | 'all-direct' }
  | { readonly kind: 'gap'; readonly gap: GapKind }
  | { readonly kind: 'channel'; readonly customer: number; readonly value: string | null | undefined }
  | { readonly kind: 'line'; readonly line: number; readonly change: Partial<Line> };

const CHANNELS = [
  'Reseller',
  'Non-Reseller',
  'non-reseller',
  'Non-Reseller ',
  'Not Non-Reseller',
  '',
  null,
  undefined,
];

/** Mostly steady: a look takes several answers, and would hardly ever see the same account otherwise. */
export const twist: fc.Arbitrary<Twist> = fc.oneof(
  { weight: 30, arbitrary: fc.constant<Twist>({ kind: 'steady' }) },
  { weight: 3, arbitrary: fc.constant<Twist>({ kind: 'all-direct' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('gap'), gap: fc.constantFrom(...GAPS) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('channel'),
      customer: fc.nat(1),
      value: fc.constantFrom(...CHANNELS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('line'),
      line: fc.nat(3),
      change: fc.oneof(
        fc.record({ owner: fc.constantFrom('self', 'other', 'blank') }),
        fc.record({ history: fc.constantFrom('self', 'other', 'empty', 'unread') }),
        fc.record({ listed: fc.boolean() }),
        fc.record({ ended: fc.boolean() }),
        fc.record({ marketplace: fc.boolean() }),
      ),
    }),
  },
);

interface Told {
  readonly press: number;
  readonly question: 'account' | 'list' | 'history' | 'subscription';
  readonly about: string;
  readonly answer: Answer<unknown>;
}

/** Billing that may change between any two answers, and remembers what it told to whom. */
export class World {
  readonly #twists: Twist[];
  readonly #now: () => Date;
  readonly #told: Told[] = [];
  readonly #channels: (string | null | undefined)[] = ['Reseller', 'Reseller'];
  readonly #lines: Record<string, Line> = Object.fromEntries(
    SUBSCRIPTIONS.map((number, place) => [
      number,
      {
        customer: CUSTOMERS[place < 2 ? 0 : 1],
        owner: 'other',
        history: 'other',
        marketplace: false,
        ended: false,
        listed: true,
      } satisfies Line,
    ]),
  );

  constructor(twists: readonly Twist[], now: () => Date) {
    this.#twists = [...twists];
    this.#now = now;
  }

  happens(twist: Twist): void {
    if (twist.kind === 'channel') this.#channels[twist.customer] = twist.value;
    if (twist.kind === 'line')
      Object.assign(this.#lines[SUBSCRIPTIONS[twist.line] ?? ''] ?? {}, twist.change);
    if (twist.kind !== 'all-direct') return;
    this.#channels.fill('Non-Reseller');
    for (const line of Object.values(this.#lines)) {
      Object.assign(line, {
        owner: 'self',
        history: 'other',
        marketplace: false,
        ended: false,
        listed: true,
      });
    }
  }

  /** Billing as one press sees it. */
  as(press: number): Billing {
    const answer = <T>(question: Told['question'], about: string, value: () => T | 'unread' | null) =>
      this.#answer({ press, question, about }, value);
    return {
      account: (number) => answer('account', number, () => this.#account(number)),
      subscription: (number) => answer('subscription', number, () => this.#subscription(number)),
      subscriptionsOf: (number) =>
        answer('list', number, () =>
          SUBSCRIPTIONS.filter(
            (each) => this.#lines[each]?.customer === number && this.#lines[each]?.listed,
          ).flatMap((each) => this.#subscription(each) ?? []),
        ),
      customerCrmId: async () => null,
      ownerHistory: (number) => answer('history', number, () => this.#history(number)),
      accountsByCrmId: async () => this.#gap('not-found'),
      accountsByEmail: async () => this.#gap('not-found'),
    };
  }

  /**
   * What the guard is for, said without it: the newest answers about the whole account, of those that `counts`, name
   * the customer as owner of every subscription that runs, with that channel to the letter and a history to read.
   */
  allDirect(customer: string, counts: (press: number) => boolean): boolean {
    const newest = (question: Told['question'], about: string) =>
      this.#told.findLast((one) => one.question === question && one.about === about && counts(one.press))
        ?.answer;
    const account = newest('account', customer) as Answer<Account> | undefined;
    const list = newest('list', customer) as Answer<readonly Subscription[]> | undefined;
    if (!account?.ok || account.value.channel !== 'Non-Reseller' || !list?.ok) return false;
    const running = list.value.filter(({ status }) => status === 'Active');
    const newestEnded = list.value.slice(-1);
    const matter = running.length > 0 ? running : newestEnded;
    return (
      matter.length > 0 &&
      matter.every(({ number, invoiceOwner, marketplace }) => {
        const history = newest('history', number) as Answer<readonly OwnerVersion[]> | undefined;
        const readable = history?.ok === true && history.value.length > 0;
        return readable && invoiceOwner?.number === customer && marketplace === null;
      })
    );
  }

  async #answer<T>(asked: Omit<Told, 'answer'>, value: () => T | 'unread' | null): Promise<Answer<T>> {
    const twist = this.#twists.shift() ?? { kind: 'steady' };
    this.happens(twist);
    const answer = twist.kind === 'gap' ? this.#gap(twist.gap) : this.#answerOf(value());
    this.#told.push({ ...asked, answer });
    return answer;
  }

  #answerOf<T>(found: T | 'unread' | null): Answer<T> {
    if (found === null) return this.#gap('not-found');
    if (found === 'unread') return this.#gap('timeout');
    return { ok: true, value: found, asOf: this.#now().toISOString() };
  }

  #gap(gap: GapKind): Answer<never> {
    return { ok: false, gap, asOf: this.#now().toISOString() };
  }

  #account(number: string): Account | null {
    const customer = placeIn(CUSTOMERS, number);
    if (customer < 0 && number !== RESELLER) return null;
    return {
      ...refOf(number),
      crmId: null,
      parentId: null,
      channel: customer < 0 ? 'Reseller' : this.#channels[customer],
      contactDomains: [],
    };
  }

  #subscription(number: string): Subscription | null {
    const line = this.#lines[number];
    if (!line) return null;
    const owners = { self: refOf(line.customer), other: refOf(RESELLER), blank: null };
    return {
      id: `z-${number}`,
      number,
      version: 1,
      status: line.ended ? 'Expired' : 'Active',
      subscriptionOwner: refOf(line.customer),
      invoiceOwner: owners[line.owner],
      // The later number ended later.
      endsOn: line.ended ? `2020-01-${number.slice(-2)}` : null,
      soldToDomain: null,
      marketplace: line.marketplace ? 'AWS' : null,
    };
  }

  #history(number: string): readonly OwnerVersion[] | 'unread' | null {
    const line = this.#lines[number];
    if (!line) return null;
    if (line.history === 'unread') return 'unread';
    const owner = refOf(line.history === 'self' ? line.customer : RESELLER);
    return line.history === 'empty' ? [] : [{ version: 1, since: '2024-01-01', owner }];
  }
}

function refOf(number: string): AccountRef {
  return { id: `z-${number}`, number, name: `Name of ${number}` };
}

/** -1 when it is not among them. */
export function placeIn(all: readonly string[], one: string): number {
  return all.indexOf(one);
}
