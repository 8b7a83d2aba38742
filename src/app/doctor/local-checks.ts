import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../../config.ts';
import { type DatabaseInspection, inspectDatabase } from '../../store/inspect-database.ts';
import { describeDatabase } from '../../store/open-store.ts';
import { StoreError } from '../../store/store-error.ts';
import { type DoctorFinding, findingsOf } from './report.ts';

const database = findingsOf('Database');

/** Permissions of people other than the owner. */
const PERMISSIONS_OF_OTHERS = 0o077;

/** Beyond this difference, in milliseconds, the times on cards and in reminders mislead. */
const MAX_CLOCK_SKEW_MS = 60_000;

/** Opens the database for reading. Creates and changes nothing. */
export async function checkDatabase(
  { database: location }: Pick<Config, 'database'>,
  now: () => Date,
): Promise<DoctorFinding[]> {
  const name = describeDatabase(location);
  try {
    const found = await inspectDatabase(location, now);
    if (found === null)
      return location.kind === 'sqlite'
        ? [await checkFolder(location.file)]
        : [database.ok(`${name} can be reached; its tables will be created at the first start.`)];
    return [
      database.ok(`${name} can be read: ${describeInspection(found)}.`),
      ...(found.isUpToDate
        ? []
        : [
            database.warning(
              'Its tables are from an older version.',
              'The next start of the bot migrates them.',
            ),
          ]),
      ...serverClockFindings(found),
      ...(location.kind === 'sqlite' ? await checkMode(location.file) : []),
    ];
  } catch (error) {
    return [
      database.failed(
        `${name} cannot be read (${error instanceof StoreError ? error.message : 'unknown error'}).`,
        location.kind === 'sqlite'
          ? 'Restore a backup, or see "Troubleshooting" in docs/operations.md.'
          : 'Check DATABASE_URL and its sslmode, the server and its pg_hba.conf.',
      ),
    ];
  }
}

function describeInspection({ version, schema, cases, isInUse }: DatabaseInspection): string {
  return [
    version,
    ...(schema === null ? [] : [`schema ${schema}`]),
    `${cases} cases`,
    isInUse ? 'in use by a bot' : 'not in use',
  ].join(', ');
}

function serverClockFindings({ clockAheadMs }: DatabaseInspection): DoctorFinding[] {
  if (clockAheadMs === null) return [];
  return Math.abs(clockAheadMs) <= MAX_CLOCK_SKEW_MS
    ? [database.ok('The clock of this machine agrees with the database server.')]
    : [
        database.failed(
          `The clocks of this machine and the database server differ by ${Math.round(Math.abs(clockAheadMs) / 1000)} seconds.`,
          'Turn on time synchronisation on both.',
        ),
      ];
}

async function checkFolder(file: string): Promise<DoctorFinding> {
  const folder = dirname(resolve(file));
  return (await canCreateFileIn(folder))
    ? database.ok(`${file} will be created at the first start.`)
    : database.failed(
        `${file} cannot be created: its folder is read-only, or cannot be created either.`,
        `Create ${folder} for the user that runs the bot.`,
      );
}

/** The bot creates missing folders, so the first that exists decides. */
async function canCreateFileIn(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return (await stat(folder)).isDirectory();
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing && canCreateFileIn(dirname(folder));
  }
}

async function checkMode(file: string): Promise<DoctorFinding[]> {
  if (!(await isOpenToOthers(file))) return [];
  return [database.failed(`Other users of this machine may read ${file}.`, `Run: chmod 600 ${file}.`)];
}

async function isOpenToOthers(file: string): Promise<boolean> {
  return ((await stat(file)).mode & PERMISSIONS_OF_OTHERS) !== 0;
}

/** Warns when other users may read the file with the settings, which may hold secrets. */
export async function checkEnvFile(file: string): Promise<DoctorFinding[]> {
  if (!(await isOpenToOthers(file).catch(() => false))) return [];
  const { warning } = findingsOf('Settings');
  return [warning(`Other users of this machine may read ${file}.`, `Run: chmod 600 ${file}.`)];
}

/** Warns when everybody who can reach the port of Slack's requests can read the metrics and the state of the bot. */
export function checkOperatorRoutes({ ops, host }: Pick<Config, 'ops' | 'host'>): DoctorFinding[] {
  if (ops !== null || /^(127\.|::1$|localhost$)/.test(host)) return [];
  const { warning } = findingsOf('Settings');
  return [
    warning(
      "/healthz, /readyz and /metrics are on the port that takes Slack's requests.",
      'Set OPS_PORT, or let only /slack/events through from outside.',
    ),
  ];
}

/** Reports what calls go through; checks nothing. */
export function checkProxy({ proxy }: Config): DoctorFinding {
  const { ok } = findingsOf('Proxy');
  return ok(proxy ? 'Outgoing calls go through the configured proxy.' : 'Outgoing calls go out directly.');
}
