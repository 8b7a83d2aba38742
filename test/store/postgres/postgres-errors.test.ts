import { expect, it } from 'vitest';
import { withStoreErrors } from '../../../src/store/postgres/postgres-errors.ts';

it.each([
  ['53200', 'server-error'],
  ['53400', 'server-error'],
  ['58000', 'server-error'],
  ['58P01', 'server-error'],
  ['XX000', 'server-error'],
  ['53100', 'full'],
  ['53300', 'too-many-connections'],
  ['58030', 'disk-error'],
  ['XX001', 'corrupt'],
  ['ERR_STREAM_DESTROYED', 'no-connection'],
  ['ERR_SOCKET_CLOSED', 'no-connection'],
  ['ECONNRESET', 'no-connection'],
])('A statement that fails with %s may be repeated: the store reports %s', async (code, reason) => {
  const error = Object.assign(new Error('failed'), { code });

  await expect(withStoreErrors(() => Promise.reject(error))).rejects.toMatchObject({
    name: 'StoreError',
    reason,
  });
});

it('A statement that breaks a constraint always would', async () => {
  const error = Object.assign(new Error('failed'), { code: '23505' });

  await expect(withStoreErrors(() => Promise.reject(error))).rejects.toBe(error);
});
