import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('every invariant holds for the first seeds, and a seed reproduces its log', {
  timeout: 60_000,
}, async () => {
  const args = ['--import', 'tsx', 'scripts/simulate.ts', '--seeds', '4'];
  const { stdout } = await run(process.execPath, args);
  expect(stdout).toMatch(/^4 runs, 0 failed/m);
});
