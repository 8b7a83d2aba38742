import { randomBytes } from 'node:crypto';
import { LocalSlackError } from './slack-error.ts';

const TRIGGER_TTL_MS = 3000;
const RESPONSE_URL_TTL_MS = 30 * 60_000;
const RESPONSE_URL_MAX_USES = 5;

/** What a `trigger_id` was issued for. */
export interface TriggerContext {
  readonly user: string;
  /** The modal that was clicked or submitted, when it was one. */
  readonly viewId?: string;
}

/** The right to open a modal: three seconds, one use. */
export class TriggerIds {
  readonly #now: () => number;
  readonly #made = new Map<string, TriggerContext & { until: number; used: boolean }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  create(given: TriggerContext): string {
    const id = `${this.#made.size + 1}.${Math.floor(this.#now())}.${randomBytes(16).toString('hex')}`;
    this.#made.set(id, { ...given, until: this.#now() + TRIGGER_TTL_MS, used: false });
    return id;
  }

  /** Uses the id up. Throws what Slack would answer. */
  exchange(id: unknown): TriggerContext {
    const trigger = typeof id === 'string' ? this.#made.get(id) : undefined;
    if (trigger === undefined) throw new LocalSlackError('invalid_trigger_id');
    if (trigger.used) throw new LocalSlackError('exchanged_trigger_id');
    if (this.#now() > trigger.until) throw new LocalSlackError('expired_trigger_id');
    trigger.used = true;
    return trigger;
  }
}

/** Destination of an answer at a `response_url`. */
export interface ResponseTarget {
  readonly user: string;
  readonly channel: string;
  /** The message that was clicked; commands have none. */
  readonly original?: { readonly ts: string; readonly ephemeral: boolean };
  /** Called with the text of each answer. */
  onAnswer?(text: string): void;
}

/** The right to answer an interaction: half an hour, five uses. */
export class ResponseUrls {
  readonly #now: () => number;
  readonly #base: () => string;
  readonly #made = new Map<string, ResponseTarget & { until: number; uses: number }>();

  constructor(now: () => number, base: () => string) {
    this.#now = now;
    this.#base = base;
  }

  create(given: ResponseTarget): string {
    const token = randomBytes(12).toString('hex');
    this.#made.set(token, { ...given, until: this.#now() + RESPONSE_URL_TTL_MS, uses: 0 });
    return `${this.#base()}/response/${token}`;
  }

  /** Counts one use. Throws what Slack would answer. */
  use(token: string): ResponseTarget {
    const url = this.#made.get(token);
    if (url === undefined || this.#now() > url.until) throw new LocalSlackError('expired_url');
    if (url.uses >= RESPONSE_URL_MAX_USES) throw new LocalSlackError('used_url');
    url.uses += 1;
    return url;
  }
}
