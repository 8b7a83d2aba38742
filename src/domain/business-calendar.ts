export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Part of a day, in minutes of the local clock since midnight: 0 to 1440, the end not included. */
export interface Span {
  readonly opens: number;
  readonly closes: number;
}

/** When a team works. */
export interface TeamHours {
  /** IANA zone. */
  readonly zone: string;
  /** In order, without overlaps; none: a day off. */
  readonly hours: Readonly<Record<Weekday, readonly Span[]>>;
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

const OFFICE_DAY: readonly Span[] = [{ opens: 9 * 60, closes: 17 * 60 }];

/** Where no file says otherwise. */
export const BUILT_IN_HOURS: TeamHours = {
  zone: 'UTC',
  hours: {
    mon: OFFICE_DAY,
    tue: OFFICE_DAY,
    wed: OFFICE_DAY,
    thu: OFFICE_DAY,
    fri: OFFICE_DAY,
    sat: [],
    sun: [],
  },
  holidays: [],
};
