import { TOPICS } from '../domain/reference.ts';
import { plainText } from '../domain/text.ts';
import { readPastedLink, readReason } from '../domain/typed-text.ts';
import type { Wanted } from '../domain/wanted.ts';
import { notALink, reasonTooShort } from '../words/steps.ts';
import { SubmissionBody } from './bodies.ts';
import type { DoorAnswers } from './door-answers.ts';
import { VIEWS } from './ids.ts';

/** What a submitted form comes to: what is kept of it, or what is wrong at which field. */
export type ReadForm =
  | { readonly name: string; readonly body: Record<string, unknown> }
  | { readonly errors: Readonly<Record<string, string>> }
  | null;

export interface FormRules {
  readonly answers: DoorAnswers;
  wantedIn(text: string): Wanted;
}

/** Reads a submission; what a person typed is kept only as far as it was asked for, without codes and addresses. */
export function readForm(raw: Record<string, unknown>, { answers, wantedIn }: FormRules): ReadForm {
  const body = SubmissionBody.parse(raw);
  const name = body.trigger_id ?? `${body.view.id} ${body.view.hash ?? ''}`;
  const typed = (field: string) => typedIn(raw, field).value;
  switch (body.view.callback_id) {
    case VIEWS.checkForm: {
      const wanted = wantedIn(typed('what'));
      if (wanted.kind !== 'one') return { errors: { what: answers.inField(wanted) } };
      const topic = TOPICS.find((each) => each === typedIn(raw, 'topic').option) ?? null;
      return { name, body: { ...body, wanted, topic } };
    }
    case VIEWS.stepValue: {
      const value = readPastedLink(typed('value'));
      return value ? { name, body: { ...body, value } } : { errors: { value: plainText(notALink()) } };
    }
    case VIEWS.undoReason:
    case VIEWS.overrideReason: {
      const reason = readReason(typed('reason'));
      return reason
        ? { name, body: { ...body, reason } }
        : { errors: { reason: plainText(reasonTooShort()) } };
    }
    default:
      return null;
  }
}

/** Inputs carry the name of their block. */
function typedIn(raw: Record<string, unknown>, name: string): { value: string; option: string | null } {
  const field = inside(raw, ['view', 'state', 'values', name, name]);
  const value = inside(field, ['value']);
  const option = inside(field, ['selected_option', 'value']);
  return {
    value: typeof value === 'string' ? value : '',
    option: typeof option === 'string' ? option : null,
  };
}

function inside(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return typeof value === 'object' && value !== null
    ? inside((value as Record<string, unknown>)[name], rest)
    : undefined;
}
