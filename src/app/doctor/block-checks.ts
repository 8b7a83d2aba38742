import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { literalFragment } from '../../domain/text-fragments.ts';
import { actions, button, context, header, section } from '../../slack/block-kit/blocks.ts';
import { folded } from '../../slack/block-kit/folded.ts';
import { failureReason } from '../../slack/web-api/slack-error.ts';
import { type DoctorFinding, findingsOf } from './report.ts';

const { ok, warning, failed, skipped } = findingsOf('Blocks');

const text = [literalFragment('Reseller Check')];

/** One block of each kind that messages use. */
const BLOCKS_BY_KIND: Readonly<Record<string, KnownBlock>> = {
  header: header(text),
  section: section(text),
  context: context(text),
  divider: { type: 'divider' },
  actions: actions([button({ text: 'Done', actionId: 'check', accessibilityLabel: 'Done' })]),
  container: folded('Evidence', [section(text)], 'check'),
};

/** Asks Slack whether it accepts each kind of block. Posts nothing. */
export async function checkBlocks(client: WebClient): Promise<DoctorFinding[]> {
  return Promise.all(Object.entries(BLOCKS_BY_KIND).map(([kind, block]) => checkBlock(client, kind, block)));
}

async function checkBlock(client: WebClient, kind: string, block: KnownBlock): Promise<DoctorFinding> {
  try {
    await client.apiCall('blocks.validate', { blocks: [block] });
    return ok(`Slack accepts ${kind} blocks.`);
  } catch (error) {
    const reason = failureReason(error);
    if (!reason.includes('invalid_blocks'))
      return skipped(`Slack did not validate ${kind} blocks (${reason}).`);
    // Only newer workspaces have collapsible blocks.
    return kind === 'container'
      ? warning(
          'Slack rejects container blocks.',
          'Nothing to do: cards use buttons that open a modal instead.',
        )
      : failed(`Slack rejects ${kind} blocks.`, 'Upgrade Reseller Check.');
  }
}
