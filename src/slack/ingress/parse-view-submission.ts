import { REQUESTER_SIDES, type RequesterSide } from '../../domain/case-facts.ts';
import { MAX_DISPUTE_REASON_LENGTH } from '../../domain/disputes.ts';
import type { LookupTarget } from '../../domain/lookup-target.ts';
import { parsePastedLink, parseReason } from '../../domain/parse-free-text.ts';
import { plainText } from '../../domain/text-fragments.ts';
import { TOPICS, type Topic } from '../../domain/topics.ts';
import { expectedVerdictMissingText } from '../../words/dispute-text.ts';
import { HANDOFF_FORM_TITLES, ticketLinkRequiredText } from '../../words/handoff-form-errors.ts';
import * as stepWords from '../../words/step-replies.ts';
import { CHECK_FORM } from '../forms/check-form.ts';
import { DISPUTE_FORM } from '../forms/dispute-form.ts';
import type { FieldErrors } from '../forms/form.ts';
import { OVERRIDE_FORM, STEP_LINK_FORM, UNDO_FORM } from '../forms/step-forms.ts';
import { VIEWS } from '../ids.ts';
import { renderLoadingModal } from '../rendering/form-modal.ts';
import type { AcknowledgementReplies } from './acknowledgement-replies.ts';
import type { FoundTicket, ParsedFields } from './parse-handoff-form.ts';
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
  const { refusedHosts } = options;
  const findTicket = (link: string) => findTicketIn(link, options);
  const withFields = (parsed: ParsedFields) =>
    'errors' in parsed ? parsed : { requestId, body: { ...body, ...parsed.fields } };
  switch (body.view.callback_id) {
    case VIEWS.checkForm:
      return withFields(parseCheckForm(raw, options));
    case VIEWS.stepValue:
      return withFields(parseStepLink(raw, refusedHosts));
    case VIEWS.verdictDispute:
      return withFields(parseDispute(raw, refusedHosts));
    case VIEWS.undoReason:
      return withFields(parseRequiredReason(UNDO_FORM.read(raw).text('reason'), refusedHosts));
    case VIEWS.overrideReason:
      return withFields(parseOverride(raw, body.user.id, refusedHosts));
    case VIEWS.handoffDraft: {
      const parsed = withFields(parseHandoffDraft(raw, { refusedHosts, findTicket }));
      return 'errors' in parsed ? parsed : { ...parsed, acknowledgement: SHOW_LOADING_MODAL };
    }
    case VIEWS.handoffPreview:
      return withFields({ fields: {} });
    case VIEWS.caseTexts:
      // Without a step to tick, its button only closes it.
      return body.view.private_metadata?.includes('"stepId"') ? withFields({ fields: {} }) : null;
    case VIEWS.handoffQuestion:
    case VIEWS.handoffAnswer:
    case VIEWS.handoffReason:
    case VIEWS.handoffLink:
    case VIEWS.handoffOutcome:
      return withFields(parseHandoffActionForm(body.view.callback_id, raw, { refusedHosts, findTicket }));
    default:
      throw new UnknownForm();
  }
}

/** A form of a newer version of the bot, which another copy may already run. Its text must stay in the open form. */
class UnknownForm extends Error {
  override readonly name = 'UnknownForm';
}

function parseCheckForm(raw: unknown, { findTarget, replies }: ViewSubmissionParserOptions): ParsedFields {
  const values = CHECK_FORM.read(raw);
  const chosenTopic = TOPICS.find((each) => each === values.option('topic')) ?? null;
  const chosenRequester = REQUESTER_SIDES.find((each) => each === values.option('requester'));
  const { target, topic, anew, unrecognizedWords, ...typed } = findTarget(values.text('what'), chosenTopic);
  const refusal = (what: string) => ({ errors: { what } satisfies FieldErrors<typeof CHECK_FORM.fields> });
  if (target.kind !== 'one') return refusal(replies.fieldError(target));
  const problem = replies.unrecognizedWordsError(unrecognizedWords);
  if (problem) return refusal(problem);
  return { fields: { target, topic, requester: chosenRequester ?? typed.requester, anew } };
}

/** Parses what a wrong verdict should be, and why. */
function parseDispute(raw: unknown, refusedHosts: readonly string[]): ParsedFields {
  const values = DISPUTE_FORM.read(raw);
  const expected = values.option('expected');
  if (!DISPUTE_FORM.fields.expected.options.some(({ value }) => value === expected))
    return { errors: { expected: plainText(expectedVerdictMissingText()) } };
  const reason = parseReason(values.text('reason'), refusedHosts, MAX_DISPUTE_REASON_LENGTH);
  return reason
    ? { fields: { expected, reason } }
    : { errors: { reason: plainText(stepWords.reasonTooShortText()) } };
}

function parseRequiredReason(text: string, refusedHosts: readonly string[]): ParsedFields {
  const reason = parseReason(text, refusedHosts);
  return reason ? { fields: { reason } } : { errors: { reason: plainText(stepWords.reasonTooShortText()) } };
}

function parseOverride(raw: unknown, userId: string, refusedHosts: readonly string[]): ParsedFields {
  const values = OVERRIDE_FORM.read(raw);
  const colleague = values.user('colleague');
  if (colleague === userId) return { errors: { colleague: plainText(stepWords.secondPersonRequiredText()) } };
  const parsed = parseRequiredReason(values.text('reason'), refusedHosts);
  return 'errors' in parsed ? parsed : { fields: { ...parsed.fields, colleague } };
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
function parseStepLink(raw: unknown, refusedHosts: readonly string[]): ParsedFields {
  const values = STEP_LINK_FORM.read(raw);
  const [link, reason] = [values.text('value').trim(), values.text('reason').trim()];
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
