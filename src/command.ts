import { runCommand } from './app/commands/run-command.ts';
import { loadDatabaseLocation, loadTargetLocation } from './config.ts';

// `npm run audit -- <case id> | head` closes the pipe early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await runCommand(process.argv.slice(2), {
  loadLocation: loadDatabaseLocation,
  loadTarget: loadTargetLocation,
  now: () => new Date(),
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (line) => void process.stderr.write(`${line}\n`),
});
