import type { KnownBlock } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import { bold, joinLines, literalFragment, phrase } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import { salesforceText } from '../../words/salesforce-text.ts';
import { BLOCK_KIT_LIMITS, section } from '../block-kit/blocks.ts';
import { toPlainText } from '../block-kit/mrkdwn.ts';
import { copyableTextInput } from './form-modal.ts';
import { handoffUrls } from './format-handoff.ts';

/** Renders the formal handoff for Salesforce: instructions, the fields of a Case, and the text to copy. */
export function salesforceBlocks(handoff: Handoff, links: Links, now: Date): KnownBlock[] {
  const { content } = handoffStateOf(handoff);
  const addresses = handoffUrls(content, links);
  const { instructions, fields, label, text } = salesforceText(content, addresses, now.toISOString());
  const record = fields.map(
    ({ name, value }) => phrase`${literalFragment(name)}: ${bold([literalFragment(value)])}`,
  );
  return [
    section(joinLines([instructions, ...record])),
    copyableTextInput({
      name: 'salesforce',
      label,
      text: toPlainText(text, BLOCK_KIT_LIMITS.inputValue),
    }),
  ];
}
