import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { HandoffField } from '../../domain/handoff-field-visibility.ts';
import { isFieldShown, visibleLines } from '../../domain/handoff-field-visibility.ts';
import type { HandoffContent, HandoffFacts, HandoffState } from '../../domain/handoff-state.ts';
import { ticketOf } from '../../domain/handoff-state.ts';
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
import { requestText, subscriptionNumbersText } from '../../words/handoff-text.ts';
import type { HandoffUrls } from '../../words/salesforce-text.ts';
import { userLink, userText } from '../block-kit/untrusted-text.ts';

/** Maximum length of a quoted question, answer, reason or note. */
const MAX_QUOTE_LENGTH = 300;
const MAX_DEAL_NAME_LENGTH = 80;

/** Returns the header of the post. */
export function formatHandoffTitle({ content: { facts } }: HandoffState): RichText {
  return [literalFragment('Handoff · '), ...requestText(facts, 'channel')];
}

/** Returns the text for notifications. Contains no text that anybody typed. */
export function formatHandoffSummary({ content: { facts }, status: state, erased }: HandoffState): RichText {
  const numbers = isFieldShown('subscriptions', 'notification') ? subscriptionNumbersText(facts) : [];
  const about = erased ? ERASED_NOTE : requestText(facts, 'notification');
  const parts = [
    [literalFragment('Handoff')],
    about,
    ...(erased ? [] : [numbers]),
    [literalFragment(HANDOFF_STATUS_LABELS[state])],
  ];
  return joinFragments(parts, ' · ');
}

/** Returns the facts from the systems. Days are counted from `now`. */
export function formatHandoffFacts({ content: { facts } }: HandoffState, now: Date): RichText {
  const [first = [], ...rest] = handoffFactLines(facts, { surface: 'channel', at: now.toISOString() });
  return joinLines([first.length === 0 ? [] : [bold(first)], ...rest]);
}

/** Returns the engineer's request, with the date by which an answer is expected until the handoff is closed. */
export function formatHandoffRequest(
  { content, status, answerDueAt: answerBy, resolution: end }: HandoffState,
  now: Date,
): RichText {
  const at = now.toISOString();
  const lines = handoffInputLines(content, { surface: 'channel', at });
  const isOverdue = status === 'open' && answerBy !== null && answerBy < at;
  const expected =
    end === null && isFieldShown('answerBy', 'channel')
      ? expectedAnswerText(content.facts, answerBy, isOverdue)
      : [];
  return joinLines([...lines, expected]);
}

/** Returns the submitter and links to the sources. */
export function formatHandoffSources(
  { content, submitted, salesforceLink: posted }: HandoffState,
  links: Links,
): RichText {
  const { facts } = content;
  const { ticket: ticketUrl, account, opportunity } = handoffUrls(content, links);
  const ticket = ticketOf(content);
  const all: readonly { readonly field: HandoffField; readonly text: RichText }[] = [
    { field: 'submitter', text: phrase`From ${userFragment(submitted.by)}` },
    {
      field: 'salesforcePost',
      text: posted === null ? [] : [salesforceLink(posted, facts.accountOwner?.kind ?? null, links)],
    },
    { field: 'ticket', text: ticket ? [link(ticketUrl, `ticket #${ticket.id}`)] : [] },
    { field: 'crmAccount', text: account === null ? [] : [link(account, 'Salesforce account')] },
    { field: 'opportunity', text: opportunityText(facts, opportunity) },
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

/** Returns the URLs of the ticket and of the Salesforce records; null when there is none. */
export function handoffUrls(content: HandoffContent, links: Links): HandoffUrls {
  const { crmId, opportunity } = content.facts;
  const ticket = ticketOf(content);
  return {
    ticket: ticket && links.ticket(ticket.host, ticket.id),
    account: crmId === null ? null : links.crmAccount(crmId),
    opportunity: opportunity && links.crmOpportunity(opportunity.id),
  };
}

function opportunityText({ opportunity }: HandoffFacts, url: string | null): RichText {
  if (!opportunity) return [];
  return phrase`${link(url, 'newest deal')}: ${userText(opportunity.name, MAX_DEAL_NAME_LENGTH)}`;
}

const ERASED_NOTE: RichText = [literalFragment('its data was erased')];

/** Links to a page of another host are labelled with that host, because anybody may have typed them. */
function salesforceLink(address: string, owner: string | null, links: Links): TextFragment {
  const shown = userLink(address);
  if (shown.kind !== 'link') return shown;
  if (!links.isCrmPage(address)) return link(address, new URL(address).host);
  return link(address, owner === 'smb-pool' ? 'Case' : 'Chatter post');
}
