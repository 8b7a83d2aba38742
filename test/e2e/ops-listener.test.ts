import { afterEach, expect, it } from 'vitest';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp } from './harness.ts';

const PATHS = ['/healthz', '/readyz', '/metrics'];

let testApp: TestApp | undefined;
afterEach(() => testApp?.close());

async function statuses(port: number): Promise<number[]> {
  const pages = PATHS.map((path) => fetch(`http://127.0.0.1:${port}${path}`));
  return (await Promise.all(pages)).map(({ status }) => status);
}

async function deliveryStatus(port: number): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' })).status;
}

it('OPS_PORT moves the operator routes off the port that Slack delivers to', async () => {
  testApp = await startTestApp({ settings: { OPS_PORT: '0' } });
  const { port, opsPort } = testApp.bot;

  expect(opsPort).not.toBe(port);
  expect(await statuses(opsPort)).toEqual([200, 200, 200]);
  expect(await statuses(port)).toEqual([404, 404, 404]);
  expect([await deliveryStatus(port), await deliveryStatus(opsPort)]).toEqual([401, 404]);
  await checkAsAna(testApp, 'A-S00900001');
});

it('Without OPS_PORT they are on the same port', async () => {
  testApp = await startTestApp();
  const { port, opsPort } = testApp.bot;

  expect(opsPort).toBe(port);
  expect(await statuses(port)).toEqual([200, 200, 200]);
});

it('In Socket Mode their port has no other routes', async () => {
  testApp = await startTestApp({ delivery: 'socket' });

  expect(await statuses(testApp.bot.opsPort)).toEqual([200, 200, 200]);
  expect(await deliveryStatus(testApp.bot.opsPort)).toBe(404);
});

it('A port in use is reported at start', async () => {
  testApp = await startTestApp();

  const starting = startTestApp({ settings: { OPS_PORT: String(testApp.bot.port) } });

  await expect(starting).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
