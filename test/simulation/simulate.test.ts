import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('Every invariant holds in the first stories, and a seed always tells the same one', {
  timeout: 60_000,
}, async () => {
  const args = ['--import', 'tsx', 'scripts/simulate.ts', '--seeds', '4'];
  const { stdout } = await run(process.execPath, args);
  expect(stdout).toMatch(/^4 stories, 0 failed/m);
});
