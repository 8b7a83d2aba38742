import type { KnownBlock } from '@slack/types';
import { joinLines } from '../../domain/text-fragments.ts';
import { greetingText, HELP_BUTTONS, helpLines, helpTopicsLine } from '../../words/help.ts';
import { actions, button, context, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { ACTIONS } from '../ids.ts';

const SUMMARY_TEXT_LIMIT = 990;

interface HelpMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Renders the help: what the bot does, three examples, the topics and the buttons. */
export function renderHelp(): HelpMessage {
  const text = joinLines(helpLines());
  return {
    text: toMrkdwn(text, SUMMARY_TEXT_LIMIT),
    blocks: [section(text), context(helpTopicsLine()), helpButtons()],
  };
}

/** Renders the greeting, with the buttons of the help. */
export function renderGreeting(): HelpMessage {
  return {
    text: toMrkdwn(greetingText(), SUMMARY_TEXT_LIMIT),
    blocks: [section(greetingText()), helpButtons()],
  };
}

function helpButtons(): KnownBlock {
  return actions([
    button({
      text: HELP_BUTTONS.checkCustomer,
      accessibilityLabel: HELP_BUTTONS.checkCustomer,
      actionId: ACTIONS.openCheckForm,
      primary: true,
    }),
    button({
      text: HELP_BUTTONS.myCases,
      accessibilityLabel: HELP_BUTTONS.myCases,
      actionId: ACTIONS.showMine,
    }),
  ]);
}
