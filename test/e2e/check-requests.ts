import type { InteractionResult, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import type { TestApp } from './harness.ts';
import { visibleText, waitUntil } from './harness.ts';

/** Halden Mills, who bought through a reseller. */
export const HALDEN_SUBSCRIPTION = 'A-S00900001';

/** Runs a command as Ana in the support channel. */
export function requestCheck({ slack }: TestApp, text = HALDEN_SUBSCRIPTION): Promise<InteractionResult> {
  return slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });
}

/** Re-checks a card as Ana. */
export function requestRecheck({ slack }: TestApp, { channel, ts }: Message): Promise<InteractionResult> {
  return slack.click({ user: 'UANA', channel, ts, actionId: 'recheck' });
}

/** Returns Ana's ephemeral messages, without those of an acknowledgement or from Slack. */
export function ephemeralTexts({ slack }: TestApp): string[] {
  const all = slack.ephemerals({ user: 'UANA', channel: 'CSUPPORT' }).map(visibleText);
  return all.filter((text) => !/^Checking|failed with the error/.test(text));
}

export async function firstEphemeralText(testApp: TestApp): Promise<string> {
  return waitUntil('a line for Ana alone', () => ephemeralTexts(testApp)[0]);
}

/** Returns Ana's direct messages with the bot. */
export function directMessages({ slack }: TestApp): readonly Message[] {
  return slack.directMessages('UANA').messages;
}

/** Returns the current state of a message. */
export function currentMessage({ slack }: TestApp, { channel, ts }: Message): Message | undefined {
  return slack.messages(channel).find((one) => one.ts === ts);
}

/**
 * Makes the bot forget which ticket or subscription its cases are about, so that a later check opens a case of its own. For
 * tests that share an application.
 */
export async function forgetOpenCases({ executeSql }: TestApp): Promise<void> {
  await executeSql('delete from case_references; delete from latest_cases');
}
