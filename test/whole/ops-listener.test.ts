import { afterEach, expect, it } from '@jest/globals';
import type { Whole } from './harness.ts';
import { check, startWhole } from './harness.ts';

const PATHS = ['/healthz', '/readyz', '/metrics'];

let whole: Whole | undefined;
afterEach(() => whole?.close());

async function statuses(port: number): Promise<number[]> {
  const pages = PATHS.map((path) => fetch(`http://127.0.0.1:${port}${path}`));
  return (await Promise.all(pages)).map(({ status }) => status);
}

async function deliveryStatus(port: number): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' })).status;
}

it('OPS_PORT moves the operator routes off the port that Slack delivers to', async () => {
  whole = await startWhole({ settings: { OPS_PORT: '0' } });
  const { port, opsPort } = whole.bot;

  expect(opsPort).not.toBe(port);
  expect(await statuses(opsPort)).toEqual([200, 200, 200]);
  expect(await statuses(port)).toEqual([404, 404, 404]);
  expect([await deliveryStatus(port), await deliveryStatus(opsPort)]).toEqual([401, 404]);
  await check(whole, 'A-S00900001');
});

it('Without OPS_PORT they are beside it', async () => {
  whole = await startWhole();
  const { port, opsPort } = whole.bot;

  expect(opsPort).toBe(port);
  expect(await statuses(port)).toEqual([200, 200, 200]);
});

it('In Socket Mode nothing else is on their port', async () => {
  whole = await startWhole({ delivery: 'socket' });

  expect(await statuses(whole.bot.opsPort)).toEqual([200, 200, 200]);
  expect(await deliveryStatus(whole.bot.opsPort)).toBe(404);
});

it('A port that is taken by them is said at start', async () => {
  whole = await startWhole();

  const starting = startWhole({ settings: { OPS_PORT: String(whole.bot.port) } });

  await expect(starting).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
