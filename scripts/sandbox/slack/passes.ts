import { randomBytes } from 'node:crypto';
import { SlackError } from './slack-error.ts';

const TRIGGER_LIFE_MS = 3000;
const URL_LIFE_MS = 30 * 60_000;
const URL_USES = 5;

/** What a `trigger_id` was made for. */
export interface TriggerFor {
  readonly user: string;
  /** The modal that was clicked or submitted, when it was one. */
  readonly viewId?: string;
}

/** The right to open a modal: three seconds, one use. */
export class Triggers {
  readonly #now: () => number;
  readonly #made = new Map<string, TriggerFor & { until: number; used: boolean }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  make(given: TriggerFor): string {
    const id = `${this.#made.size + 1}.${Math.floor(this.#now())}.${randomBytes(16).toString('hex')}`;
    this.#made.set(id, { ...given, until: this.#now() + TRIGGER_LIFE_MS, used: false });
    return id;
  }

  /** Uses the id up. Throws what Slack would answer. */
  exchange(id: unknown): TriggerFor {
    const trigger = typeof id === 'string' ? this.#made.get(id) : undefined;
    if (trigger === undefined) throw new SlackError('invalid_trigger_id');
    if (trigger.used) throw new SlackError('exchanged_trigger_id');
    if (this.#now() > trigger.until) throw new SlackError('expired_trigger_id');
    trigger.used = true;
    return trigger;
  }
}

/** Where an answer at a `response_url` goes. */
export interface ResponseTo {
  readonly user: string;
  readonly channel: string;
  /** The message that was clicked; commands have none. */
  readonly original?: { readonly ts: string; readonly ephemeral: boolean };
}

/** The right to answer an interaction: half an hour, five uses. */
export class ResponseUrls {
  readonly #now: () => number;
  readonly #base: () => string;
  readonly #made = new Map<string, ResponseTo & { until: number; uses: number }>();

  constructor(now: () => number, base: () => string) {
    this.#now = now;
    this.#base = base;
  }

  make(given: ResponseTo): string {
    const token = randomBytes(12).toString('hex');
    this.#made.set(token, { ...given, until: this.#now() + URL_LIFE_MS, uses: 0 });
    return `${this.#base()}/response/${token}`;
  }

  /** Counts one use. Throws what Slack would answer. */
  use(token: string): ResponseTo {
    const url = this.#made.get(token);
    if (url === undefined || this.#now() > url.until) throw new SlackError('expired_url');
    if (url.uses >= URL_USES) throw new SlackError('used_url');
    url.uses += 1;
    return url;
  }
}
