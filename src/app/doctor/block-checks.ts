import type { WebClient } from '@slack/web-api';
import { failureReason } from '../../slack/web-api/slack-error.ts';
import { type DoctorFinding, findingsOf } from './report.ts';

const { ok, warning, skipped } = findingsOf('Blocks');

/** A collapsible block, which cards use where Slack accepts it. */
const FOLDED_BLOCK = {
  type: 'container',
  title: { type: 'plain_text', text: 'Evidence' },
  is_collapsible: true,
  default_collapsed: true,
  child_blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Zuora' } }],
};

/** Asks Slack whether it accepts the blocks that only newer workspaces have. Posts nothing. */
export async function checkBlocks(client: WebClient): Promise<DoctorFinding> {
  try {
    await client.apiCall('blocks.validate', { blocks: [FOLDED_BLOCK] });
    return ok('Slack accepts collapsible blocks.');
  } catch (error) {
    const reason = failureReason(error);
    return reason.includes('invalid_blocks')
      ? warning(
          'Slack rejects collapsible blocks.',
          'Nothing to do: cards use buttons that open a modal instead.',
        )
      : skipped(`Slack did not validate blocks (${reason}).`);
  }
}
