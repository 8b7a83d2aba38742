import { TOPICS, type Topic } from '../domain/reference.ts';
import { plainText } from '../domain/text.ts';
import { readPastedLink, readReason } from '../domain/typed-text.ts';
import type { Wanted } from '../domain/wanted.ts';
import { formTitles } from '../words/handoff-fields.ts';
import { notALink, reasonTooShort } from '../words/steps.ts';
import { SubmissionBody } from './bodies.ts';
import { loadingModal } from './cards/loading-modal.ts';
import type { DoorAnswers } from './door-answers.ts';
import type { Fields } from './handoff-fields.ts';
import { readDraft, readMove } from './handoff-fields.ts';
import { VIEWS } from './ids.ts';

/** What a submitted form comes to: what is kept of it, or what is wrong at which field. */
export type ReadForm =
  | {
      readonly name: string;
      readonly body: Record<string, unknown>;
      /** Goes back with the acknowledgement; nothing closes the form. */
      readonly answer?: Readonly<Record<string, unknown>>;
    }
  | { readonly errors: Readonly<Record<string, string>> }
  | null;

export interface FormRules {
  readonly answers: DoorAnswers;
  /** Hosts that must not even be named. */
  readonly refusedHosts: readonly string[];
  wantedIn(
    text: string,
    chosen: Topic | null,
  ): {
    readonly wanted: Wanted;
    readonly topic: Topic | null;
    readonly unread: readonly string[];
  };
}

/** Reads a submission; what a person typed is kept only as far as it was asked for, without what must not leave. */
export function readForm(raw: Record<string, unknown>, rules: FormRules): ReadForm {
  const body = SubmissionBody.parse(raw);
  const name = body.trigger_id ?? `${body.view.id} ${body.view.hash ?? ''}`;
  const fields = fieldsOf(raw);
  const keep = (
    read: { readonly kept: Record<string, unknown> } | { readonly errors: Record<string, string> },
  ) => ('errors' in read ? read : { name, body: { ...body, ...read.kept } });
  switch (body.view.callback_id) {
    case VIEWS.checkForm: {
      const chosen = TOPICS.find((each) => each === fields.option('topic')) ?? null;
      const { wanted, topic, unread } = rules.wantedIn(fields.text('what'), chosen);
      if (wanted.kind !== 'one') return { errors: { what: rules.answers.inField(wanted) } };
      const problem = rules.answers.unreadInField(unread);
      if (problem) return { errors: { what: problem } };
      return keep({ kept: { wanted, topic } });
    }
    case VIEWS.stepValue: {
      const value = readPastedLink(fields.text('value'), rules.refusedHosts);
      return keep(value ? { kept: { value } } : { errors: { value: plainText(notALink()) } });
    }
    case VIEWS.undoReason:
    case VIEWS.overrideReason: {
      const reason = readReason(fields.text('reason'), rules.refusedHosts);
      return keep(reason ? { kept: { reason } } : { errors: { reason: plainText(reasonTooShort()) } });
    }
    case VIEWS.handoffDraft: {
      const read = keep(readDraft(fields, rules));
      return 'errors' in read ? read : { ...read, answer: WAIT };
    }
    case VIEWS.handoffPreview:
      return keep({ kept: {} });
    case VIEWS.handoffQuestion:
    case VIEWS.handoffAnswer:
    case VIEWS.handoffReason:
    case VIEWS.handoffLink:
    case VIEWS.handoffOutcome:
      return keep(readMove(body.view.callback_id, fields, rules));
    default:
      return null;
  }
}

/** The form makes way for a moment; what comes next is drawn from the store. */
const WAIT = { response_action: 'update', view: loadingModal(formTitles.preview) };

/** Inputs carry the name of their block. */
function fieldsOf(raw: Record<string, unknown>): Fields {
  const values = inside(raw, ['view', 'state', 'values']);
  const at = (name: string, ...path: string[]) => inside(values, [name, name, ...path]);
  const asText = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    has: (name) => inside(values, [name]) !== undefined,
    text: (name) => asText(at(name, 'value')),
    option: (name) => asText(at(name, 'selected_option', 'value')) || null,
  };
}

function inside(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return typeof value === 'object' && value !== null
    ? inside((value as Record<string, unknown>)[name], rest)
    : undefined;
}
