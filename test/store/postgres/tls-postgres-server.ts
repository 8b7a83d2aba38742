import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../scripts/sandbox/free-port.ts';

/** Self-signed, for `localhost` and not for 127.0.0.1. */
export const SERVER_CERTIFICATE = 'test/e2e/certificate/certificate.pem';
export const SERVER_KEY = 'test/e2e/certificate/key.pem';

/** Where Debian installs the programs of the server, which are not on the PATH. */
const INSTALLATIONS = '/usr/lib/postgresql';

/** Returns the folder of `initdb` and `pg_ctl`; null where they are not installed. */
export function findServerPrograms(): string | null {
  try {
    const [newest] = readdirSync(INSTALLATIONS).toSorted((a, b) => Number(b) - Number(a));
    return newest === undefined ? null : join(INSTALLATIONS, newest, 'bin');
  } catch {
    return null;
  }
}

export interface TlsPostgresServer {
  /** Refuses connections without TLS, and asks for no password. */
  readonly port: number;
  /** For files of the test; readable by the test only. */
  readonly folder: string;
  stop(): void;
}

/** Starts a PostgreSQL server of its own in a temporary folder, which is deleted by `stop`. */
export async function startTlsPostgresServer(programs: string): Promise<TlsPostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-tls-'));
  const owner = findServerOwner();
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(programs, program), args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...owner,
    });
  const giveToOwner = (path: string) => owner && chownSync(path, owner.uid, owner.gid);
  giveToOwner(folder);
  const data = join(folder, 'data');
  run('initdb', `--pgdata=${data}`, '--username=postgres', '--auth=trust', '--no-sync', '--locale=C');
  for (const [source, name] of [
    [SERVER_CERTIFICATE, 'server.crt'],
    [SERVER_KEY, 'server.key'],
  ] as const) {
    const target = join(data, name);
    copyFileSync(source, target);
    chmodSync(target, 0o600);
    giveToOwner(target);
  }
  writeFileSync(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 trust\n');
  const port = await freePort();
  const settings = [`-p ${port}`, "-k ''", '-c ssl=on -c fsync=off -c listen_addresses=127.0.0.1'];
  const log = join(folder, 'log');
  run('pg_ctl', 'start', '--wait', `--pgdata=${data}`, `--log=${log}`, `--options=${settings.join(' ')}`);
  return {
    port,
    folder,
    stop() {
      run('pg_ctl', 'stop', '--mode=immediate', `--pgdata=${data}`);
      rmSync(folder, { recursive: true });
    },
  };
}

/** The server refuses to run as root. Returns the user that it runs as then; null for the user of this process. */
function findServerOwner(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
