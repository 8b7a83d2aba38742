import fc from 'fast-check';
import type { ConnectorResult, GapKind } from '../../src/domain/connector-result.ts';
import { GAP_KINDS } from '../../src/domain/connector-result.ts';
import type { Account, AccountRef, OwnerVersion, Subscription } from '../../src/domain/upstream-records.ts';
import type { Billing } from '../../src/ports/systems.ts';

/** Two customers with two subscriptions each, and somebody who resells. */
export const CUSTOMER_NUMBERS = ['A00000001', 'A00000002'] as const;
export const SUBSCRIPTION_NUMBERS = ['A-S00000010', 'A-S00000011', 'A-S00000020', 'A-S00000021'] as const;
const RESELLER_NUMBER = 'A00000009';

interface SimulatedSubscription {
  readonly customer: string;
  owner: 'self' | 'other' | 'blank';
  history: 'self' | 'other' | 'empty' | 'unread';
  marketplace: boolean;
  ended: boolean;
  /** Whether it is on the account's list. */
  listed: boolean;
}

/** What happens to billing just before it answers. */
export type BillingChange =
  | { readonly kind: 'steady' | 'all-direct' }
  | { readonly kind: 'gap'; readonly gap: GapKind }
  | { readonly kind: 'channel'; readonly customer: number; readonly value: string | null | undefined }
  | { readonly kind: 'line'; readonly line: number; readonly change: Partial<SimulatedSubscription> };

const CHANNEL_VALUES = [
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
export const anyBillingChange: fc.Arbitrary<BillingChange> = fc.oneof(
  { weight: 30, arbitrary: fc.constant<BillingChange>({ kind: 'steady' }) },
  { weight: 3, arbitrary: fc.constant<BillingChange>({ kind: 'all-direct' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('gap'), gap: fc.constantFrom(...GAP_KINDS) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('channel'),
      customer: fc.nat(1),
      value: fc.constantFrom(...CHANNEL_VALUES),
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

interface RecordedAnswer {
  readonly press: number;
  readonly question: 'account' | 'list' | 'history' | 'subscription';
  readonly about: string;
  readonly answer: ConnectorResult<unknown>;
}

/** Billing that may change between any two answers, and remembers what it told to whom. */
export class SimulatedBilling {
  readonly #twists: BillingChange[];
  readonly #now: () => Date;
  readonly #told: RecordedAnswer[] = [];
  readonly #channels: (string | null | undefined)[] = ['Reseller', 'Reseller'];
  readonly #lines: Record<string, SimulatedSubscription> = Object.fromEntries(
    SUBSCRIPTION_NUMBERS.map((number, place) => [
      number,
      {
        customer: CUSTOMER_NUMBERS[place < 2 ? 0 : 1],
        owner: 'other',
        history: 'other',
        marketplace: false,
        ended: false,
        listed: true,
      } satisfies SimulatedSubscription,
    ]),
  );

  constructor(twists: readonly BillingChange[], now: () => Date) {
    this.#twists = [...twists];
    this.#now = now;
  }

  apply(twist: BillingChange): void {
    if (twist.kind === 'channel') this.#channels[twist.customer] = twist.value;
    if (twist.kind === 'line')
      Object.assign(this.#lines[SUBSCRIPTION_NUMBERS[twist.line] ?? ''] ?? {}, twist.change);
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
  billingForAction(press: number): Billing {
    const answer = <T>(
      question: RecordedAnswer['question'],
      about: string,
      value: () => T | 'unread' | null,
    ) => this.#answer({ press, question, about }, value);
    return {
      account: (number) => answer('account', number, () => this.#account(number)),
      subscription: (number) => answer('subscription', number, () => this.#subscription(number)),
      subscriptionsByAccount: (number) =>
        answer('list', number, () =>
          SUBSCRIPTION_NUMBERS.filter(
            (each) => this.#lines[each]?.customer === number && this.#lines[each]?.listed,
          ).flatMap((each) => this.#subscription(each) ?? []),
        ),
      customerCrmIdHint: async () => null,
      invoiceOwnerHistory: (number) => answer('history', number, () => this.#history(number)),
      accountsByCrmId: async () => this.#gap('not-found'),
      accountsByEmail: async () => this.#gap('not-found'),
    };
  }

  /**
   * What the guard is for, said without it: the newest answers about the whole account, of those that `counts`, name
   * the customer as owner of every subscription that runs, with that channel to the letter and a history to read.
   */
  allDirect(customer: string, counts: (press: number) => boolean): boolean {
    const newest = (question: RecordedAnswer['question'], about: string) =>
      this.#told.findLast((one) => one.question === question && one.about === about && counts(one.press))
        ?.answer;
    const account = newest('account', customer) as ConnectorResult<Account> | undefined;
    const list = newest('list', customer) as ConnectorResult<readonly Subscription[]> | undefined;
    if (!account?.ok || account.value.channel !== 'Non-Reseller' || !list?.ok) return false;
    const running = list.value.filter(({ status }) => status === 'Active');
    const newestEnded = list.value.slice(-1);
    const matter = running.length > 0 ? running : newestEnded;
    return (
      matter.length > 0 &&
      matter.every(({ number, invoiceOwner, marketplace }) => {
        const history = newest('history', number) as ConnectorResult<readonly OwnerVersion[]> | undefined;
        const readable = history?.ok === true && history.value.length > 0;
        return readable && invoiceOwner?.number === customer && marketplace === null;
      })
    );
  }

  async #answer<T>(
    asked: Omit<RecordedAnswer, 'answer'>,
    value: () => T | 'unread' | null,
  ): Promise<ConnectorResult<T>> {
    const twist = this.#twists.shift() ?? { kind: 'steady' };
    this.apply(twist);
    const answer = twist.kind === 'gap' ? this.#gap(twist.gap) : this.#answerOf(value());
    this.#told.push({ ...asked, answer });
    return answer;
  }

  #answerOf<T>(found: T | 'unread' | null): ConnectorResult<T> {
    if (found === null) return this.#gap('not-found');
    if (found === 'unread') return this.#gap('timeout');
    return { ok: true, value: found, asOf: this.#now().toISOString() };
  }

  #gap(gap: GapKind): ConnectorResult<never> {
    return { ok: false, gap, asOf: this.#now().toISOString() };
  }

  #account(number: string): Account | null {
    const customer = indexIn(CUSTOMER_NUMBERS, number);
    if (customer < 0 && number !== RESELLER_NUMBER) return null;
    return {
      ...accountRef(number),
      crmId: null,
      parentId: null,
      channel: customer < 0 ? 'Reseller' : this.#channels[customer],
      contactDomains: [],
    };
  }

  #subscription(number: string): Subscription | null {
    const line = this.#lines[number];
    if (!line) return null;
    const owners = { self: accountRef(line.customer), other: accountRef(RESELLER_NUMBER), blank: null };
    return {
      id: `z-${number}`,
      number,
      version: 1,
      status: line.ended ? 'Expired' : 'Active',
      subscriptionOwner: accountRef(line.customer),
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
    const owner = accountRef(line.history === 'self' ? line.customer : RESELLER_NUMBER);
    return line.history === 'empty' ? [] : [{ version: 1, since: '2024-01-01', owner }];
  }
}

function accountRef(number: string): AccountRef {
  return { id: `z-${number}`, number, name: `Name of ${number}` };
}

/** -1 when it is not among them. */
export function indexIn(all: readonly string[], one: string): number {
  return all.indexOf(one);
}
