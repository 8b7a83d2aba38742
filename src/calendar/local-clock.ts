import type { Zone } from 'luxon';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What the clock of a zone shows at a moment; both in milliseconds since 1970-01-01T00:00, there and in UTC. */
export function clockAt(zone: Zone, moment: number): number {
  return moment + zone.offset(moment) * MINUTE;
}

/**
 * The first moment at which the clock shows this time or a later one: of a time that it shows twice the first,
 * of one that it skips the moment at which it does.
 */
export function momentAt(zone: Zone, clock: number): number {
  const beforeChange = clock - zone.offset(clock - DAY) * MINUTE;
  if (clockAt(zone, beforeChange) === clock) return beforeChange;
  const afterChange = clock - zone.offset(clock + DAY) * MINUTE;
  if (clockAt(zone, afterChange) === clock) return afterChange;
  return leap(zone, clock, { early: afterChange, late: beforeChange });
}

/** Halves the time between a moment at which the clock shows less and one at which it shows more. */
function leap(zone: Zone, clock: number, within: { early: number; late: number }): number {
  let { early, late } = within;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (clockAt(zone, middle) < clock) early = middle;
    else late = middle;
  }
  return late;
}
