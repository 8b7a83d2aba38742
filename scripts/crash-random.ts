import { join } from 'node:path';
import { runAndKill } from './crash-random/run-and-kill.ts';
import { countPendingWork } from './pending-work.ts';

/** Kills one bot on an SQLite file; `KILL_COUNT=20 npm run crash-random` is a short run. */
await runAndKill({
  killCount: Number(process.env['KILL_COUNT'] ?? 500),
  copies: 1,
  requestIntervalMs: 60,
  // A handoff takes a check, two forms and a post; most bots live less long than that.
  maxUptimeMs: 5_000,
  databaseSettings: (folder) => ({ DATABASE_URL: `sqlite:${join(folder, 'cases.db')}` }),
  countPending: ({ DATABASE_URL = '' }) => countPendingWork(DATABASE_URL.replace('sqlite:', '')),
  entryPort: async ([port = 0]) => port,
});
