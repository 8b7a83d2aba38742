import type { StoreErrorReason } from '../store-error.ts';
import { StoreError } from '../store-error.ts';

/** The error codes of PostgreSQL (SQLSTATE), Node.js and TLS, or their first characters. */
const REASONS_BY_CODE: readonly (readonly [RegExp, StoreErrorReason])[] = [
  [/^(40001|40P01)$/, 'conflict'],
  [/^(55P03|57014)$/, 'timeout'],
  [/^53300$/, 'too-many-connections'],
  [/^53100$/, 'full'],
  [/^(25006|42501)$/, 'read-only'],
  [/^58030$/, 'disk-error'],
  [/^XX00[12]$/, 'corrupt'],
  // Out of memory or of another resource, a failure of the server's system, and an error of the server or of a proxy before it.
  [/^(53...|58...|XX000)$/, 'server-error'],
  [/^28...$/, 'login-refused'],
  [/^3D000$/, 'no-database'],
  [/^(08...|57P0[1-5]|25P03)$/, 'no-connection'],
  [/^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_|INVALID_|ERR_TLS_CERT_)/, 'untrusted-certificate'],
  // OpenSSL reports a file that it cannot use under its own name; errors of the protocol begin with ERR_SSL_.
  [/^ERR_OSSL_/, 'no-certificate-file'],
  [/^(ERR_TLS_.*|ERR_SSL_.*|EPROTO)$/, 'no-encryption'],
  [/^(E[A-Z]{3,}|ERR_(STREAM|SOCKET)_.*|UND_ERR_.*)$/, 'no-connection'],
];

/** The driver's messages, for its errors that have no code. */
const REASONS_BY_MESSAGE: readonly (readonly [RegExp, StoreErrorReason])[] = [
  [/does not support SSL/, 'no-encryption'],
  [/Query read timeout/, 'timeout'],
  [
    /Connection terminated|connection timeout|timeout exceeded|not queryable|connection error/i,
    'no-connection',
  ],
  [/after calling end on the pool|has already been destroyed/, 'closed'],
];

/** Runs `work` and converts errors of the driver into `StoreError`. */
export async function withStoreErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStoreError(error);
  }
}

function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const reason = reasonOf(error);
  return reason ? new StoreError(reason, { cause: error }) : error;
}

function reasonOf(error: Error): StoreErrorReason | undefined {
  // Node.js reports the attempts at several addresses of a host together.
  if (error instanceof AggregateError) return 'no-connection';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // The driver opens no files but those that `sslrootcert`, `sslcert` and `sslkey` name. A folder fails only when it is read.
  if (('syscall' in error && error.syscall === 'open') || code === 'EISDIR') return 'no-certificate-file';
  const [reasons, text] = code ? [REASONS_BY_CODE, code] : [REASONS_BY_MESSAGE, error.message];
  return reasons.find(([pattern]) => pattern.test(text))?.[1];
}
