export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Part of a day, in minutes of the local clock since midnight: 0 to 1440, the end not included. */
export interface LocalTimeRange {
  readonly opensAtMinute: number;
  readonly closesAtMinute: number;
}

/** When a team works. */
export interface TeamHours {
  /** IANA zone. */
  readonly timeZone: string;
  /** In order, without overlaps; none: a day off. */
  readonly hours: Readonly<Record<Weekday, readonly LocalTimeRange[]>>;
  /** Local dates on which nobody works, YYYY-MM-DD. */
  readonly holidays: readonly string[];
}

/** Who works when. The engineers are `support`; a region without hours of its own works like `sales`. */
export interface BusinessCalendar {
  readonly teams: {
    readonly support: TeamHours;
    readonly sales: TeamHours;
    readonly [region: string]: TeamHours;
  };
}

const DEFAULT_WORKING_DAY: readonly LocalTimeRange[] = [{ opensAtMinute: 9 * 60, closesAtMinute: 17 * 60 }];

/** Where no file says otherwise. */
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
