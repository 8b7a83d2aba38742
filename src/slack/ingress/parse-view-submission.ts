import { REQUESTER_SIDES, type RequesterSide } from '../../domain/case-facts.ts';
import type { LookupTarget } from '../../domain/lookup-target.ts';
import { parsePastedLink, parseReason } from '../../domain/parse-free-text.ts';
import { plainText } from '../../domain/text-fragments.ts';
import { TOPICS, type Topic } from '../../domain/topics.ts';
import { HANDOFF_FORM_TITLES, ticketLinkRequiredText } from '../../words/handoff-form-errors.ts';
import * as stepWords from '../../words/step-replies.ts';
import { VIEWS } from '../ids.ts';
import { renderLoadingModal } from '../rendering/form-modal.ts';
import type { AcknowledgementReplies } from './acknowledgement-replies.ts';
import type { FormFields, FoundTicket, ParsedFields } from './parse-handoff-form.ts';
import { parseHandoffActionForm, parseHandoffDraft } from './parse-handoff-form.ts';
import { ViewSubmissionPayload } from './payload-schemas.ts';

/** The stored part of a submitted form, or the error of each field; null for a form that stores nothing. */
export type ParsedViewSubmission =
  | {
      /** Identifies the submission across deliveries. */
      readonly requestId: string;
      readonly body: Record<string, unknown>;
      /** The body of the acknowledgement; undefined closes the form. */
      readonly acknowledgement?: Readonly<Record<string, unknown>>;
    }
  | { readonly errors: Readonly<Record<string, string>> }
  | null;

export interface ViewSubmissionParserOptions {
  readonly replies: AcknowledgementReplies;
  /** Hosts that must not be named in any text. */
  readonly refusedHosts: readonly string[];
  findTarget(
    text: string,
    chosen: Topic | null,
  ): {
    readonly target: LookupTarget;
    readonly topic: Topic | null;
    readonly requester: RequesterSide | null;
    readonly anew: boolean;
    readonly unrecognizedWords: readonly string[];
  };
}

/** Parses a submission. Of the typed text, only what the form asks for is stored, and only after redaction. */
export function parseViewSubmission(
  raw: Record<string, unknown>,
  options: ViewSubmissionParserOptions,
): ParsedViewSubmission {
  const body = ViewSubmissionPayload.parse(raw);
  const requestId = body.trigger_id ?? `${body.view.id} ${body.view.hash ?? ''}`;
  const fields = formFieldsOf(raw);
  const { refusedHosts } = options;
  const findTicket = (link: string) => findTicketIn(link, options);
  const withFields = (parsed: ParsedFields) =>
    'errors' in parsed ? parsed : { requestId, body: { ...body, ...parsed.fields } };
  switch (body.view.callback_id) {
    case VIEWS.checkForm: {
      const chosen = TOPICS.find((each) => each === fields.option('topic')) ?? null;
      const { target, topic, anew, unrecognizedWords, ...typed } = options.findTarget(
        fields.text('what'),
        chosen,
      );
      const chosenRequester = REQUESTER_SIDES.find((each) => each === fields.option('requester'));
      const requester = chosenRequester ?? typed.requester;
      if (target.kind !== 'one') return { errors: { what: options.replies.fieldError(target) } };
      const problem = options.replies.unrecognizedWordsError(unrecognizedWords);
      if (problem) return { errors: { what: problem } };
      return withFields({ fields: { target, topic, requester, anew } });
    }
    case VIEWS.stepValue:
      return withFields(parseStepLink(fields, options.refusedHosts));
    case VIEWS.undoReason:
      return withFields(parseRequiredReason(fields, options.refusedHosts));
    case VIEWS.overrideReason: {
      const colleague = fields.user('colleague');
      if (colleague === body.user.id)
        return { errors: { colleague: plainText(stepWords.secondPersonRequiredText()) } };
      const parsed = parseRequiredReason(fields, options.refusedHosts);
      return withFields('errors' in parsed ? parsed : { fields: { ...parsed.fields, colleague } });
    }
    case VIEWS.handoffDraft: {
      const parsed = withFields(parseHandoffDraft(fields, { refusedHosts, findTicket }));
      return 'errors' in parsed ? parsed : { ...parsed, acknowledgement: SHOW_LOADING_MODAL };
    }
    case VIEWS.handoffPreview:
      return withFields({ fields: {} });
    case VIEWS.handoffQuestion:
    case VIEWS.handoffAnswer:
    case VIEWS.handoffReason:
    case VIEWS.handoffLink:
    case VIEWS.handoffOutcome:
      return withFields(parseHandoffActionForm(body.view.callback_id, fields, { refusedHosts, findTicket }));
    default:
      return null;
  }
}

function parseRequiredReason(fields: FormFields, refusedHosts: readonly string[]): ParsedFields {
  const reason = parseReason(fields.text('reason'), refusedHosts);
  return reason ? { fields: { reason } } : { errors: { reason: plainText(stepWords.reasonTooShortText()) } };
}

/** Returns the ticket of a link to an allowed host. */
function findTicketIn(link: string, { findTarget, replies }: ViewSubmissionParserOptions): FoundTicket {
  const { target } = findTarget(link, null);
  if (target.kind !== 'one') return { error: replies.fieldError(target) };
  if (target.subject.kind !== 'ticket') return { error: plainText(ticketLinkRequiredText()) };
  const { host, id } = target.subject;
  return { ticket: { host, id } };
}

/** Parses the link that a step asks for, or the reason why there is none; never both. */
function parseStepLink(fields: FormFields, refusedHosts: readonly string[]): ParsedFields {
  const [link, reason] = [fields.text('value').trim(), fields.text('reason').trim()];
  if (link !== '' && reason !== '') return { errors: { reason: plainText(stepWords.linkAndReasonText()) } };
  if (reason !== '') {
    const notApplicable = parseReason(reason, refusedHosts);
    return notApplicable
      ? { fields: { value: null, notApplicable } }
      : { errors: { reason: plainText(stepWords.reasonTooShortText()) } };
  }
  if (link === '') return { errors: { value: plainText(stepWords.linkOrReasonMissingText()) } };
  const value = parsePastedLink(link, refusedHosts);
  return value ? { fields: { value } } : { errors: { value: plainText(stepWords.invalidLinkText()) } };
}

/** Replaces the form with a loading modal until the preview is rendered from the store. */
const SHOW_LOADING_MODAL = {
  response_action: 'update',
  view: renderLoadingModal(HANDOFF_FORM_TITLES.preview),
};

/** Returns accessors for the inputs of a form. An input's action id equals its block id. */
function formFieldsOf(raw: Record<string, unknown>): FormFields {
  const values = valueAtPath(raw, ['view', 'state', 'values']);
  const at = (name: string, ...path: string[]) => valueAtPath(values, [name, name, ...path]);
  const asText = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    has: (name) => valueAtPath(values, [name]) !== undefined,
    text: (name) => asText(at(name, 'value')),
    option: (name) => asText(at(name, 'selected_option', 'value')) || null,
    user: (name) => asText(at(name, 'selected_user')) || null,
  };
}

function valueAtPath(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return typeof value === 'object' && value !== null
    ? valueAtPath((value as Record<string, unknown>)[name], rest)
    : undefined;
}
