import type { Field } from '../../domain/field-rules.ts';
import { isShown, shownTo } from '../../domain/field-rules.ts';
import type { Handoff, HandoffFacts, Standing } from '../../domain/handoff.ts';
import { standingOf } from '../../domain/handoff.ts';
import type { Links } from '../../ports.ts';
import { sayNumbers, sayWants } from '../../words/handoff.ts';
import { factLines, sayExpected, typedLines } from '../../words/handoff-lines.ts';
import { STATE_WORDS, sayState } from '../../words/handoff-states.ts';
import type { Addresses } from '../../words/handoff-texts.ts';
import type { Part, Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join, link, moment, rich, user, words } from '../mrkdwn.ts';
import { pasted, typed } from './typed.ts';

/** The longest question, answer, reason or note. */
const MOST_TYPED = 300;

/** The first thing read. */
export function handoffTitle({ content: { facts } }: Standing): Rich {
  return [words('Handoff · '), ...fromPieces(sayWants(facts, 'channel'))];
}

/** What notifications say: nothing that anybody typed. */
export function spokenWords({ content: { facts }, state, erased }: Standing): Rich {
  const numbers = isShown('subscriptions', 'notification') ? fromPieces(sayNumbers(facts)) : [];
  const about = erased ? ERASED : fromPieces(sayWants(facts, 'notification'));
  const parts = [[words('Handoff')], about, ...(erased ? [] : [numbers]), [words(STATE_WORDS[state])]];
  return separated(parts, ' · ');
}

/** What the systems say. */
export function factWords({ content: { facts }, submitted }: Standing): Rich {
  const [first = [], ...rest] = factLines(facts, { reader: 'channel', at: submitted.at });
  return stacked([first.length === 0 ? [] : [bold(fromPieces(first))], ...rest.map(fromPieces)]);
}

/** What is asked for, and by when, for as long as anybody waits for it. */
export function askWords({ content: { typed: given }, submitted, answerBy, end }: Standing): Rich {
  const lines = typedLines(given, { reader: 'channel', at: submitted.at });
  const expected = end === null && isShown('answerBy', 'channel') ? fromPieces(sayExpected(answerBy)) : [];
  return stacked([...lines.map(fromPieces), expected]);
}

/** Who sends it, and where to look further. */
export function originWords({ content: { facts }, submitted, link: posted }: Standing, links: Links): Rich {
  const { ticket, account } = addressesOf(facts, links);
  const all: readonly { readonly field: Field; readonly said: Rich }[] = [
    { field: 'submitter', said: rich`From ${user(submitted.by)}` },
    {
      field: 'salesforcePost',
      said: posted === null ? [] : [salesforceLink(posted, facts.owner?.kind ?? null)],
    },
    { field: 'ticket', said: facts.ticket ? [link(ticket, `ticket #${facts.ticket.id}`)] : [] },
    { field: 'crmAccount', said: account === null ? [] : [link(account, 'Salesforce account')] },
    { field: 'owner', said: facts.owner ? rich`account owner: ${facts.owner.name}` : [] },
    { field: 'checkedAt', said: rich`checked ${moment(facts.checkedAt)}` },
  ];
  return separated(
    shownTo('channel', all).map(({ said }) => said),
    ' · ',
  );
}

/** Where it stands, what Sales asked, and how it ended. */
export function stateWords(handoff: Handoff): Rich {
  const { question, answer, end, erased } = standingOf(handoff);
  const state = [bold(fromPieces(sayState(handoff)))];
  if (erased) return state;
  return stacked([
    state,
    end?.words ? rich`${user(end.by)} wrote: “${typed(end.words, MOST_TYPED)}”` : [],
    question
      ? rich`${user(question.by)} asks: “${typed(question.text, MOST_TYPED)}” (${moment(question.at)})`
      : [],
    answer
      ? rich`${user(answer.askedBy)} asked: “${typed(answer.question, MOST_TYPED)}” · ${user(answer.by)} answered: “${typed(answer.text, MOST_TYPED)}”`
      : [],
  ]);
}

/** What is left of a handoff whose data is gone. */
export function erasedWords(handoff: Handoff): Rich {
  return stacked([[words('Handoff · '), ...ERASED], stateWords(handoff)]);
}

/** Addresses of the ticket and the account; null where there are none. */
export function addressesOf({ ticket, crmId }: HandoffFacts, links: Links): Addresses {
  return {
    ticket: ticket && links.ticket(ticket.host, ticket.id),
    account: crmId === null ? null : links.crmAccount(crmId),
  };
}

/** One below the other; empty ones are left out. */
export function stacked(all: readonly Rich[]): Rich {
  return separated(all, '\n');
}

const ERASED: Rich = [words('its data was erased')];

function separated(all: readonly Rich[], between: string): Rich {
  return join(
    all.filter((each) => each.length > 0),
    between,
  );
}

function salesforceLink(address: string, owner: string | null): Part {
  const shown = pasted(address);
  return shown.kind === 'link' ? link(address, owner === 'smb-pool' ? 'Case' : 'Chatter post') : shown;
}
