/** Working hours of teams. Pure: every method is given the moment. A team the file does not name works like `sales`. */
export interface BusinessHours {
  /** The moment at which so many business hours of the team have passed since `from`. */
  addBusinessHours(team: string, from: Date, hours: number): Date;
  /** Business hours of the team between two moments; 0 when `to` is not later. */
  businessHoursBetween(team: string, from: Date, to: Date): number;
  /**
   * So many working days later at the same local time, moved into the working hours of that day, or to the next
   * opening when that is past the day's last hour. Days that the team does not work do not count.
   */
  addWorkingDays(team: string, from: Date, days: number): Date;
  isWorkingTime(team: string, at: Date): boolean;
  /** The same moment when the team is at work, else when it opens next. */
  nextWorkingTime(team: string, from: Date): Date;
  /** When the team opens on its first working day after the local day of `from`. */
  nextWorkingMorning(team: string, from: Date): Date;
  /** When the team opens first in the week, Monday to Sunday in its zone, after the one in which `from` lies. */
  nextWorkingWeek(team: string, from: Date): Date;
  /** IANA zone. */
  timeZoneOf(team: string): string;
}
