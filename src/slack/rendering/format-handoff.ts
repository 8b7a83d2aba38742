import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { HandoffField } from '../../domain/handoff-field-visibility.ts';
import { isFieldShown, visibleLines } from '../../domain/handoff-field-visibility.ts';
import type { HandoffFacts, HandoffState } from '../../domain/handoff-state.ts';
import type { RichText, TextFragment } from '../../domain/text-fragments.ts';
import {
  bold,
  joinFragments,
  joinLines,
  link,
  literalFragment,
  phrase,
  timeFragment,
  userFragment,
} from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import {
  expectedAnswerText,
  handoffFactLines,
  handoffInputLines,
} from '../../words/handoff-content-lines.ts';
import { HANDOFF_STATUS_LABELS, handoffStateText } from '../../words/handoff-state-text.ts';
import { customerRequestText, subscriptionNumbersText } from '../../words/handoff-text.ts';
import type { HandoffUrls } from '../../words/salesforce-text.ts';
import { userLink, userText } from '../block-kit/untrusted-text.ts';

/** Maximum length of a quoted question, answer, reason or note. */
const MAX_QUOTE_LENGTH = 300;

/** Returns the header of the post. */
export function formatHandoffTitle({ content: { facts } }: HandoffState): RichText {
  return [literalFragment('Handoff · '), ...customerRequestText(facts, 'channel')];
}

/** Returns the text for notifications. Contains no text that anybody typed. */
export function formatHandoffSummary({ content: { facts }, status: state, erased }: HandoffState): RichText {
  const numbers = isFieldShown('subscriptions', 'notification') ? subscriptionNumbersText(facts) : [];
  const about = erased ? ERASED_NOTE : customerRequestText(facts, 'notification');
  const parts = [
    [literalFragment('Handoff')],
    about,
    ...(erased ? [] : [numbers]),
    [literalFragment(HANDOFF_STATUS_LABELS[state])],
  ];
  return joinFragments(parts, ' · ');
}

/** Returns the facts from the systems. */
export function formatHandoffFacts({ content: { facts }, submitted }: HandoffState): RichText {
  const [first = [], ...rest] = handoffFactLines(facts, { surface: 'channel', at: submitted.at });
  return joinLines([first.length === 0 ? [] : [bold(first)], ...rest]);
}

/** Returns the engineer's request, with the date by which an answer is expected until the handoff is closed. */
export function formatHandoffRequest({
  content: { input: given },
  submitted,
  answerDueAt: answerBy,
  resolution: end,
}: HandoffState): RichText {
  const lines = handoffInputLines(given, { surface: 'channel', at: submitted.at });
  const expected = end === null && isFieldShown('answerBy', 'channel') ? expectedAnswerText(answerBy) : [];
  return joinLines([...lines, expected]);
}

/** Returns the submitter and links to the sources. */
export function formatHandoffSources(
  { content: { facts }, submitted, salesforceLink: posted }: HandoffState,
  links: Links,
): RichText {
  const { ticket, account } = handoffUrls(facts, links);
  const all: readonly { readonly field: HandoffField; readonly text: RichText }[] = [
    { field: 'submitter', text: phrase`From ${userFragment(submitted.by)}` },
    {
      field: 'salesforcePost',
      text: posted === null ? [] : [salesforceLink(posted, facts.accountOwner?.kind ?? null)],
    },
    { field: 'ticket', text: facts.ticket ? [link(ticket, `ticket #${facts.ticket.id}`)] : [] },
    { field: 'crmAccount', text: account === null ? [] : [link(account, 'Salesforce account')] },
    {
      field: 'accountOwner',
      text: facts.accountOwner ? phrase`account owner: ${facts.accountOwner.name}` : [],
    },
    { field: 'checkedAt', text: phrase`checked ${timeFragment(facts.checkedAt)}` },
  ];
  return joinFragments(
    visibleLines('channel', all).map(({ text }) => text),
    ' · ',
  );
}

/** Returns the state, the open question and the outcome. */
export function formatHandoffState(handoff: Handoff): RichText {
  const { question, answer, resolution: end, erased } = handoffStateOf(handoff);
  const state = [bold(handoffStateText(handoff))];
  if (erased) return state;
  return joinLines([
    state,
    end?.note ? phrase`${userFragment(end.by)} wrote: “${userText(end.note, MAX_QUOTE_LENGTH)}”` : [],
    question
      ? phrase`${userFragment(question.by)} asks: “${userText(question.text, MAX_QUOTE_LENGTH)}” (${timeFragment(question.at)})`
      : [],
    answer
      ? phrase`${userFragment(answer.askedBy)} asked: “${userText(answer.question, MAX_QUOTE_LENGTH)}” · ${userFragment(answer.by)} answered: “${userText(answer.text, MAX_QUOTE_LENGTH)}”`
      : [],
  ]);
}

/** Returns the remaining text of a handoff whose data was erased. */
export function formatErasedHandoff(handoff: Handoff): RichText {
  return joinLines([[literalFragment('Handoff · '), ...ERASED_NOTE], formatHandoffState(handoff)]);
}

/** Returns the URLs of the ticket and the account; null when there is none. */
export function handoffUrls({ ticket, crmId }: HandoffFacts, links: Links): HandoffUrls {
  return {
    ticket: ticket && links.ticket(ticket.host, ticket.id),
    account: crmId === null ? null : links.crmAccount(crmId),
  };
}

const ERASED_NOTE: RichText = [literalFragment('its data was erased')];

function salesforceLink(address: string, owner: string | null): TextFragment {
  const shown = userLink(address);
  return shown.kind === 'link' ? link(address, owner === 'smb-pool' ? 'Case' : 'Chatter post') : shown;
}
