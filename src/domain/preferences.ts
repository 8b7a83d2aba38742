/** How a person wants to be told of what happens to their cases. */
export interface Preferences {
  /** `dm`: in direct messages. `mention`: in the thread of the case's card, where one is. */
  readonly tell: 'dm' | 'mention';
  /** Hours of the day, in the person's zone, from and until which nothing is said; null: none. They may span midnight. */
  readonly quiet: { readonly from: number; readonly to: number } | null;
  /** IANA zone, as Slack knows it. */
  readonly zone: string;
}

export const NO_PREFERENCES: Preferences = { tell: 'dm', quiet: null, zone: 'UTC' };

/** Every zone is so many quarters of an hour off. */
const QUARTER_MS = 900_000;
const LONGEST_QUARTERS = 30 * 4;

/** When the person's quiet hours end, if the moment lies in them; null: they may be told now. */
export function quietUntil({ quiet, zone }: Preferences, at: Date): Date | null {
  if (!quiet || quiet.from === quiet.to || !isQuiet(quiet, hourIn(zone, at))) return null;
  // Step by step, since a day in a zone may have one hour more or one less.
  let end = new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS + QUARTER_MS);
  for (let quarters = 0; quarters < LONGEST_QUARTERS && isQuiet(quiet, hourIn(zone, end)); quarters += 1) {
    end = new Date(end.getTime() + QUARTER_MS);
  }
  return end;
}

function isQuiet({ from, to }: NonNullable<Preferences['quiet']>, hour: number): boolean {
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

function hourIn(zone: string, at: Date): number {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  return Number(hour.format(at));
}
