/** How long a system asks us to wait, in milliseconds; 0 when it does not say. Seconds or an HTTP date. */
export function retryAfterMs(headers: Headers, now: () => Date): number {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return 0;
  // Their clock, where they tell it: ours may be off by more than the wait.
  const serverTime = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(serverTime) ? now().getTime() : serverTime));
}
