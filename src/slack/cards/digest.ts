import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Digest } from '../../ports.ts';
import type { Table } from '../../words/digest.ts';
import { DIGEST_TITLE, sayWeek, tablesOf } from '../../words/digest.ts';
import { EVENTS } from '../ids.ts';
import { context, header, mrkdwn, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, date, fromPieces, rich, toMrkdwn, words } from '../mrkdwn.ts';
import { stacked } from './handoff-words.ts';

/** A message as it is handed to Slack. */
export interface DigestMessage {
  /** What a phone's notification and a screen reader say. */
  readonly text: string;
  /** The same in one text, for when Slack refuses the blocks. */
  readonly brief: string;
  readonly blocks: KnownBlock[];
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: { readonly digest_id: string };
  };
}

const SPOKEN_LIMIT = 990;
const BRIEF_LIMIT = 2_400;
const FIELD_LIMIT = 1_900;
/** Slack shows two beside one another. */
const COLUMNS = 2;
const DAY = '{date_short}';

/** The week in figures for a channel: what was checked and handed over, and how long it waited. No customer data. */
export function digestMessage(key: string, digest: Digest): DigestMessage {
  const week = fromPieces(sayWeek(digest));
  const tables = tablesOf(digest).map(tableWords);
  const days = rich`${date(digest.from, DAY)} to ${date(digest.to, DAY)}`;
  return {
    text: toMrkdwn([words(`${DIGEST_TITLE}. `), ...week], SPOKEN_LIMIT),
    brief: toMrkdwn(stacked([[bold([words(DIGEST_TITLE)])], days, week, ...tables]), BRIEF_LIMIT),
    blocks: [
      header([words(DIGEST_TITLE)]),
      context(days),
      section(week),
      ...pairs(tables).map(
        (fields): SectionBlock => ({
          type: 'section',
          fields: fields.map((each) => mrkdwn(each, FIELD_LIMIT)),
        }),
      ),
    ],
    metadata: { event_type: EVENTS.resellerDigest, event_payload: { digest_id: key } },
  };
}

function tableWords({ title, rows }: Table): Rich {
  return stacked([[bold([words(title)])], ...rows.map(fromPieces)]);
}

function pairs(all: readonly Rich[]): Rich[][] {
  const starts = Array.from({ length: Math.ceil(all.length / COLUMNS) }, (_, pair) => pair * COLUMNS);
  return starts.map((start) => all.slice(start, start + COLUMNS));
}
