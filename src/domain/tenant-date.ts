/** Zuora's tenant counts its days in US Pacific time, whoever asks. */
const ZUORA_TIME_ZONE = 'America/Los_Angeles';

const tenantDateFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZUORA_TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The tenant's date at that moment, YYYY-MM-DD. */
export function tenantDate(now: Date): string {
  return tenantDateFormat.format(now);
}

/** Whole days from one YYYY-MM-DD to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
