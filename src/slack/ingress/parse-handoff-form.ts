import type { TicketId } from '../../domain/case.ts';
import { findPromise } from '../../domain/find-promise.ts';
import { MIN_ASK_LENGTH } from '../../domain/handoff-draft-view.ts';
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
import type {
  FieldErrors,
  FieldName,
  Fields,
  Form,
  FormValues,
  OptionName,
  TextField,
  TextName,
  TypedName,
} from '../forms/form.ts';
import {
  ANSWER_FORM,
  HANDOFF_DRAFT_FORM,
  OUTCOME_FORM,
  QUESTION_FORM,
  REASON_FORM,
  SALESFORCE_LINK_FORM,
} from '../forms/handoff-forms.ts';
import { VIEWS } from '../ids.ts';

/** The part of a form that is stored, or the errors by field. */
export type ParsedFields =
  | { readonly fields: Record<string, unknown> }
  | { readonly errors: Readonly<Record<string, string>> };

/** The ticket of a link; the error when the link is refused, or is none to a ticket. */
export type FoundTicket = { readonly ticket: TicketId } | { readonly error: string };

interface HandoffFormOptions {
  readonly refusedHosts: readonly string[];
  findTicket(link: string): FoundTicket;
}

/** Parses the fields of one form. Collects the errors by field, and redacts and counts what must not be shared. */
class HandoffFormReader<F extends Fields> {
  readonly errors: FieldErrors<F> = {};
  removed: RemovedCounts = {};
  readonly #form: Form<F>;
  readonly #values: FormValues<F>;
  readonly #options: HandoffFormOptions;

  constructor(form: Form<F>, body: unknown, options: HandoffFormOptions) {
    this.#form = form;
    this.#values = form.read(body);
    this.#options = options;
  }

  has(name: FieldName<F>): boolean {
    return this.#values.has(name);
  }

  addError(name: FieldName<F>, sentence: readonly TextFragment[]): null {
    this.errors[name] = plainText(sentence);
    return null;
  }

