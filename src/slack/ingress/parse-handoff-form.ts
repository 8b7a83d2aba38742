import type { TicketId } from '../../domain/case.ts';
import { findPromise } from '../../domain/find-promise.ts';
import { HANDOFF_INPUT_MAX_LENGTHS, MIN_ASK_LENGTH } from '../../domain/handoff-draft-view.ts';
import { HANDOFF_OUTCOMES, WRITTEN_WISHES } from '../../domain/handoff-state.ts';
import { normalizeInput } from '../../domain/normalize-input.ts';
import { parsePastedLink } from '../../domain/parse-free-text.ts';
import { redact } from '../../domain/redact.ts';
import { addRemovedCounts, type RemovedCounts } from '../../domain/redaction-buffer.ts';
import type { TextFragment } from '../../domain/text-fragments.ts';
import { plainText } from '../../domain/text-fragments.ts';
import type { UserCounts } from '../../domain/user-counts.ts';
import * as words from '../../words/handoff-form-errors.ts';
import { promiseRefusedText, termsRefusedText } from '../../words/redaction-text.ts';
import { invalidLinkText } from '../../words/step-replies.ts';
import { VIEWS } from '../ids.ts';

/** The inputs of a submitted form, by name. */
export interface FormFields {
  has(name: string): boolean;
  /** Returns the typed text; an empty string when there is none. */
  text(name: string): string;
  /** Returns the value of the chosen option, or null. */
  option(name: string): string | null;
  /** Returns the Slack id of the chosen user, or null. */
  user(name: string): string | null;
}

export type ParsedFields =
  | { readonly fields: Record<string, unknown> }
  | { readonly errors: Record<string, string> };

/** The ticket of a link; the error when the link is refused, or is none to a ticket. */
export type FoundTicket = { readonly ticket: TicketId } | { readonly error: string };

interface HandoffFormOptions {
  readonly refusedHosts: readonly string[];
  findTicket(link: string): FoundTicket;
}

/** Parses the fields of one form. Collects the errors by field, and redacts and counts what must not be shared. */
class HandoffFormReader {
  readonly errors: Record<string, string> = {};
  removed: RemovedCounts = {};
  readonly #fields: FormFields;
  readonly #options: HandoffFormOptions;

  constructor(fields: FormFields, options: HandoffFormOptions) {
    this.#fields = fields;
    this.#options = options;
  }

  addError(name: string, sentence: readonly TextFragment[]): null {
    this.errors[name] = plainText(sentence);
    return null;
  }

  /**
   * Returns the redacted text, or null when it is empty. A promise that only Sales can make is an error, worded by `refusal`.
   */
  optionalText(name: keyof typeof HANDOFF_INPUT_MAX_LENGTHS, refusal = promiseRefusedText): string | null {
    const typed = this.#fields.text(name);
    const { text, removed } = redact(typed, {
      maxLength: HANDOFF_INPUT_MAX_LENGTHS[name],
      refusedHosts: this.#options.refusedHosts,
      ownIds: null,
    });
    this.removed = addRemovedCounts(this.removed, removed);
    const promise = findPromise(text);
    if (promise !== null) return this.addError(name, refusal(promise));
    return text === '' ? null : text;
  }

  requiredText(name: keyof typeof HANDOFF_INPUT_MAX_LENGTHS): string {
    const text = this.optionalText(name);
    if (text === null && !this.errors[name]) this.addError(name, words.sentenceTooShortText());
    return text ?? '';
  }

  ask(): string {
    const text = this.requiredText('ask');
    if (text.length < MIN_ASK_LENGTH) this.errors['ask'] ??= plainText(words.askTooShortText());
    return text;
  }

  userCounts(): UserCounts {
    return {
      usersInLicence: this.optionalInteger('usersInLicence'),
      billableUsers: this.optionalInteger('billableUsers'),
      maximumUsers: this.optionalInteger('maximumUsers'),
      usersOverLicence: this.optionalInteger('usersOverLicence'),
    };
  }

