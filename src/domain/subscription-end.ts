import { daysBetween } from './dates.ts';
import type { Subscription } from './upstream-records.ts';

/** Days after its end during which a subscription still counts as current. */
export const SUBSCRIPTION_GRACE_DAYS = 30;

/** Returns the days since the end of the subscription; null while it runs or without an end. */
export function endedDaysAgo({ endsOn }: Pick<Subscription, 'endsOn'>, today: string): number | null {
  if (endsOn === null) return null;
  const days = daysBetween(endsOn, today);
  return days >= 0 ? days : null;
}

/** Returns true when a subscription that ended this many days ago no longer counts as current. */
export function isPastGracePeriod(daysSinceEnd: number | null): boolean {
  return daysSinceEnd !== null && daysSinceEnd > SUBSCRIPTION_GRACE_DAYS;
}

/** Returns true while the subscription runs (a cancelled one runs until its end) and during the grace period after its end. */
export function isCurrentSubscription(subscription: Subscription, today: string): boolean {
  if (subscription.endsOn === null)
    return subscription.status !== 'Cancelled' && subscription.status !== 'Expired';
  return !isPastGracePeriod(endedDaysAgo(subscription, today));
}