  /**
   * Returns the redacted text, or null when it is empty. A promise that only Sales can make is an error, worded by `refusal`.
   */
  optionalText(name: TextName<F>, refusal = promiseRefusedText): string | null {
    const typed = this.#values.text(name);
    const { text, removed } = redact(typed, {
      maxLength: (this.#form.fields[name] as TextField).maxLength,
      refusedHosts: this.#options.refusedHosts,
      ownIds: null,
    });
    this.removed = addRemovedCounts(this.removed, removed);
    const promise = findPromise(text);
    if (promise !== null) return this.addError(name, refusal(promise));
    return text === '' ? null : text;
  }

  requiredText(name: TextName<F>): string {
    const text = this.optionalText(name);
    if (text === null && !this.errors[name]) this.addError(name, words.sentenceTooShortText());
    return text ?? '';
  }

  /** Returns the ticket of a link, or null when the field is empty or not valid. */
  optionalTicket(name: TypedName<F>): TicketId | null {
    const typed = this.#values.text(name).trim();
    if (typed === '') return null;
    const found = this.#options.findTicket(typed);
    if ('ticket' in found) return found.ticket;
    this.errors[name] = found.error;
    return null;
  }

  /** Returns a whole number, or null when the field is empty or not valid. */
  optionalInteger(name: TypedName<F>): number | null {
    const typed = normalizeInput(this.#values.text(name)).trim();
    if (typed === '') return null;
    return /^\d{1,7}$/.test(typed) ? Number(typed) : this.addError(name, words.wholeNumberRequiredText());
  }

  choice<T extends string>(name: OptionName<F>, among: readonly T[]): T | null {
    return among.find((each) => each === this.#values.option(name)) ?? null;
  }

  optionalLink(name: TypedName<F>): string | null {
    const typed = this.#values.text(name).trim();
    if (typed === '') return null;
    return parsePastedLink(typed, this.#options.refusedHosts) ?? this.addError(name, invalidLinkText());
  }

  /** Returns the chosen option as it was offered, or null. */
  option(name: OptionName<F>): string | null {
    return this.#values.option(name);
  }

  result(fields: Record<string, unknown>): ParsedFields {
    const errors = this.errors as Readonly<Record<string, string>>;
    return Object.keys(errors).length > 0 ? { errors } : { fields };
  }
}

/** Parses the handoff form, whose inputs depend on the topic. */
export function parseHandoffDraft(body: unknown, options: HandoffFormOptions): ParsedFields {
  const reader = new HandoffFormReader(HANDOFF_DRAFT_FORM, body, options);
  const ask = reader.requiredText('ask');
  if (ask.length < MIN_ASK_LENGTH) reader.errors.ask ??= plainText(words.askTooShortText());
  const writtenWish = reader.choice('writtenWish', WRITTEN_WISHES);
  if (reader.has('writtenWish') && writtenWish === null)
    reader.addError('writtenWish', words.writtenWishRequiredText());
  const input = {
    ask,
    plan: reader.optionalText('plan'),
    seats: reader.optionalInteger('seats'),
    counts: reader.has('usersInLicence') ? parseUserCounts(reader) : null,
    writtenWish,
    writtenWishSource: reader.optionalText('writtenWishSource'),
    permissionSource: reader.optionalText('permissionSource'),
    toldCustomer: reader.optionalText('toldCustomer'),
    ticket: reader.optionalTicket('ticket'),
    salesforceLink: reader.optionalLink('link'),
  };
  if (writtenWish === 'yes' && input.writtenWishSource === null && !reader.errors.writtenWishSource) {
    reader.addError('writtenWishSource', words.wishSourceRequiredText());
  }
  const destination = parseDestination(reader.option('destination'));
  if (!destination) reader.addError('destination', words.destinationRequiredText());
  return reader.result({ input, removed: reader.removed, destination });
}

function parseUserCounts(reader: HandoffFormReader<typeof HANDOFF_DRAFT_FORM.fields>): UserCounts {
  return {
    usersInLicence: reader.optionalInteger('usersInLicence'),
    billableUsers: reader.optionalInteger('billableUsers'),
    maximumUsers: reader.optionalInteger('maximumUsers'),
    usersOverLicence: reader.optionalInteger('usersOverLicence'),
  };
}

/** Parses the form of a question, an answer, a reason, a link or an outcome. */
export function parseHandoffActionForm(
  view: string,
  body: unknown,
  options: HandoffFormOptions,
): ParsedFields {
  switch (view) {
    case VIEWS.handoffQuestion: {
      const reader = new HandoffFormReader(QUESTION_FORM, body, options);
      return reader.result({ text: reader.requiredText('question') });
    }
    case VIEWS.handoffAnswer: {
      const reader = new HandoffFormReader(ANSWER_FORM, body, options);
      return reader.result({ text: reader.requiredText('answer') });
    }
    case VIEWS.handoffReason: {
      const reader = new HandoffFormReader(REASON_FORM, body, options);
      return reader.result({ text: reader.requiredText('reason') });
    }
    case VIEWS.handoffLink: {
      const reader = new HandoffFormReader(SALESFORCE_LINK_FORM, body, options);
      const text = reader.optionalLink('link');
      if (text === null) reader.addError('link', invalidLinkText());
      return reader.result({ text });
    }
    default:
      return parseOutcome(new HandoffFormReader(OUTCOME_FORM, body, options));
  }
}

function parseOutcome(reader: HandoffFormReader<typeof OUTCOME_FORM.fields>): ParsedFields {
  const outcome = reader.choice('outcome', HANDOFF_OUTCOMES);
  if (outcome === null) reader.addError('outcome', words.outcomeRequiredText());
  const note = reader.optionalText('note', termsRefusedText);
  if (outcome === 'other' && note === null && !reader.errors.note)
    reader.addError('note', words.outcomeNoteRequiredText());
  return reader.result({ outcome, note });
}

function parseDestination(value: string | null): { channel: string; team: string } | null {
  try {
    const { channel, team } = JSON.parse(value ?? '{}') as Partial<Record<string, unknown>>;
    return typeof channel === 'string' && typeof team === 'string' ? { channel, team } : null;
  } catch {
    return null;
  }
}
