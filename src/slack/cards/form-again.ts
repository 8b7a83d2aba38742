import type { KnownBlock } from '@slack/types';
import { formExpired } from '../../words/answers.ts';
import { ACTIONS } from '../ids.ts';
import { actions, button, section } from '../limits.ts';
import { fromPieces, toMrkdwn } from '../mrkdwn.ts';

/** For a form that came too late to open: a line with a button that opens it. */
export function formAgain(): { text: string; blocks: KnownBlock[] } {
  const line = fromPieces(formExpired());
  const open = button({
    text: 'Open the form',
    label: 'Open the Reseller Check form',
    actionId: ACTIONS.openCheckForm,
  });
  return { text: toMrkdwn(line, 990), blocks: [section(line), actions([open])] };
}
