import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDatabase } from '../../../src/app/doctor/local-checks.ts';
import { parseDatabaseLocation } from '../../../src/config.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { aTimer } from '../../builders/filled-handoffs.ts';
import type { TlsPostgresServer } from './tls-postgres-server.ts';
import {
  findServerPrograms,
  SERVER_CERTIFICATE,
  SERVER_KEY,
  startTlsPostgresServer,
} from './tls-postgres-server.ts';

const now = () => new Date();
const programs = findServerPrograms();

describe.skipIf(programs === null)('PostgreSQL over TLS (skipped where its server is not installed)', () => {
  let server: TlsPostgresServer;
  beforeAll(async () => {
    server = await startTlsPostgresServer(programs ?? '');
    writeFileSync(join(server.folder, 'other-ca.pem'), rootCertificates[0] ?? '');
    writeFileSync(join(server.folder, 'not-a-certificate.pem'), 'nothing');
  });
  afterAll(() => server.stop());

  function location(parameters: Readonly<Record<string, string>>, host = 'localhost') {
    const url = new URL(`postgres://postgres@${host}:${server.port}/postgres`);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return parseDatabaseLocation(url.href);
  }

  it.each<[string, Readonly<Record<string, string>>]>([
    ['verify-full', { sslrootcert: SERVER_CERTIFICATE }],
    ['require', { sslrootcert: SERVER_CERTIFICATE }],
    ['verify-full', { sslrootcert: SERVER_CERTIFICATE, sslcert: SERVER_CERTIFICATE, sslkey: SERVER_KEY }],
    ['no-verify', {}],
  ])('connects with sslmode=%s and %j', async (sslmode, files) => {
    const database = location({ sslmode, ...files });

    const store = await openStore(database, { now });
    await store.timers.schedule([aTimer('a')]);

    expect(await store.timers.countPending()).toBe(1);
    await store.close();
    expect(await checkDatabase({ database }, now)).toContainEqual(
      expect.objectContaining({ status: 'ok', finding: expect.stringContaining('can be read: PostgreSQL') }),
    );
  });

  const notTrusted = /its certificate is not trusted, or is for another host name; see sslrootcert/;
  const invalidFile = /a certificate or key file that its address names is missing or invalid/;

  it.each<[string, string, RegExp, () => Parameters<typeof location>]>([
    ['an unknown CA', 'untrusted-certificate', notTrusted, () => [{ sslmode: 'verify-full' }]],
    ['an unknown CA', 'untrusted-certificate', notTrusted, () => [{ sslmode: 'require' }]],
    [
      'another CA',
      'untrusted-certificate',
      notTrusted,
      () => [{ sslmode: 'verify-full', sslrootcert: join(server.folder, 'other-ca.pem') }],
    ],
    [
      'another host',
      'untrusted-certificate',
      notTrusted,
      () => [{ sslmode: 'verify-full', sslrootcert: SERVER_CERTIFICATE }, '127.0.0.1'],
    ],
    [
      'an invalid client certificate',
      'no-certificate-file',
      invalidFile,
      () => [
        { sslmode: 'no-verify', sslcert: join(server.folder, 'not-a-certificate.pem'), sslkey: SERVER_KEY },
      ],
    ],
    [
      'an invalid client key',
      'no-certificate-file',
      invalidFile,
      () => [
        {
          sslmode: 'no-verify',
          sslcert: SERVER_CERTIFICATE,
          sslkey: join(server.folder, 'not-a-certificate.pem'),
        },
      ],
    ],
    ['no TLS', 'login-refused', /the user, the password or an unencrypted connection/, () => [{}]],
  ])('reports %s at start and in the doctor', async (_, reason, sentence, where) => {
    const database = location(...where());

    const failure = await openStore(database, { now }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: 'StoreError', reason });
    expect(String(failure)).toMatch(sentence);
    expect(await checkDatabase({ database }, now)).toEqual([
      expect.objectContaining({ status: 'failed', finding: expect.stringMatching(sentence) }),
    ]);
  });
});
