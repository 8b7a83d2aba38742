import { OUTCOMES, WISHES } from '../domain/handoff.ts';
import { plainInput } from '../domain/plain-input.ts';
import type { Removed } from '../domain/redact.ts';
import { addRemoved, promiseIn, redact } from '../domain/redact.ts';
import type { Piece } from '../domain/text.ts';
import { plainText } from '../domain/text.ts';
import { LONGEST } from '../domain/typed-handoff.ts';
import { readPastedLink } from '../domain/typed-text.ts';
import * as words from '../words/handoff-fields.ts';
import { sayPromise, sayTerms } from '../words/removed.ts';
import { notALink } from '../words/steps.ts';
import { VIEWS } from './ids.ts';

/** What a submitted form holds, by the names of its inputs. */
export interface Fields {
  has(name: string): boolean;
  /** Empty when nothing was typed. */
  text(name: string): string;
  /** The value of the chosen option. */
  option(name: string): string | null;
}

export type ReadFields =
  | { readonly kept: Record<string, unknown> }
  | { readonly errors: Record<string, string> };

interface Rules {
  readonly refusedHosts: readonly string[];
}

/** Reads the fields of one form: what is wrong is collected, and what must not leave is taken out and counted. */
class Reader {
  readonly errors: Record<string, string> = {};
  removed: Removed = {};
  readonly #fields: Fields;
  readonly #rules: Rules;

  constructor(fields: Fields, rules: Rules) {
    this.#fields = fields;
    this.#rules = rules;
  }

  wrong(name: string, sentence: readonly Piece[]): null {
    this.errors[name] = plainText(sentence);
    return null;
  }

  /** null when nothing is left of it. A promise is refused in these words: only Sales can make one, and not here. */
  text(name: keyof typeof LONGEST, refusal = sayPromise): string | null {
    const typed = this.#fields.text(name);
    const { text, removed } = redact(typed, {
      limit: LONGEST[name],
      refusedHosts: this.#rules.refusedHosts,
      ownIds: null,
    });
    this.removed = addRemoved(this.removed, removed);
    const promise = promiseIn(text);
    if (promise !== null) return this.wrong(name, refusal(promise));
    return text === '' ? null : text;
  }

  needed(name: keyof typeof LONGEST): string {
    const text = this.text(name);
    if (text === null && !this.errors[name]) this.wrong(name, words.tooShort());
    return text ?? '';
  }

  /** A whole number; null when nothing was typed. */
  number(name: string): number | null {
    const typed = plainInput(this.#fields.text(name)).trim();
    if (typed === '') return null;
    return /^\d{1,7}$/.test(typed) ? Number(typed) : this.wrong(name, words.notANumber());
  }

  count(name: string): number {
    const number = this.number(name);
    if (number === null && !this.errors[name]) this.wrong(name, words.countNeeded());
    return number ?? 0;
  }

  choice<T extends string>(name: string, among: readonly T[]): T | null {
    return among.find((each) => each === this.#fields.option(name)) ?? null;
  }

  link(name: string): string | null {
    const typed = this.#fields.text(name).trim();
    if (typed === '') return null;
    return readPastedLink(typed, this.#rules.refusedHosts) ?? this.wrong(name, notALink());
  }

  outcome(kept: Record<string, unknown>): ReadFields {
    return Object.keys(this.errors).length > 0 ? { errors: this.errors } : { kept };
  }
}

/** The form of a handoff. Which inputs it has depends on the topic. */
export function readDraft(fields: Fields, rules: Rules): ReadFields {
  const read = new Reader(fields, rules);
  const counts = fields.has('users')
    ? {
        users: read.count('users'),
        previous: read.count('previous'),
        trueUp: read.count('trueUp'),
        maximum: read.count('maximum'),
      }
    : null;
  const wish = read.choice('wish', WISHES);
  if (fields.has('wish') && wish === null) read.wrong('wish', words.wishNeeded());
  const typed = {
    ask: read.needed('ask'),
    plan: read.text('plan'),
    seats: read.number('seats'),
    counts,
    wish,
    wishWhere: read.text('wishWhere'),
    told: read.text('told'),
    link: read.link('link'),
  };
  if (wish === 'yes' && typed.wishWhere === null && !read.errors['wishWhere']) {
    read.wrong('wishWhere', words.whereNeeded());
  }
  const destination = destinationIn(fields.option('destination'));
  if (!destination) read.wrong('destination', words.destinationNeeded());
  return read.outcome({ typed, removed: read.removed, destination });
}

/** A question, an answer, a reason, a link, or how it ended. */
export function readMove(view: string, fields: Fields, rules: Rules): ReadFields {
  const read = new Reader(fields, rules);
  switch (view) {
    case VIEWS.handoffQuestion:
      return read.outcome({ text: read.needed('question') });
    case VIEWS.handoffAnswer:
      return read.outcome({ text: read.needed('answer') });
    case VIEWS.handoffReason:
      return read.outcome({ text: read.needed('reason') });
    case VIEWS.handoffLink: {
      const text = read.link('link');
      if (text === null) read.wrong('link', notALink());
      return read.outcome({ text });
    }
    default: {
      const outcome = read.choice('outcome', OUTCOMES);
      if (outcome === null) read.wrong('outcome', words.outcomeNeeded());
      const note = read.text('note', sayTerms);
      if (outcome === 'other' && note === null && !read.errors['note'])
        read.wrong('note', words.noteNeeded());
      return read.outcome({ outcome, note });
    }
  }
}

function destinationIn(value: string | null): { channel: string; team: string } | null {
  try {
    const { channel, team } = JSON.parse(value ?? '{}') as Partial<Record<string, unknown>>;
    return typeof channel === 'string' && typeof team === 'string' ? { channel, team } : null;
  } catch {
    return null;
  }
}
