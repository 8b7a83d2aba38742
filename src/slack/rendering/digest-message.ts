import type { KnownBlock, SectionBlock } from '@slack/types';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinLines, literalFragment } from '../../domain/text-fragments.ts';
import type { WeeklyDigest } from '../../ports/messenger.ts';
import type { DigestTable } from '../../words/digest-text.ts';
import { DIGEST_TITLE, digestSummaryText, digestTables } from '../../words/digest-text.ts';
import { header, mrkdwnObject, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { METADATA_EVENT_TYPES } from '../ids.ts';

/** A message as it is sent to Slack. */
export interface DigestMessage {
  /** Text for notifications and screen readers. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: { readonly digest_id: string };
  };
}

const SUMMARY_TEXT_LIMIT = 990;
const SECTION_FIELD_LIMIT = 1_900;
/** Slack shows two section fields side by side. */
const TABLES_PER_ROW = 2;

/** Renders the weekly summary: numbers of checks and handoffs, and median waiting times. Contains no customer data. */
export function renderDigest(key: string, digest: WeeklyDigest): DigestMessage {
  const week = digestSummaryText(digest);
  const tables = digestTables(digest).map(formatTable);
  return {
    text: toMrkdwn([literalFragment(`${DIGEST_TITLE}. `), ...week], SUMMARY_TEXT_LIMIT),
    blocks: [
      header([literalFragment(DIGEST_TITLE)]),
      section(week),
      ...groupIntoRows(tables).map(
        (fields): SectionBlock => ({
          type: 'section',
          fields: fields.map((each) => mrkdwnObject(each, SECTION_FIELD_LIMIT)),
        }),
      ),
    ],
    metadata: { event_type: METADATA_EVENT_TYPES.resellerDigest, event_payload: { digest_id: key } },
  };
}

function formatTable({ title, rows }: DigestTable): RichText {
  return joinLines([[bold([literalFragment(title)])], ...rows]);
}

function groupIntoRows(all: readonly RichText[]): RichText[][] {
  const starts = Array.from(
    { length: Math.ceil(all.length / TABLES_PER_ROW) },
    (_, pair) => pair * TABLES_PER_ROW,
  );
  return starts.map((start) => all.slice(start, start + TABLES_PER_ROW));
}
