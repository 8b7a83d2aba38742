/** How a person wants to be told of what happens to their cases. */
export interface UserPreferences {
  /** `dm`: in direct messages. `mention`: in the thread of the case's card, where one is. */
  readonly notifyBy: 'dm' | 'mention';
  /** Hours of the day, in the person's zone, from and until which nothing is said; null: none. They may span midnight. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
  /** IANA zone, as Slack knows it. */
  readonly timeZone: string;
}

export const DEFAULT_PREFERENCES: UserPreferences = { notifyBy: 'dm', quietHours: null, timeZone: 'UTC' };

/** Every zone is so many quarters of an hour off. */
const QUARTER_MS = 900_000;
const MAX_QUARTERS = 30 * 4;

/** When the person's quiet hours end, if the moment lies in them; null: they may be told now. */
export function quietHoursEnd({ quietHours: quiet, timeZone }: UserPreferences, at: Date): Date | null {
  if (!quiet || quiet.from === quiet.to || !isQuietHour(quiet, hourIn(timeZone, at))) return null;
  // Step by step, since a day in a zone may have one hour more or one less.
  let end = new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS + QUARTER_MS);
  for (
    let quarters = 0;
    quarters < MAX_QUARTERS && isQuietHour(quiet, hourIn(timeZone, end));
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
