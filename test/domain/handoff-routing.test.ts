import { describe, expect, it } from 'vitest';
import type { SalesChannels } from '../../src/domain/handoff-routing.ts';
import { allDestinations, routeHandoff } from '../../src/domain/handoff-routing.ts';

const CHANNELS: SalesChannels = {
  fallbackChannel: 'C0SALES',
  byRegion: { smb: 'C0SMB', emea: 'C0EMEA', apac: 'C0APAC' },
};
const PERSON = { accountOwner: { name: 'Robin Vale', kind: 'person' } } as const;
const POOL = { accountOwner: { name: 'EMEA SMB Pool', kind: 'smb-pool' } } as const;
const NOBODY = { accountOwner: null };

describe('the route of a handoff', () => {
  it.each([
    ['to the region that the help desk names', PERSON, 'emea', 'C0EMEA emea region'],
    ['there in whatever case and space it is written', PERSON, ' EMEA ', 'C0EMEA emea region'],
    ['to APAC when it is called APJ', PERSON, 'APJ', 'C0APAC apac region'],
    ['to the pool of small customers when the pool owns the account', POOL, 'apac', 'C0SMB smb smb-pool'],
    ['to the common channel when the region has none', PERSON, 'latam', 'C0SALES sales no-region'],
    ['to the common channel when nobody knows the region', NOBODY, null, 'C0SALES sales no-region'],
    ['nowhere that is only a word of the language', PERSON, 'constructor', 'C0SALES sales no-region'],
  ])('%s', (_what, facts, region, expected) => {
    const route = routeHandoff(facts, region, CHANNELS);

    expect(route && `${route.channel} ${route.team} ${route.reason}`).toBe(expected);
  });

  it('is the region in the name of the SMB pool when the pool has no channel and Zendesk names no region', () => {
    const { smb: _, ...byRegion } = CHANNELS.byRegion;

    expect(routeHandoff(POOL, null, { ...CHANNELS, byRegion })).toEqual({
      channel: 'C0EMEA',
      team: 'emea',
      reason: 'region',
    });
    expect(routeHandoff(POOL, 'apj', { ...CHANNELS, byRegion })?.team).toBe('apac');
  });

  it('is null when no channel is configured', () => {
    expect(routeHandoff(PERSON, 'latam', { ...CHANNELS, fallbackChannel: null })).toBeNull();
    expect(routeHandoff(POOL, 'emea', { fallbackChannel: null, byRegion: {} })).toBeNull();
  });
});

describe('the destinations that a person may choose', () => {
  it('are all channels, the fallback channel first', () => {
    expect(allDestinations(CHANNELS).map(({ channel, team }) => `${channel} ${team}`)).toEqual([
      'C0SALES sales',
      'C0SMB smb',
      'C0EMEA emea',
      'C0APAC apac',
    ]);
  });

  it('are the regions when there is no fallback channel, and none without regions', () => {
    expect(allDestinations({ ...CHANNELS, fallbackChannel: null }).map(({ team }) => team)).toEqual([
      'smb',
      'emea',
      'apac',
    ]);
    expect(allDestinations({ fallbackChannel: null, byRegion: {} })).toEqual([]);
  });
});
