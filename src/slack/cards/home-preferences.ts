import type { SectionBlock } from '@slack/types';
import type { Preferences } from '../../domain/preferences.ts';
import { PREFERENCES, QUIET_HOURS, quietLabel, sayZone, TELL_LABELS } from '../../words/home.ts';
import { ACTIONS } from '../ids.ts';
import type { SelectParts } from '../limits.ts';
import { section, select } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, words } from '../mrkdwn.ts';
import { stacked } from './handoff-words.ts';

/**
 * How a person wants to be told, and when not. The blocks have no ids of ours, so that Slack shows what is stored and
 * not what was chosen last.
 */
export function preferenceBlocks(preferences: Preferences): SectionBlock[] {
  return [tellBlock(preferences), quietBlock(preferences)];
}

function tellBlock({ tell }: Preferences): SectionBlock {
  const options = (['dm', 'mention'] as const).map((each) => ({
    text: TELL_LABELS[each],
    value: JSON.stringify({ tell: each }),
  }));
  return choice([bold([words(PREFERENCES.tell)])], {
    actionId: ACTIONS.preferTell,
    placeholder: PREFERENCES.tellShort,
    options,
    initial: JSON.stringify({ tell }),
  });
}

function quietBlock(preferences: Preferences): SectionBlock {
  const chosen = quietValue(preferences.quiet);
  const offered = QUIET_HOURS.map(quietValue).includes(chosen);
  const hours = offered ? QUIET_HOURS : [...QUIET_HOURS, preferences.quiet];
  const options = hours.map((quiet) => ({ text: quietLabel(quiet), value: quietValue(quiet) }));
  return choice(stacked([[bold([words(PREFERENCES.quiet)])], fromPieces(sayZone(preferences))]), {
    actionId: ACTIONS.preferQuiet,
    placeholder: PREFERENCES.quietShort,
    options,
    initial: chosen,
  });
}

function quietValue(quiet: Preferences['quiet']): string {
  return JSON.stringify({ quiet: quiet && { from: quiet.from, to: quiet.to } });
}

function choice(text: Rich, parts: SelectParts): SectionBlock {
  return { ...section(text), accessory: select(parts) };
}
