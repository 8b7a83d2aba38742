import type { ContainerBlock, KnownBlock } from '@slack/types';
import { BLOCK_KIT_LIMITS, plainTextObject } from './blocks.ts';

/** Returns the blocks folded behind a title. Slack shows them when the title is clicked. */
export function folded(title: string, children: readonly KnownBlock[], blockId: string): ContainerBlock {
  return {
    type: 'container',
    title: plainTextObject(title, BLOCK_KIT_LIMITS.containerTitle),
    is_collapsible: true,
    default_collapsed: true,
    block_id: blockId.slice(0, BLOCK_KIT_LIMITS.blockId),
    child_blocks: children.slice(0, BLOCK_KIT_LIMITS.containerBlocks) as ContainerBlock['child_blocks'],
  };
}
