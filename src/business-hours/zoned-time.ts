import type { Zone } from 'luxon';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the clock of a zone shows at a moment; both in milliseconds since 1970-01-01T00:00, there and in UTC. */
export function localMsAt(zone: Zone, epochMs: number): number {
  return epochMs + zone.offset(epochMs) * MINUTE_MS;
}

/**
 * The first moment at which the clock shows this time or a later one: of a time that it shows twice the first,
 * of one that it skips the moment at which it does.
 */
export function epochMsAtLocal(zone: Zone, localMs: number): number {
  const beforeChange = localMs - zone.offset(localMs - DAY_MS) * MINUTE_MS;
  if (localMsAt(zone, beforeChange) === localMs) return beforeChange;
  const afterChange = localMs - zone.offset(localMs + DAY_MS) * MINUTE_MS;
  if (localMsAt(zone, afterChange) === localMs) return afterChange;
  return findClockChange(zone, localMs, { early: afterChange, late: beforeChange });
}

/** Halves the time between a moment at which the clock shows less and one at which it shows more. */
function findClockChange(zone: Zone, localMs: number, bounds: { early: number; late: number }): number {
  let { early, late } = bounds;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (localMsAt(zone, middle) < localMs) early = middle;
    else late = middle;
  }
  return late;
}
