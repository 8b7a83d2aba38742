import type { HandoffDestination, HandoffFacts } from './handoff-state.ts';

/** The configured Sales channels. */
export interface SalesChannels {
  /** Channel for handoffs without a matching region; null when not configured. */
  readonly fallbackChannel: string | null;
  /** Slack channel id by region, such as `smb` or `emea`. */
  readonly byRegion: Readonly<Record<string, string>>;
}

/** Why a destination was selected. */
export type RouteReason = 'smb-pool' | 'region' | 'no-region' | 'chosen';

export interface HandoffRoute extends HandoffDestination {
  readonly reason: RouteReason;
}

/** Team of the fallback channel. */
export const FALLBACK_TEAM = 'sales';

/**
 * Returns the destination for a customer: the `smb` channel when the SMB pool owns the account, otherwise the channel of the
 * region, otherwise the fallback channel. Null when no channel is configured. `region` is matched case-insensitively.
 */
export function routeHandoff(
  { accountOwner }: Pick<HandoffFacts, 'accountOwner'>,
  region: string | null,
  { fallbackChannel, byRegion }: SalesChannels,
): HandoffRoute | null {
  const channelOf = (team: string) => (Object.hasOwn(byRegion, team) ? byRegion[team] : undefined);
  const smbChannel = accountOwner?.kind === 'smb-pool' ? channelOf('smb') : undefined;
  if (smbChannel) return { channel: smbChannel, team: 'smb', reason: 'smb-pool' };
  const regionNames = [region, accountOwner?.kind === 'smb-pool' ? accountOwner.name.split(' ', 1)[0] : null];
  const team = regionNames
    .map((name) => teamOfRegion(name ?? ''))
    .find((name) => channelOf(name) !== undefined);
  if (team) return { channel: channelOf(team) ?? '', team, reason: 'region' };
  return fallbackChannel ? { channel: fallbackChannel, team: FALLBACK_TEAM, reason: 'no-region' } : null;
}

/** Returns every configured destination. */
export function allDestinations({ fallbackChannel, byRegion }: SalesChannels): HandoffDestination[] {
  const regions = Object.entries(byRegion).map(([team, channel]) => ({ channel, team }));
  return fallbackChannel ? [{ channel: fallbackChannel, team: FALLBACK_TEAM }, ...regions] : regions;
}

/** Returns the team of a region name. APJ is treated as APAC. */
function teamOfRegion(region: string): string {
  const name = region.trim().toLowerCase();
  return name === 'apj' ? 'apac' : name;
}
