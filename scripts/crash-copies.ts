import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { startLoadBalancer } from './crash-copies/load-balancer.ts';
import { runAndKill } from './crash-random/run-and-kill.ts';

/** A PostgreSQL server on which this user may create a schema. */
const SERVER_URL = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const SCHEMA = `crash_${randomUUID().replaceAll('-', '')}`;

/**
 * Kills three copies of the bot that share a PostgreSQL database, behind a load balancer that delivers some requests to two
 * copies at once; `KILL_COUNT=20 npm run crash-copies` is a short run.
 */
async function main(): Promise<void> {
  const server = new pg.Client({ connectionString: SERVER_URL });
  await server.connect();
  await server.query(`create schema ${SCHEMA}`);
  const database = new URL(SERVER_URL);
  database.searchParams.set('options', `-c search_path=${SCHEMA}`);
  const balancers: Awaited<ReturnType<typeof startLoadBalancer>>[] = [];
  try {
    await runAndKill({
      killCount: Number(process.env['KILL_COUNT'] ?? 1_000),
      copies: 3,
      requestIntervalMs: 150,
      maxUptimeMs: 7_000,
      databaseSettings: () => ({ DATABASE_URL: database.href, COPIES: '3' }),
      async countPending() {
        const { rows } = await server.query(
          `select count(*) as pending from ${SCHEMA}.queue_items where queue <> 'timers' and done_at is null`,
        );
        return Number((rows[0] as { pending: string }).pending);
      },
      async entryPort(ports) {
        const balancer = await startLoadBalancer(ports);
        balancers.push(balancer);
        return balancer.port;
      },
    });
    for (const { duplicated } of balancers) console.log(`requests delivered to two copies: ${duplicated()}`);
  } finally {
    for (const { close } of balancers) close();
    await server.query(`drop schema ${SCHEMA} cascade`);
    await server.end();
  }
}

await main();
