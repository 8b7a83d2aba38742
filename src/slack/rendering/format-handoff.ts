import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { HandoffField } from '../../domain/handoff-field-visibility.ts';
import { isFieldShown, visibleLines } from '../../domain/handoff-field-visibility.ts';
import type { HandoffFacts, HandoffState } from '../../domain/handoff-state.ts';
import type { Links } from '../../ports/systems.ts';
import {
  expectedAnswerText,
  handoffFactLines,
  handoffInputLines,
} from '../../words/handoff-content-lines.ts';
import { HANDOFF_STATUS_LABELS, handoffStateText } from '../../words/handoff-state-text.ts';
import { customerRequestText, subscriptionNumbersText } from '../../words/handoff-text.ts';
import type { HandoffUrls } from '../../words/salesforce-text.ts';
import type { FormattedText, TextPart } from '../block-kit/mrkdwn.ts';
import {
  bold,
  formatPieces,
  formatted,
  joinFormatted,
  link,
  shortDateTime,
  trustedText,
  userMention,
} from '../block-kit/mrkdwn.ts';
import { userLink, userText } from './user-text.ts';

/** The longest question, answer, reason or note. */
const MAX_QUOTE_LENGTH = 300;

/** The first thing read. */
export function formatHandoffTitle({ content: { facts } }: HandoffState): FormattedText {
  return [trustedText('Handoff · '), ...formatPieces(customerRequestText(facts, 'channel'))];
}

/** What notifications say: nothing that anybody typed. */
export function formatHandoffSummary({
  content: { facts },
  status: state,
  erased,
}: HandoffState): FormattedText {
  const numbers = isFieldShown('subscriptions', 'notification')
    ? formatPieces(subscriptionNumbersText(facts))
    : [];
  const about = erased ? ERASED_NOTE : formatPieces(customerRequestText(facts, 'notification'));
  const parts = [
    [trustedText('Handoff')],
    about,
    ...(erased ? [] : [numbers]),
    [trustedText(HANDOFF_STATUS_LABELS[state])],
  ];
  return joinNonEmpty(parts, ' · ');
}

/** What the systems say. */
export function formatHandoffFacts({ content: { facts }, submitted }: HandoffState): FormattedText {
  const [first = [], ...rest] = handoffFactLines(facts, { surface: 'channel', at: submitted.at });
  return joinLines([first.length === 0 ? [] : [bold(formatPieces(first))], ...rest.map(formatPieces)]);
}

/** What is asked for, and by when, for as long as anybody waits for it. */
export function formatHandoffRequest({
  content: { input: given },
  submitted,
  answerDueAt: answerBy,
  resolution: end,
}: HandoffState): FormattedText {
  const lines = handoffInputLines(given, { surface: 'channel', at: submitted.at });
  const expected =
    end === null && isFieldShown('answerBy', 'channel') ? formatPieces(expectedAnswerText(answerBy)) : [];
  return joinLines([...lines.map(formatPieces), expected]);
}

/** Who sends it, and where to look further. */
export function formatHandoffSources(
  { content: { facts }, submitted, salesforceLink: posted }: HandoffState,
  links: Links,
): FormattedText {
  const { ticket, account } = handoffUrls(facts, links);
  const all: readonly { readonly field: HandoffField; readonly said: FormattedText }[] = [
    { field: 'submitter', said: formatted`From ${userMention(submitted.by)}` },
    {
      field: 'salesforcePost',
      said: posted === null ? [] : [salesforceLink(posted, facts.accountOwner?.kind ?? null)],
    },
    { field: 'ticket', said: facts.ticket ? [link(ticket, `ticket #${facts.ticket.id}`)] : [] },
    { field: 'crmAccount', said: account === null ? [] : [link(account, 'Salesforce account')] },
    {
      field: 'accountOwner',
      said: facts.accountOwner ? formatted`account owner: ${facts.accountOwner.name}` : [],
    },
    { field: 'checkedAt', said: formatted`checked ${shortDateTime(facts.checkedAt)}` },
  ];
  return joinNonEmpty(
    visibleLines('channel', all).map(({ said }) => said),
    ' · ',
  );
}

/** Where it stands, what Sales asked, and how it ended. */
export function formatHandoffState(handoff: Handoff): FormattedText {
  const { question, answer, resolution: end, erased } = handoffStateOf(handoff);
  const state = [bold(formatPieces(handoffStateText(handoff)))];
  if (erased) return state;
  return joinLines([
    state,
    end?.note ? formatted`${userMention(end.by)} wrote: “${userText(end.note, MAX_QUOTE_LENGTH)}”` : [],
    question
      ? formatted`${userMention(question.by)} asks: “${userText(question.text, MAX_QUOTE_LENGTH)}” (${shortDateTime(question.at)})`
      : [],
    answer
      ? formatted`${userMention(answer.askedBy)} asked: “${userText(answer.question, MAX_QUOTE_LENGTH)}” · ${userMention(answer.by)} answered: “${userText(answer.text, MAX_QUOTE_LENGTH)}”`
      : [],
  ]);
}

/** What is left of a handoff whose data is gone. */
export function formatErasedHandoff(handoff: Handoff): FormattedText {
  return joinLines([[trustedText('Handoff · '), ...ERASED_NOTE], formatHandoffState(handoff)]);
}

/** Addresses of the ticket and the account; null where there are none. */
export function handoffUrls({ ticket, crmId }: HandoffFacts, links: Links): HandoffUrls {
  return {
    ticket: ticket && links.ticket(ticket.host, ticket.id),
    account: crmId === null ? null : links.crmAccount(crmId),
  };
}

/** One below the other; empty ones are left out. */
export function joinLines(all: readonly FormattedText[]): FormattedText {
  return joinNonEmpty(all, '\n');
}

const ERASED_NOTE: FormattedText = [trustedText('its data was erased')];

function joinNonEmpty(all: readonly FormattedText[], between: string): FormattedText {
  return joinFormatted(
    all.filter((each) => each.length > 0),
    between,
  );
}

function salesforceLink(address: string, owner: string | null): TextPart {
  const shown = userLink(address);
  return shown.kind === 'link' ? link(address, owner === 'smb-pool' ? 'Case' : 'Chatter post') : shown;
}
