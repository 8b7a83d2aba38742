import type { HandoffDestination, HandoffFacts } from './handoff-state.ts';

/** Where handoffs may go. */
export interface SalesChannels {
  /** Takes what no region fits. */
  readonly fallbackChannel: string | null;
  /** Region, such as `smb` or `emea`, to Slack channel id. */
  readonly byRegion: Readonly<Record<string, string>>;
}

/** Why a handoff goes where it goes. */
export type RouteReason = 'smb-pool' | 'region' | 'no-region' | 'chosen';

export interface HandoffRoute extends HandoffDestination {
  readonly reason: RouteReason;
}

/** The team whose channel takes what no region fits. */
export const FALLBACK_TEAM = 'sales';

/**
 * The channel for a customer: that of the pool of small customers when the pool owns the account, else that of the
 * region, else the common one. null: no channel is set up. `region` is what another system calls it, in any case.
 */
export function routeHandoff(
  { accountOwner: owner }: Pick<HandoffFacts, 'accountOwner'>,
  region: string | null,
  { fallbackChannel: fallback, byRegion }: SalesChannels,
): HandoffRoute | null {
  const channelOf = (team: string) => (Object.hasOwn(byRegion, team) ? byRegion[team] : undefined);
  const smbChannel = owner?.kind === 'smb-pool' ? channelOf('smb') : undefined;
  if (smbChannel) return { channel: smbChannel, team: 'smb', reason: 'smb-pool' };
  const regionNames = [region, owner?.kind === 'smb-pool' ? owner.name.split(' ', 1)[0] : null];
  const team = regionNames
    .map((name) => teamOfRegion(name ?? ''))
    .find((name) => channelOf(name) !== undefined);
  if (team) return { channel: channelOf(team) ?? '', team, reason: 'region' };
  return fallback ? { channel: fallback, team: FALLBACK_TEAM, reason: 'no-region' } : null;
}

/** Every place that a handoff may be sent to. */
export function allDestinations({
  fallbackChannel: fallback,
  byRegion,
}: SalesChannels): HandoffDestination[] {
  const regions = Object.entries(byRegion).map(([team, channel]) => ({ channel, team }));
  return fallback ? [{ channel: fallback, team: FALLBACK_TEAM }, ...regions] : regions;
}

/** APJ is another word for APAC. */
function teamOfRegion(region: string): string {
  const name = region.trim().toLowerCase();
  return name === 'apj' ? 'apac' : name;
}
