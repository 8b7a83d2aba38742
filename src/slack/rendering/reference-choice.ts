import type { KnownBlock } from '@slack/types';
import type { ChoiceContext } from '../../domain/lookup-target.ts';
import type { Reference } from '../../domain/reference.ts';
import type { LookupSuggestion } from '../../domain/suggest-lookups.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinFragments, literalFragment, phrase } from '../../domain/text-fragments.ts';
import { ignoredWordsText } from '../../words/invalid-reference-text.ts';
import { withoutTopicText } from '../../words/not-understood-text.ts';
import { referenceName, severalReferencesText } from '../../words/replies.ts';
import { button, context, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { ACTIONS } from '../ids.ts';

const MAX_CHOICES = 5;
const SUMMARY_TEXT_LIMIT = 990;

/**
 * Asks which of several references to check. Email addresses get no button, because its value would contain the address.
 * `ignoredWords`: unrecognized words, listed below the choices.
 */
export function renderReferenceChoice(
  choices: readonly Reference[],
  choiceContext: ChoiceContext = {},
  ignoredWords: readonly string[] = [],
): { text: string; blocks: KnownBlock[] } {
  const shown = choices.slice(0, MAX_CHOICES);
  const rest = formatRemainingChoices(choices, choices.length - shown.length);
  return {
    text: toMrkdwn(severalReferencesText(shown.map(referenceName)), SUMMARY_TEXT_LIMIT),
    blocks: [
      section(severalReferencesText([])),
      ...shown.map((choice) => choiceBlock(choice, choiceContext)),
      ...(rest.length === 0 ? [] : [context(rest)]),
      ...(ignoredWords.length === 0 ? [] : [context(ignoredWordsText(ignoredWords))]),
    ],
  };
}

function formatRemainingChoices(choices: readonly Reference[], more: number): RichText {
  const address = choices.some(({ kind }) => kind === 'email');
  const sentences = [
    ...(more > 0 ? [[literalFragment(`…and ${more} more; run the command with the one you mean.`)]] : []),
    ...(address ? [phrase`For an email address, run the command with it.`] : []),
  ];
  return joinFragments(sentences, ' ');
}

/** Returns one row for each suggestion, with a button that checks it. */
export function suggestionBlocks(
  suggestions: readonly LookupSuggestion[],
  choiceContext: ChoiceContext,
): KnownBlock[] {
  const isTopicMistyped = suggestions.some(({ topic }) => topic !== undefined);
  return suggestions.map(({ subject, ...suggested }) => {
    const detail = isTopicMistyped ? (suggested.topic ?? withoutTopicText()) : undefined;
    return choiceBlock(subject, { ...choiceContext, ...suggested }, detail);
  });
}

/** `detail` is named beside the reference. */
function choiceBlock(choice: Reference, choiceContext: ChoiceContext, detail?: string): KnownBlock {
  const name = `${referenceName(choice)}${detail ? `, ${detail}` : ''}`;
  const text = phrase`${bold(phrase`${name}`)}`;
  if (choice.kind === 'email') return section(text);
  const value = { ...choice, ...choiceContext };
  return section(
    text,
    button({
      text: 'Check this',
      accessibilityLabel: `Check ${name}`,
      actionId: ACTIONS.chooseReference,
      value,
    }),
  );
}
