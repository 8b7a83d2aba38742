export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Time zone of Zuora's dates, independent of the reader's. */
const ZUORA_TIME_ZONE = 'America/Los_Angeles';

const tenantDateFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZUORA_TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** Returns the date in the tenant's time zone, YYYY-MM-DD. */
export function tenantDate(now: Date): string {
  return tenantDateFormat.format(now);
}

/** Returns the number of days between two dates (YYYY-MM-DD); negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
