import { parseDatabaseLocation } from '../../src/config.ts';
import { copyStore } from '../../src/store/copy-store.ts';
import { openDatabaseForReading, openDatabaseForWriting } from '../../src/store/open-store.ts';

/** Copies a database and kills its own process after some batches. Arguments: two URLs and the number of batches. */
const [from = '', to = '', batches = ''] = process.argv.slice(2);
const source = await openDatabaseForReading(parseDatabaseLocation(from));
if (!source) throw new Error('no source');
const { kysely, resetIdentities } = await openDatabaseForWriting(parseDatabaseLocation(to));
let written = 0;
await copyStore({
  from: source,
  to: kysely,
  now: new Date(),
  resetIdentities,
  onBatch: () => {
    written += 1;
    if (written === Number(batches)) process.kill(process.pid, 'SIGKILL');
  },
});
