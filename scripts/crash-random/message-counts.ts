import { readFile } from 'node:fs/promises';
import type { LocalSlack } from '../sandbox/slack/local-slack.ts';
import { PEOPLE } from './random-requests.ts';

/** Returns the replies that are neither cards nor posts, with their counts, most frequent first. */
export function countedReplies(slack: LocalSlack): string[] {
  return countByText(replyTexts(slack).filter((text) => !text.startsWith('Checking')));
}

/** Returns the texts of a person's direct messages that are neither cards nor posts, oldest first. */
export function directMessageTexts(slack: LocalSlack, user: string): string[] {
  return slack
    .directMessages(user)
    .messages.filter(({ metadata }) => !metadata)
    .map(({ text }) => text);
}

function replyTexts(slack: LocalSlack): string[] {
  const ephemerals = slack.ephemerals().map(({ text }) => text);
  return [...ephemerals, ...PEOPLE.flatMap((user) => directMessageTexts(slack, user))];
}

/** Returns the log lines with their counts, without the fields that differ from line to line. */
export async function countedLogLines(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  return countByText(
    lines.map((line) => line.replace(/"(time|pid|hostname|requestKey|messageKey|key)":("[^"]*"|\d+),?/g, '')),
  );
}

function countByText(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const alike = text.replace(/\d{4,}[\d.]*/g, '…');
    counts.set(alike, (counts.get(alike) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([text, times]) => `${times} × ${text}`);
}
