import { afterEach, beforeEach, expect, it } from 'vitest';
import { createControls, type SandboxControls } from '../../scripts/sandbox/controls.ts';
import { startUpstreams, type Upstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import { DEFAULT_TEAM_HOURS } from '../../src/domain/business-calendar.ts';

/** Friday. */
const START = Date.parse('2026-11-27T15:30:00Z');

let upstreams: Upstreams;
let controls: SandboxControls;
let now: number;
let restarts: number;
const refusedBlocks = new Set<string>();

beforeEach(async () => {
  now = START;
  restarts = 0;
  refusedBlocks.clear();
  upstreams = await startUpstreams();
  controls = createControls({
    upstreams,
    refusedBlocks,
    clock: {
      now: () => now,
      move: async (ms) => {
        now += ms;
      },
    },
    businessHours: createBusinessHours({ teams: { support: DEFAULT_TEAM_HOURS, sales: DEFAULT_TEAM_HOURS } }),
    restartBot: async () => {
      restarts += 1;
    },
  });
});
afterEach(() => upstreams.close());

it.each([
  [3_600_000, '2026-11-27T16:30:00.000Z'],
  ['next-working-morning', '2026-11-30T09:00:00.000Z'],
  ['3-working-days', '2026-12-02T15:30:00.000Z'],
])('moves the clock by %s', async (step, moved) => {
  expect(await controls.apply({ clock: step })).toEqual({ ok: true });
  expect(controls.state()).toMatchObject({ now: moved });
});

it.each([0, -1, 32 * 86_400_000, Number.NaN, 'toString', 'next', null])(
  'refuses to move the clock by %s',
  async (step) => {
    expect(await controls.apply({ clock: step })).toMatchObject({ ok: false });
    expect(now).toBe(START);
  },
);

it('makes Slack refuse container blocks, and accept them again', async () => {
  await controls.apply({ refuseContainers: true });
  expect([...refusedBlocks]).toEqual(['container']);
  expect(controls.state()).toMatchObject({ refusesContainers: true });

  await controls.apply({ refuseContainers: false });
  expect([...refusedBlocks]).toEqual([]);
});

it('restarts the bot and says how long it took', async () => {
  expect(controls.state()).toMatchObject({ restartMs: null });

  await controls.apply({ restart: true });

  expect(restarts).toBe(1);
  expect(controls.state()).toMatchObject({ restartMs: expect.any(Number) as number });
});

it('makes a system fail, and rejects one that does not exist', async () => {
  expect(await controls.apply({ fault: { system: 'zuora', mode: 'down' } })).toEqual({ ok: true });
  expect(await controls.apply({ fault: { system: 'toString', mode: 'down' } })).toMatchObject({ ok: false });
  expect(controls.state()).toMatchObject({ faults: { zuora: 'down', salesforce: 'none', zendesk: 'none' } });
});

it('applies an event of the other systems, and rejects one that does not exist', async () => {
  expect(await controls.apply({ upstreamEvent: 'invoice-moves' })).toEqual({ ok: true });
  expect(await controls.apply({ upstreamEvent: 'nothing' })).toEqual({ ok: false });
});
