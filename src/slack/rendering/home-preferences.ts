import type { SectionBlock } from '@slack/types';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinLines, literalFragment } from '../../domain/text-fragments.ts';
import type { UserPreferences } from '../../domain/user-preferences.ts';
import {
  NOTIFY_LABELS,
  PREFERENCE_LABELS,
  QUIET_HOURS_OPTIONS,
  quietHoursLabel,
  quietHoursZoneText,
} from '../../words/home-tab-text.ts';
import type { SelectOptions } from '../block-kit/blocks.ts';
import { section, staticSelect } from '../block-kit/blocks.ts';
import { ACTIONS } from '../ids.ts';

/**
 * Returns the menus for notifications and quiet hours. The blocks have no fixed ids, so that Slack shows the stored values
 * and not what the user chose before.
 */
export function preferenceBlocks(preferences: UserPreferences): SectionBlock[] {
  return [notifyBlock(preferences), quietHoursBlock(preferences)];
}

function notifyBlock({ notifyBy }: UserPreferences): SectionBlock {
  const options = (['dm', 'mention'] as const).map((each) => ({
    text: NOTIFY_LABELS[each],
    value: notifyByValue(each),
  }));
  return selectSection([bold([literalFragment(PREFERENCE_LABELS.tell)])], {
    actionId: ACTIONS.setNotifications,
    placeholder: PREFERENCE_LABELS.tellShort,
    options,
    initialValue: notifyByValue(notifyBy),
  });
}

function notifyByValue(notifyBy: UserPreferences['notifyBy']): string {
  const value: Pick<UserPreferences, 'notifyBy'> = { notifyBy };
  return JSON.stringify(value);
}

function quietHoursBlock(preferences: UserPreferences): SectionBlock {
  const chosen = quietHoursValue(preferences.quietHours);
  const offered = QUIET_HOURS_OPTIONS.map(quietHoursValue).includes(chosen);
  const hours = offered ? QUIET_HOURS_OPTIONS : [...QUIET_HOURS_OPTIONS, preferences.quietHours];
  const options = hours.map((quiet) => ({ text: quietHoursLabel(quiet), value: quietHoursValue(quiet) }));
  return selectSection(
    joinLines([[bold([literalFragment(PREFERENCE_LABELS.quiet)])], quietHoursZoneText(preferences)]),
    {
      actionId: ACTIONS.setQuietHours,
      placeholder: PREFERENCE_LABELS.quietShort,
      options,
      initialValue: chosen,
    },
  );
}

function quietHoursValue(quiet: UserPreferences['quietHours']): string {
  const value: Pick<UserPreferences, 'quietHours'> = {
    quietHours: quiet && { from: quiet.from, to: quiet.to },
  };
  return JSON.stringify(value);
}

function selectSection(text: RichText, parts: SelectOptions): SectionBlock {
  return { ...section(text), accessory: staticSelect(parts) };
}
