import type { Message, Outcome } from '../../scripts/sandbox/slack/local-slack.ts';
import type { Whole } from './harness.ts';
import { until, words } from './harness.ts';

/** Halden Mills, who bought through a reseller. */
export const HALDEN = 'A-S00900001';

/** Ana types a command in the support channel. */
export function ask({ slack }: Whole, text = HALDEN): Promise<Outcome> {
  return slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });
}

/** Ana has a card checked again. */
export function recheck({ slack }: Whole, { channel, ts }: Message): Promise<Outcome> {
  return slack.click({ user: 'UANA', channel, ts, actionId: 'recheck' });
}

/** What Ana alone reads in the channel, without the lines that come with an acknowledgement or from Slack. */
export function saidHere({ slack }: Whole): string[] {
  const all = slack.ephemerals({ user: 'UANA', channel: 'CSUPPORT' }).map(words);
  return all.filter((text) => !/^Checking|failed with the error/.test(text));
}

export async function lineHere(whole: Whole): Promise<string> {
  return until('a line for Ana alone', () => saidHere(whole)[0]);
}

/** Ana's direct messages with the bot. */
export function home({ slack }: Whole): readonly Message[] {
  return slack.directMessages('UANA').messages;
}

/** A message as it is now. */
export function newest({ slack }: Whole, { channel, ts }: Message): Message | undefined {
  return slack.messages(channel).find((one) => one.ts === ts);
}
