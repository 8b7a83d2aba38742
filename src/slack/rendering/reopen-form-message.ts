import type { KnownBlock } from '@slack/types';
import { formExpiredText } from '../../words/replies.ts';
import { actions, button, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { ACTIONS } from '../ids.ts';

/** For a form that came too late to open: a line with a button that opens it. */
export function renderReopenFormMessage(): { text: string; blocks: KnownBlock[] } {
  const line = formExpiredText();
  const open = button({
    text: 'Open the form',
    accessibilityLabel: 'Open the Reseller Check form',
    actionId: ACTIONS.openCheckForm,
  });
  return { text: toMrkdwn(line, 990), blocks: [section(line), actions([open])] };
}
