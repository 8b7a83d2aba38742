/** A person's notification settings. */
export interface UserPreferences {
  /** `dm`: direct message. `mention`: mention in the thread of the case's card, if there is one. */
  readonly notifyBy: 'dm' | 'mention';
  /** Local hours, 0 to 23, between which no notification is sent; `to` is exclusive. May span midnight. Null when not set. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
  /** IANA name, from the person's Slack profile. */
  readonly timeZone: string;
}

export const DEFAULT_PREFERENCES: UserPreferences = { notifyBy: 'dm', quietHours: null, timeZone: 'UTC' };

/** UTC offsets are multiples of 15 minutes. */
const QUARTER_MS = 900_000;
const MAX_QUARTERS = 30 * 4;

/** Returns the end of the quiet hours that contain the given time; null outside quiet hours. */
export function quietHoursEnd({ quietHours, timeZone }: UserPreferences, at: Date): Date | null {
  if (!quietHours || quietHours.from === quietHours.to) return null;
  if (!isQuietHour(quietHours, hourIn(timeZone, at))) return null;
  // Steps through the local clock, because a local day may have 23 or 25 hours.
  let end = new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS + QUARTER_MS);
  for (
    let quarters = 0;
    quarters < MAX_QUARTERS && isQuietHour(quietHours, hourIn(timeZone, end));
    quarters += 1
  ) {
    end = new Date(end.getTime() + QUARTER_MS);
  }
  return end;
}

function isQuietHour({ from, to }: NonNullable<UserPreferences['quietHours']>, hour: number): boolean {
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

function hourIn(timeZone: string, at: Date): number {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  return Number(hour.format(at));
}
