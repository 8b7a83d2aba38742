import type { BusinessHours } from '../../src/domain/business-calendar.ts';
import type { MovableClock } from './clock/movable-clock.ts';
import { ownProperty } from './own-property.ts';
import { UPSTREAM_EVENTS } from './upstream-events.ts';
import type { FaultMode } from './upstreams/faults.ts';
import type { Upstreams } from './upstreams/upstreams.ts';

const FAULT_MODES = ['none', 'down', 'slow', '500', '429', 'nonsense'] as const satisfies FaultMode[];
const SYSTEMS = ['zuora', 'salesforce', 'zendesk'] as const;
type System = (typeof SYSTEMS)[number];

/** Longer steps would skip what a person wants to see on the way. */
const MAX_CLOCK_STEP_MS = 31 * 24 * 60 * 60_000;
/** The team whose working days the clock's buttons count. */
const TEAM = 'support';

/** What a person at the page can do to the sandbox itself. */
export interface SandboxControls {
  /** What the page shows of it; becomes part of `extra` in the page's state. */
  state(): Record<string, unknown>;
  /** Takes one of `clock`, `upstreamEvent`, `restart`, `refuseContainers` and `fault`. Answers `{ ok, error? }`. */
  apply(body: Record<string, unknown>): Promise<unknown>;
}

interface ControlledParts {
  readonly clock: MovableClock;
  readonly upstreams: Upstreams;
  readonly businessHours: BusinessHours;
  /** Block types that the local Slack refuses. */
  readonly refusedBlocks: Set<string>;
  /** Stops the bot and starts it again with the same database. Resolves once it is ready. */
  readonly restartBot: () => Promise<void>;
}

export function createControls(parts: ControlledParts): SandboxControls {
  const { clock, upstreams, refusedBlocks } = parts;
  const faults: Record<System, string> = { zuora: 'none', salesforce: 'none', zendesk: 'none' };
  let restartMs: number | null = null;
  return {
    state: () => ({
      now: new Date(clock.now()).toISOString(),
      faults,
      faultModes: FAULT_MODES,
      refusesContainers: refusedBlocks.has('container'),
      restartMs,
      upstreamEvents: UPSTREAM_EVENTS.map(({ id, title }) => ({ id, title })),
    }),
    async apply(body) {
      if (body['clock'] !== undefined) return moveClock(body['clock'], parts);
      if (body['upstreamEvent']) return applyUpstreamEvent(body['upstreamEvent'], upstreams);
      if (body['restart']) {
        const begunAt = Date.now();
        await parts.restartBot();
        restartMs = Date.now() - begunAt;
        return { ok: true };
      }
      if (typeof body['refuseContainers'] !== 'boolean') return switchFault(body, upstreams, faults);
      if (body['refuseContainers']) refusedBlocks.add('container');
      else refusedBlocks.delete('container');
      return { ok: true };
    },
  };
}

/** `by`: milliseconds, `next-working-morning` or `3-working-days`. */
async function moveClock(by: unknown, { clock, businessHours }: ControlledParts): Promise<unknown> {
  const from = new Date(clock.now());
  const targets: Record<string, () => Date> = {
    'next-working-morning': () => businessHours.nextWorkingMorning(TEAM, from),
    '3-working-days': () => businessHours.addWorkingDays(TEAM, from, 3),
  };
  const target = typeof by === 'string' ? ownProperty(targets, by)?.() : undefined;
  const ms = target ? target.getTime() - from.getTime() : by;
  if (typeof ms !== 'number' || !(ms > 0) || ms > MAX_CLOCK_STEP_MS)
    return { ok: false, error: 'no such step' };
  await clock.move(ms);
  return { ok: true };
}

function applyUpstreamEvent(id: unknown, upstreams: Upstreams): unknown {
  const event = UPSTREAM_EVENTS.find((each) => each.id === id);
  event?.apply(upstreams.world);
  return { ok: event !== undefined };
}

function switchFault(
  body: Record<string, unknown>,
  upstreams: Upstreams,
  faults: Record<System, string>,
): unknown {
  const { system, mode } = (body['fault'] ?? {}) as { system?: string; mode?: string };
  const known = SYSTEMS.find((each) => each === system);
  const wanted = FAULT_MODES.find((each) => each === mode);
  if (!known || !wanted) return { ok: false, error: 'no such fault' };
  upstreams[known].setFault(wanted);
  faults[known] = wanted;
  return { ok: true };
}
