import type { LookupTarget } from '../../domain/lookup-target.ts';
import { parsePastedLink, parseReason } from '../../domain/parse-free-text.ts';
import { plainText } from '../../domain/text-fragments.ts';
import { TOPICS, type Topic } from '../../domain/topics.ts';
import { HANDOFF_FORM_TITLES } from '../../words/handoff-form-errors.ts';
import { invalidLinkText, reasonTooShortText } from '../../words/step-replies.ts';
import { VIEWS } from '../ids.ts';
import { renderLoadingModal } from '../rendering/loading-modal.ts';
import type { AcknowledgementReplies } from './acknowledgement-replies.ts';
import { type FormFields, parseHandoffActionForm, parseHandoffDraft } from './parse-handoff-form.ts';
import { ViewSubmissionPayload } from './payload-schemas.ts';

/** What a submitted form comes to: what is kept of it, or what is wrong at which field. */
export type ParsedViewSubmission =
  | {
      readonly name: string;
      readonly body: Record<string, unknown>;
      /** Goes back with the acknowledgement; nothing closes the form. */
      readonly answer?: Readonly<Record<string, unknown>>;
    }
  | { readonly errors: Readonly<Record<string, string>> }
  | null;

export interface ViewSubmissionParserOptions {
  readonly replies: AcknowledgementReplies;
  /** Hosts that must not even be named. */
  readonly refusedHosts: readonly string[];
  findTarget(
    text: string,
    chosen: Topic | null,
  ): {
    readonly wanted: LookupTarget;
    readonly topic: Topic | null;
    readonly unread: readonly string[];
  };
}

/** Reads a submission; what a person typed is kept only as far as it was asked for, without what must not leave. */
export function parseViewSubmission(
  raw: Record<string, unknown>,
  options: ViewSubmissionParserOptions,
): ParsedViewSubmission {
  const body = ViewSubmissionPayload.parse(raw);
  const name = body.trigger_id ?? `${body.view.id} ${body.view.hash ?? ''}`;
  const fields = formFieldsOf(raw);
  const keep = (
    read: { readonly kept: Record<string, unknown> } | { readonly errors: Record<string, string> },
  ) => ('errors' in read ? read : { name, body: { ...body, ...read.kept } });
  switch (body.view.callback_id) {
    case VIEWS.checkForm: {
      const chosen = TOPICS.find((each) => each === fields.option('topic')) ?? null;
      const { wanted, topic, unread } = options.findTarget(fields.text('what'), chosen);
      if (wanted.kind !== 'one') return { errors: { what: options.replies.fieldError(wanted) } };
      const problem = options.replies.unrecognizedWordsError(unread);
      if (problem) return { errors: { what: problem } };
      return keep({ kept: { wanted, topic } });
    }
    case VIEWS.stepValue: {
      const value = parsePastedLink(fields.text('value'), options.refusedHosts);
      return keep(value ? { kept: { value } } : { errors: { value: plainText(invalidLinkText()) } });
    }
    case VIEWS.undoReason:
    case VIEWS.overrideReason: {
      const reason = parseReason(fields.text('reason'), options.refusedHosts);
      return keep(reason ? { kept: { reason } } : { errors: { reason: plainText(reasonTooShortText()) } });
    }
    case VIEWS.handoffDraft: {
      const read = keep(parseHandoffDraft(fields, options));
      return 'errors' in read ? read : { ...read, answer: SHOW_LOADING_MODAL };
    }
    case VIEWS.handoffPreview:
      return keep({ kept: {} });
    case VIEWS.handoffQuestion:
    case VIEWS.handoffAnswer:
    case VIEWS.handoffReason:
    case VIEWS.handoffLink:
    case VIEWS.handoffOutcome:
      return keep(parseHandoffActionForm(body.view.callback_id, fields, options));
    default:
      return null;
  }
}

/** The form makes way for a moment; what comes next is drawn from the store. */
const SHOW_LOADING_MODAL = {
  response_action: 'update',
  view: renderLoadingModal(HANDOFF_FORM_TITLES.preview),
};

/** Inputs carry the name of their block. */
function formFieldsOf(raw: Record<string, unknown>): FormFields {
  const values = valueAtPath(raw, ['view', 'state', 'values']);
  const at = (name: string, ...path: string[]) => valueAtPath(values, [name, name, ...path]);
  const asText = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    has: (name) => valueAtPath(values, [name]) !== undefined,
    text: (name) => asText(at(name, 'value')),
    option: (name) => asText(at(name, 'selected_option', 'value')) || null,
  };
}

function valueAtPath(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return typeof value === 'object' && value !== null
    ? valueAtPath((value as Record<string, unknown>)[name], rest)
    : undefined;
}
