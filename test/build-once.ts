import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Builds the bot before the first test of the campaign, unless a build is there. */
export function setup(): void {
  if (!existsSync('dist/main.js')) execFileSync('npm', ['run', 'build'], { stdio: 'inherit' });
}
