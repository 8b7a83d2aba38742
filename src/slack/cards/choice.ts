import type { KnownBlock } from '@slack/types';
import type { Reference } from '../../domain/reference.ts';
import type { ChoiceContext } from '../../domain/wanted.ts';
import { nameOf, severalFound } from '../../words/answers.ts';
import { sayUnread } from '../../words/typos.ts';
import { ACTIONS } from '../ids.ts';
import { button, context, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join, rich, toMrkdwn, words } from '../mrkdwn.ts';

const MOST_CHOICES = 5;
const TEXT_LIMIT = 990;

/**
 * Asks which one of several things to check. An e-mail address gets no button: a button would carry it. `unread`: words that
 * were not understood, which are named below.
 */
export function choiceMessage(
  choices: readonly Reference[],
  beside: ChoiceContext = {},
  unread: readonly string[] = [],
): { text: string; blocks: KnownBlock[] } {
  const shown = choices.slice(0, MOST_CHOICES);
  const rest = remainder(choices, choices.length - shown.length);
  return {
    text: toMrkdwn(fromPieces(severalFound(shown.map(nameOf))), TEXT_LIMIT),
    blocks: [
      section(fromPieces(severalFound([]))),
      ...shown.map((choice) => choiceBlock(choice, beside)),
      ...(rest.length === 0 ? [] : [context(rest)]),
      ...(unread.length === 0 ? [] : [context(fromPieces(sayUnread(unread)))]),
    ],
  };
}

function remainder(choices: readonly Reference[], more: number): Rich {
  const address = choices.some(({ kind }) => kind === 'email');
  const sentences = [
    ...(more > 0 ? [[words(`…and ${more} more; run the command with the one you mean.`)]] : []),
    ...(address ? [rich`For an e-mail address, run the command with it.`] : []),
  ];
  return join(sentences, ' ');
}

function choiceBlock(choice: Reference, beside: ChoiceContext): KnownBlock {
  const name = nameOf(choice);
  const text = rich`${bold(rich`${name}`)}`;
  if (choice.kind === 'email') return section(text);
  const value = { ...choice, ...beside };
  return section(
    text,
    button({ text: 'Check this', label: `Check ${name}`, actionId: ACTIONS.chooseReference, value }),
  );
}