  /** Returns the ticket of a link, or null when the field is empty or not valid. */
  optionalTicket(name: string): TicketId | null {
    const typed = this.#fields.text(name).trim();
    if (typed === '') return null;
    const found = this.#options.findTicket(typed);
    if ('ticket' in found) return found.ticket;
    this.errors[name] = found.error;
    return null;
  }

  /** Returns a whole number, or null when the field is empty or not valid. */
  optionalInteger(name: string): number | null {
    const typed = normalizeInput(this.#fields.text(name)).trim();
    if (typed === '') return null;
    return /^\d{1,7}$/.test(typed) ? Number(typed) : this.addError(name, words.wholeNumberRequiredText());
  }

  choice<T extends string>(name: string, among: readonly T[]): T | null {
    return among.find((each) => each === this.#fields.option(name)) ?? null;
  }

  optionalLink(name: string): string | null {
    const typed = this.#fields.text(name).trim();
    if (typed === '') return null;
    return parsePastedLink(typed, this.#options.refusedHosts) ?? this.addError(name, invalidLinkText());
  }

  result(fields: Record<string, unknown>): ParsedFields {
    return Object.keys(this.errors).length > 0 ? { errors: this.errors } : { fields };
  }
}

/** Parses the handoff form, whose inputs depend on the topic. */
export function parseHandoffDraft(fields: FormFields, options: HandoffFormOptions): ParsedFields {
  const reader = new HandoffFormReader(fields, options);
  const counts = fields.has('usersInLicence') ? reader.userCounts() : null;
  const writtenWish = reader.choice('writtenWish', WRITTEN_WISHES);
  if (fields.has('writtenWish') && writtenWish === null)
    reader.addError('writtenWish', words.writtenWishRequiredText());
  const input = {
    ask: reader.ask(),
    plan: reader.optionalText('plan'),
    seats: reader.optionalInteger('seats'),
    counts,
    writtenWish,
    writtenWishSource: reader.optionalText('writtenWishSource'),
    permissionSource: reader.optionalText('permissionSource'),
    toldCustomer: reader.optionalText('toldCustomer'),
    ticket: reader.optionalTicket('ticket'),
    salesforceLink: reader.optionalLink('link'),
  };
  if (writtenWish === 'yes' && input.writtenWishSource === null && !reader.errors['writtenWishSource']) {
    reader.addError('writtenWishSource', words.wishSourceRequiredText());
  }
  const destination = parseDestination(fields.option('destination'));
  if (!destination) reader.addError('destination', words.destinationRequiredText());
  return reader.result({ input, removed: reader.removed, destination });
}

/** Parses the form of a question, an answer, a reason, a link or an outcome. */
export function parseHandoffActionForm(
  view: string,
  fields: FormFields,
  options: HandoffFormOptions,
): ParsedFields {
  const reader = new HandoffFormReader(fields, options);
  switch (view) {
    case VIEWS.handoffQuestion:
      return reader.result({ text: reader.requiredText('question') });
    case VIEWS.handoffAnswer:
      return reader.result({ text: reader.requiredText('answer') });
    case VIEWS.handoffReason:
      return reader.result({ text: reader.requiredText('reason') });
    case VIEWS.handoffLink: {
      const text = reader.optionalLink('link');
      if (text === null) reader.addError('link', invalidLinkText());
      return reader.result({ text });
    }
    default: {
      const outcome = reader.choice('outcome', HANDOFF_OUTCOMES);
      if (outcome === null) reader.addError('outcome', words.outcomeRequiredText());
      const note = reader.optionalText('note', termsRefusedText);
      if (outcome === 'other' && note === null && !reader.errors['note'])
        reader.addError('note', words.outcomeNoteRequiredText());
      return reader.result({ outcome, note });
    }
  }
}

function parseDestination(value: string | null): { channel: string; team: string } | null {
  try {
    const { channel, team } = JSON.parse(value ?? '{}') as Partial<Record<string, unknown>>;
    return typeof channel === 'string' && typeof team === 'string' ? { channel, team } : null;
  } catch {
    return null;
  }
}
