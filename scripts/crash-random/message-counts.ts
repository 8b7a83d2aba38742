import { readFile } from 'node:fs/promises';
import type { LocalSlack } from '../sandbox/slack/local-slack.ts';

/** Returns the replies beside cards and posts with their counts, most frequent first. */
export function countedReplies(slack: LocalSlack): string[] {
  return countByText(replyTexts(slack).filter((text) => !text.startsWith('Checking')));
}

/** Returns how many replies contain this text. */
export function countRepliesWith(slack: LocalSlack, part: string): number {
  return replyTexts(slack).filter((text) => text.includes(part)).length;
}

function replyTexts(slack: LocalSlack): string[] {
  const homes = ['UANA', 'UBEN'].flatMap((user) => slack.directMessages(user).messages);
  return [...slack.ephemerals(), ...homes.filter(({ metadata }) => !metadata)].map(({ text }) => text);
}

/** Returns the log lines with their counts, without the fields that differ from line to line. */
export async function countedLogLines(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  return countByText(lines.map((line) => line.replace(/"(time|pid|hostname)":("[^"]*"|\d+),?/g, '')));
}

function countByText(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const alike = text.replace(/\d{4,}[\d.]*/g, '…');
    counts.set(alike, (counts.get(alike) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([text, times]) => `${times} × ${text}`);
}
