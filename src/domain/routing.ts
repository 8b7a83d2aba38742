import type { Destination, HandoffFacts } from './handoff.ts';

/** Where handoffs may go. */
export interface SalesChannels {
  /** Takes what no region fits. */
  readonly fallback: string | null;
  /** Region, such as `smb` or `emea`, to Slack channel id. */
  readonly byRegion: Readonly<Record<string, string>>;
}

/** Why a handoff goes where it goes. */
export type RouteReason = 'smb-pool' | 'region' | 'no-region' | 'chosen';

export interface Route extends Destination {
  readonly because: RouteReason;
}

/** The team whose channel takes what no region fits. */
export const FALLBACK_TEAM = 'sales';

/**
 * The channel for a customer: that of the pool of small customers when the pool owns the account, else that of the
 * region, else the common one. null: no channel is set up. `region` is what another system calls it, in any case.
 */
export function routeOf(
  { owner }: Pick<HandoffFacts, 'owner'>,
  region: string | null,
  { fallback, byRegion }: SalesChannels,
): Route | null {
  const channelOf = (team: string) => (Object.hasOwn(byRegion, team) ? byRegion[team] : undefined);
  const pooled = owner?.kind === 'smb-pool' ? channelOf('smb') : undefined;
  if (pooled) return { channel: pooled, team: 'smb', because: 'smb-pool' };
  const named = [region, owner?.kind === 'smb-pool' ? owner.name.split(' ', 1)[0] : null];
  const team = named.map((name) => teamOf(name ?? '')).find((name) => channelOf(name) !== undefined);
  if (team) return { channel: channelOf(team) ?? '', team, because: 'region' };
  return fallback ? { channel: fallback, team: FALLBACK_TEAM, because: 'no-region' } : null;
}

/** Every place that a handoff may be sent to. */
export function destinationsIn({ fallback, byRegion }: SalesChannels): Destination[] {
  const regions = Object.entries(byRegion).map(([team, channel]) => ({ channel, team }));
  return fallback ? [{ channel: fallback, team: FALLBACK_TEAM }, ...regions] : regions;
}

/** APJ is another word for APAC. */
function teamOf(region: string): string {
  const name = region.trim().toLowerCase();
  return name === 'apj' ? 'apac' : name;
}
