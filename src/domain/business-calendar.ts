export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A part of a local day in minutes since midnight, 0 to 1440. `closesAtMinute` is exclusive. */
export interface LocalTimeRange {
  readonly opensAtMinute: number;
  readonly closesAtMinute: number;
}

/** The time zone, weekly hours and holidays of a team. */
export interface TeamHours {
  /** IANA name. */
  readonly timeZone: string;
  /** Sorted, without overlaps. An empty list is a day off. */
  readonly hours: Readonly<Record<Weekday, readonly LocalTimeRange[]>>;
  /** Local dates without working hours, YYYY-MM-DD. */
  readonly holidays: readonly string[];
}

/** The hours of every team. Support engineers are `support`; a region without an entry uses the hours of `sales`. */
export interface BusinessCalendar {
  readonly teams: {
    readonly support: TeamHours;
    readonly sales: TeamHours;
    readonly [region: string]: TeamHours;
  };
}

const DEFAULT_WORKING_DAY: readonly LocalTimeRange[] = [{ opensAtMinute: 9 * 60, closesAtMinute: 17 * 60 }];

/** Monday to Friday, 09:00 to 17:00 UTC. Used when no calendar file is set. */
export const DEFAULT_TEAM_HOURS: TeamHours = {
  timeZone: 'UTC',
  hours: {
    mon: DEFAULT_WORKING_DAY,
    tue: DEFAULT_WORKING_DAY,
    wed: DEFAULT_WORKING_DAY,
    thu: DEFAULT_WORKING_DAY,
    fri: DEFAULT_WORKING_DAY,
    sat: [],
    sun: [],
  },
  holidays: [],
};

/**
 * Working-time arithmetic for teams. Pure: every method is given the moment. A team without hours of its own works like
 * `sales`.
 */
export interface BusinessHours {
  /** Returns the moment at which that many business hours of the team have passed since `from`. */
  addBusinessHours(team: string, from: Date, hours: number): Date;
  /** Returns the business hours of the team between two moments; 0 when `to` is not later. */
  businessHoursBetween(team: string, from: Date, to: Date): number;
  /**
   * Returns the same local time that many working days later, moved into the working hours of that day, or to the next
   * opening when it is past the day's last hour. Days that the team does not work do not count.
   */
  addWorkingDays(team: string, from: Date, days: number): Date;
  isWorkingTime(team: string, at: Date): boolean;
  /** Returns `from` when the team is at work then, else when it opens next. */
  nextWorkingTime(team: string, from: Date): Date;
  /** Returns when the team opens on its first working day after the local day of `from`. */
  nextWorkingMorning(team: string, from: Date): Date;
  /** Returns when the team first opens in the week (Monday to Sunday in its zone) after the one that contains `from`. */
  nextWorkingWeek(team: string, from: Date): Date;
  /** Returns the team's IANA zone. */
  timeZoneOf(team: string): string;
}
